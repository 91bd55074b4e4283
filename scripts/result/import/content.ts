/** The content of a file that another harness wrote. @module */
import type * as v from "../../deps/valibot.ts";
import { Failure } from "../failure.ts";
import { isTooDeep, parseJsonc } from "../jsonc.ts";
import { jsonParts, LACKING_NUMBER } from "../text/json_parts.ts";
import { formatPath, inspect, quoteValue } from "../validate.ts";
import { Places } from "./places.ts";

/** The path to a part of a JSON value. */
export type Keys = readonly (string | number)[];

/** A line of a text. */
export interface Line {
  /** From 1. */
  readonly number: number;
  readonly text: string;
}

/** A fault of a file, or of an entry in it. */
export class ContentFailure extends Failure {
  /** The message without the file: one line, with the line number in the file if known. */
  readonly reason: string;

  constructor(source: string, reason: string) {
    super(`Cannot read ${source}: ${reason}`);
    this.reason = reason;
  }
}

/** Logs have many values that are not results, such as `[1]`. */
const SHORTEST_RESULT = 24;

/** The start of a script that only holds JSON. */
const ASSIGNMENT = /^\s*window\.[\w$]+\s*=/;

/** A text, and its value if it is JSON. */
export class Content {
  /** Without a byte order mark. */
  readonly text: string;
  /** Name of the file, for messages. */
  readonly source: string;
  /** Where in the file the text begins, if it is a part of it. */
  readonly firstLine: number;
  /** Which of the jobs in a log wrote it. */
  readonly job: string | null;
  readonly #data: string;
  #json: { readonly value: unknown } | null | undefined;
  /** What was found by {@linkcode assertWhole}, which every importer calls; null if it is whole. */
  #broken: Failure | null | undefined;
  #refusal: Failure | undefined;
  #places: Places | undefined;

  constructor(text: string, source: string, firstLine = 1, job: string | null = null) {
    this.firstLine = firstLine;
    this.job = job;
    this.text = text.startsWith("\ufeff") ? text.slice(1) : text;
    this.source = source;
    this.#data = withoutAssignment(this.text);
  }

  /**
   * The value of the whole text; undefined if it is not JSON. The text may also be a script that
   * only assigns the value to a field of `window`. The bare words NaN and infinity, which Python,
   * Java and C++ write, become strings, spelled as they are: `"NaN"`, `"-inf"`.
   */
  get json(): unknown {
    if (this.#json === undefined) this.#json = parseLoosely(this.#data);
    return this.#json?.value;
  }

  /**
   * The value of the whole text in the shape of a schema.
   *
   * @param schema Its messages name what is wanted, such as "a number above 0".
   * @throws {Failure} Naming the file and the line of the first fault.
   */
  read<T>(schema: v.GenericSchema<unknown, T>): T {
    const value = this.json;
    if (value === undefined) {
      this.assertWhole();
      throw this.#refuse();
    }
    const { output, issue } = inspect(schema, value);
    if (issue === null) return output;
    throw this.failure(this.#lineOf(issue.keys), issue.message);
  }

  /**
   * A value in the JSON in the shape of a schema. For one entry of many: a fault in it does not
   * spoil the others.
   *
   * @param keys The path to `value` in the JSON.
   * @throws {ContentFailure} Naming the file, the line and the field of the first fault.
   */
  readPart<T>(keys: Keys, value: unknown, schema: v.GenericSchema<unknown, T>): T {
    const { output, issue } = inspect(schema, value, keys);
    if (issue === null) return output;
    throw this.failure(this.#lineOf(issue.keys), issue.message);
  }

  /**
   * @throws {Failure} If the text begins like JSON but is not, or ends with JSON that is cut off.
   */
  assertWhole(): void {
    if (this.#broken === undefined) this.#broken = this.#findBroken();
    if (this.#broken !== null) throw this.#broken;
  }

  #findBroken(): Failure | null {
    if (this.json !== undefined) return null;
    if (/^\s*(?:\{|\[\s*["[{])/.test(this.#data) && !this.#isListed()) return this.#refuse();
    let last: Content | null = null;
    for (const part of this.parts()) last = part;
    return last?.json === undefined && last?.isEndOf(this) ? last.#refuse() : null;
  }

  /** Whether it begins with a complete value, as lines of JSON do. */
  #isListed(): boolean {
    const [first] = jsonParts(this.#data).take(1);
    return first !== undefined && first.isWhole && this.#data.slice(0, first.start).trim() === "";
  }

  /**
   * The arrays and objects in the text that may be results, each as its own content, in the order
   * of {@linkcode jsonParts}. The `json` of a broken one is undefined.
   */
  *parts(): Generator<Content> {
    let line = this.firstLine;
    let counted = 0;
    for (const { start, end, isWhole } of jsonParts(this.text)) {
      if (isWhole && end - start < SHORTEST_RESULT) continue;
      for (let at; (at = this.text.indexOf("\n", counted)) >= 0 && at < start; line++) {
        counted = at + 1;
      }
      yield this.part(this.text.slice(start, end), line);
    }
  }

  /** Another text in the same place, or a part of this one that begins at a line. */
  part(text: string, firstLine = this.firstLine): Content {
    return new Content(text, this.source, firstLine, this.job);
  }

  /** Whether it is the end of another content. */
  isEndOf(whole: Content): boolean {
    return whole.text.trimEnd().endsWith(this.text.trimEnd());
  }

  /** The lines, with either line ending. The end of the text adds no empty one. */
  *lines(): Generator<Line> {
    let number = this.firstLine;
    for (let start = 0; start < this.text.length;) {
      const found = this.text.indexOf("\n", start);
      const end = found < 0 ? this.text.length : found;
      const line = this.text.slice(start, end);
      yield { number: number++, text: line.endsWith("\r") ? line.slice(0, -1) : line };
      start = end + 1;
    }
  }

  /** The failure to throw: one line with the file and, if known, the line in it. */
  failure(line: number | null, message: string): ContentFailure {
    return new ContentFailure(this.source, `${line === null ? "" : `line ${line}: `}${message}`);
  }

  /**
   * The failure to throw for a value in the JSON: one line with the file, the line in it and the
   * field.
   */
  failureAt(keys: Keys, wanted: string, found: unknown): ContentFailure {
    const value = found === undefined ? "nothing" : quoteValue(found);
    return this.failure(
      this.#lineOf(keys),
      `${formatPath(keys)} must be ${wanted}, found ${value}`,
    );
  }

  /** What to throw of a text that is no JSON. */
  #refuse(): Failure {
    return this.#refusal ??= this.#findRefusal();
  }

  #findRefusal(): Failure {
    const above = "\n".repeat(this.firstLine - 1);
    try {
      parseJsonc(above + quoteNumbers(this.#data), `Cannot read ${this.source}`);
    } catch (error) {
      if (error instanceof Failure) return error;
      throw error;
    }
    return this.failure(null, "it is not plain JSON");
  }

  #lineOf(keys: Keys): number | null {
    if (this.json === undefined) return null;
    this.#places ??= new Places(quoteNumbers(this.#data));
    return this.firstLine + this.#places.lineOf(keys) - 1;
  }
}

/** Lines and columns stay the same. */
function withoutAssignment(text: string): string {
  const [before] = ASSIGNMENT.exec(text) ?? [];
  if (before === undefined) return text;
  const after = text.slice(before.length).trimEnd();
  return before.replace(/[^\n]/g, " ") + (after.endsWith(";") ? after.slice(0, -1) : after);
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

const LACKING = new RegExp(LACKING_NUMBER, "i");
const TOKEN = new RegExp(
  String.raw`\\.|["\n]|(?<![\w.+-])${LACKING_NUMBER}(?![\w.])`,
  "gi",
);

/** Puts numbers that JSON does not know into quotes; lines stay where they are. */
function quoteNumbers(text: string): string {
  if (!LACKING.test(text)) return text;
  let inText = false;
  return text.replace(TOKEN, (token) => {
    if (token === '"') inText = !inText;
    // A string ends with its line at the latest.
    else if (token === "\n") inText = false;
    else if (!inText && !token.startsWith("\\")) return `"${token}"`;
    return token;
  });
}
