/** The content of a file that another harness wrote. @module */
import type * as v from "../../deps/valibot.ts";
import { Failure } from "../failure.ts";
import { isTooDeep, parseJsonc } from "../jsonc.ts";
import { placeOf, tokensOf } from "../jsonc_tokens.ts";
import { formatPath, inspect, quoteValue } from "../validate.ts";

/** A line of a text. */
export interface Line {
  /** From 1. */
  readonly number: number;
  readonly text: string;
}

/** A text, and the value in it where it is JSON. */
export class Content {
  /** Without a byte order mark. */
  readonly text: string;
  /** Name of the file, for messages. */
  readonly source: string;
  readonly #firstLine: number;
  #json: { readonly value: unknown } | null | undefined;

  /** @param firstLine Where in the file the text begins, if it is a part of it. */
  constructor(text: string, source: string, firstLine = 1) {
    this.#firstLine = firstLine;
    this.text = text.startsWith("\ufeff") ? text.slice(1) : text;
    this.source = source;
  }

  /**
   * The value of the whole text; undefined where it is no JSON. NaN and Infinity as bare words, which
   * Python, Java and C++ write, are the strings `"NaN"`, `"Infinity"` and `"-Infinity"`.
   */
  get json(): unknown {
    if (this.#json === undefined) this.#json = parseLoosely(this.text);
    return this.#json?.value;
  }

  /**
   * The value of the whole text in the shape of a schema.
   *
   * @param schema Its messages say what is wanted, such as "a number above 0".
   * @throws {Failure} Naming the file and the line of the first thing that is wrong.
   */
  read<T>(schema: v.GenericSchema<unknown, T>): T {
    const value = this.json;
    if (value === undefined) {
      parseJsonc(quoteNumbers(this.text), `Cannot read ${this.source}`);
      throw new Failure(`Cannot read ${this.source}: it is not plain JSON`);
    }
    const { output, issue } = inspect(schema, value);
    if (issue === null) return output;
    throw this.failure(this.#lineOf(issue.keys), issue.message);
  }

  /** @throws {Failure} If the text begins as JSON and is none, as one that is cut off. */
  assertWhole(): void {
    if (/^\s*[[{]/.test(this.text) && this.json === undefined) {
      parseJsonc(quoteNumbers(this.text), `Cannot read ${this.source}`);
    }
  }

  /** The lines, with either line ending; none where the text ends. */
  *lines(): Generator<Line> {
    let number = this.#firstLine;
    for (let start = 0; start < this.text.length;) {
      const found = this.text.indexOf("\n", start);
      const end = found < 0 ? this.text.length : found;
      const line = this.text.slice(start, end);
      yield { number: number++, text: line.endsWith("\r") ? line.slice(0, -1) : line };
      start = end + 1;
    }
  }

  /** What to throw: one line with the file and, where it is known, the line in it. */
  failure(line: number | null, message: string): Failure {
    return new Failure(
      `Cannot read ${this.source}: ${line === null ? "" : `line ${line}: `}${message}`,
    );
  }

  /** What to throw of a value in the JSON: one line with the file, the line in it and the field. */
  failureAt(keys: readonly (string | number)[], wanted: string, found: unknown): Failure {
    const value = found === undefined ? "nothing" : quoteValue(found);
    return this.failure(
      this.#lineOf(keys),
      `${formatPath(keys)} must be ${wanted}, found ${value}`,
    );
  }

  /** The line of the value at `keys`, or of the nearest that is there and holds it. */
  #lineOf(keys: readonly (string | number)[]): number | null {
    if (this.json === undefined) return null;
    const text = quoteNumbers(this.text);
    // In an object it ends with the key, and with null where a key comes next.
    const path: (string | number | null)[] = [];
    let found = 0;
    let depth = -1;
    for (const { start, end } of tokensOf(text)) {
      const first = text[start]!;
      const last = path.at(-1);
      if (first === "}" || first === "]") path.pop();
      else if (first === ",") path[path.length - 1] = typeof last === "number" ? last + 1 : null;
      else if (last === null) path[path.length - 1] = JSON.parse(text.slice(start, end));
      else if (first !== ":") {
        const leads = path.length <= keys.length && path.every((key, at) => key === keys[at]);
        if (leads && path.length > depth) [found, depth] = [start, path.length];
        if (first === "{") path.push(null);
        if (first === "[") path.push(0);
      }
    }
    return this.#firstLine + placeOf(text, found).line - 1;
  }
}

function parseLoosely(text: string): { value: unknown } | null {
  // A log of 100 MB is not worth a second look.
  if (!/^\s*[[{]/.test(text) || isTooDeep(text)) return null;
  const quoted = quoteNumbers(text);
  for (const attempt of quoted === text ? [text] : [text, quoted]) {
    try {
      return { value: JSON.parse(attempt) };
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return null;
}

/** JSON with the numbers that it does not know in quotes; lines stay where they are. */
function quoteNumbers(text: string): string {
  if (!/NaN|Infinity/.test(text)) return text;
  let inText = false;
  return text.replace(/\\.|["\n]|-?\b(?:NaN|Infinity)\b/g, (token) => {
    if (token === '"') inText = !inText;
    // A text ends with its line at the latest.
    else if (token === "\n") inText = false;
    else if (!inText && !token.startsWith("\\")) return `"${token}"`;
    return token;
  });
}
