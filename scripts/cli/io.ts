/** What a command may touch of the world outside, so that tests can stand in for it. @module */
import { Failure } from "../result/failure.ts";
import { decodeText } from "../result/text/decode.ts";
import { explain, explainWrite } from "./explain.ts";
import { stopRequest } from "./interrupt.ts";
import { nameOfPath, readAtMost, readLog } from "./read_bytes.ts";
import { probeWrite, writeFolder, writeWhole } from "./write_file.ts";

/** The streams, files and clock of a command. */
export interface CommandIo {
  /** Writes text to standard output. */
  writeOut(text: string): void;
  /** Writes text to standard error. */
  writeError(text: string): void;
  /** Hears of each complaint, as it was written but without its `error: `. */
  onComplaint?(line: string): void;
  /** Whether standard output is a terminal. */
  readonly outIsTerminal: boolean;
  /** Whether standard error is. */
  readonly errorIsTerminal: boolean;
  /** Whether NO_COLOR is set. */
  readonly noColor: boolean;
  /** Columns of the terminal, 80 where there is none. */
  readonly columns: number;
  /** The working directory, absolute with forward slashes; null without the permission to read it. */
  readonly root: string | null;
  /** The time. */
  now(): Date;
  /**
   * Reads a file as text, in UTF-8 or in what its byte order mark says; `-` is standard input.
   *
   * @throws {Failure} If it cannot be read or is too large, with the reason.
   */
  readText(path: string): Promise<string>;
  /**
   * Reads a file that may be a log, as {@linkcode readText}: what is far from results in a large one is
   * left out, up to the ends of lines.
   *
   * @throws {Failure} If it cannot be read or is too large, with the reason.
   */
  readLog(path: string): Promise<string>;
  /**
   * Reads a file that need not be text.
   *
   * @throws {Failure} If it cannot be read, with the reason.
   */
  readBytes(path: string): Promise<Uint8Array>;
  /**
   * Writes the whole file or nothing, making the folders it lies in. What a process that was killed
   * has left half written in that folder is removed.
   *
   * @throws {Failure} If it cannot be written, with the reason.
   */
  writeWhole(path: string, content: string | Uint8Array): Promise<void>;
  /**
   * Writes a folder with these files as a whole or not at all, making the folders it lies in. There is
   * nothing by its name yet.
   *
   * @param files Texts by names.
   * @throws {Failure} If it cannot be written, with the reason.
   */
  writeFolder(path: string, files: ReadonlyMap<string, string>): Promise<void>;
  /**
   * Gives a file another path, where it takes the place of one that is there; one that has gone is no
   * error.
   *
   * @throws {Failure} If it cannot be moved, with the reason.
   */
  move(from: string, to: string): Promise<void>;
  /**
   * Adds to the end of a file, making it if it is not there.
   *
   * @throws {Failure} If it cannot be written, with the reason.
   */
  appendText(path: string, text: string): Promise<void>;
  /**
   * Finds out whether a file could be written, without leaving anything behind.
   *
   * @throws {Failure} If it could not, with the reason.
   */
  probeWrite(path: string): Promise<void>;
  /**
   * Removes a file, or a folder with nothing in it; one that is not there is no error.
   *
   * @throws {Failure} If it cannot be removed, with the reason.
   */
  remove(path: string): Promise<void>;
  /** When a file was last written; null where the system does not tell. */
  modifiedAt(path: string): Promise<Date | null>;
  /** Whether a path leads to a file, through links too; a pipe or a device is none. */
  isFile(path: string): Promise<boolean>;
  /** Names of the files in a folder, in no order; none where there is no such folder. */
  listFiles(path: string): Promise<string[]>;
  /** Names of the folders in a folder, as {@linkcode listFiles}; a link is none. */
  listFolders(path: string): Promise<string[]>;
  /** Names of all that is in a folder, links and folders too, as {@linkcode listFiles}. */
  listNames(path: string): Promise<string[]>;
}

/** The streams, files and clock of the process. */
export const denoIo: CommandIo = {
  writeOut: (text) => writeAll(Deno.stdout, text, "standard output"),
  writeError(text) {
    try {
      writeAll(Deno.stderr, text, "standard error");
    } catch (error) {
      // There is nowhere left to say so, and the exit code still tells how the command went.
      if (!(error instanceof Failure)) throw error;
    }
  },
  get outIsTerminal() {
    return Deno.stdout.isTerminal();
  },
  get errorIsTerminal() {
    return Deno.stderr.isTerminal();
  },
  get noColor() {
    return Deno.noColor;
  },
  get columns() {
    return readColumns();
  },
  get root() {
    return readRoot();
  },
  now: () => new Date(),
  readText: (path) =>
    readFile(path, async (action, signal) => decodeText(await readAtMost(path, action, signal))),
  readLog: (path) => readFile(path, (action, signal) => readLog(path, action, signal)),
  async readBytes(path) {
    try {
      return await Deno.readFile(path);
    } catch (error) {
      throw explain(error, `Cannot read ${path}`, `--allow-read=${path}`);
    }
  },
  writeWhole,
  writeFolder,
  async move(from, to) {
    try {
      await Deno.rename(from, to);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return;
      throw explainWrite(error, to);
    }
  },
  async appendText(path, text) {
    try {
      await Deno.writeTextFile(path, text, { append: true });
    } catch (error) {
      throw explainWrite(error, path);
    }
  },
  probeWrite,
  async remove(path) {
    try {
      await Deno.remove(path);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return;
      throw explain(error, `Cannot remove ${path}`, `--allow-write=${path}`);
    }
  },
  async modifiedAt(path) {
    try {
      return (await Deno.stat(path)).mtime;
    } catch (error) {
      throw explain(error, `Cannot read ${path}`, `--allow-read=${path}`);
    }
  },
  async isFile(path) {
    try {
      return (await Deno.stat(path)).isFile;
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return false;
      throw explain(error, `Cannot read ${path}`, `--allow-read=${path}`);
    }
  },
  listFiles: async (path) =>
    (await listFolder(path)).filter(({ isFile }) => isFile).map(({ name }) => name),
  listFolders: async (path) =>
    (await listFolder(path)).filter(({ isDirectory }) => isDirectory).map(({ name }) => name),
  listNames: async (path) => (await listFolder(path)).map(({ name }) => name),
};

async function readFile(
  path: string,
  read: (action: string, signal: AbortSignal | null) => Promise<string>,
): Promise<string> {
  const action = `Cannot read ${nameOfPath(path)}`;
  // What was asked to stop before may still read what it needs for telling what it has.
  const signal = stopRequest.aborted ? null : stopRequest;
  try {
    return await read(action, signal);
  } catch (error) {
    // A pipe may never have a writer.
    signal?.throwIfAborted();
    throw explain(error, action, `--allow-read=${path}`);
  }
}

async function listFolder(path: string): Promise<Deno.DirEntry[]> {
  try {
    return await Array.fromAsync(Deno.readDir(path));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw explain(error, `Cannot read the folder ${path}`, `--allow-read=${path}`);
  }
}

/** How long to wait before a reader that is behind is tried again. */
const RETRY_MS = 5;

/**
 * Writes all of a text, at the pace of its reader. One that has gone is no error.
 *
 * @param name What to call the stream in messages.
 * @throws {Failure} If the system refuses, as where a disk is full.
 */
export function writeAll(
  stream: { writeSync(bytes: Uint8Array): number },
  text: string,
  name: string,
): void {
  const bytes = new TextEncoder().encode(text);
  for (let sent = 0; sent < bytes.length;) {
    try {
      sent += stream.writeSync(bytes.subarray(sent));
    } catch (error) {
      // The reader has gone, as in `compare | head`; what it wanted it has.
      if (error instanceof Deno.errors.BrokenPipe) return;
      // A pipe that another program has made non-blocking is full until its reader has gone on.
      if (!(error instanceof Deno.errors.WouldBlock)) {
        throw explain(error, `Cannot write to ${name}`, "--allow-write");
      }
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
    }
  }
}

function readRoot(): string | null {
  try {
    return Deno.cwd().replaceAll("\\", "/");
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable || error instanceof Deno.errors.NotFound) {
      return null;
    }
    throw error;
  }
}

function readColumns(): number {
  try {
    // A terminal that was never told its size has none.
    return Deno.consoleSize().columns || 80;
  } catch {
    return 80;
  }
}
