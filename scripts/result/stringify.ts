/** A result document to text. @module */
import type { ResultDocument } from "./schema.ts";

/**
 * The document as JSON, indented by two spaces, with a line break at the end.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseResultDocument } from "./parse.ts";
 * const text = `{ "version": "1.0", "timestamp": "2026-01-31T12:00:00Z",
 *   "environment": {}, "benchmarks": [] }`;
 * const document = parseResultDocument(text, "a.json");
 * assertEquals(parseResultDocument(stringifyResultDocument(document), "b.json"), document);
 * ```
 */
export function stringifyResultDocument(document: ResultDocument): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
