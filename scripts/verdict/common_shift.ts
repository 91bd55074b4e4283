/** Detects that all benchmarks moved together, as on another machine. @module */
import { greatest, least, median, squaresAbout } from "../result/spread.ts";
import { type Case, judge, type Judgement } from "./judge.ts";
import type { Thresholds } from "./severity.ts";
import { type VarianceEstimate, withVariance } from "./statistics/estimate.ts";
import { clip, EFFICIENCY } from "./statistics/noise.ts";
import { MEDIAN_VARIANCE } from "./statistics/split.ts";

/** The change of fewer benchmarks may well have one cause in the code. */
const FEWEST_BENCHMARKS = 5;
/** The share of benchmarks that must move by about as much. */
const SHARE = 0.75;
/** "About as much" is from the median divided by this up to the median times this, as logarithms. */
const RANGE = 1.5;
/** Noise shifts a median by this many standard errors once in a thousand comparisons. */
export const SURE = 3.3;

/** A case with its own judgement. */
export interface JudgedCase {
  readonly toJudge: Case;
  readonly judgement: Judgement;
}

/** A change that benchmarks share. Changes are current / baseline − 1. */
export interface CommonShift {
  /** The median change. */
  readonly change: number;
  /** The smallest and the largest change of those that moved with it. */
  readonly range: { readonly lower: number; readonly upper: number };
  /** How many moved with it. */
  readonly moved: number;
  /** The cases that were examined. */
  readonly cases: readonly JudgedCase[];
  /**
   * Whether it affects verdicts: it exceeds the threshold, so it may hide or feign a regression, or
   * a benchmark that moved with it is a regression on its own.
   */
  readonly isDecisive: boolean;
  /** The changes, relative to the shift, of benchmarks that are regressions beyond it. */
  readonly beyond: ReadonlyMap<JudgedCase, Judgement>;
}

/**
 * Looks for a shift that the benchmarks share in one metric.
 *
 * There is one under three conditions. The median of five or more is beyond the tolerance and
 * beyond noise. At least three quarters moved the same way, by possibly two thirds to one and a
 * half times as much. None is shown to have moved the other way. A benchmark that is a regression
 * on its own and also relative to the shift is one beyond it.
 *
 * @param cases With changes above −1, measured with noise. For one without an estimate, the
 * tolerance stands in for its noise.
 * @returns Null if there is none.
 */
export function findCommonShift(cases: readonly JudgedCase[]): CommonShift | null {
  if (cases.length < FEWEST_BENCHMARKS) return null;
  const center = median(cases.map(({ toJudge }) => logRatioOf(toJudge)));
  const change = Math.expm1(center);
  const limit = (name: keyof Thresholds) =>
    median(cases.map(({ toJudge }) => toJudge.thresholds[name]));
  const { spread, errorOfMedian } = spreadAbout(center, cases);
  const distance = Math.abs(center);
  if (Math.abs(change) <= limit("tolerance") || distance <= SURE * errorOfMedian) return null;
  const direction = Math.sign(center);
  const reaches = cases.map((one) => reachOf(one, direction));
  if (reaches.some(({ farthest }) => farthest < 0)) return null;
  const along = reaches.map(({ nearest, farthest }, index) =>
    direction * logRatioOf(cases[index]!.toJudge) > 0 &&
    nearest <= RANGE * distance && farthest >= distance / RANGE
  );
  if (along.filter(Boolean).length < SHARE * cases.length) return null;
  const beside = judge(cases.map(({ toJudge }) => besideShift(toJudge, center, spread)));
  const beyond = new Map(
    cases.map((one, index) => [one, beside[index]!] as const).filter(([{ judgement }, other]) =>
      judgement.verdict === "regression" && other.verdict === "regression"
    ),
  );
  const moved = cases.filter((one, index) => along[index] && !beyond.has(one))
    .map(({ judgement }) => judgement.change);
  return {
    change,
    range: { lower: least(moved), upper: greatest(moved) },
    moved: moved.length,
    cases,
    isDecisive: Math.abs(change) > limit("threshold") ||
      cases.some((one) => one.judgement.verdict === "regression" && !beyond.has(one)),
    beyond,
  };
}

function logRatioOf({ estimate, change }: Case): number {
  return estimate?.logRatio ?? Math.log1p(change);
}

/** How far a benchmark may have moved in a direction, as logarithms. */
function reachOf(
  { toJudge, judgement: { interval } }: JudgedCase,
  direction: number,
): { nearest: number; farthest: number } {
  const moved = logRatioOf(toJudge);
  const { tolerance } = toJudge.thresholds;
  const ends = interval === null
    ? [moved - tolerance, moved + tolerance]
    : [Math.log1p(interval.lower), Math.log1p(interval.upper)];
  const [nearest, farthest] = direction > 0 ? ends : ends.map((end) => -end).reverse();
  return { nearest: nearest!, farthest: farthest! };
}

/**
 * How benchmarks spread around the median. Far ones are clipped, because they may be beyond the
 * shift.
 */
function spreadAbout(
  center: number,
  cases: readonly JudgedCase[],
): { spread: VarianceEstimate; errorOfMedian: number } {
  const clipped = clip(cases.map(({ toJudge }) => logRatioOf(toJudge)), null);
  const degreesOfFreedom = cases.length - 1;
  const total = squaresAbout(center, clipped) / degreesOfFreedom;
  const own = median(cases.map(({ toJudge }) => (toJudge.estimate?.standardError ?? 0) ** 2));
  const ofMedian = MEDIAN_VARIANCE * Math.max(total, own) / cases.length;
  return {
    spread: {
      variance: Math.max(0, total - own) + ofMedian,
      error: total * Math.sqrt(2 / (EFFICIENCY * degreesOfFreedom)),
    },
    errorOfMedian: Math.sqrt(ofMedian),
  };
}

function besideShift(one: Case, center: number, spread: VarianceEstimate): Case {
  const logRatio = logRatioOf(one) - center;
  const own = one.estimate ?? { standardError: 0, degreesOfFreedom: 1, rounds: 1 };
  return {
    ...one,
    estimate: withVariance({ ...own, logRatio }, spread),
    change: Math.expm1(logRatio),
  };
}
