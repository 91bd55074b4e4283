/** The log ratio of two sides and how well it is known. @module */

/** An estimate of ln(current / baseline) that is normal enough for Student's t. */
export interface Estimate {
  /** ln(current / baseline). */
  readonly logRatio: number;
  /** Standard error of `logRatio`; 0 where the rounds do not differ at all. */
  readonly standardError: number;
  /** For Student's t; not necessarily whole. */
  readonly degreesOfFreedom: number;
  /** Rounds that it rests on, of the side with fewer. */
  readonly rounds: number;
}

/**
 * Estimates ln(current / baseline) from two independent sets of rounds: Welch's t on the
 * logarithms (Welch, The generalization of Student's problem when several different population
 * variances are involved, Biometrika 34, 1947).
 *
 * @param baseline One mean a round, above 0, in any unit; not modified.
 * @param current The same for the other side, in the same unit.
 * @returns Null where a side has fewer than two rounds: the spread is not known then.
 * @example
 * import { assertAlmostEquals } from "@std/assert";
 * const estimate = estimateUnpaired([10, 10.1, 9.9], [20, 20.2, 19.8])!;
 * assertAlmostEquals(Math.exp(estimate.logRatio), 2);
 */
export function estimateUnpaired(
  baseline: readonly number[],
  current: readonly number[],
): Estimate | null {
  if (baseline.length < 2 || current.length < 2) return null;
  const base = momentsOf(baseline.map(Math.log));
  const next = momentsOf(current.map(Math.log));
  const baseError = base.variance / baseline.length;
  const nextError = next.variance / current.length;
  const error = baseError + nextError;
  return {
    logRatio: next.mean - base.mean,
    standardError: Math.sqrt(error),
    degreesOfFreedom: error === 0 ? baseline.length + current.length - 2 : error ** 2 /
      (baseError ** 2 / (baseline.length - 1) + nextError ** 2 / (current.length - 1)),
    rounds: Math.min(baseline.length, current.length),
  };
}

function momentsOf(values: readonly number[]): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, variance: squares / (values.length - 1) };
}
