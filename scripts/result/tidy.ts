/** Rounds numbers for documents. @module */

/**
 * A number with ten significant digits: far finer than any clock, and no 0.30000000000000004 in a file.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(tidy(0.1 + 0.2), 0.3);
 * assertEquals(tidy(Number.MAX_VALUE), Number.MAX_VALUE);
 * ```
 */
export function tidy(value: number): number {
  const rounded = Number(value.toPrecision(10));
  // Rounding up would make the largest numbers infinite.
  return Number.isFinite(rounded) ? rounded : value;
}
