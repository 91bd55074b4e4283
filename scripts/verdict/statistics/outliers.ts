/** Values that belong to another distribution than the rest. @module */

/** How far out, in standard deviations estimated from the median deviation. */
const DEVIATIONS = 10;
/** At most one value in so many is set aside. */
const ONE_IN = 6;
/** Standard deviation over median absolute deviation, of normal values. */
const NORMAL_SCALE = 1.4826;

/**
 * Splits off single values that lie far outside the rest, as when one process in many is compiled
 * otherwise: farther from the median than ten robust standard deviations (Hampel, The influence
 * curve and its role in robust estimation, 1974), which normal values never are.
 *
 * @param values In any order; not modified.
 * @param narrowest Values this close to the median are never set aside.
 * @returns The indexes of the values set aside, ascending; none where more than one value in six
 * would have to be: then they are no outliers.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(findOutliers([0.01, 0, -0.01, 0.02, 0, 1.24], 0.05), [5]);
 * assertEquals(findOutliers([0.01, 0, -0.01, 0.02, 1.2, 1.24], 0.05), []);
 * ```
 */
export function findOutliers(values: readonly number[], narrowest: number): number[] {
  const center = median(values);
  const scale = NORMAL_SCALE * median(values.map((value) => Math.abs(value - center)));
  const limit = Math.max(narrowest, DEVIATIONS * scale);
  const found = values.flatMap((value, index) => Math.abs(value - center) > limit ? [index] : []);
  return found.length <= Math.floor(values.length / ONE_IN) ? found : [];
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
