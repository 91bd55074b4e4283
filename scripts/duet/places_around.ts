/** The folders around a path. @module */

/**
 * Returns a path from the top level with forward slashes, and the folders that contain it. The top
 * level itself is empty.
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
