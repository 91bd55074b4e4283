/** Compares two result documents. @module */
import {
  beyondShift,
  commonShift,
  fromNothing,
  movedWithOthers,
  otherEnvironment,
  partial,
  twoNumbers,
  unknownDirections,
  unknownEnvironment,
  unknownSessions,
  withoutLogarithm,
} from "../result/doubts/comparing.ts";
import { type Doubt, from, noted } from "../result/doubt.ts";
import { moreRounds } from "../result/doubts/judging.ts";
import type { SideName } from "../result/duet.ts";
import type { BenchmarkIdentity } from "../result/identity.ts";
import type { BenchmarkResult, ResultDocument } from "../result/schema.ts";
import { geometricMean } from "../result/spread.ts";
import { VERSION } from "../result/version.ts";
import {
  type ComparedSide,
  type Comparison,
  COMPARISON_VERSION,
  type ComparisonEntry,
  type Metric,
} from "./comparison.ts";
import { type CommonShift, findCommonShift, type JudgedCase } from "./common_shift.ts";
import { byImportance, countVerdicts } from "./entries.ts";
import { compareEnvironments } from "./environment.ts";
import type { Figures } from "./figures.ts";
import { INTERVAL_LEVEL, judge, type Judgement } from "./judge.ts";
import { type MetricOptions, type Pairing, pairMetrics } from "./pair_metrics.ts";
import { doubtIdentities, pairUp } from "./pair_up.ts";
import {
  hasRoundOfNone,
  isExact,
  prepareCase,
  type Prepared,
  type Settled,
} from "./prepare_case.ts";
import {
  ALLOWANCE,
  ALLOWED_DEVIATION,
  type SessionSpread,
  varianceBeyondRounds,
} from "./sessions.ts";
import { isBeyond } from "./severity.ts";
import type { MeasuredLogRatio } from "./statistics/mean_log_ratio.ts";
import { compareSuite } from "./suite.ts";
import { measuredApart } from "./suite_members.ts";

/** A result, with its name in messages. */
export interface NamedDocument {
  /** Name of the file. */
  readonly source: string;
  /** Its content. */
  readonly document: ResultDocument;
}

/** Options of a comparison. */
export interface CompareOptions extends MetricOptions {
  /** Whether to judge although the environments differ, or all benchmarks moved together. */
  readonly ignoreEnvironment: boolean;
  /**
   * How much results of a benchmark vary from one session to the next; null if unknown. Then,
   * {@linkcode ALLOWED_DEVIATION} stands in.
   */
  readonly sessionsOf?: ((benchmark: BenchmarkIdentity) => SessionSpread | null) | undefined;
  /** The slowdown of the suite above which it is a regression, as a fraction; null, the default, for none. */
  readonly suiteThreshold?: number | null | undefined;
}

/**
 * Compares every benchmark of two results in each metric.
 *
 * With two or more rounds a side, the spread between rounds and between sessions decides
 * ({@linkcode judge}). Without rounds, and for memory, only the change decides, with a warning.
 * Exact values have no spread, so there, too, only the change decides. If the environments differ,
 * nothing is judged. If all benchmarks moved together by more than the threshold, only those far
 * beyond the others are judged.
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
  const isSame = differing.length === 0 || options.ignoreEnvironment;
  const pairs = pairUp(baseline.document.benchmarks, current.document.benchmarks);
  const { pairings, undirected } = pairMetrics(pairs, options);
  const prepared = pairings.map((pairing) => ({
    pairing,
    ...prepareCase(pairing, options.sessionsOf),
  }));
  const judgements = judge(prepared.flatMap(({ toJudge }) => toJudge ?? []));
  let next = 0;
  const judged = prepared.flatMap(({ pairing, toJudge, sessions }) =>
    toJudge === null ? [] : [{ pairing, toJudge, sessions, judgement: judgements[next++]! }]
  );
  const shifts = isSame ? findShifts(judged) : [];
  const decisive = shifts.filter(({ isDecisive }) => isDecisive && !options.ignoreEnvironment);
  const shiftOf = new Map(
    decisive.flatMap((shift) => shift.cases.map((one) => [one, shift] as const)),
  );
  const entries = [
    ...prepared.flatMap(({ pairing, settled }) =>
      settled === null ? [] : [toSettledEntry(pairing, settled)]
    ),
    ...judged.map((one) =>
      isSame
        ? toJudgedEntry(one, shiftOf.get(one) ?? null)
        : toUnjudgedEntry(one, otherEnvironment())
    ),
  ].sort(byImportance);
  return {
    version: COMPARISON_VERSION,
    generator: `benchline ${VERSION}`,
    baseline: toComparedSide(baseline),
    current: toComparedSide(current),
    gated: isSame && decisive.length === 0,
    environment: current.document.environment,
    shard: current.document.shard,
    shards: current.document.shards,
    measurement: null,
    affected: null,
    environment_differences: differing,
    entries,
    summary: countVerdicts(entries),
    suite: compareSuite(
      judged.filter((one) => isSame && !shiftOf.has(one)).flatMap(measuredTogether),
      {
        threshold: options.suiteThreshold ?? null,
        isPart: current.document.shard !== null,
        affected: null,
        isShifted: shifts.length > 0 && !options.ignoreEnvironment,
        firstRounds: null,
      },
    ),
    doubts: [
      ...shifts.map((shift) =>
        commonShift(shift.moved, shift.cases.length, shift.range, !decisive.includes(shift))
      ),
      ...documentDoubts("baseline", baseline),
      ...documentDoubts("current", current),
      ...doubtIdentities(pairs),
      ...unknown.map(({ field, baseline: known }) =>
        unknownEnvironment(known === null ? "baseline" : "current", field)
      ),
      ...(undirected.length === 0 ? [] : [unknownDirections(undirected)]),
      ...spreadDoubts(judged),
    ],
  };
}

interface Judged extends Prepared, JudgedCase {
  readonly pairing: Pairing;
}

/** A benchmark's contribution to the suite; empty if there are too few rounds. */
function measuredTogether({ pairing, toJudge, sessions }: Judged): MeasuredLogRatio[] {
  const { metric, current, before, after } = pairing;
  if (metric !== "duration" || toJudge.estimate === null || sessions === null) return [];
  return [measuredApart({
    file: current!.file,
    logRatio: toJudge.estimate.logRatio,
    durationsMs: { baseline: before!.rounds, current: after!.rounds },
    sessions,
  })];
}

/** The shift that benchmarks share, in each metric. */
function findShifts(judged: readonly Judged[]): CommonShift[] {
  const varying = judged.filter(({ pairing, toJudge }) =>
    varies(pairing) && Number.isFinite(Math.log1p(toJudge.change))
  );
  return [...Map.groupBy(varying, ({ pairing }) => pairing.metric).values()]
    .flatMap((ofOneMetric) => findCommonShift(ofOneMetric) ?? []);
}

/** Whether the machine affects the figures. The heap is measured only once, which is enough. */
function varies(pairing: Pairing): boolean {
  return pairing.metric !== "memory" && !isExact(pairing);
}

function toSettledEntry(pairing: Pairing, { verdict, doubt }: Settled): ComparisonEntry {
  return { ...toPairedEntry(pairing), verdict, doubts: doubt === null ? [] : [doubt] };
}

function toJudgedEntry(judged: Judged, shift: CommonShift | null): ComparisonEntry {
  const { pairing, toJudge: { change }, judgement } = judged;
  const { verdict, severity, atLeast, roundsNeeded } = judgement;
  if (shift !== null) return toShiftedEntry(judged, shift);
  const entry = withFigures(judged);
  const unsettled = {
    rounds: roundsNeeded,
    isBeyond: isBeyond(entry.interval, entry.thresholds),
  };
  return {
    ...entry,
    verdict,
    severity,
    at_least: atLeast,
    rounds_needed: roundsNeeded,
    doubts: [
      ...(Number.isFinite(change) ? [] : [fromNothing()]),
      ...(!isExact(pairing) && hasRoundOfNone(pairing) ? [withoutLogarithm()] : []),
      ...(verdict === "inconclusive" ? [moreRounds(unsettled)] : []),
    ],
  };
}

/** A benchmark that moved with the others is not judged. One beyond them is, by how far beyond. */
function toShiftedEntry(judged: Judged, shift: CommonShift): ComparisonEntry {
  const beyond = shift.beyond.get(judged);
  if (beyond === undefined) return toUnjudgedEntry(judged, movedWithOthers());
  return {
    ...withFigures(judged),
    verdict: "regression",
    severity: beyond.severity,
    doubts: [beyondShift(beyond.change, beyond.atLeast, shift.change)],
  };
}

function toUnjudgedEntry(judged: Judged, doubt: Doubt): ComparisonEntry {
  return { ...withFigures(judged), verdict: "not_compared", doubts: [doubt] };
}

/** An entry without the fields that follow from the verdict. */
function withFigures({ pairing, toJudge, sessions, judgement }: Judged): ComparisonEntry {
  return {
    ...toPairedEntry(pairing),
    ...figuresOfChange(pairing, toJudge.change, judgement),
    session_deviation: sessions === null ? null : Math.sqrt(varianceBeyondRounds(sessions)),
  };
}

/** @param change The change of the values; infinite if the value before was 0. */
function figuresOfChange(
  pairing: Pairing,
  change: number,
  judgement: Judgement,
): Partial<ComparisonEntry> {
  if (judgement.interval !== null) {
    // Rounds are judged by their geometric means, so these agree with the change.
    const baseline = geometricMean(pairing.before!.rounds);
    return {
      baseline,
      current: Math.min(baseline * (1 + judgement.change), Number.MAX_VALUE),
      change: judgement.change,
      interval: { ...judgement.interval, level: INTERVAL_LEVEL },
    };
  }
  if (!Number.isFinite(change)) return {};
  return {
    change,
    interval: isExact(pairing) ? { lower: change, upper: change, level: 1 } : null,
  };
}

/** Unit and direction of durations, throughputs and heaps if a result has none of them. */
const USUAL = new Map<Metric, Pick<ComparisonEntry, "unit" | "better">>([
  ["duration", { unit: "ms", better: "lower" }],
  ["throughput", { unit: "op/s", better: "higher" }],
  ["memory", { unit: "MB", better: "lower" }],
]);

function toPairedEntry(pairing: Pairing): ComparisonEntry {
  const { baseline, current, metric, before, after, better, thresholds } = pairing;
  const { file, line, group, name, short_name } = (current ?? baseline)!;
  const usual = USUAL.get(metric);
  const roundsOf = (side: BenchmarkResult | null, figures: Figures | null) =>
    (usual === undefined ? figures : side)?.rounds.length ?? 0;
  return {
    file,
    line: current === null ? null : line,
    group,
    name,
    short_name,
    metric,
    unit: (after ?? before ?? usual)?.unit ?? "",
    better: better ?? usual?.better ?? null,
    exact: (after ?? before) !== null && isExact(pairing),
    verdict: "inconclusive",
    severity: null,
    baseline: before?.value ?? null,
    current: after?.value ?? null,
    change: null,
    interval: null,
    at_least: null,
    rounds: { baseline: roundsOf(baseline, before), current: roundsOf(current, after) },
    samples: {
      baseline: [...before?.rounds ?? []],
      current: [...after?.rounds ?? []],
      changes: null,
      confirming: 0,
    },
    session_deviation: null,
    rounds_needed: null,
    heap_bytes: null,
    explanation: null,
    thresholds,
    doubts: [],
    failures: current?.failures ?? [],
  };
}

function toComparedSide({ source, document }: NamedDocument): ComparedSide {
  const { timestamp, environment } = document;
  return { source, timestamp, git_commit: environment.git_commit };
}

function documentDoubts(side: SideName, { document }: NamedDocument): Doubt[] {
  return [
    ...(document.partial ? [partial(side)] : []),
    ...document.warnings.map((warning) => from(side, noted(warning))),
  ];
}

function spreadDoubts(judged: readonly Judged[]): Doubt[] {
  const varying = judged.filter(({ pairing }) => varies(pairing));
  const points =
    varying.filter(({ pairing: { before, after } }) =>
      before!.rounds.length < 2 || after!.rounds.length < 2
    ).length;
  const allowed = varying.filter(({ sessions }) => sessions === ALLOWANCE).length;
  return [
    ...(points === 0 ? [] : [twoNumbers(points, varying.length)]),
    ...(allowed === 0 ? [] : [unknownSessions(allowed, varying.length, ALLOWED_DEVIATION)]),
  ];
}
