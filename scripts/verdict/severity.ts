/** Severities of regressions, and the limits of verdicts. @module */

/** The severities of a regression, ascending. */
export const SEVERITIES = ["minor", "moderate", "severe"] as const;

/** How bad a regression is. */
export type Severity = "minor" | "moderate" | "severe";

/** The limits of a verdict, as fractions: 0.1 is 10 %. */
export interface Thresholds {
  /** The largest change that counts as ordinary variation. */
  readonly tolerance: number;
  /** The change above which a slowdown is a regression. */
  readonly threshold: number;
  /** The change above which a regression is moderate. */
  readonly moderate: number;
  /** The change above which a regression is severe. */
  readonly severe: number;
}

/** The names of the limits, in ascending order of their values. */
export const LIMITS = ["tolerance", "threshold", "moderate", "severe"] as const;

/** 5, 10, 20 and 50 %. */
export const DEFAULT_THRESHOLDS: Thresholds = {
  tolerance: 0.05,
  threshold: 0.1,
  moderate: 0.2,
  severe: 0.5,
};

/** A fraction in percent, without rounding errors of the multiplication: 0.07 is 7 %. */
export function toPercent(fraction: number): number {
  return Number((100 * fraction).toPrecision(12));
}

/** 11 / 10 − 1 is slightly above 0.1 in floating point, but must not exceed 10 %. */
const ROUNDING = 1e-9;

/**
 * Whether a change lies strictly above a limit, beyond rounding errors.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals([11, 11.001].map((duration) => isAbove(duration / 10 - 1, 0.1)), [false, true]);
 * ```
 */
export function isAbove(change: number, limit: number): boolean {
  return change - limit > ROUNDING;
}

/** Whether an interval of changes lies wholly above a threshold, or wholly below its mirror image. */
export function isBeyond(
  interval: { readonly lower: number; readonly upper: number } | null,
  { threshold }: Pick<Thresholds, "threshold">,
): boolean {
  if (interval === null) return false;
  return isAbove(interval.lower, threshold) || isAbove(1 / (1 + interval.upper) - 1, threshold);
}

/**
 * The severity of a worsening.
 *
 * @param worsening How much worse, as a fraction; 0.1 is 10 %.
 * @returns Null if it is not above the threshold.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const severities = [0.1, 0.15, 0.2, 0.5, 0.6].map((w) => classifySeverity(w, DEFAULT_THRESHOLDS));
 * assertEquals(severities, [null, "minor", "minor", "moderate", "severe"]);
 * ```
 */
export function classifySeverity(worsening: number, thresholds: Thresholds): Severity | null {
  if (isAbove(worsening, thresholds.severe)) return "severe";
  if (isAbove(worsening, thresholds.moderate)) return "moderate";
  if (isAbove(worsening, thresholds.threshold)) return "minor";
  return null;
}
