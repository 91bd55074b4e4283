/** JSON and JSONC text to a value. @module */
import { Failure } from "./failure.ts";
import { placeOf, type Token, tokenAt, tokensOf } from "./jsonc_tokens.ts";
import { quoteValue } from "./validate.ts";

/** Arrays and objects within each other; what writes and checks a value goes down a level a call. */
const MOST_LEVELS = 128;

/**
 * Parses JSON, or JSON with comments and trailing commas; a byte order mark is passed over.
 *
 * @param text The content of a file.
 * @param action What failed if this does, such as "Cannot read a.json".
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
    return parseTokens(content, action);
  }
}

/** Whether a text has more levels than {@linkcode parseJsonc} takes. */
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

/** What may come next; an array or object may end where its first or its next thing may come. */
type Expected = "value" | "key" | "colon" | "comma" | "end";

function parseTokens(content: string, action: string): unknown {
  const open: object[] = [];
  let expected: Expected = "value";
  let key = "";
  let whole: unknown;
  const put = (value: unknown) => {
    const parent = open.at(-1);
    if (parent === undefined) whole = value;
    else if (Array.isArray(parent)) parent.push(value);
    // An assignment to `__proto__` would set the prototype.
    else Object.defineProperty(parent, key, { ...ORDINARY, value });
  };
  for (const token of tokensOf(content)) {
    const text = content.slice(token.start, token.end);
    const isInArray = Array.isArray(open.at(-1));
    const mayEnd = expected === "comma" || expected === (isInArray ? "value" : "key");
    if (open.length > 0 && mayEnd && text === (isInArray ? "]" : "}")) {
      open.pop();
    } else if (expected === "comma" && text === ",") {
      expected = isInArray ? "value" : "key";
      continue;
    } else if (expected === "colon" && text === ":") {
      expected = "value";
      continue;
    } else if (expected === "key" && text.startsWith('"')) {
      key = String(parseScalar(content, token, action));
      expected = "colon";
      continue;
    } else if (expected === "value" && (text === "[" || text === "{")) {
      const container = text === "[" ? [] : {};
      put(container);
      open.push(container);
      expected = text === "[" ? "value" : "key";
      continue;
    } else if (expected === "value") {
      put(parseScalar(content, token, action));
    } else {
      throw notJson(content, token, action);
    }
    expected = open.length === 0 ? "end" : "comma";
  }
  if (expected !== "end") {
    const nothing = { start: content.length, end: content.length, isOpen: true };
    throw notJson(content, nothing, action);
  }
  return whole;
}

const ORDINARY = { configurable: true, enumerable: true, writable: true };

function parseScalar(content: string, token: Token, action: string): unknown {
  try {
    return JSON.parse(content.slice(token.start, token.end));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw notJson(content, token, action);
  }
}

/** More than is shown of a token. */
const LONGEST_TOKEN = 100;

function notJson(content: string, { start, end, isOpen }: Token, action: string): Failure {
  const last = content.trimEnd().length;
  const isCutOff = isOpen && end >= last;
  const { line, column } = placeOf(content, isCutOff ? last : start);
  const token = content.slice(start, Math.min(end, start + LONGEST_TOKEN));
  const what = isCutOff ? "unexpected end" : `unexpected token ${quoteValue(token)}`;
  return new Failure(`${action}: not JSON at line ${line}, column ${column}: ${what}`);
}
