/** Shortens the paths of a checkout in messages. @module */
import { join, toFileUrl } from "../deps/std/path/mod.ts";

/**
 * Makes paths relative to a checkout, which may soon be removed. Messages of two checkouts are then
 * the same if their causes are.
 *
 * @param root The absolute path of the checkout.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(withoutRoot("threw at file:///tmp/a/b_bench.ts:1:2", "/tmp/a"), "threw at b_bench.ts:1:2");
 * ```
 */
export function withoutRoot(text: string, root: string): string {
  const folder = join(root, "/");
  return text.replaceAll(toFileUrl(folder).href, "").replaceAll(folder, "");
}
