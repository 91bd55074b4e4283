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
