/** Parses JSON and JSONC. @module */
import { parse as parseWithComments } from "../deps/std/jsonc/parse.ts";
import { Failure } from "./failure.ts";
import { positionOf } from "./foreign_words.ts";
import { placeOf, type Token, tokenAt } from "./jsonc_tokens.ts";
import { quoteValue } from "./validate.ts";

/** Levels of nested arrays and objects. Writing and checking a value recurse once a level. */
export const MOST_LEVELS = 128;

/**
 * Parses JSON, or JSON with comments and trailing commas; a byte order mark is skipped.
 *
 * @param text The content of a file.
 * @param action The start of the error message, such as "Cannot read a.json".
 * @throws {Failure} With line and column of the first thing that is not JSON, or if arrays and
 * objects are nested more than 128 levels deep.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(parseJsonc('{ "a": 1, } // one', "Cannot read a.json"), { a: 1 });
 * ```
 */
export function parseJsonc(text: string, action: string): unknown {
  const content = text.startsWith("\ufeff") ? text.slice(1) : text;
  if (isTooDeep(content)) {
    throw new Failure(`${action}: it is nested more than ${MOST_LEVELS} levels deep`);
  }
  try {
    // Ten times as fast, and most files are plain JSON.
    return JSON.parse(content);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return parseComments(content, action);
  }
}

/** Whether a text has more levels than {@linkcode parseJsonc} accepts. */
export function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    switch (text[at]) {
      case '"':
      case "/":
        at = tokenAt(text, at).end - 1;
        break;
      case "[":
      case "{":
        if (++depth > MOST_LEVELS) return true;
        break;
      case "]":
      case "}":
        depth--;
    }
  }
  return false;
}

function parseComments(content: string, action: string): unknown {
  try {
    return parseWithComments(content);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw notJson(content, tokenAt(content, positionOf(error) ?? content.length), action);
  }
}

/** Longer than any part of a token that is shown. */
const LONGEST_TOKEN = 100;

function notJson(content: string, { start, end, isOpen }: Token, action: string): Failure {
  const last = content.trimEnd().length;
  const isCutOff = (isOpen || start >= last) && end >= last;
  const { line, column } = placeOf(content, isCutOff ? last : start);
  const token = content.slice(start, Math.min(end, start + LONGEST_TOKEN));
  const what = isCutOff ? "unexpected end" : `unexpected token ${quoteValue(token)}`;
  return new Failure(`${action}: not JSON at line ${line}, column ${column}: ${what}`);
}
