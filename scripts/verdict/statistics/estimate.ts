/** Estimates the log ratio of two sides and its error. @module */
import { mean, sortNumbers, squaresAbout } from "../../result/spread.ts";
import { FEWEST_TRIMMED, shareToTrim, TRIMMED, trimmedMean } from "./trimmed.ts";

/** A ln(current / baseline) with an error that is normal enough for Student's t. */
export interface LogRatio {
  /** ln(current / baseline). */
  readonly logRatio: number;
  /** Standard error of `logRatio`; 0 if the rounds do not differ at all. */
  readonly standardError: number;
  /** For Student's t; not necessarily whole. */
  readonly degreesOfFreedom: number;
}

/** An estimate of ln(current / baseline) from rounds. */
export interface Estimate extends LogRatio {
  /** Rounds of the side with fewer. */
  readonly rounds: number;
  /** The part of the squared standard error that more rounds do not reduce; 0 by default. */
  readonly irreducible?: number;
}

/** A variance and its error. */
export interface VarianceEstimate {
  /** In the square of the unit of the estimate, such as ln(value). */
  readonly variance: number;
  /** Standard error of `variance`; 0 if it is assumed, not estimated. */
  readonly error: number;
}

/** Student's t is evaluated up to here; it is normal long before. */
export const MOST_DEGREES_OF_FREEDOM = 1e6;

/**
 * Adds an independent error to an estimate. The degrees of freedom are those of a sum of variances
 * (Satterthwaite, An approximate distribution of estimates of variance components, Biometrics
 * Bulletin 2, 1946).
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
 * @returns Null if a side has fewer than two rounds, because the spread is then unknown.
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
  /** Each round's log ratio less the estimate and the effect of the condition. */
  readonly residuals: readonly number[];
}

/**
 * Estimates ln(current / baseline) from rounds that each measured both sides: Student's t on the
 * rounds' log ratios, with the effect of the condition removed by least squares. From sixteen
 * rounds on, it is Yuen's t on their {@linkcode trimmedMean} if some lie far out on either side.
 *
 * @param rounds In any order; not modified.
 * @returns Null for fewer than two rounds, because the spread is then unknown.
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
  const effect = effectOf(rounds);
  const ratios = rounds.map(({ logRatio, condition }) =>
    logRatio - (effect === null ? 0 : effect.size * condition)
  );
  // Both sort, which is quick for what is in order already.
  const sorted = sortNumbers(ratios);
  const { mean, kept, squares } = trimmedMean(sorted, shareToTrim(sorted));
  // One degree of freedom is for the mean, one for the effect.
  const degreesOfFreedom = kept - (effect === null ? 1 : 2);
  const inflation = effect === null ? 1 : effect.inflation;
  return {
    logRatio: mean,
    standardError: Math.sqrt(squares / (degreesOfFreedom * kept) * inflation),
    degreesOfFreedom,
    rounds: n,
    residuals: ratios.map((ratio) => ratio - mean),
  };
}

/**
 * Half the difference between the conditions, and the factor by which its uncertainty raises the
 * squared error of the mean. Null without both conditions, or with too few rounds to spare a degree
 * of freedom.
 */
function effectOf(
  rounds: readonly PairedRound[],
): { readonly size: number; readonly inflation: number } | null {
  const n = rounds.length;
  if (n < 4) return null;
  const [one, other]: [number[], number[]] = [[], []];
  for (const { logRatio, condition } of rounds) (condition === 1 ? one : other).push(logRatio);
  if (one.length === 0 || other.length === 0) return null;
  const share = n < FEWEST_TRIMMED ? 0 : TRIMMED;
  return {
    size: (trimmedMean(one, share).mean - trimmedMean(other, share).mean) / 2,
    inflation: n ** 2 / (4 * one.length * other.length),
  };
}

function momentsOf(values: readonly number[]): { mean: number; variance: number } {
  const center = mean(values);
  return { mean: center, variance: squaresAbout(center, values) / (values.length - 1) };
}
