/** The log ratio of two sides and how well it is known. @module */
import { mean, squaresAbout } from "../../result/spread.ts";

/** A ln(current / baseline) with an error that is normal enough for Student's t. */
export interface LogRatio {
  /** ln(current / baseline). */
  readonly logRatio: number;
  /** Standard error of `logRatio`; 0 where the rounds do not differ at all. */
  readonly standardError: number;
  /** For Student's t; not necessarily whole. */
  readonly degreesOfFreedom: number;
}

/** An estimate of ln(current / baseline) from rounds. */
export interface Estimate extends LogRatio {
  /** Rounds that it rests on, of the side with fewer. */
  readonly rounds: number;
  /** The part of the squared standard error that more rounds do not lessen; 0 where it is left out. */
  readonly irreducible?: number;
}

/** A variance, and how well it is known. */
export interface VarianceEstimate {
  /** In the square of what is estimated, such as ln(value). */
  readonly variance: number;
  /** Standard error of `variance`; 0 where it is stated and not estimated. */
  readonly error: number;
}

/** Student's t is evaluated up to here; it is normal long before. */
export const MOST_DEGREES_OF_FREEDOM = 1e6;

/**
 * An estimate with another independent error in it. The degrees of freedom are those of a sum of
 * variances (Satterthwaite, An approximate distribution of estimates of variance components,
 * Biometrics Bulletin 2, 1946).
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * const known = { logRatio: 0.1, standardError: 0.03, degreesOfFreedom: 8, rounds: 5 };
 * const { standardError } = withVariance(known, { variance: 0.04 ** 2, error: 0 });
 * assertAlmostEquals(standardError, 0.05);
 * ```
 */
export function withVariance<Known extends LogRatio>(
  estimate: Known,
  { variance, error }: VarianceEstimate,
): Known {
  const own = estimate.standardError ** 2;
  const total = own + variance;
  const uncertainty = 2 * own ** 2 / estimate.degreesOfFreedom + error ** 2;
  return {
    ...estimate,
    standardError: Math.sqrt(total),
    degreesOfFreedom: uncertainty === 0
      ? total === 0 ? estimate.degreesOfFreedom : MOST_DEGREES_OF_FREEDOM
      : Math.min(MOST_DEGREES_OF_FREEDOM, 2 * total ** 2 / uncertainty),
  };
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
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * const estimate = estimateUnpaired([10, 10.1, 9.9], [20, 20.2, 19.8])!;
 * assertAlmostEquals(Math.exp(estimate.logRatio), 2);
 * ```
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

/** One round of two sides measured in turn. */
export interface PairedRound {
  /** ln(current / baseline) of the round. */
  readonly logRatio: number;
  /** Which of two balanced conditions the round had, such as which side started first. */
  readonly condition: 1 | -1;
}

/** An estimate from rounds that each measured both sides. */
export interface PairedEstimate extends Estimate {
  /** What is left of each round's log ratio beside the estimate and the effect of the condition. */
  readonly residuals: readonly number[];
}

/**
 * Estimates ln(current / baseline) from rounds that each measured both sides: Student's t on the
 * rounds' log ratios, with the effect of the condition taken out by least squares.
 *
 * @param rounds In any order; not modified.
 * @returns Null for fewer than two rounds: the spread is not known then.
 * @example The side that starts first is 1 % faster, which is not a change
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * const rounds = [0.21, 0.19, 0.21, 0.19].map((logRatio, index) =>
 *   ({ logRatio, condition: index % 2 === 0 ? 1 : -1 }) as const
 * );
 * const estimate = estimatePaired(rounds)!;
 * assertAlmostEquals(estimate.logRatio, 0.2);
 * assertAlmostEquals(estimate.standardError, 0, 1e-12);
 * ```
 */
export function estimatePaired(rounds: readonly PairedRound[]): PairedEstimate | null {
  const n = rounds.length;
  if (n < 2) return null;
  const ratios = rounds.map(({ logRatio }) => logRatio);
  const meanCondition = rounds.reduce((sum, { condition }) => sum + condition, 0) / n;
  const conditionSquares = n * (1 - meanCondition ** 2);
  const { mean, variance } = momentsOf(ratios);
  // Without both conditions, or with too few rounds to spare one degree of freedom for them.
  if (n < 4 || conditionSquares === 0) {
    const standardError = Math.sqrt(variance / n);
    const residuals = ratios.map((ratio) => ratio - mean);
    return { logRatio: mean, standardError, degreesOfFreedom: n - 1, rounds: n, residuals };
  }
  const products = rounds.reduce(
    (sum, { condition, logRatio }) => sum + (condition - meanCondition) * logRatio,
    0,
  );
  const effect = products / conditionSquares;
  const logRatio = mean - effect * meanCondition;
  const residuals = rounds.map((round) => round.logRatio - logRatio - effect * round.condition);
  const residualVariance = squaresAbout(0, residuals) / (n - 2);
  return {
    logRatio,
    standardError: Math.sqrt(residualVariance * (1 / n + meanCondition ** 2 / conditionSquares)),
    degreesOfFreedom: n - 2,
    rounds: n,
    residuals,
  };
}

function momentsOf(values: readonly number[]): { mean: number; variance: number } {
  const center = mean(values);
  return { mean: center, variance: squaresAbout(center, values) / (values.length - 1) };
}
