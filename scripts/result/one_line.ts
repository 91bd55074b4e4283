/** What other programs say, on one line. @module */

/**
 * Text with each line break, and the spaces about it, as one space; none is left at either end.
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

/** Longer than any message that one reads. */
const LONGEST = 1000;

/**
 * The same, cut where it is longer than anybody reads: whoever writes it decides how long it is.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(briefLine("Error: " + "x".repeat(1e6)).length, 1001);
 * ```
 */
export function briefLine(text: string): string {
  // What is cut off is not looked at.
  const line = oneLine(text.slice(0, 2 * LONGEST));
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
