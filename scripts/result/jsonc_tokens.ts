/** The tokens of a text of JSON with comments. @module */

/** Where a token stands; it may be wrong. */
export interface Token {
  readonly start: number;
  readonly end: number;
  /** Whether it is a text or a comment that is not closed. */
  readonly isOpen: boolean;
}

const BLANK = /[ \t\r\n]*/y;
const WORD = /[^\s,:{}[\]"/]+/y;
const PLAIN = /[^"\\\r\n]*/y;

/**
 * The tokens one after the other, without blanks and comments. What is no token of JSON is one, too; a
 * text that is not closed goes to the end of its line, such a comment to the end of all.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const text = '["a", 1] // one';
 * const tokens = [...tokensOf(text)].map(({ start, end }) => text.slice(start, end));
 * assertEquals(tokens, ["[", '"a"', ",", "1", "]"]);
 * ```
 */
export function* tokensOf(text: string): Generator<Token> {
  for (let start = endOf(BLANK, text, 0); start < text.length;) {
    const token = tokenAt(text, start);
    const isComment = !token.isOpen && /^\/[/*]/.test(text.slice(start, start + 2));
    if (!isComment) yield token;
    start = endOf(BLANK, text, token.end);
  }
}

/** The token, or the comment, that begins there. */
export function tokenAt(text: string, start: number): Token {
  if (text[start] === '"') {
    let end = endOf(PLAIN, text, start + 1);
    while (text[end] === "\\") end = endOf(PLAIN, text, end + 2);
    if (text[end] === '"') return { start, end: end + 1, isOpen: false };
    return { start, end: Math.min(end, text.length), isOpen: true };
  }
  if (text.startsWith("//", start)) {
    const end = text.indexOf("\n", start);
    return { start, end: end < 0 ? text.length : end, isOpen: false };
  }
  if (text.startsWith("/*", start)) {
    const end = text.indexOf("*/", start + 2);
    return { start, end: end < 0 ? text.length : end + 2, isOpen: end < 0 };
  }
  return { start, end: Math.max(start + 1, endOf(WORD, text, start)), isOpen: false };
}

/** Where what a sticky expression matches from there on ends; there where it matches nothing. */
function endOf(sticky: RegExp, text: string, from: number): number {
  sticky.lastIndex = from;
  return sticky.test(text) ? sticky.lastIndex : from;
}

/** Line and column of a place, from 1. */
export function placeOf(text: string, offset: number): { line: number; column: number } {
  let line = 1;
  let start = 0;
  for (let next = text.indexOf("\n"); next >= 0 && next < offset; line++) {
    start = next + 1;
    next = text.indexOf("\n", start);
  }
  return { line, column: offset - start + 1 };
}
