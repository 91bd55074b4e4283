/** The file in which a command keeps what it has finished, beside the output that it becomes. @module */
import { dirname } from "../deps/std/path/mod.ts";
import { Failure } from "../result/failure.ts";
import { formatCount } from "../result/format_count.ts";
import {
  describeDifferences,
  formatJournalLine,
  type Journal,
  type JournalHeader,
  type JournalledCommand,
  type JournalRecord,
  type Subject,
} from "../result/journal.ts";
import { VERSION } from "../result/version.ts";
import { createLockedSync } from "../system/lock.ts";
import { explainWrite } from "./explain.ts";
import type { CommandIo } from "./io.ts";
import {
  countRounds,
  describeLeftovers,
  describeNothing,
  findJournals,
  type FoundJournals,
  isAside,
  journalPath,
  type JournalPlace,
  type Leftover,
  outputOf,
} from "./journal_leftovers.ts";
import { note, warn } from "./messages.ts";
import { makeFolders, removeEmpty } from "./write_file.ts";

/** What a journal is opened for. */
export interface JournalOptions<Kept extends JournalRecord> extends JournalPlace<Kept> {
  /** Whether to go on with what an earlier command has left. */
  readonly resume: boolean;
  readonly started: Date;
  /** Further files and folders that are written meanwhile. */
  readonly outputs: readonly string[];
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
  #path: string;
  readonly #resumed: Leftover<Kept> | null;
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
    { command, output, outputs, started }: JournalOptions<Kept>,
    path: string,
    resumed: Leftover<Kept> | null,
  ) {
    this.#io = io;
    this.#command = command;
    this.#path = path;
    this.#resumed = resumed;
    this.output = resumed === null ? output : outputOf(path);
    this.started = resumed === null ? started : new Date(resumed.header.started);
    this.outputs = [...outputs, this.output, path];
    this.#file = resumed?.file ?? null;
    this.#bytes = resumed?.bytes ?? 0;
    this.#records = resumed?.records.filter((record) => !isAside(record)).length ?? 0;
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
    const { output, resume } = options;
    const found = await findJournals(options, io).catch((error): FoundJournals<Kept> => {
      // Where nobody asks for journals, the folder of the output may be unreadable.
      if (resume || !(error instanceof Failure)) throw error;
      return { leftovers: [], broken: [], foreign: [] };
    });
    const [newest, ...older] = found.leftovers;
    for (const { file } of older) file.close();
    if (resume) {
      if (newest !== undefined) return new JournalFile(io, options, newest.path, newest);
      throw new Failure(`Cannot resume: ${describeNothing(options, found)}`);
    }
    newest?.file.close();
    for (const line of found.broken) warn(io, line);
    if (newest !== undefined) warn(io, describeLeftovers([newest, ...older]));
    return new JournalFile(io, options, journalPath(output, 1), null);
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
          "without --resume everything is measured again",
      );
    }
    this.#hasBegun = true;
    if (resumed.damaged > 0) {
      warn(
        this.#io,
        `${this.#path} is damaged: ${formatCount(resumed.damaged, "line")} cannot be read`,
      );
    }
    note(this.#io, `continuing with ${countRounds(resumed.records)} of ${resumed.header.started}`);
    return resumed.records;
  }

  append(record: Kept): void {
    this.#pending += formatJournalLine(record);
    if (!isAside(record)) this.#records++;
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
        note(this.#io, `${this.#path} keeps what is finished; --resume continues it`);
      }
      return;
    }
    file.close();
    await this.#io.remove(this.#path);
    await removeEmpty(this.#madeFolders);
  }

  #write(): void {
    const file = this.#file ??= this.#create();
    // A write that failed may have left a part of a line.
    file.truncateSync(this.#bytes);
    file.seekSync(this.#bytes, Deno.SeekMode.Start);
    const bytes = new TextEncoder().encode(this.#pending);
    for (let sent = 0; sent < bytes.length;) sent += file.writeSync(bytes.subarray(sent));
    file.syncDataSync();
    this.#bytes += bytes.length;
    this.#pending = "";
  }

  /** Makes the file by the first name that is free. */
  #create(): Deno.FsFile {
    for (let number = 1;; number++) {
      this.#path = journalPath(this.output, number);
      const file = createLockedSync(this.#path);
      if (file !== null) return file;
    }
  }

  /** What cannot be written is tried again with the next record: measuring goes on meanwhile. */
  #tellUnwritten(error: unknown): void {
    const failure = explainWrite(error, this.#path);
    if (!(failure instanceof Failure)) throw failure;
    if (!this.#hasWarned) {
      warn(this.#io, `what is finished could not be saved yet: ${failure.message}`);
    }
    this.#hasWarned = true;
  }
}

const GENERATOR = `benchline ${VERSION}`;
