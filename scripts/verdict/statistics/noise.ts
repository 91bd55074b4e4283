/** Scatter of results about their level, and correlation of neighbours. @module */
import { mean, median } from "../../result/spread.ts";

/** A median deviation times this is the standard deviation of normal values. */
export const MAD_TO_DEVIATION = 1.4826;
/** Values further than so many deviations from the median are moved to that distance (Huber). */
export const CLIP = 2.5;
/** The part of the variance of normal values that remains after this clipping. */
export const CLIPPED_VARIANCE = 0.9776;
/**
 * Share of the degrees of freedom that remains after clipping: between the 0.69 of 20 values of
 * Student's t of ten and the 0.89 of normal ones, which `tests/constants/found.ts` finds. Heavier
 * tails leave less.
 */
export const EFFICIENCY = 0.8;
/** Smaller differences mean nothing; clocks and rounding are not finer. */
export const RESOLUTION = 1e-4;
const MOST_CORRELATION = 0.8;

/** Noise within single levels, summed; noise is the same on every level. */
export interface NoiseSums {
  /** Sum of the squares about the level, clipped. */
  readonly squares: number;
  /** Values, less one a level. */
  readonly degreesOfFreedom: number;
  /** Sum of the products of neighbours. */
  readonly products: number;
}

/** No values yet. */
export const NO_NOISE: NoiseSums = { squares: 0, degreesOfFreedom: 0, products: 0 };

/** The noise of a series. */
export interface Noise {
  /** Standard deviation of one value. */
  readonly deviation: number;
  /** How well it is known: degrees of freedom for Student's t. */
  readonly degreesOfFreedom: number;
  /** Correlation of neighbours as a first-order autoregression, one standard error above its estimate. */
  readonly correlation: number;
}

/**
 * Clips values that lie far from the median of all (Huber, Robust Estimation of a Location Parameter,
 * Annals of Mathematical Statistics 35, 1964).
 *
 * @param values At least one; not modified.
 * @param deviation Their deviation as known from elsewhere; used for fewer than eight values.
 */
export function clip(values: readonly number[], deviation: number | null): number[] {
  const center = median(values);
  const own = MAD_TO_DEVIATION * median(values.map((value) => Math.abs(value - center)));
  const scale = values.length < 8 && deviation !== null ? deviation : own;
  const reach = CLIP * Math.max(scale, RESOLUTION);
  return values.map((value) => Math.min(center + reach, Math.max(center - reach, value)));
}

/** Adds the noise in the values of one level. */
export function addLevel(sums: NoiseSums, clipped: readonly number[]): NoiseSums {
  const center = mean(clipped);
  let squares = sums.squares;
  let products = sums.products;
  for (const [index, value] of clipped.entries()) {
    squares += (value - center) ** 2;
    if (index > 0) products += (value - center) * (clipped[index - 1]! - center);
  }
  return { squares, products, degreesOfFreedom: sums.degreesOfFreedom + clipped.length - 1 };
}

/**
 * Computes the noise from sums.
 *
 * The estimated correlation of few values is too small on average, which is corrected (Marriott and
 * Pope, Bias in the estimation of autocorrelations, Biometrika 41, 1954). Correlated values say
 * less about their deviation, by (1 − φ²) / (1 + φ²) (Bartlett, Journal of the Royal Statistical
 * Society 98, 1935).
 *
 * @returns Null for fewer than four degrees of freedom.
 */
export function noiseOf({ squares, degreesOfFreedom, products }: NoiseSums): Noise | null {
  const n = degreesOfFreedom;
  if (n < 4) return null;
  const raw = squares === 0 ? 0 : products / squares;
  const estimate = Math.min(MOST_CORRELATION, Math.max(0, (n * raw + 1) / (n - 3)));
  const error = Math.sqrt((1 - estimate ** 2) / n);
  const lost = (1 - estimate ** 2) / (1 + estimate ** 2);
  return {
    deviation: Math.max(RESOLUTION, Math.sqrt(squares / n / CLIPPED_VARIANCE)),
    degreesOfFreedom: Math.max(1, EFFICIENCY * n * lost),
    correlation: Math.min(MOST_CORRELATION, estimate + error),
  };
}

/**
 * The factor by which correlated neighbours raise the variance of the mean of `count` values: 1 + 2
 * Σ (1 − j/count) φ^j.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * assertAlmostEquals(varianceInflation(2, 0.5), 1.5);
 * assertAlmostEquals(varianceInflation(7, 0), 1);
 * ```
 */
export function varianceInflation(count: number, correlation: number): number {
  const rest = 1 - correlation;
  const ends = correlation * (1 - correlation ** count) / (count * rest ** 2);
  return 1 + 2 * (correlation / rest - ends);
}
