/** Turns benchmarks that two versions ran in turn into a comparison. @module */
import type { Doubt } from "../result/doubt.ts";
import {
  atFloor,
  heapChanged,
  moreRoundsInTurn,
  setAside as describeSetAside,
  unconfirmed,
  unconfirmedInTime,
  unstable,
} from "../result/doubts/judging.ts";
import { inNeither } from "../result/doubts/listing.ts";
import type { DuetRound, SideName } from "../result/duet.ts";
import { formatIdentity } from "../result/identity.ts";
import type { Environment } from "../result/schema.ts";
import type { Shard } from "../result/shard.ts";
import { median } from "../result/spread.ts";
import { VERSION } from "../result/version.ts";
import type { Benchmark, DuetJudgement } from "./benchmark.ts";
import {
  type Affected,
  type ComparedSide,
  type Comparison,
  COMPARISON_VERSION,
  type ComparisonEntry,
  type Measurement,
} from "./comparison.ts";
import { byImportance, countVerdicts } from "./entries.ts";
import { isAtFloor } from "./floor.ts";
import { INTERVAL_LEVEL } from "./judge.ts";
import { FEWEST_ROUNDS, isConfirmed, judgeDuet, LOOKS, splitOutliers } from "./judge_duet.ts";
import { isBeyond } from "./severity.ts";
import { failureOfSide } from "./side_failure.ts";
import { FEWEST_TRIMMED, TRIMMED, trimmedMean } from "./statistics/trimmed.ts";
import { compareSuite, type SuiteOptions } from "./suite.ts";
import { FIRST_ROUNDS, measuredInTurn } from "./suite_members.ts";

/** The parts of a comparison other than its benchmarks. */
export interface ComparisonFrame {
  readonly baseline: ComparedSide;
  readonly current: ComparedSide;
  readonly environment: Environment;
  readonly shard: Shard | null;
  readonly measurement: Omit<Measurement, "unpinned">;
  /** Null, the default, if benchmarks are not a suite, such as those compared with each other. */
  readonly suite?: SuiteOptions | null;
  /** Null, the default, if all bench files were measured. */
  readonly affected?: Affected | null;
  readonly doubts: readonly Doubt[];
}

/**
 * Puts benchmarks into a comparison.
 *
 * A flagged benchmark that was not confirmed is inconclusive. The figures of a confirmed one come
 * from all rounds together.
 */
export function compareBenchmarks(
  benchmarks: readonly Benchmark[],
  { measurement, doubts, suite = null, affected = null, ...frame }: ComparisonFrame,
): Comparison {
  const entries = benchmarks.map(toEntry).sort(byImportance);
  const unpinned = benchmarks.filter(({ pinned, rounds }) => !pinned && rounds.length > 0)
    .map(({ identity }) => formatIdentity(identity));
  return {
    version: COMPARISON_VERSION,
    generator: `benchline ${VERSION}`,
    gated: true,
    ...frame,
    shards: [],
    measurement: { ...measurement, unpinned },
    affected,
    environment_differences: [],
    entries,
    summary: countVerdicts(entries),
    suite: suite === null
      ? null
      : compareSuite(benchmarks.flatMap((one) => measuredInTurn(one) ?? []), {
        threshold: suite.threshold,
        isPart: frame.shard !== null,
        affected,
        isShifted: false,
        firstRounds: FIRST_ROUNDS,
      }),
    doubts: [...doubts],
  };
}

/** The entry of one benchmark. */
export function toEntry(benchmark: Benchmark): ComparisonEntry {
  const { places, failure, judgement, rounds, spentMs } = benchmark;
  const entry = toMeasuredEntry(benchmark);
  if (failure?.side === "both") {
    const doubt = inNeither(failure.message, failure.advice ?? null);
    return { ...entry, verdict: "not_compared", doubts: [...entry.doubts, doubt] };
  }
  if (failure !== null) {
    const verdict = failure.side === "current" ? "failed" : "not_compared";
    return { ...entry, verdict, failures: [failureOfSide(failure.side, failure.message)] };
  }
  if (places.baseline === null) return { ...entry, verdict: "added" };
  if (places.current === null) return { ...entry, verdict: "removed" };
  if (judgement === null) return { ...entry, verdict: "not_measured" };
  if (judgement.verdict === "regression") return toFlaggedEntry(entry, benchmark);
  const judged = withJudgement(entry, judgement);
  // Too few rounds to show anything is not the same as having looked in vain.
  if (judged.verdict === "inconclusive" && rounds.length < FEWEST_ROUNDS) {
    return { ...judged, verdict: "not_measured", rounds_needed: null };
  }
  if (judged.verdict !== "inconclusive" || judgement.modes !== null) return judged;
  const secondsPerRound = spentMs / rounds.length / 1000;
  const unsettled = {
    rounds: judgement.roundsNeeded,
    isBeyond: isBeyond(judged.interval, judged.thresholds),
  };
  const more = moreRoundsInTurn(unsettled, LOOKS.at(-1)!, secondsPerRound);
  return { ...judged, doubts: [...judged.doubts, more] };
}

/** A slowdown counts only once fresh processes have shown it, too. */
function toFlaggedEntry(
  entry: ComparisonEntry,
  { rounds, confirmation, thresholds }: Benchmark,
): ComparisonEntry {
  const all = [...rounds, ...confirmation];
  // Both parts have passed their own tests, so together they only give the figures to show.
  const pooled = judgeDuet([{ rounds: all, thresholds }], 1, LOOKS.length)[0]!;
  const judged = withJudgement(entry, pooled);
  const open = (verdict: "inconclusive" | "not_measured", doubt: Doubt): ComparisonEntry => ({
    ...judged,
    verdict,
    severity: null,
    at_least: null,
    doubts: [...entry.doubts, doubt],
  });
  if (isAtFloor(all)) return open("inconclusive", atFloor());
  if (isConfirmed({ rounds: confirmation, thresholds }) && pooled.severity !== null) return judged;
  return confirmation.length < LOOKS[0]!
    ? open("not_measured", unconfirmedInTime())
    : open("inconclusive", unconfirmed());
}

function withJudgement(entry: ComparisonEntry, judgement: DuetJudgement): ComparisonEntry {
  const { verdict, severity, change, interval, atLeast, roundsNeeded, modes, setAside } = judgement;
  const bounded = interval !== null && Number.isFinite(interval.upper);
  const doubts = modes !== null
    ? [unstable(modes.lower, modes.upper)]
    : setAside.length > 0
    ? [describeSetAside(setAside)]
    : [];
  return {
    ...entry,
    verdict,
    severity,
    change,
    current: entry.baseline === null ? null : entry.baseline * (1 + change),
    interval: bounded ? { ...interval, level: INTERVAL_LEVEL } : null,
    at_least: atLeast,
    rounds_needed: roundsNeeded,
    doubts: [...entry.doubts, ...doubts],
  };
}

function toMeasuredEntry(benchmark: Benchmark): ComparisonEntry {
  const { identity: { file, group, name }, line, thresholds, confirmation } = benchmark;
  const all = [...benchmark.rounds, ...confirmation];
  const durations = (rounds: readonly DuetRound[], side: SideName) =>
    rounds.map(({ durationMs }) => durationMs[side]);
  const { kept } = splitOutliers({ rounds: all, thresholds });
  const share = all.length < FEWEST_TRIMMED ? 0 : TRIMMED;
  const typical = (side: SideName) =>
    all.length === 0
      ? null
      : Math.exp(trimmedMean(durations(kept.rounds, side).map(Math.log), share).mean);
  const heapOf = (side: SideName) => {
    const known = all.flatMap(({ heapBytes }) => heapBytes[side] ?? []);
    return known.length === 0 ? null : median(known);
  };
  const heap = { baseline: heapOf("baseline"), current: heapOf("current") };
  return {
    file,
    line,
    group,
    name,
    short_name: null,
    metric: "duration",
    unit: "ms",
    better: "lower",
    exact: false,
    verdict: "inconclusive",
    severity: null,
    baseline: typical("baseline"),
    current: typical("current"),
    change: null,
    interval: null,
    at_least: null,
    rounds: { baseline: all.length, current: all.length },
    samples: {
      baseline: durations(all, "baseline"),
      current: durations(all, "current"),
      changes: all.map(({ logRatio }) => Math.expm1(logRatio)),
      confirming: confirmation.length,
    },
    session_deviation: null,
    rounds_needed: null,
    heap_bytes: all.length === 0 ? null : heap,
    explanation: benchmark.explanation,
    thresholds,
    doubts: [
      ...benchmark.doubts,
      ...(hasOtherHeap(all) ? [heapChanged(heap.baseline!, heap.current!)] : []),
    ],
    failures: [],
  };
}

/** A smaller difference of the heap is not a change. */
const HEAP_BYTES = 200;
const HEAP_SHARE = 0.1;
/** The share of rounds that must show it: the compiler allocates only in some. */
const HEAP_ROUNDS = 0.9;

/** Whether nearly every round shows that one side allocates more. */
function hasOtherHeap(rounds: readonly DuetRound[]): boolean {
  const signs = rounds.flatMap(({ heapBytes: { baseline, current } }) => {
    if (baseline === null || current === null) return [];
    const change = current - baseline;
    const least = Math.max(HEAP_BYTES, HEAP_SHARE * Math.min(baseline, current));
    return [Math.abs(change) > least ? Math.sign(change) : 0];
  });
  const enough = Math.max(FEWEST_ROUNDS, HEAP_ROUNDS * rounds.length);
  return [1, -1].some((wanted) => signs.filter((sign) => sign === wanted).length >= enough);
}
