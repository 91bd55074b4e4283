/** Judges estimates of changes. @module */
import type { Direction } from "../result/schema.ts";
import { classifySeverity, isAbove, type Severity, type Thresholds } from "./severity.ts";
import { type Estimate, type LogRatio, MOST_DEGREES_OF_FREEDOM } from "./statistics/estimate.ts";
import { rejectHolm } from "./statistics/holm.ts";
import { POWER } from "./statistics/power.ts";
import { studentTCdf, studentTQuantile } from "./statistics/student_t.ts";

/** The chance of even one false regression among all cases that are judged together. */
const FAMILY_ALPHA = 0.01;
/** The coverage of the intervals shown. */
export const INTERVAL_LEVEL = 0.95;
/** How sure "at least" is, one-sided. */
export const AT_LEAST_LEVEL = 0.99;
/** More rounds than this are not worth suggesting. */
const MOST_ROUNDS = 1000;

/** The verdicts on a change that was judged. */
export type JudgedVerdict =
  | "regression"
  | "improvement"
  | "unchanged"
  | "not_slower"
  | "inconclusive";

/** A change and what is needed to judge it. */
export interface Case {
  /** Null if there are no rounds to estimate the spread from. */
  readonly estimate: Estimate | null;
  /** current / baseline − 1; used if there is no estimate. */
  readonly change: number;
  /** Whether a lower or a higher value is the better one. */
  readonly better: Direction;
  /** The limits that apply. */
  readonly thresholds: Thresholds;
}

/** The verdict on one case. Changes are current / baseline − 1. */
export interface Judgement {
  /** The verdict on the change. */
  readonly verdict: JudgedVerdict;
  /** Severity of a regression; else null. */
  readonly severity: Severity | null;
  /** The estimate, as a fraction. */
  readonly change: number;
  /** Two-sided interval of the change at {@linkcode INTERVAL_LEVEL}. */
  readonly interval: { readonly lower: number; readonly upper: number } | null;
  /**
   * The change that a regression or an improvement exceeds at {@linkcode AT_LEAST_LEVEL}; else
   * null.
   */
  readonly atLeast: number | null;
  /** Rounds a side that would probably settle an inconclusive case; null if very many. */
  readonly roundsNeeded: number | null;
}

/** The error rates of one look at the data. */
export interface ErrorRates {
  /** The chance of even one false regression, and of even one false improvement. */
  readonly family: number;
  /** The chance, for each case, that a slowdown above the threshold is called "not slower". */
  readonly unchanged: number;
}

/** The rates for a single look at the data. */
export const SINGLE_LOOK: ErrorRates = {
  family: FAMILY_ALPHA,
  unchanged: (1 - INTERVAL_LEVEL) / 2,
};

/**
 * Judges changes together.
 *
 * A regression is worse than the tolerance, by a one-sided test with Holm's correction over all
 * cases at the family rate, and its estimate is above the threshold. An improvement is its mirror
 * image. A case that the interval shows to be no worse than the threshold is not slower, and
 * unchanged if it is not better by as much either. The rest is inconclusive. Cases without an
 * estimate are judged by their change alone.
 *
 * @param cases Everything that is judged together.
 * @param rates The error rates, to be divided if there are several looks.
 * @returns One judgement a case, in their order. The same cases always give the same judgements.
 */
export function judge(cases: readonly Case[], rates: ErrorRates = SINGLE_LOOK): Judgement[] {
  const tested = cases.flatMap((one, index) => one.estimate === null ? [] : [{ one, index }]);
  const worse = rejectHolm(tested.map(({ one }) => pValue(one, +1)), rates.family);
  const better = rejectHolm(tested.map(({ one }) => pValue(one, -1)), rates.family);
  const ranks = new Map(tested.map(({ index }, rank) => [index, rank]));
  return cases.map((one, index) => {
    const rank = ranks.get(index);
    return rank === undefined
      ? judgePoint(one)
      : judgeEstimate(one, one.estimate!, worse[rank]!, better[rank]!, tested.length, rates);
  });
}

/** How much worse a change is, as a fraction; negative if it is better. */
function worsening(change: number, better: Direction): number {
  return better === "lower" ? change : -change;
}

/** The log ratio at which a value is worse (sign +1) or better (−1) by `limit`. */
function boundary(limit: number, better: Direction, sign: number): number {
  return Math.log1p(Math.max(-1, (better === "lower" ? sign : -sign) * limit));
}

/** One-sided p-value of "worse (or better) by no more than the tolerance". */
function pValue({ estimate, better, thresholds }: Case, sign: 1 | -1): number {
  const { logRatio, standardError, degreesOfFreedom } = estimate!;
  const up = better === "lower" ? sign : -sign;
  const beyond = up * (logRatio - boundary(thresholds.tolerance, better, sign));
  if (standardError === 0) return beyond > 0 ? 0 : 1;
  return 1 - studentTCdf(beyond / standardError, degreesOfFreedom);
}

function judgePoint({ change, better, thresholds }: Case): Judgement {
  const worse = worsening(change, better);
  const severity = classifySeverity(worse, thresholds);
  const verdict = severity !== null
    ? "regression"
    : isAbove(-worse, thresholds.threshold)
    ? "improvement"
    : "unchanged";
  return { verdict, severity, change, interval: null, atLeast: null, roundsNeeded: null };
}

function judgeEstimate(
  { better, thresholds }: Case,
  estimate: Estimate,
  isWorse: boolean,
  isBetter: boolean,
  family: number,
  rates: ErrorRates,
): Judgement {
  const change = toChange(estimate.logRatio);
  const worse = worsening(change, better);
  const interval = boundsAt(estimate, 1 - (1 - INTERVAL_LEVEL) / 2);
  const severity = classifySeverity(worse, thresholds);
  if (isWorse && severity !== null) {
    const atLeast = leastChange(estimate, change);
    return { verdict: "regression", severity, change, interval, atLeast, roundsNeeded: null };
  }
  if (isBetter && isAbove(-worse, thresholds.threshold)) {
    const atLeast = leastChange(estimate, change);
    const verdict = "improvement";
    return { verdict, severity: null, change, interval, atLeast, roundsNeeded: null };
  }
  const bounds = boundsAt(estimate, 1 - rates.unchanged);
  const worst = Math.max(worsening(bounds.lower, better), worsening(bounds.upper, better));
  const settled = !isAbove(worst, thresholds.threshold);
  // By the interval that reports show beside the verdict, so that the two agree.
  const best = Math.min(worsening(interval.lower, better), worsening(interval.upper, better));
  const mayBeFaster = isAbove(-best, thresholds.threshold);
  return {
    verdict: !settled ? "inconclusive" : mayBeFaster ? "not_slower" : "unchanged",
    severity: null,
    change,
    interval,
    atLeast: null,
    roundsNeeded: settled ? null : roundsToSettle(estimate, better, thresholds, family, rates),
  };
}

/** The bound nearer to no change, at {@linkcode AT_LEAST_LEVEL}. */
function leastChange(estimate: Estimate, change: number): number {
  const { lower, upper } = boundsAt(estimate, AT_LEAST_LEVEL);
  return change > 0 ? lower : upper;
}

/** The bounds that the true change lies above and below, each with a probability. */
export function boundsAt(
  { logRatio, standardError, degreesOfFreedom }: LogRatio,
  probability: number,
): { lower: number; upper: number } {
  const reach = studentTQuantile(probability, degreesOfFreedom) * standardError;
  // For a single round; an overflow of a known reach becomes the largest number instead.
  if (standardError === Infinity) return { lower: -1, upper: Infinity };
  return { lower: toChange(logRatio - reach), upper: toChange(logRatio + reach) };
}

/** A log ratio as a fraction, at most the largest number, because JSON has no infinity. */
export function toChange(logRatio: number): number {
  return Math.min(Math.expm1(logRatio), Number.MAX_VALUE);
}

/**
 * Rounds after which a change of the estimated size would be decided nine times in ten: the usual
 * sample size formula (z_alpha + z_beta)² s² / margin², with t in place of z. The margin is the
 * distance to the tolerance for a change above the threshold, and to the threshold for one below.
 * The estimate of a regression must also be above the threshold, nine times in ten. The t of these
 * rounds, not of those to come, allows for their uncertainty about the deviation (Stein, A
 * two-sample test for a linear hypothesis whose power is independent of the variance, Annals of
 * Mathematical Statistics 16, 1945). Variance that rounds do not reduce is taken as known. If it
 * alone is too much, no number of rounds is enough.
 */
function roundsToSettle(
  estimate: Estimate,
  better: Direction,
  thresholds: Thresholds,
  family: number,
  rates: ErrorRates,
): number | null {
  const { logRatio, standardError, degreesOfFreedom, rounds, irreducible = 0 } = estimate;
  const limit = boundary(thresholds.threshold, better, +1);
  const up = better === "lower" ? 1 : -1;
  const above = up * (logRatio - limit) > 0;
  const target = above ? boundary(thresholds.tolerance, better, +1) : limit;
  const level = above ? 1 - rates.family / family : 1 - rates.unchanged;
  const ofOneRound = (standardError ** 2 - irreducible) * rounds;
  const needed = (probabilities: readonly number[], margin: number) => {
    const reachAt = (degrees: number) =>
      probabilities.reduce((sum, one) => sum + studentTQuantile(one, degrees), 0);
    const staying = irreducible === 0 ? 0 : irreducible * reachAt(MOST_DEGREES_OF_FREEDOM) ** 2;
    const left = margin ** 2 - staying;
    return left > 0 ? Math.ceil(reachAt(degreesOfFreedom) ** 2 * ofOneRound / left) : Infinity;
  };
  const all = Math.max(
    rounds + 1,
    needed([level, POWER], Math.abs(logRatio - target)),
    above ? needed([POWER], Math.abs(logRatio - limit)) : 0,
  );
  return all <= MOST_ROUNDS ? all : null;
}
