/** Entries of comparisons. @module */
import type { ComparisonEntry } from "../../scripts/verdict/comparison.ts";
import type { ExplainedCause, Explanation } from "../../scripts/verdict/explain/explanation.ts";
import { DEFAULT_THRESHOLDS } from "../../scripts/verdict/severity.ts";

/** A function that takes longer. */
export function makeCause(more: Partial<ExplainedCause> = {}): ExplainedCause {
  return {
    kind: "function",
    function: { name: "horner", package: null, version: null, file: "work.ts", line: 12 },
    presence: "both",
    baseline_ms: 0.1,
    current_ms: 0.1361,
    error_ms: 0.001,
    moved_from: null,
    seen_in: null,
    runtime: null,
    calls: null,
    megamorphic: null,
    ran_as: null,
    ...more,
  };
}

/** One cause, and the function that it is of. */
export function makeExplanation(more: Partial<Explanation> = {}): Explanation {
  const cause = makeCause();
  return {
    samples: { baseline: 3000, current: 3000 },
    causes: [cause],
    opposite: [],
    moved: [],
    explained: 1,
    heap_changed: false,
    remark: null,
    frames: [{ function: cause.function!, parent: null, baseline_ms: 0.1, current_ms: 0.1361 }],
    ...more,
  };
}

/** An entry of an unchanged benchmark, with what differs. */
export function makeEntry(more: Partial<ComparisonEntry> = {}): ComparisonEntry {
  return {
    file: "bench.ts",
    line: null,
    group: null,
    name: "sum",
    short_name: null,
    metric: "duration",
    unit: "ms",
    better: "lower",
    exact: false,
    verdict: "unchanged",
    severity: null,
    baseline: 1,
    current: 1,
    change: 0,
    interval: null,
    at_least: null,
    rounds: { baseline: 5, current: 5 },
    samples: { baseline: [], current: [], changes: null, confirming: 0 },
    session_deviation: null,
    rounds_needed: null,
    heap_bytes: null,
    explanation: null,
    thresholds: DEFAULT_THRESHOLDS,
    doubts: [],
    failures: [],
    ...more,
  };
}
