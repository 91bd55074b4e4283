/** What two versions measured in turn gave, to a comparison. @module */
import type { DuetBenchmark, DuetRound } from "../result/duet.ts";
import { type BenchmarkIdentity, formatIdentity } from "../result/identity.ts";
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
import {
  type Case,
  type ErrorRates,
  FAMILY_ALPHA,
  INTERVAL_LEVEL,
  judge,
  type Judgement,
  SINGLE_LOOK,
} from "./judge.ts";
import type { Thresholds } from "./severity.ts";
import { estimatePaired } from "./statistics/estimate.ts";
import { findModes } from "./statistics/modes.ts";
import { findOutliers } from "./statistics/outliers.ts";
import { studentTCdf } from "./statistics/student_t.ts";

/** Numbers of rounds after which the data is looked at. */
export const LOOKS: readonly number[] = [6, 10, 16];

/** Rounds that every benchmark gets, whatever its budget: the effect of the order takes four. */
export const FEWEST_ROUNDS = 4;

/** Error rates of each look: what is allowed in all, divided evenly (Bonferroni). */
export const LOOK_RATES: ErrorRates = {
  family: SINGLE_LOOK.family / LOOKS.length,
  unchanged: SINGLE_LOOK.unchanged / LOOKS.length,
};

/** Rounds in fresh processes for what was flagged. */
export const CONFIRMATION_ROUNDS = 6;

/** What judging needs to know of a benchmark. */
export interface DuetCase {
  readonly identity: BenchmarkIdentity;
  readonly rounds: readonly DuetRound[];
  readonly thresholds: Thresholds;
}

/** The verdict of one look at one benchmark. */
export interface DuetJudgement extends Judgement {
  /** The two changes that the rounds alternate between, if they do; then nothing is decided. */
  readonly modes: { readonly lower: number; readonly upper: number } | null;
  /** The changes of single rounds that were set aside as outliers. */
  readonly setAside: readonly number[];
}

/**
 * Judges benchmarks together at one of the planned looks.
 *
 * @param cases Every benchmark of the comparison that has been measured.
 * @returns One judgement a case, in their order.
 */
export function judgeDuet(cases: readonly DuetCase[]): DuetJudgement[] {
  const split = cases.map(splitOutliers);
  const judgements = judge(split.map(({ kept }) => toCase(kept)), LOOK_RATES);
  return judgements.map((judgement, index): DuetJudgement => {
    const { kept: { rounds, thresholds }, setAside } = split[index]!;
    const found = findModes(
      rounds.map(({ logRatio }) => logRatio),
      Math.log1p(thresholds.tolerance),
    );
    // Two modes on the same side of the threshold leave nothing open.
    const matters = found !== null && Math.expm1(found.upper) > thresholds.threshold &&
      Math.expm1(found.lower) <= thresholds.threshold;
    if (!matters) return { ...judgement, modes: null, setAside };
    const modes = { lower: Math.expm1(found.lower), upper: Math.expm1(found.upper) };
    const undecided = { verdict: "inconclusive", severity: null, atLeast: null } as const;
    return { ...judgement, ...undecided, roundsNeeded: null, modes, setAside };
  });
}

function splitOutliers(one: DuetCase): { kept: DuetCase; setAside: number[] } {
  const { rounds, thresholds } = one;
  const ratios = rounds.map(({ logRatio }) => logRatio);
  const outliers = new Set(findOutliers(ratios, Math.log1p(thresholds.tolerance)));
  return {
    kept: { ...one, rounds: rounds.filter((_, index) => !outliers.has(index)) },
    setAside: [...outliers].map((index) => Math.expm1(ratios[index]!)),
  };
}

function toCase({ rounds, thresholds }: DuetCase): Case {
  const estimate = estimatePaired(rounds.map(({ logRatio, first }) => ({
    logRatio,
    condition: first === "base" ? 1 : -1,
  })));
  if (estimate === null) {
    // A single round says nothing of its spread: an interval without bounds.
    return {
      estimate: {
        logRatio: rounds[0]?.logRatio ?? 0,
        standardError: Infinity,
        degreesOfFreedom: 1,
        rounds: rounds.length,
      },
      change: 0,
      better: "lower",
      thresholds,
    };
  }
  return { estimate, change: Math.expm1(estimate.logRatio), better: "lower", thresholds };
}

/**
 * Whether rounds measured afresh show by themselves that a change exceeds the tolerance, at the
 * family rate but for one benchmark.
 */
export function isConfirmed(one: DuetCase): boolean {
  const { estimate } = toCase(splitOutliers(one).kept);
  const { logRatio, standardError, degreesOfFreedom } = estimate!;
  const beyond = logRatio - Math.log1p(one.thresholds.tolerance);
  if (standardError === 0) return beyond > 0;
  return 1 - studentTCdf(beyond / standardError, degreesOfFreedom) <= FAMILY_ALPHA;
}

/** A comparison of two versions, measured. */
export interface DuetOutcome {
  /** With the judgement that ended the measuring of each; null where it failed. */
  readonly benchmarks: readonly {
    readonly benchmark: DuetBenchmark;
    readonly judgement: DuetJudgement | null;
  }[];
  readonly added: readonly BenchmarkIdentity[];
  readonly removed: readonly BenchmarkIdentity[];
  readonly base: ComparedSide;
  readonly candidate: ComparedSide;
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
    baseline: outcome.base,
    current: outcome.candidate,
    gated: true,
    measurement: outcome.measurement,
    environment_differences: [],
    entries,
    summary: countVerdicts(entries),
    warnings: [...outcome.warnings],
  };
}

function describeBenchmark(
  { identity, rounds, confirmation, failure }: DuetBenchmark,
  judgement: DuetJudgement | null,
  thresholds: Thresholds,
): ComparisonEntry {
  const all = [...rounds, ...confirmation];
  const entry = {
    ...emptyEntry(identity, thresholds),
    baseline: medianOf(all.map(({ durationMs }) => durationMs.base)),
    current: medianOf(all.map(({ durationMs }) => durationMs.candidate)),
    heap_bytes: {
      baseline: medianOf(all.flatMap(({ heapBytes }) => heapBytes.base ?? [])),
      current: medianOf(all.flatMap(({ heapBytes }) => heapBytes.candidate ?? [])),
    },
    rounds: { baseline: all.length, current: all.length },
  };
  if (failure !== null) {
    const message = `${failure.side === "base" ? "baseline" : "current"}: ${failure.message}`;
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
    reason: confirmation.length < CONFIRMATION_ROUNDS
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
