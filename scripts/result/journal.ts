/**
 * A journal: what a command has finished while it goes on, so that nothing is lost when it is ended.
 * It is a text with a line of JSON for each thing finished, after one on what the command measures.
 *
 * @module
 */
import * as v from "../deps/valibot.ts";
import { timestampSchema } from "./timestamp.ts";
import { quoteValue } from "./validate.ts";

/** The commands that keep one. */
export type JournalledCommand = "run" | "compare";

/** What is measured, and how; what was finished counts only for the same. Every value is text. */
export type Subject = Readonly<Record<string, string>>;

/** The first line. */
export interface JournalHeader {
  /** The program that wrote it and its version. */
  readonly generator: string;
  /** The command that keeps it. */
  readonly command: JournalledCommand;
  /** When that began, ISO 8601. */
  readonly started: string;
  /** What it measures. */
  readonly subject: Subject;
}

/** Something finished. */
export interface JournalRecord {
  /** What it is, such as `round`. */
  readonly kind: string;
}

/** Where a command puts what it has finished. */
export interface Journal<Kept> {
  /** Files and folders that are written meanwhile. */
  readonly outputs: readonly string[];
  /**
   * Tells what is going to be measured.
   *
   * @returns What an earlier command of the same has finished; empty for one that starts anew.
   * @throws {Failure} If it is to go on with what turns out to be another thing.
   */
  begin(subject: Subject): Promise<readonly Kept[]>;
  /** Keeps what is finished. */
  append(record: Kept): void;
}

/** What the text of a journal holds. */
export interface ParsedJournal<Kept> {
  readonly header: JournalHeader;
  readonly records: readonly Kept[];
  /** Lines that are damaged, and left out. */
  readonly damaged: number;
  /** Bytes up to the end of the last line; behind it is what was being written at the end. */
  readonly bytes: number;
}

const text = v.string();

const headerSchema = v.object({
  generator: text,
  command: v.picklist(["run", "compare"]),
  started: timestampSchema,
  subject: v.record(text, text),
});

/** What stands for a number that JSON does not have, such as infinity. */
const NUMBER = "$number";

/** A value as a line of a journal. */
export function formatJournalLine(value: unknown): string {
  const text = JSON.stringify(
    value,
    (_key, part: unknown) =>
      typeof part === "number" && !Number.isFinite(part) ? { [NUMBER]: String(part) } : part,
  );
  return `${text}\n`;
}

function reviveNumber(_key: string, part: unknown): unknown {
  return typeof part === "object" && part !== null && NUMBER in part ? Number(part[NUMBER]) : part;
}

/**
 * Reads a journal without what was being written when the machine went down, and without lines that
 * are damaged.
 *
 * @param schema What a record has to be.
 * @returns Null where the first line is not whole.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as v from "../deps/valibot.ts";
 * const header = {
 *   generator: "benchline",
 *   command: "run",
 *   started: "2026-01-31T12:00:00Z",
 *   subject: {},
 * };
 * const whole = `${JSON.stringify(header)}\n{"round":1}\n`;
 * const journal = parseJournal(`${whole}{"rou`, v.object({ round: v.number() }));
 * assertEquals(journal?.records, [{ round: 1 }]);
 * assertEquals(journal?.bytes, whole.length);
 * ```
 */
export function parseJournal<Kept>(
  content: string,
  schema: v.GenericSchema<unknown, Kept>,
): ParsedJournal<Kept> | null {
  const end = content.lastIndexOf("\n") + 1;
  const [first = "", ...lines] = content.slice(0, end).split("\n").slice(0, -1);
  const header = parseLine(first, headerSchema);
  if (header === null) return null;
  const records = lines.map((line) => parseLine(line, schema)).filter((record) => record !== null);
  return {
    header,
    records,
    damaged: lines.length - records.length,
    bytes: new TextEncoder().encode(content.slice(0, end)).length,
  };
}

function parseLine<T>(line: string, schema: v.GenericSchema<unknown, T>): T | null {
  try {
    const { success, output } = v.safeParse(schema, JSON.parse(line, reviveNumber));
    return success ? output as T : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/**
 * What differs between two subjects, in words.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const differences = describeDifferences({ commit: "1a", flags: "" }, { commit: "2b", flags: "" });
 * assertEquals(differences, ['commit ("1a", now "2b")']);
 * ```
 */
export function describeDifferences(before: Subject, now: Subject): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(now)]);
  const value = (subject: Subject, name: string) =>
    Object.hasOwn(subject, name) && subject[name] !== "" ? quoteValue(subject[name]) : "none";
  return [...names].filter((name) => value(before, name) !== value(now, name))
    .map((name) => `${name} (${value(before, name)}, now ${value(now, name)})`);
}
