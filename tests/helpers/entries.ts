/** Makes comparisons and their entries. @module */
import {
  type Comparison,
  COMPARISON_VERSION,
  type ComparisonEntry,
  type Verdict,
  VERDICTS,
} from "../../scripts/verdict/comparison.ts";
import type { Frame } from "../../scripts/verdict/explain/call_tree.ts";
import type { ExplainedCause, Explanation } from "../../scripts/verdict/explain/explanation.ts";
import { DEFAULT_THRESHOLDS } from "../../scripts/verdict/severity.ts";
import { ENVIRONMENT } from "./sketches.ts";

/** Makes a cause: a function that takes longer. */
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

/**
 * Makes a frame of a function in `work.ts`, with its times before and after.
 *
 * @param own The times without callees; by default there are none.
 */
export function makeFrame(
  name: string,
  line: number,
  parent: number | null,
  total: readonly [number, number],
  own: readonly [number, number] = total,
): Frame {
  return {
    function: { name, package: null, version: null, file: "work.ts", line },
    parent,
    baseline_ms: total[0],
    current_ms: total[1],
    baseline_own_ms: own[0],
    current_own_ms: own[1],
    gone: false,
  };
}

/** Makes an explanation with one cause, and its function. */
export function makeExplanation(more: Partial<Explanation> = {}): Explanation {
  return {
    samples: { baseline: 3000, current: 3000 },
    causes: [makeCause()],
    opposite: [],
    moved: [],
    explained: 1,
    remark: null,
    frames: [makeFrame("horner", 12, null, [0.1, 0.1361])],
    ...more,
  };
}

/** Makes an entry of an unchanged benchmark, except for the given fields. */
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

/** Makes counts of verdicts, 0 by default. */
export function makeSummary(counts: Partial<Record<Verdict, number>>): Record<Verdict, number> {
  const zeros = Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0]));
  return { ...zeros, ...counts } as Record<Verdict, number>;
}

/** Makes a comparison without entries. */
export function makeComparison(more: Partial<Comparison> = {}): Comparison {
  const side = { source: "main", timestamp: "2026-01-31T12:00:00Z", git_commit: null };
  return {
    version: COMPARISON_VERSION,
    generator: "benchline",
    baseline: side,
    current: side,
    gated: true,
    environment: ENVIRONMENT,
    shard: null,
    shards: [],
    measurement: null,
    affected: null,
    environment_differences: [],
    entries: [],
    summary: makeSummary({ unchanged: 1 }),
    suite: null,
    doubts: [],
    ...more,
  };
}
