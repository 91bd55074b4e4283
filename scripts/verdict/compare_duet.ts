/** What two versions measured in turn gave, to a comparison. @module */
import type { DuetBenchmark } from "../result/duet.ts";
import { type BenchmarkIdentity, formatIdentity } from "../result/identity.ts";
import type { Environment } from "../result/schema.ts";
import type { Shard } from "../result/shard.ts";
import { median } from "../result/spread.ts";
import { VERSION } from "../result/version.ts";
import {
  type ComparedSide,
  type Comparison,
  COMPARISON_VERSION,
  type ComparisonEntry,
  type Measurement,
} from "./comparison.ts";
import { byImportance, countVerdicts } from "./entries.ts";
import { INTERVAL_LEVEL } from "./judge.ts";
import { type DuetJudgement, isConfirmed, judgeDuet, LOOKS } from "./judge_duet.ts";
import type { Thresholds } from "./severity.ts";

/** A comparison of two versions, measured. */
export interface DuetOutcome {
  /** With the judgement that ended the measuring of each; null where it failed. */
  readonly benchmarks: readonly {
    readonly benchmark: DuetBenchmark;
    readonly judgement: DuetJudgement | null;
  }[];
  readonly added: readonly (BenchmarkIdentity & Pick<ComparisonEntry, "line">)[];
  readonly removed: readonly BenchmarkIdentity[];
  readonly baseline: ComparedSide;
  readonly current: ComparedSide;
  readonly environment: Environment;
  readonly shard: Shard | null;
  readonly measurement: Measurement;
  readonly warnings: readonly string[];
}

/**
 * Puts the judgements of a duet into a comparison.
 *
 * What was flagged and not confirmed is inconclusive; of what was confirmed, the figures are those
 * of all rounds together.
 */
export function compareDuet(
  outcome: DuetOutcome,
  thresholdsOf: (identity: BenchmarkIdentity) => Thresholds,
): Comparison {
  const entries = [
    ...outcome.benchmarks.map(({ benchmark, judgement }) =>
      describeBenchmark(benchmark, judgement, thresholdsOf(benchmark.identity))
    ),
    ...outcome.added.map((identity) => ({
      ...emptyEntry(identity, thresholdsOf(identity)),
      line: identity.line,
      verdict: "added" as const,
    })),
    ...outcome.removed.map((identity) => ({
      ...emptyEntry(identity, thresholdsOf(identity)),
      verdict: "removed" as const,
    })),
  ].sort(byImportance);
  return {
    version: COMPARISON_VERSION,
    generator: `benchline ${VERSION}`,
    baseline: outcome.baseline,
    current: outcome.current,
    gated: true,
    environment: outcome.environment,
    shard: outcome.shard,
    shards: [],
    measurement: outcome.measurement,
    environment_differences: [],
    entries,
    summary: countVerdicts(entries),
    warnings: [...outcome.warnings],
  };
}

function describeBenchmark(
  { identity, line, rounds, confirmation, failure }: DuetBenchmark,
  judgement: DuetJudgement | null,
  thresholds: Thresholds,
): ComparisonEntry {
  const all = [...rounds, ...confirmation];
  const entry = {
    ...emptyEntry(identity, thresholds),
    line,
    baseline: medianOf(all.map(({ durationMs }) => durationMs.baseline)),
    current: medianOf(all.map(({ durationMs }) => durationMs.current)),
    heap_bytes: {
      baseline: medianOf(all.flatMap(({ heapBytes }) => heapBytes.baseline ?? [])),
      current: medianOf(all.flatMap(({ heapBytes }) => heapBytes.current ?? [])),
    },
    rounds: { baseline: all.length, current: all.length },
    samples: {
      baseline: all.map(({ durationMs }) => durationMs.baseline),
      current: all.map(({ durationMs }) => durationMs.current),
      changes: all.map(({ logRatio }) => Math.expm1(logRatio)),
      confirming: confirmation.length,
    },
  };
  if (failure !== null) {
    const message = `${failure.side === "baseline" ? "baseline" : "current"}: ${failure.message}`;
    return { ...entry, verdict: "failed", failures: [{ round: null, message }] };
  }
  if (judgement === null) return { ...entry, reason: "no round finished" };
  if (judgement.verdict !== "regression") {
    return describeJudgement(entry, judgement);
  }
  const [pooled] = judgeDuet([{ identity, rounds: all, thresholds }]);
  if (isConfirmed({ identity, rounds: confirmation, thresholds }) && pooled!.severity !== null) {
    return describeJudgement(entry, pooled!);
  }
  return {
    ...describeJudgement(entry, pooled!),
    verdict: "inconclusive",
    severity: null,
    at_least: null,
    reason: confirmation.length < LOOKS[0]!
      ? "a slowdown was seen, and the measuring ended before it could be confirmed"
      : "a slowdown was seen and not confirmed in fresh processes",
  };
}

function describeJudgement(entry: ComparisonEntry, judgement: DuetJudgement): ComparisonEntry {
  const { verdict, severity, change, interval, atLeast, roundsNeeded, modes, setAside } = judgement;
  const bounded = interval !== null && Number.isFinite(interval.upper);
  return {
    ...entry,
    verdict,
    severity,
    change,
    interval: bounded ? { ...interval, level: INTERVAL_LEVEL } : null,
    at_least: atLeast,
    rounds_needed: roundsNeeded,
    reason: modes === null
      ? describeSetAside(setAside)
      : `unstable: some rounds show ${percent(modes.lower)}, others ${percent(modes.upper)}`,
  };
}

function describeSetAside(changes: readonly number[]): string | null {
  if (changes.length === 0) return null;
  const rounds = changes.length === 1 ? "1 round" : `${changes.length} rounds`;
  return `${rounds} far off the others set aside: ${changes.map(percent).join(", ")}`;
}

function percent(change: number): string {
  return `${change > 0 ? "+" : ""}${(change * 100).toFixed(1)} %`;
}

function emptyEntry(identity: BenchmarkIdentity, thresholds: Thresholds): ComparisonEntry {
  const { file, group, name } = identity;
  return {
    file,
    line: null,
    group,
    name,
    metric: "duration",
    unit: "ms",
    verdict: "inconclusive",
    severity: null,
    baseline: null,
    current: null,
    change: null,
    interval: null,
    at_least: null,
    rounds: { baseline: 0, current: 0 },
    samples: { baseline: [], current: [], changes: null, confirming: 0 },
    rounds_needed: null,
    thresholds,
    heap_bytes: null,
    reason: null,
    failures: [],
  };
}

function medianOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : median(values);
}

/** Names the benchmarks that were left to several cores. */
export function describeUnpinned(benchmarks: readonly DuetBenchmark[]): string[] {
  return benchmarks.filter(({ pinned }) => !pinned).map(({ identity }) => formatIdentity(identity));
}
