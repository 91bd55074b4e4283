/** Lists of names that may be long, in a message of one line. @module */

/**
 * The first name, and how many more there are.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(listNames(["a", "b", "c"]), "a and 2 more");
 * ```
 */
export function listNames(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names[0]} and ${names.length - 1} more`;
}
