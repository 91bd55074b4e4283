/** The tokens of a text of JSON with comments. @module */

/** The place of a token, which may be malformed. */
export interface Token {
  readonly start: number;
  readonly end: number;
  /** Whether it is an unclosed string or comment. */
  readonly isOpen: boolean;
}

const BLANK = /[ \t\r\n]*/y;
const WORD = /[^\s,:{}[\]"/]+/y;
const PLAIN = /[^"\\\r\n]*/y;

/**
 * The tokens in order, without whitespace and comments. Words that JSON does not know are tokens,
 * too. An unclosed string extends to the end of its line, an unclosed comment to the end of the
 * text.
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

/** The token or comment that begins at `start`. */
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

/** Where the match of a sticky expression ends; `from` if it matches nothing. */
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
