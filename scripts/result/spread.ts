/** The middle and the spread of numbers. @module */

/** More numbers are sorted faster by `toSorted()`. */
const MOST_INSERTED = 100;

/**
 * Numbers in ascending order, by insertion. For the few numbers of a benchmark, this takes a third of the
 * time of `toSorted()` with a comparison, and most of the time of a verdict goes into sorting.
 *
 * @param values In any order, without NaN; not modified.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(sortNumbers([10, 9, 1]), [1, 9, 10]);
 * ```
 */
export function sortNumbers(values: readonly number[]): number[] {
  if (values.length > MOST_INSERTED) return values.toSorted((a, b) => a - b);
  const sorted = values.slice();
  for (let index = 1; index < sorted.length; index++) {
    const value = sorted[index]!;
    let at = index;
    for (; at > 0 && sorted[at - 1]! > value; at--) sorted[at] = sorted[at - 1]!;
    sorted[at] = value;
  }
  return sorted;
}

/**
 * The sum over the count.
 *
 * @param values At least one.
 * @throws {RangeError} If there are none.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(mean([1, 2, 6]), 3);
 * assertEquals(mean(Array(3).fill(Number.MAX_VALUE)), Number.MAX_VALUE);
 * ```
 */
export function mean(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError("Cannot take the mean of no values");
  const count = values.length;
  let sum = 0;
  for (let index = 0; index < count; index++) sum += values[index]!;
  if (Number.isFinite(sum)) return sum / count;
  // The sum may overflow although the mean does not, and rounding must not make it overflow.
  const sumOfParts = values.reduce((sum, value) => sum + value / count, 0);
  return Math.max(least(values), Math.min(greatest(values), sumOfParts));
}

/**
 * The smallest value. `Math.min()` overflows the stack if given too many arguments.
 *
 * @param values At least one.
 */
export function least(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b));
}

/** The largest value; see {@linkcode least}. */
export function greatest(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b));
}

/** Σ (value − center)². */
export function squaresAbout(center: number, values: readonly number[]): number {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += (values[index]! - center) ** 2;
  return sum;
}

/**
 * The middle value, or the mean of the two in the middle.
 *
 * @param values At least one, in any order; not modified.
 * @throws {RangeError} If there are none.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals([median([3, 1, 2]), median([4, 1])], [2, 2.5]);
 * ```
 */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError("Cannot take the median of no values");
  const sorted = sortNumbers(values);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * The mean of the values between the quartiles. A quarter of them is left out at either end,
 * whatever they are (trimmed mean; Tukey and McLaughlin, Less vulnerable confidence and
 * significance procedures for location based on a single sample, Sankhya A 25, 1963).
 *
 * @param values At least one, in any order; not modified.
 * @throws {RangeError} If there are none.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(interquartileMean([1, 2, 4, 1000]), 3);
 * ```
 */
export function interquartileMean(values: readonly number[]): number {
  const left = Math.floor(values.length / 4);
  const kept = sortNumbers(values).slice(left, values.length - left);
  return mean(kept);
}

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
  const center = mean(values);
  return Math.sqrt(squaresAbout(center, values) / (values.length - 1)) / center;
}

/**
 * The geometric mean of numbers above 0.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * assertAlmostEquals(geometricMean([1, 4]), 2);
 * ```
 */
export function geometricMean(values: readonly number[]): number {
  return Math.exp(mean(values.map(Math.log)));
}

/**
 * The standard error of the mean.
 *
 * @param values In any order; not modified.
 * @returns Null for fewer than two values.
 * @example
 * ```ts
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 * assertAlmostEquals(standardErrorOfMean([9, 10, 11])!, 1 / Math.sqrt(3));
 * assertEquals(standardErrorOfMean([9]), null);
 * ```
 */
export function standardErrorOfMean(values: readonly number[]): number | null {
  const count = values.length;
  if (count < 2) return null;
  return Math.sqrt(squaresAbout(mean(values), values) / (count - 1) / count);
}
