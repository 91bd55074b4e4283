/** The folders around a path. @module */

/**
 * A path from the top level with forward slashes and the folders that it is in, up to the top level,
 * which is empty.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(placesAround("a/b/c.ts"), ["a", "a/b", "a/b/c.ts", ""]);
 * assertEquals(placesAround(""), [""]);
 * ```
 */
export function placesAround(path: string): string[] {
  if (path === "") return [""];
  const parts = path.split("/");
  return parts.map((_, index) => parts.slice(0, index + 1).join("/")).concat("");
}
