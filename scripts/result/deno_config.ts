/** The text of Deno's configuration. @module */
import { parseJsonc } from "./jsonc.ts";
import { doubleQuoted } from "./single_quotes.ts";

/**
 * Parses a deno.json, in which Deno also accepts comments and strings in single quotes.
 *
 * @param action The start of the error message, such as "Cannot read deno.json".
 * @throws {Failure} As {@linkcode parseJsonc} does.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const config = parseDenoConfig("{ 'lock': false } // none", "Cannot read deno.json");
 * assertEquals(config, { lock: false });
 * ```
 */
export function parseDenoConfig(text: string, action: string): unknown {
  return parseJsonc(doubleQuoted(text), action);
}
