/**
 * Sample standard deviation (divisor n − 1) over mean, the coefficient of variation.
 *
 * @param values Above 0, in one unit; not modified.
 * @returns A fraction >= 0; null for fewer than two values.
 * @example
 * ```ts
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 * assertAlmostEquals(relativeDeviation([9, 10, 11])!, 0.1);
 * assertEquals(relativeDeviation([9]), null);
 * ```
 */
export function relativeDeviation(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1)) / mean;
}
