/** Names scripts of this program on command lines. @module */
import { fromFileUrl } from "../deps/std/path/mod.ts";
import { quoteShown } from "./shell_quotes.ts";

/**
 * Returns a script as a word of a command line that works in any folder: its path, or its URL if it
 * is not a file.
 *
 * @param url The URL of the script.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(scriptWord("https://a.test/scripts/run.ts"), "https://a.test/scripts/run.ts");
 * ```
 */
export function scriptWord(url: string): string {
  return quoteShown(url.startsWith("file:") ? fromFileUrl(url) : url);
}
