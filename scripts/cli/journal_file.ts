/** The file in which a command keeps finished work, beside its output. @module */
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
import { createLockedSync, release } from "../system/lock.ts";
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

/** How to open a journal. */
export interface JournalOptions<Kept extends JournalRecord> extends JournalPlace<Kept> {
  /** Whether to continue the work that an earlier command left. */
  readonly resume: boolean;
  readonly started: Date;
  /** More files and folders that the command writes meanwhile. */
  readonly outputs: readonly string[];
}

/**
 * A journal in a file that is synced after each record. A lock on it shows that its command still
 * runs.
 */
export class JournalFile<Kept extends JournalRecord> implements Journal<Kept> {
  /** The output that it is beside. */
  readonly output: string;
  /** When the command that began it started. */
  readonly started: Date;
  readonly outputs: readonly string[];
  readonly #io: CommandIo;
  readonly #command: JournalledCommand;
  #path: string;
  readonly #resumed: Leftover<Kept> | null;
  readonly #madeFolders: string[] = [];
  #file: Deno.FsFile | null;
  #hasBegun = false;
  /** Bytes of the file that were written completely. */
  #bytes: number;
  /** Lines that could not be written yet. */
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
   * Finds journals that earlier commands left beside the output, and resumes the newest or warns of
   * them.
   *
   * @throws {Failure} If there is nothing to resume.
   */
  static async open<Kept extends JournalRecord>(
    io: CommandIo,
    options: JournalOptions<Kept>,
  ): Promise<JournalFile<Kept>> {
    const { output, resume } = options;
    const found = await findJournals(options, io).catch((error): FoundJournals<Kept> => {
      // Without --resume, the folder of the output may be unreadable.
      if (resume || !(error instanceof Failure)) throw error;
      return { leftovers: [], broken: [], foreign: [] };
    });
    const [newest, ...older] = found.leftovers;
    for (const { file } of older) release(file);
    if (resume) {
      if (newest !== undefined) return new JournalFile(io, options, newest.path, newest);
      throw new Failure(`Cannot resume: ${describeNothing(options, found)}`);
    }
    if (newest !== undefined) release(newest.file);
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
   * Closes the journal.
   *
   * @param keep Whether finished work is still needed, because the output could not be written or
   * is incomplete. A note then says how to continue.
   */
  async close(keep: boolean): Promise<void> {
    const file = this.#file;
    if (file === null) return;
    this.#file = null;
    if (keep && this.#records > 0) {
      release(file);
      if (this.#hasBegun) {
        note(this.#io, `${this.#path} keeps the finished work; --resume continues it`);
      }
      return;
    }
    release(file);
    await this.#io.remove(this.#path);
    await removeEmpty(this.#madeFolders);
  }

  #write(): void {
    const file = this.#file ??= this.#create();
    // A failed write may have left a part of a line.
    file.truncateSync(this.#bytes);
    file.seekSync(this.#bytes, Deno.SeekMode.Start);
    const bytes = new TextEncoder().encode(this.#pending);
    for (let sent = 0; sent < bytes.length;) sent += file.writeSync(bytes.subarray(sent));
    file.syncDataSync();
    this.#bytes += bytes.length;
    this.#pending = "";
  }

  /** Creates the file under the first free name. */
  #create(): Deno.FsFile {
    for (let number = 1;; number++) {
      this.#path = journalPath(this.output, number);
      const file = createLockedSync(this.#path);
      if (file !== null) return file;
    }
  }

  /** Warns once. Measuring goes on, and the next record writes the pending lines, too. */
  #tellUnwritten(error: unknown): void {
    const failure = explainWrite(error, this.#path);
    if (!(failure instanceof Failure)) throw failure;
    if (!this.#hasWarned) {
      warn(this.#io, `finished work could not be saved yet: ${failure.message}`);
    }
    this.#hasWarned = true;
  }
}

const GENERATOR = `benchline ${VERSION}`;
