/** The mean of the log ratios of several benchmarks, some of which were measured together. @module */
import { mean, squaresAbout } from "../../result/spread.ts";
import {
  type LogRatio,
  MOST_DEGREES_OF_FREEDOM,
  type VarianceEstimate,
  withVariance,
} from "./estimate.ts";

/** The errors that the rounds of a benchmark, or of one side of it, leave in its log ratio. */
export interface RoundErrors {
  /**
   * Benchmarks of different strata, such as files, have different rounds, hence independent errors.
   */
  readonly stratum: string;
  /** Which process measured each round: rounds of a stratum that share one may share errors. */
  readonly processes: readonly number[];
  /** The error from each round; their squares add up to the square of the standard error. */
  readonly errors: readonly number[];
  /** Degrees of freedom of the sum of these squares. */
  readonly degreesOfFreedom: number;
}

/** One benchmark. */
export interface MeasuredLogRatio {
  /** ln(current / baseline). */
  readonly logRatio: number;
  /** Errors of both sides together if they were measured in turn, or else of each. */
  readonly rounds: readonly RoundErrors[];
  /** Variance from sessions, beyond the rounds; 0 if both sides share a session. */
  readonly sessions: VarianceEstimate;
}

/** An error and its degrees of freedom. */
export type StandardError = Omit<LogRatio, "logRatio">;

/**
 * The mean log ratio, which is the logarithm of the geometric mean of the ratios.
 *
 * Rounds that share a process may deviate together, so their errors are added before they are
 * squared (Liang and Zeger, Longitudinal data analysis using generalized linear models, Biometrika
 * 73, 1986). Such a sum of squares has as many degrees of freedom as those of one benchmark have,
 * however many benchmarks there are (Bell and McCaffrey, Bias reduction in standard errors for
 * linear regression with multi-stage samples, Survey Methodology 28, 2002): the mean of the
 * benchmarks', weighted harmonically by their variances. All benchmarks share a session, so its
 * effect is assumed to be the same for all of them: more benchmarks do not reduce it.
 *
 * @param benchmarks At least one.
 * @example Two benchmarks of one process that deviate together are known no better than one
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * const rounds = [{
 *   stratum: "a_bench.ts",
 *   processes: [0, 1],
 *   errors: [0.03, 0.04],
 *   degreesOfFreedom: 1,
 * }];
 * const one = { logRatio: 0.1, rounds, sessions: { variance: 0, error: 0 } };
 * assertAlmostEquals(meanLogRatio([one, one]).standardError, 0.05);
 * const other = { ...one, rounds: [{ ...rounds[0]!, stratum: "b_bench.ts" }] };
 * assertAlmostEquals(meanLogRatio([one, other]).standardError, 0.05 / Math.SQRT2);
 * ```
 */
export function meanLogRatio(benchmarks: readonly MeasuredLogRatio[]): LogRatio {
  const count = benchmarks.length;
  const strata = Map.groupBy(benchmarks.flatMap(({ rounds }) => rounds), ({ stratum }) => stratum);
  const ofRounds = addErrors([...strata.values()].map((stratum) => errorOfStratum(stratum, count)));
  const logRatio = mean(benchmarks.map((one) => one.logRatio));
  return withVariance({ logRatio, ...ofRounds }, sharedVariance(benchmarks));
}

/**
 * The error of a sum of independent ones (Welch, The generalization of Student's problem when several
 * different population variances are involved, Biometrika 34, 1947).
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * const sum = addErrors([0.03, 0.04].map((standardError) => ({ standardError, degreesOfFreedom: 4 })));
 * assertAlmostEquals(sum.standardError, 0.05);
 * assertAlmostEquals(sum.degreesOfFreedom, 4 * 25 ** 2 / (9 ** 2 + 16 ** 2));
 * ```
 */
export function addErrors(parts: readonly StandardError[]): StandardError {
  const standardError = Math.sqrt(squaresAbout(0, parts.map((part) => part.standardError)));
  if (standardError === 0) return { standardError, degreesOfFreedom: MOST_DEGREES_OF_FREEDOM };
  const uncertainty = parts.reduce(
    (sum, part) => sum + (part.standardError / standardError) ** 4 / part.degreesOfFreedom,
    0,
  );
  return {
    standardError,
    degreesOfFreedom: Math.min(MOST_DEGREES_OF_FREEDOM, 1 / uncertainty),
  };
}

/** The error from the rounds of a stratum in the mean of so many benchmarks. */
function errorOfStratum(stratum: readonly RoundErrors[], count: number): StandardError {
  const byProcess = new Map<number, number>();
  let variance = 0;
  let perDegree = 0;
  for (const { processes, errors, degreesOfFreedom } of stratum) {
    for (const [index, process] of processes.entries()) {
      byProcess.set(process, (byProcess.get(process) ?? 0) + errors[index]!);
    }
    const own = squaresAbout(0, errors);
    variance += own;
    perDegree += own / degreesOfFreedom;
  }
  return {
    standardError: Math.sqrt(squaresAbout(0, [...byProcess.values()])) / count,
    degreesOfFreedom: variance === 0 ? MOST_DEGREES_OF_FREEDOM : variance / perDegree,
  };
}

/** The variance from sessions in the mean, if they move all benchmarks at once. */
function sharedVariance(benchmarks: readonly MeasuredLogRatio[]): VarianceEstimate {
  const variances = benchmarks.map(({ sessions }) => sessions.variance);
  const total = variances.reduce((sum, variance) => sum + variance, 0);
  if (total === 0) return { variance: 0, error: 0 };
  const error = benchmarks.reduce((sum, { sessions }) => sum + sessions.error, 0);
  const variance = mean(variances.map(Math.sqrt)) ** 2;
  return { variance, error: variance * error / total };
}
