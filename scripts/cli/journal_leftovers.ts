/** The journals that earlier commands left beside an output. @module */
import { basename, dirname } from "../deps/std/path/mod.ts";
import type * as v from "../deps/valibot.ts";
import { Failure } from "../result/failure.ts";
import {
  type JournalledCommand,
  type JournalRecord,
  type ParsedJournal,
  parseJournal,
} from "../result/journal.ts";
import { lockIfFree, release } from "../system/lock.ts";
import type { CommandIo } from "./io.ts";

/** Where journals are, and of which command. */
export interface JournalPlace<Kept extends JournalRecord> {
  readonly command: JournalledCommand;
  /** The output that they are beside. */
  readonly output: string;
  /** Matches the same output of other times, if its name has a time; null if it has none. */
  readonly siblings: RegExp | null;
  /** The schema of a record. */
  readonly schema: v.GenericSchema<unknown, Kept>;
}

/** A journal that an earlier command left. */
export interface Leftover<Kept extends JournalRecord> extends ParsedJournal<Kept> {
  readonly path: string;
  /** Open and locked. */
  readonly file: Deno.FsFile;
}

/** The journals beside an output. */
export interface FoundJournals<Kept extends JournalRecord> {
  /** Journals with finished work whose command has ended, newest first. */
  readonly leftovers: readonly Leftover<Kept>[];
  /** A line about each that cannot be resumed, although it may keep finished work. */
  readonly broken: readonly string[];
  /** A line about each that belongs to another command. */
  readonly foreign: readonly string[];
}

const NOUNS: Readonly<Record<JournalledCommand, string>> = { run: "run", compare: "comparison" };
const ENDING = /(\.\d+)?\.journal$/;

/** The output that a journal is beside. */
export function outputOf(path: string): string {
  return path.replace(ENDING, "");
}

/** The path of the journal with that number, from 1, beside an output. */
export function journalPath(output: string, number: number): string {
  return `${output}${number === 1 ? "" : `.${number}`}.journal`;
}

/**
 * Finds the journals beside an output, and removes those that keep nothing.
 *
 * @throws {Failure} If the folder cannot be read.
 */
export async function findJournals<Kept extends JournalRecord>(
  place: JournalPlace<Kept>,
  io: CommandIo,
): Promise<FoundJournals<Kept>> {
  const { output, siblings } = place;
  const isBeside = (name: string) =>
    siblings === null ? name === basename(output) : siblings.test(name);
  const found = {
    leftovers: [] as Leftover<Kept>[],
    broken: [] as string[],
    foreign: [] as string[],
  };
  for (const name of await io.listFiles(dirname(output))) {
    if (!ENDING.test(name) || !isBeside(outputOf(name))) continue;
    await look(output.replace(/[^/\\]*$/, () => name), place, io, found);
  }
  found.leftovers.sort((a, b) => a.header.started < b.header.started ? 1 : -1);
  return found;
}

async function look<Kept extends JournalRecord>(
  path: string,
  { command, schema }: JournalPlace<Kept>,
  io: CommandIo,
  { leftovers, broken, foreign }: {
    [Key in keyof FoundJournals<Kept>]: FoundJournals<Kept>[Key][number][];
  },
): Promise<void> {
  const file = await lockIfFree(path);
  if (file === null) return void foreign.push(`${path} is in use by another command`);
  const content = await io.readText(path).catch((error) => {
    if (error instanceof Failure) return error;
    throw error;
  });
  const parsed = content instanceof Failure ? null : parseJournal(content, schema);
  if (content instanceof Failure) broken.push(content.message);
  else if (content === "" || (parsed !== null && keepsNothing(parsed))) await io.remove(path);
  else if (parsed === null) broken.push(`${path} cannot be read as a journal`);
  else if (parsed.header.command !== command) {
    foreign.push(`${path} is the journal of a ${NOUNS[parsed.header.command]}`);
  } else return void leftovers.push({ ...parsed, path, file });
  release(file);
}

/** Whether a journal has neither measurements nor lines that cannot be read. */
function keepsNothing({ records, damaged }: ParsedJournal<JournalRecord>): boolean {
  return damaged === 0 && records.every(isAside);
}

/** Whether a record is not a measurement. */
export function isAside({ kind }: JournalRecord): boolean {
  return kind === "processor";
}

/** Says which journals there are, and how to use or remove them. */
export function describeLeftovers(
  [newest, ...older]: readonly [Leftover<JournalRecord>, ...Leftover<JournalRecord>[]],
): string {
  const { path, header, records } = newest;
  const more = older.length === 0
    ? ""
    : older.length === 1
    ? " (there is an older one, too)"
    : ` (there are ${older.length} older ones, too)`;
  return `${path} keeps ${countRounds(records)} of a ${NOUNS[header.command]} of ` +
    `${header.started}, which was interrupted${more}; continue it with --resume, or remove ` +
    (older.length === 0 ? "it" : "them");
}

/** Says why there is nothing to resume. */
export function describeNothing<Kept extends JournalRecord>(
  { command, output, siblings }: JournalPlace<Kept>,
  { broken, foreign }: FoundJournals<Kept>,
): string {
  const others = [...broken, ...foreign];
  if (others.length > 0) return others.join("; ");
  const where = siblings === null ? `beside ${output}` : `in ${dirname(output)}`;
  return `there is no journal of an unfinished ${NOUNS[command]} ${where}`;
}

/** Such as `2 finished rounds`. */
export function countRounds(records: readonly JournalRecord[]): string {
  const rounds = records.filter(({ kind }) => kind === "round" || kind === "confirmation").length;
  return rounds === 1 ? "1 finished round" : `${rounds} finished rounds`;
}
