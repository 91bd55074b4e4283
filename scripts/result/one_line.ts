/** Puts messages of other programs on one line. @module */

/**
 * Replaces each line break, with the spaces around it, by one space, and trims both ends.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(oneLine("Error: no\n  way\n"), "Error: no way");
 * ```
 */
export function oneLine(text: string): string {
  return text.trim().replaceAll(/\s*[\r\n\u2028\u2029]\s*/g, " ");
}

/** Longer than any message that anybody reads. */
const LONGEST = 1000;

/**
 * Like {@linkcode oneLine}, but cuts a text that is longer than anybody reads. Other programs
 * decide how long it is.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(briefLine("Error: " + "x".repeat(1e6)).length, 1001);
 * ```
 */
export function briefLine(text: string): string {
  // The part that is cut off need not be processed.
  const line = oneLine(text.slice(0, 2 * LONGEST));
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
