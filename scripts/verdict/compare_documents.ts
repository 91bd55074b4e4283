/** Two result documents to a comparison. @module */
import {
  type Doubt,
  from,
  moreRounds,
  notComparable,
  noted,
  otherEnvironment,
  partial,
  twoNumbers,
  unknownEnvironment,
} from "../result/doubt.ts";
import type { SideName } from "../result/duet.ts";
import type { NamedBenchmark } from "../result/identity.ts";
import type { BenchmarkResult, ResultDocument } from "../result/schema.ts";
import { geometricMean } from "../result/spread.ts";
import { VERSION } from "../result/version.ts";
import {
  type ComparedSide,
  type Comparison,
  COMPARISON_VERSION,
  type ComparisonEntry,
  type Metric,
  type Verdict,
} from "./comparison.ts";
import { byImportance, countVerdicts } from "./entries.ts";
import { compareEnvironments } from "./environment.ts";
import { type Case, INTERVAL_LEVEL, judge, type Judgement } from "./judge.ts";
import { describeDifferences, pairUp } from "./pair_up.ts";
import type { Thresholds } from "./severity.ts";
import { estimateUnpaired } from "./statistics/estimate.ts";

/** Heap figures closer than this are the timer's own, not the benchmark's: 200 bytes. */
const MEMORY_RESOLUTION_MB = 200e-6;

/** A result with the name it goes by in messages. */
export interface NamedDocument {
  /** Name of the file. */
  readonly source: string;
  /** Its content. */
  readonly document: ResultDocument;
}

/** How to compare. */
export interface CompareOptions {
  /** What to compare, each by itself. */
  readonly metrics: readonly Metric[];
  /** The limits of a benchmark. */
  readonly thresholdsOf: (benchmark: NamedBenchmark) => Thresholds;
  /** Whether to judge although the environments differ. */
  readonly ignoreEnvironment: boolean;
}

/** A benchmark in one metric before judging. */
interface Pairing {
  readonly baseline: BenchmarkResult | null;
  readonly current: BenchmarkResult | null;
  readonly metric: Metric;
  readonly thresholds: Thresholds;
}

/**
 * Compares two results, every benchmark of either in each metric.
 *
 * Durations and throughputs of documents with two or more rounds a side are judged by the spread
 * between the rounds ({@linkcode judge}); where rounds are missing, and memory, by the change
 * alone, with a warning. Where the environments differ, nothing is judged.
 */
export function compareDocuments(
  baseline: NamedDocument,
  current: NamedDocument,
  options: CompareOptions,
): Comparison {
  const { differing, unknown } = compareEnvironments(
    baseline.document.environment,
    current.document.environment,
  );
  const gated = differing.length === 0 || options.ignoreEnvironment;
  const pairs = pairUp(baseline.document.benchmarks, current.document.benchmarks);
  const pairings = pairs.flatMap((pair) =>
    options.metrics.map((metric): Pairing => ({
      ...pair,
      metric,
      thresholds: options.thresholdsOf((pair.current ?? pair.baseline)!),
    }))
  );
  const prepared = pairings.map((pairing) => ({ pairing, ...prepare(pairing) }));
  const judgements = judge(prepared.flatMap(({ toJudge }) => toJudge ?? []));
  let next = 0;
  const entries = prepared.map(({ pairing, toJudge, settled }) =>
    toJudge === null
      ? describeSettled(pairing, settled)
      : describeJudged(pairing, toJudge, judgements[next++]!, gated)
  ).sort(byImportance);
  return {
    version: COMPARISON_VERSION,
    generator: `benchline ${VERSION}`,
    baseline: describeSide(baseline),
    current: describeSide(current),
    gated,
    environment: current.document.environment,
    shard: current.document.shard,
    shards: current.document.shards,
    measurement: null,
    environment_differences: differing,
    entries,
    summary: countVerdicts(entries),
    doubts: [
      ...documentDoubts("baseline", baseline),
      ...documentDoubts("current", current),
      ...describeDifferences(pairs),
      ...unknown.map(({ field, baseline: known }) =>
        unknownEnvironment(known === null ? "baseline" : "current", field)
      ),
      ...spreadDoubts(prepared.map(({ toJudge, pairing }) => ({ toJudge, ...pairing }))),
    ],
  };
}

interface Settled {
  readonly verdict: Verdict;
  readonly doubt: Doubt | null;
}

/** Decides what needs no figures, and makes a case of the rest. */
function prepare(
  { baseline, current, metric, thresholds }: Pairing,
): { toJudge: Case; settled: null } | { toJudge: null; settled: Settled } {
  const settle = (verdict: Verdict, doubt: Doubt | null = null) => ({
    toJudge: null,
    settled: { verdict, doubt },
  });
  const setApart = (message: string) => settle("not_compared", notComparable(message));
  if (baseline === null) {
    return current!.failures.length > 0 ? settle("failed") : settle("added");
  }
  if (current === null) return settle("removed");
  const wasFailing = baseline.failures.length > 0 && baseline.duration_ms === null;
  if (wasFailing) return setApart(`the baseline failed: ${baseline.failures[0]!.message}`);
  if (current.failures.length > 0) return settle("failed");
  const before = valueOf(baseline, metric);
  const after = valueOf(current, metric);
  if (before === null || after === null) {
    const side = before === null ? "the baseline" : "the current result";
    return setApart(`${side} has no ${metric}`);
  }
  if (metric === "throughput" && baseline.throughput_unit !== current.throughput_unit) {
    const [was, is] = [baseline.throughput_unit, current.throughput_unit];
    return setApart(`the baseline counts ${was}, the current result ${is}`);
  }
  if (metric === "memory" && Math.abs(after - before) <= MEMORY_RESOLUTION_MB) {
    return settle("unchanged", noted("closer than heap figures can be told apart"));
  }
  if (before === 0) return setApart("the baseline is zero");
  const change = after / before - 1;
  if (!Number.isFinite(change)) return setApart("the change is greater than any number");
  return {
    settled: null,
    toJudge: {
      estimate: estimateUnpaired(roundValues(baseline, metric), roundValues(current, metric)),
      change,
      better: metric === "throughput" ? "higher" : "lower",
      thresholds,
    },
  };
}

function valueOf(benchmark: BenchmarkResult, metric: Metric): number | null {
  return {
    duration: benchmark.duration_ms,
    throughput: benchmark.throughput,
    memory: benchmark.memory_mb,
  }[metric];
}

/**
 * What each round measured; none for memory, which is measured once, and for rates that are greater or
 * smaller than any number.
 */
function roundValues(benchmark: BenchmarkResult, metric: Metric): number[] {
  const durations = benchmark.rounds.map((round) => round.duration_ms);
  if (metric === "duration") return durations;
  if (metric === "memory") return [];
  const operations = benchmark.work?.operations ?? 1;
  const rates = durations.map((duration) => operations * 1000 / duration);
  return rates.every((rate) => rate > 0 && Number.isFinite(rate)) ? rates : [];
}

function describeSettled(pairing: Pairing, { verdict, doubt }: Settled): ComparisonEntry {
  return { ...describePairing(pairing), verdict, doubts: doubt === null ? [] : [doubt] };
}

function describeJudged(
  pairing: Pairing,
  { change }: Case,
  judgement: Judgement,
  gated: boolean,
): ComparisonEntry {
  const { interval, verdict } = judgement;
  const judged = {
    ...describePairing(pairing),
    ...(interval === null ? { change, interval } : {
      ...figuresOf(pairing, judgement.change),
      change: judgement.change,
      interval: { ...interval, level: INTERVAL_LEVEL },
    }),
  };
  if (!gated) {
    return { ...judged, verdict: "not_compared", doubts: [otherEnvironment()] };
  }
  return {
    ...judged,
    verdict,
    doubts: verdict === "inconclusive" ? [moreRounds(judgement.roundsNeeded)] : [],
    severity: judgement.severity,
    at_least: judgement.atLeast,
    rounds_needed: judgement.roundsNeeded,
  };
}

/** What rounds were judged by are their geometric means, so these agree with the change. */
function figuresOf({ baseline, metric }: Pairing, change: number) {
  const before = geometricMean(roundValues(baseline!, metric));
  return { baseline: before, current: Math.min(before * (1 + change), Number.MAX_VALUE) };
}

function describePairing({ baseline, current, metric, thresholds }: Pairing): ComparisonEntry {
  const { file, line, group, name, short_name, throughput_unit } = (current ?? baseline)!;
  return {
    file,
    line: current === null ? null : line,
    group,
    name,
    short_name,
    metric,
    unit: { duration: "ms", throughput: throughput_unit, memory: "MB" }[metric],
    verdict: "inconclusive",
    severity: null,
    baseline: baseline && valueOf(baseline, metric),
    current: current && valueOf(current, metric),
    change: null,
    interval: null,
    at_least: null,
    rounds: { baseline: baseline?.rounds.length ?? 0, current: current?.rounds.length ?? 0 },
    samples: {
      baseline: baseline ? roundValues(baseline, metric) : [],
      current: current ? roundValues(current, metric) : [],
      changes: null,
      confirming: 0,
    },
    rounds_needed: null,
    heap_bytes: null,
    thresholds,
    doubts: [],
    failures: current?.failures ?? [],
  };
}

function describeSide({ source, document }: NamedDocument): ComparedSide {
  const { timestamp, environment } = document;
  return { source, timestamp, git_commit: environment.git_commit };
}

function documentDoubts(side: SideName, { document }: NamedDocument): Doubt[] {
  return [
    ...(document.partial ? [partial(side)] : []),
    ...document.warnings.map((warning) => from(side, noted(warning))),
  ];
}

function spreadDoubts(
  judged: readonly { readonly toJudge: Case | null; readonly metric: Metric }[],
): Doubt[] {
  const cases = judged.filter(({ toJudge, metric }) => toJudge !== null && metric !== "memory");
  const points = cases.filter(({ toJudge }) => toJudge!.estimate === null).length;
  return points === 0 ? [] : [twoNumbers(points, cases.length)];
}
