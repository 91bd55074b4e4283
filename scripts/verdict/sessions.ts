/** How much results of the same code vary from one session to the next. @module */
import { median } from "../result/spread.ts";
import type { SeriesPoint } from "./series.ts";
import { type Estimate, type VarianceEstimate, withVariance } from "./statistics/estimate.ts";
import { MAD_TO_DEVIATION } from "./statistics/noise.ts";

/**
 * The variation between sessions that is assumed without a history: the standard deviation of
 * ln(value) from one session to the next, beyond that of the rounds.
 * `benchmarks/evidence/sessions.ts` computes it from `benchmarks/evidence/sessions.json`; the
 * README beside it names the machine and the day.
 */
export const ALLOWED_DEVIATION = 0.02;

/** How much results of one benchmark vary from one session to the next. */
export interface SessionSpread extends VarianceEstimate {
  /**
   * Variance of ln(value) of a result, including the part from its rounds that `ofRounds` states.
   */
  readonly variance: number;
  /** The part of `variance` that comes from the rounds; 0 if they are not in it. */
  readonly ofRounds: number;
}

/** {@linkcode ALLOWED_DEVIATION}, which is assumed, not estimated. */
export const ALLOWANCE: SessionSpread = {
  variance: ALLOWED_DEVIATION ** 2,
  error: 0,
  ofRounds: 0,
};

/** Fewer results say too little about their variation. */
export const FEWEST_RESULTS = 10;
/** Older results say little about today's machines. */
const MOST_RESULTS = 100;
/** One difference counts at most so many deviations, even a step; noise seldom has more. */
const CLIP = 4;

/**
 * The variation of results, from the differences of neighbours (von Neumann and others, The mean
 * square successive difference, Annals of Mathematical Statistics 12, 1941). A step between two
 * levels is one difference of many, and counts no more than noise can reach.
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

/** The variance from one session to the next beyond that of the rounds. */
export function varianceBeyondRounds({ variance, ofRounds }: SessionSpread): number {
  return Math.max(0, variance - ofRounds);
}

/**
 * The spread for a benchmark without enough results: three in four of the others vary less.
 *
 * @returns Null if there are no others.
 */
export function poolSpreads(known: readonly SessionSpread[]): SessionSpread | null {
  const pooled = known.map((one) => (
    { variance: varianceBeyondRounds(one), error: one.error, ofRounds: 0 }
  )).sort((a, b) => a.variance - b.variance);
  return pooled[Math.floor(0.75 * pooled.length)] ?? null;
}

/**
 * The estimate of two results, each measured in its own session. The spread of sessions gives their
 * error; rounds that scatter more than those of the history add to it.
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
