/**
 * A journal: a command's finished work while it runs, so that nothing is lost when it is
 * interrupted. Its first line says what the command measures. Each further line is JSON for one
 * finished thing.
 *
 * @module
 */
import * as v from "../deps/valibot.ts";
import { timestampSchema } from "./timestamp.ts";
import { quoteValue } from "./validate.ts";

/** The commands that keep a journal. */
export type JournalledCommand = "run" | "compare";

/**
 * What is measured, and how. Finished work counts only for an equal subject. Every value is text.
 */
export type Subject = Readonly<Record<string, string>>;

/** The first line of a journal. */
export interface JournalHeader {
  /** The program that wrote it and its version. */
  readonly generator: string;
  /** The command that keeps it. */
  readonly command: JournalledCommand;
  /** When the command began, ISO 8601. */
  readonly started: string;
  /** What it measures. */
  readonly subject: Subject;
}

/** A line for a finished thing. */
export interface JournalRecord {
  /** Its kind, such as `round`. */
  readonly kind: string;
}

/** Where a command records its finished work. */
export interface Journal<Kept> {
  /** Files and folders that the command writes meanwhile. */
  readonly outputs: readonly string[];
  /**
   * States what will be measured.
   *
   * @returns The finished work of an earlier command with the same subject; empty for a fresh
   * start.
   * @throws {Failure} If the journal to continue has another subject.
   */
  begin(subject: Subject): Promise<readonly Kept[]>;
  /** Records finished work. */
  append(record: Kept): void;
}

/** The content of a journal. */
export interface ParsedJournal<Kept> {
  readonly header: JournalHeader;
  readonly records: readonly Kept[];
  /** Damaged lines, which are left out. */
  readonly damaged: number;
  /**
   * Bytes up to the end of the last complete line. After it comes what was being written at the
   * end.
   */
  readonly bytes: number;
}

const text = v.string();

const headerSchema = v.object({
  generator: text,
  command: v.picklist(["run", "compare"]),
  started: timestampSchema,
  subject: v.record(text, text),
});

/** Marks a number that JSON does not have, such as infinity. */
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
 * Reads a journal, without damaged lines and without the line that was being written when the
 * machine went down.
 *
 * @param schema The schema of a record.
 * @returns Null if the first line is not complete.
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
 * Words for the differences between two subjects.
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
