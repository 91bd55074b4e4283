/** How much results of the same code differ from one session to the next. @module */
import { median } from "../result/spread.ts";
import type { SeriesPoint } from "./series.ts";
import { type Estimate, type VarianceEstimate, withVariance } from "./statistics/estimate.ts";
import { MAD_TO_DEVIATION } from "./statistics/noise.ts";

/**
 * What sessions are taken to differ by where no history tells: the standard deviation of ln(value)
 * from one session to the next, beyond what the rounds show. `benchmarks/evidence/sessions.ts` takes it from
 * `benchmarks/evidence/sessions.json`, whose machine and day the README beside it names.
 */
export const ALLOWED_DEVIATION = 0.02;

/** How much the results of one benchmark differ from one session to the next. */
export interface SessionSpread extends VarianceEstimate {
  /** Variance of ln(value) of a result, the scatter of its rounds included as far as `ofRounds` says. */
  readonly variance: number;
  /** The part of `variance` that comes from the rounds; 0 where they are not in it. */
  readonly ofRounds: number;
}

/** {@linkcode ALLOWED_DEVIATION}, which is stated and not estimated. */
export const ALLOWANCE: SessionSpread = {
  variance: ALLOWED_DEVIATION ** 2,
  error: 0,
  ofRounds: 0,
};

/** Fewer results say too little of how much they differ. */
export const FEWEST_RESULTS = 10;
/** What machines were like longer ago says little of today. */
const MOST_RESULTS = 100;
/** So many deviations are as much as one difference counts, be it a step; noise seldom has more. */
const CLIP = 4;

/**
 * How much neighbouring results differ (von Neumann and others, The mean square successive difference,
 * Annals of Mathematical Statistics 12, 1941). A step between two levels is one difference of many, and
 * is counted no farther than noise reaches.
 *
 * @param points Results of one benchmark in one environment, in the order of time.
 * @returns Null for fewer than {@linkcode FEWEST_RESULTS}.
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * const points = Array.from({ length: 20 }, (_, index) => (
 *   { durationMs: Math.exp(0.02 * (index % 2)), standardError: null }
 * ));
 * assertAlmostEquals(spreadOfSessions(points)!.variance, 0.02 ** 2 / 2);
 * ```
 */
export function spreadOfSessions(
  points: readonly Pick<SeriesPoint, "durationMs" | "standardError">[],
): SessionSpread | null {
  if (points.length < FEWEST_RESULTS) return null;
  const latest = points.slice(-MOST_RESULTS);
  const logs = latest.map(({ durationMs }) => Math.log(durationMs));
  const differences = logs.slice(1).map((value, index) => Math.abs(value - logs[index]!));
  const reach = CLIP * MAD_TO_DEVIATION * median(differences);
  const count = differences.length;
  const squares = differences.reduce((sum, one) => sum + Math.min(one, reach) ** 2, 0);
  const variance = squares / count / 2;
  const degreesOfFreedom = 2 * count ** 2 / (3 * count - 1);
  return {
    variance,
    error: variance * Math.sqrt(2 / degreesOfFreedom),
    ofRounds: median(latest.map(({ standardError }) => (standardError ?? 0) ** 2)),
  };
}

/** The variance from one session to the next beyond what the rounds account for. */
export function varianceBeyondRounds({ variance, ofRounds }: SessionSpread): number {
  return Math.max(0, variance - ofRounds);
}

/**
 * What a benchmark without enough results of its own is held to, besides its rounds: three in four of
 * the others vary less.
 *
 * @returns Null where there are no others.
 */
export function poolSpreads(known: readonly SessionSpread[]): SessionSpread | null {
  const pooled = known.map((one) => (
    { variance: varianceBeyondRounds(one), error: one.error, ofRounds: 0 }
  )).sort((a, b) => a.variance - b.variance);
  return pooled[Math.floor(0.75 * pooled.length)] ?? null;
}

/**
 * The estimate of two results, each measured in a session of its own. What is known of two results is
 * their error; rounds that scatter more than those of the history did add to it.
 */
export function acrossSessions(estimate: Estimate, sessions: SessionSpread): Estimate {
  const { variance, error, ofRounds } = sessions;
  const excess = Math.max(0, estimate.standardError ** 2 - 2 * ofRounds);
  return {
    ...withVariance(
      { ...estimate, standardError: Math.sqrt(excess) },
      { variance: 2 * variance, error: 2 * error },
    ),
    irreducible: 2 * varianceBeyondRounds(sessions),
  };
}
