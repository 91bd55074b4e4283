/** The file in which a command keeps what it has finished, beside the output that it becomes. @module */
import { basename, dirname, join } from "../deps/std/path/mod.ts";
import type * as v from "../deps/valibot.ts";
import { lockIfFree } from "../system/lock.ts";
import { Failure } from "../result/failure.ts";
import {
  describeDifferences,
  formatJournalLine,
  type Journal,
  type JournalHeader,
  type JournalledCommand,
  type JournalRecord,
  type ParsedJournal,
  parseJournal,
  type Subject,
} from "../result/journal.ts";
import { VERSION } from "../result/version.ts";
import { type CommandIo, explainWrite, makeFolders, removeEmpty } from "./io.ts";
import { note, warn } from "./messages.ts";

/** Where a journal lies. */
interface Place {
  /** The output that it lies beside. */
  readonly output: string;
  /** Where the output has the time in its name: what those of other times are called. */
  readonly siblings: RegExp | null;
}

/** What a journal is opened for. */
export interface JournalOptions<Kept extends JournalRecord> extends Place {
  readonly command: JournalledCommand;
  /** Whether to go on with what an earlier command has left. */
  readonly resume: boolean;
  /** Whether to go on without a word. */
  readonly quiet: boolean;
  readonly started: Date;
  /** Further files and folders that are written meanwhile. */
  readonly outputs: readonly string[];
  /** What a record has to be. */
  readonly schema: v.GenericSchema<unknown, Kept>;
}

/** What an earlier command has left. */
interface Leftover<Kept extends JournalRecord> extends ParsedJournal<Kept> {
  readonly path: string;
  /** Open and locked. */
  readonly file: Deno.FsFile;
}

/** A journal in a file that is synced with each record. A lock on it shows that its command goes on. */
export class JournalFile<Kept extends JournalRecord> implements Journal<Kept> {
  /** The output that it lies beside. */
  readonly output: string;
  /** When the first of what it keeps was begun. */
  readonly started: Date;
  readonly outputs: readonly string[];
  readonly #io: CommandIo;
  readonly #command: JournalledCommand;
  readonly #path: string;
  readonly #resumed: Leftover<Kept> | null;
  readonly #quiet: boolean;
  readonly #madeFolders: string[] = [];
  #file: Deno.FsFile | null;
  #hasBegun = false;
  /** Bytes of the file that are whole. */
  #bytes: number;
  /** What could not be written yet. */
  #pending = "";
  #records: number;
  #hasWarned = false;

  private constructor(
    io: CommandIo,
    { command, output, outputs, quiet, started }: JournalOptions<Kept>,
    path: string,
    resumed: Leftover<Kept> | null,
  ) {
    this.#io = io;
    this.#command = command;
    this.#path = path;
    this.#quiet = quiet;
    this.#resumed = resumed;
    this.output = resumed === null ? output : outputOf(path);
    this.started = resumed === null ? started : new Date(resumed.header.started);
    this.outputs = [...outputs, this.output, path];
    this.#file = resumed?.file ?? null;
    this.#bytes = resumed?.bytes ?? 0;
    this.#records = resumed?.records.length ?? 0;
  }

  /**
   * Finds what earlier commands have left beside the output: to go on with the newest of it, or to say
   * that it lies there.
   *
   * @throws {Failure} If there is nothing to go on with.
   */
  static async open<Kept extends JournalRecord>(
    io: CommandIo,
    options: JournalOptions<Kept>,
  ): Promise<JournalFile<Kept>> {
    const { output, siblings, resume, command } = options;
    const names = await findJournals(options, io);
    const leftovers = await readLeftovers(names, options, io);
    const [newest] = leftovers;
    for (const { file } of resume ? leftovers.slice(1) : leftovers) file.close();
    if (resume) {
      if (newest !== undefined) return new JournalFile(io, options, newest.path, newest);
      const where = siblings === null ? `beside ${output}` : `in ${dirname(output)}`;
      throw new Failure(
        `Cannot resume: no journal of an unfinished ${NOUNS[command]} lies ${where}`,
      );
    }
    if (newest !== undefined) warn(io, describeLeftovers(newest, leftovers.length - 1, command));
    return new JournalFile(io, options, join(dirname(output), freeName(output, names)), null);
  }

  async begin(subject: Subject): Promise<readonly Kept[]> {
    const resumed = this.#resumed;
    if (resumed === null) {
      this.#hasBegun = true;
      const header: JournalHeader = {
        generator: GENERATOR,
        command: this.#command,
        started: this.started.toISOString(),
        subject,
      };
      this.#pending = formatJournalLine(header);
      try {
        await makeFolders(dirname(this.#path), this.#madeFolders);
        this.#write();
      } catch (error) {
        this.#tellUnwritten(error);
      }
      return [];
    }
    const differences = describeDifferences(resumed.header.subject, subject);
    if (differences.length > 0) {
      throw new Failure(
        `Cannot resume ${this.#path}: it differs in ${differences.join(", ")}; ` +
          "without --resume everything is measured anew",
      );
    }
    this.#hasBegun = true;
    if (!this.#quiet) {
      note(this.#io, `going on with ${countRounds(resumed.records)} of ${resumed.header.started}`);
    }
    return resumed.records;
  }

  append(record: Kept): void {
    this.#pending += formatJournalLine(record);
    this.#records++;
    try {
      this.#write();
    } catch (error) {
      this.#tellUnwritten(error);
    }
  }

  /**
   * Ends it.
   *
   * @param keep Whether what is finished is still wanted: the output could not be written, or lacks
   * something. Then it is said how to go on.
   */
  async close(keep: boolean): Promise<void> {
    const file = this.#file;
    if (file === null) return;
    this.#file = null;
    if (keep && this.#records > 0) {
      file.close();
      if (this.#hasBegun) {
        note(this.#io, `${this.#path} keeps what is finished; --resume goes on with it`);
      }
      return;
    }
    file.close();
    await this.#io.remove(this.#path);
    await removeEmpty(this.#madeFolders);
  }

  #write(): void {
    this.#file ??= createLocked(this.#path);
    const file = this.#file;
    // A write that failed may have left a part of a line.
    file.truncateSync(this.#bytes);
    file.seekSync(this.#bytes, Deno.SeekMode.Start);
    const bytes = new TextEncoder().encode(this.#pending);
    for (let sent = 0; sent < bytes.length;) sent += file.writeSync(bytes.subarray(sent));
    file.syncDataSync();
    this.#bytes += bytes.length;
    this.#pending = "";
  }

  /** What cannot be written is tried again with the next record: measuring goes on meanwhile. */
  #tellUnwritten(error: unknown): void {
    const failure = explainWrite(error, this.#path);
    if (!(failure instanceof Failure)) throw failure;
    if (!this.#hasWarned) warn(this.#io, `what is finished is not safe yet: ${failure.message}`);
    this.#hasWarned = true;
  }
}

const ENDING = /(\.\d+)?\.journal$/;
const NOUNS: Readonly<Record<JournalledCommand, string>> = { run: "run", compare: "comparison" };
const GENERATOR = `benchline ${VERSION}`;

/** The output that a journal lies beside. */
function outputOf(path: string): string {
  return path.replace(ENDING, "");
}

/** The first name for a journal beside an output that no other has. */
function freeName(output: string, taken: readonly string[]): string {
  for (let number = 1;; number++) {
    const name = `${basename(output)}${number === 1 ? "" : `.${number}`}.journal`;
    if (!taken.includes(name)) return name;
  }
}

/** Names of the journals beside an output. Where nobody asks for them, a folder may be unreadable. */
async function findJournals(
  { output, siblings, resume }: Place & { readonly resume: boolean },
  io: CommandIo,
): Promise<string[]> {
  const isSibling = (name: string) =>
    siblings === null ? name === basename(output) : siblings.test(name);
  const names = await io.listFiles(dirname(output)).catch((error) => {
    if (resume || !(error instanceof Failure)) throw error;
    return [];
  });
  return names.filter((name) => ENDING.test(name) && isSibling(outputOf(name)));
}

/** Those whose command has ended and that keep something, the newest first; empty ones are removed. */
async function readLeftovers<Kept extends JournalRecord>(
  names: readonly string[],
  { command, output, schema }: JournalOptions<Kept>,
  io: CommandIo,
): Promise<Leftover<Kept>[]> {
  const leftovers: Leftover<Kept>[] = [];
  for (const name of names) {
    const path = join(dirname(output), name);
    const file = await lockIfFree(path);
    if (file === null) continue;
    const content = await io.readText(path);
    const parsed = parseJournal(content, schema);
    if (parsed?.header.command === command && parsed.records.length > 0) {
      leftovers.push({ ...parsed, path, file });
      continue;
    }
    if (content === "" || parsed?.records.length === 0) await io.remove(path);
    file.close();
  }
  return leftovers.sort((a, b) => a.header.started < b.header.started ? 1 : -1);
}

function createLocked(path: string): Deno.FsFile {
  const file = Deno.openSync(path, { write: true, createNew: true });
  file.lockSync(true);
  return file;
}

function describeLeftovers(
  { path, header, records }: Leftover<JournalRecord>,
  older: number,
  command: JournalledCommand,
): string {
  const more = older === 0
    ? ""
    : older === 1
    ? ", and an older one is left"
    : `, and ${older} older ones are left`;
  return `${path} keeps ${countRounds(records)} of a ${NOUNS[command]} of ${header.started}, ` +
    `which was ended too early${more}; go on with it by --resume, or remove ` +
    (older === 0 ? "it" : "them");
}

function countRounds(records: readonly JournalRecord[]): string {
  const rounds = records.filter(({ kind }) => kind === "round" || kind === "confirmation").length;
  return rounds === 1 ? "1 finished round" : `${rounds} finished rounds`;
}
