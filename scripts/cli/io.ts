/** Everything outside that a command uses, so that tests can replace it. @module */
import { Failure } from "../result/failure.ts";
import { decodeText } from "../result/text/decode.ts";
import { isMissing } from "../system/missing.ts";
import { rename } from "../system/in_use.ts";
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
  /** Receives each error message as it was written, without `error: `. */
  onComplaint?(line: string): void;
  /** Whether standard output is a terminal. */
  readonly outIsTerminal: boolean;
  /** Whether standard error is a terminal. */
  readonly errorIsTerminal: boolean;
  /** Whether NO_COLOR is set. */
  readonly noColor: boolean;
  /** Columns of the terminal; 80 if there is none. */
  readonly columns: number;
  /**
   * The absolute working directory with forward slashes; null if there is no permission to read it.
   */
  readonly root: string | null;
  /** The time. */
  now(): Date;
  /**
   * Reads a file as text, in UTF-8 or the encoding of its byte order mark; `-` is standard input.
   *
   * @throws {Failure} If it cannot be read, or is too large; the message has the reason.
   */
  readText(path: string): Promise<string>;
  /**
   * Reads a file that may be a log, like {@linkcode readText}. Of a large log it leaves out the
   * lines that are far from results.
   *
   * @throws {Failure} If it cannot be read, or is too large; the message has the reason.
   */
  readLog(path: string): Promise<string>;
  /**
   * Reads a file that need not be text.
   *
   * @throws {Failure} If it cannot be read, with the reason.
   */
  readBytes(path: string): Promise<Uint8Array>;
  /**
   * Writes the whole file or nothing, and makes missing folders. It also removes files that a
   * killed process left half written in the same folder.
   *
   * @throws {Failure} If it cannot be written, with the reason.
   */
  writeWhole(path: string, content: string | Uint8Array): Promise<void>;
  /**
   * Writes a folder with these files as a whole or not at all, and makes missing folders. The path
   * must not exist yet.
   *
   * @param files Texts by file name.
   * @throws {Failure} If it cannot be written, with the reason.
   */
  writeFolder(path: string, files: ReadonlyMap<string, string>): Promise<void>;
  /**
   * Moves a file, replacing an existing one. A missing file is not an error.
   *
   * @throws {Failure} If it cannot be moved, with the reason.
   */
  move(from: string, to: string): Promise<void>;
  /**
   * Appends to a file, and creates it if it is missing.
   *
   * @throws {Failure} If it cannot be written, with the reason.
   */
  appendText(path: string, text: string): Promise<void>;
  /**
   * Checks that a file can be written, and leaves nothing behind.
   *
   * @throws {Failure} If it cannot be written; the message has the reason.
   */
  probeWrite(path: string): Promise<void>;
  /**
   * Removes a file or an empty folder. A missing one is not an error.
   *
   * @throws {Failure} If it cannot be removed, with the reason.
   */
  remove(path: string): Promise<void>;
  /** When a file was last written; null if the system does not say. */
  modifiedAt(path: string): Promise<Date | null>;
  /** Whether a path is a file, also through links; pipes and devices are not. */
  isFile(path: string): Promise<boolean>;
  /** Names of the files in a folder, in no order; none if the folder is missing. */
  listFiles(path: string): Promise<string[]>;
  /** Names of the folders in a folder, like {@linkcode listFiles}; links do not count. */
  listFolders(path: string): Promise<string[]>;
  /** Names of everything in a folder, with links and folders, like {@linkcode listFiles}. */
  listNames(path: string): Promise<string[]>;
}

/** The streams, files and clock of the process. */
export const denoIo: CommandIo = {
  writeOut: (text) => writeAll(Deno.stdout, text, "standard output"),
  writeError(text) {
    try {
      writeAll(Deno.stderr, text, "standard error");
    } catch (error) {
      // Nothing is left to report it on, and the exit code still shows how the command ended.
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
      await rename(from, to);
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
      if (isMissing(error)) return false;
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
  // A command that was asked to stop may still read files that its report needs.
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
    if (isMissing(error)) return [];
    throw explain(error, `Cannot read the folder ${path}`, `--allow-read=${path}`);
  }
}

/** How long to wait for a slow reader before writing to it again. */
const RETRY_MS = 5;

/**
 * Writes all of a text, as fast as its reader takes it. A reader that has gone is not an error.
 *
 * @param name The name of the stream in messages.
 * @throws {Failure} If the system refuses, for example because a disk is full.
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
      // The reader has gone, as in `compare | head`; it has what it wanted.
      if (error instanceof Deno.errors.BrokenPipe) return;
      // A pipe that another program made non-blocking is full until its reader catches up.
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
    // A terminal whose size was never set reports 0.
    return Deno.consoleSize().columns || 80;
  } catch {
    return 80;
  }
}
