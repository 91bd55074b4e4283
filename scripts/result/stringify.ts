/** Turns a result document into text. @module */
import { explainLength } from "./text_length.ts";
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
  return stringifyJson(document);
}

/**
 * A value as JSON with a line break at the end, safe to print. Characters that control a terminal
 * or reorder or hide text, and commands to GitHub Actions, are escaped, and parse to the same
 * value.
 *
 * @param indent Spaces; 0 for all on one line.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(stringifyJson("a\u009b2J"), '"a\\u009b2J"\n');
 * ```
 */
export function stringifyJson(value: unknown, indent = 2): string {
  try {
    return escapeJson(JSON.stringify(value, null, indent));
  } catch (error) {
    throw explainLength("JSON", error);
  }
}

function escapeJson(json: string): string {
  // These occur only within strings; below U+007F, JSON.stringify() escapes them itself.
  const text = json.replace(
    /[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]|#(?=#\[)/gu,
    (character) =>
      character.split("").map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
        .join(""),
  );
  return `${text}\n`;
}
