/** What a command may touch of the world outside, so that tests can stand in for it. @module */
import { createLocked, lockIfFree } from "../files/lock.ts";
import { Failure } from "../result/failure.ts";
import { stopRequest } from "./interrupt.ts";

/** The streams, files and clock of a command. */
export interface CommandIo {
  /** Writes text to standard output. */
  writeOut(text: string): void;
  /** Writes text to standard error. */
  writeError(text: string): void;
  /** Whether standard output is a terminal. */
  readonly outIsTerminal: boolean;
  /** Whether standard error is. */
  readonly errorIsTerminal: boolean;
  /** Whether NO_COLOR is set. */
  readonly noColor: boolean;
  /** Columns of the terminal, 80 where there is none. */
  readonly columns: number;
  /** The time. */
  now(): Date;
  /**
   * Reads a file as text.
   *
   * @throws {Failure} If it cannot be read, with the reason.
   */
  readText(path: string): Promise<string>;
  /**
   * Writes the whole file or nothing, making the folders it lies in.
   *
   * @throws {Failure} If it cannot be written, with the reason.
   */
  writeWhole(path: string, text: string): Promise<void>;
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
   * Removes a file; one that is not there is no error.
   *
   * @throws {Failure} If it cannot be removed, with the reason.
   */
  remove(path: string): Promise<void>;
  /** When a file was last written; null where the system does not tell. */
  modifiedAt(path: string): Promise<Date | null>;
  /** Names of the files in a folder, in no order; none where there is no such folder. */
  listFiles(path: string): Promise<string[]>;
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
  now: () => new Date(),
  async readText(path) {
    // What was asked to stop before may still read what it needs for telling what it has.
    const signal = stopRequest.aborted ? null : stopRequest;
    try {
      return await Deno.readTextFile(path, signal === null ? {} : { signal });
    } catch (error) {
      // A pipe may never have a writer.
      signal?.throwIfAborted();
      throw explain(error, `Cannot read ${path}`, `--allow-read=${path}`);
    }
  },
  async writeWhole(path, text) {
    try {
      const target = await findTarget(path);
      using temporary = await writeTemporary(target, text);
      await Deno.rename(temporary.path, target).catch(async (error) => {
        await removeIfThere(temporary.path);
        throw error;
      });
    } catch (error) {
      throw explainWrite(error, path);
    }
  },
  async appendText(path, text) {
    try {
      await Deno.writeTextFile(path, text, { append: true });
    } catch (error) {
      throw explainWrite(error, path);
    }
  },
  async probeWrite(path) {
    try {
      const target = await findTarget(path);
      const made: string[] = [];
      try {
        using temporary = await writeTemporary(target, "", made);
        await removeIfThere(temporary.path);
      } finally {
        await removeEmpty(made);
      }
    } catch (error) {
      throw explainWrite(error, path);
    }
  },
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
  async listFiles(path) {
    const names: string[] = [];
    try {
      for await (const entry of Deno.readDir(path)) if (entry.isFile) names.push(entry.name);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return [];
      throw explain(error, `Cannot read the folder ${path}`, `--allow-read=${path}`);
    }
    return names;
  },
};

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

/**
 * The file that a path leads to; a link is followed, so that it stays one.
 *
 * @throws {Failure} If something else than a file is there.
 */
async function findTarget(path: string): Promise<string> {
  try {
    const target = await Deno.realPath(path);
    const { isFile, isDirectory } = await Deno.stat(target);
    if (isDirectory) throw new Deno.errors.IsADirectory();
    if (isFile) return target;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return path;
    throw error;
  }
  throw new Failure(`Cannot write ${path}: it is no regular file`);
}

/** How often a folder is made anew that somebody else removes before there is a file in it. */
const ATTEMPTS = 5;

/** A file that nobody takes for one that was left behind, until it is disposed of. */
interface TemporaryFile extends Disposable {
  readonly path: string;
}

/**
 * Writes a file beside `path`, on the same file system, after removing those that commands which have
 * been killed have left there.
 *
 * @param made Gets the folders that had to be made, the outermost first.
 */
async function writeTemporary(
  path: string,
  text: string,
  made: string[] = [],
): Promise<TemporaryFile> {
  const folder = folderOf(path);
  const temporary = `${path}.${crypto.randomUUID()}.tmp`;
  await removeLeftovers(path);
  for (let attempt = 1;; attempt++) {
    let file: Deno.FsFile | null = null;
    try {
      await makeFolders(folder, made);
      file = await createLocked(temporary);
      if (file === null) throw new Deno.errors.NotFound();
      const bytes = new TextEncoder().encode(text);
      for (let written = 0; written < bytes.length;) {
        written += await file.write(bytes.subarray(written));
      }
      const { close } = file;
      return { path: temporary, [Symbol.dispose]: close.bind(file) };
    } catch (error) {
      file?.close();
      await removeIfThere(temporary);
      if (!(error instanceof Deno.errors.NotFound) || attempt === ATTEMPTS) throw error;
    }
  }
}

const TEMPORARY = /^\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/;

async function removeLeftovers(path: string): Promise<void> {
  const folder = folderOf(path) || ".";
  const name = path.slice(folderOf(path).length);
  const isLeftover = (other: string) =>
    other.startsWith(name) && TEMPORARY.test(other.slice(name.length));
  for (const other of await denoIo.listFiles(folder).catch(() => [])) {
    if (!isLeftover(other)) continue;
    const file = await lockIfFree(`${folderOf(path)}${other}`);
    if (file === null) continue;
    await removeIfThere(`${folderOf(path)}${other}`);
    file.close();
  }
}

/** Makes what is missing of a folder, and notes in `made` what this call and no other has made. */
export async function makeFolders(folder: string, made: string[]): Promise<void> {
  const missing: string[] = [];
  for (
    let part = folder.replace(/[/\\]+$/, "");
    part !== "" && !await isDirectory(part);
    part = part.replace(/[/\\]*[^/\\]*$/, "")
  ) missing.unshift(part);
  for (const part of missing) {
    try {
      await Deno.mkdir(part);
      made.push(part);
    } catch (error) {
      if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    }
  }
}

/** Removes folders from the innermost outwards, up to the first that somebody has put something into. */
export async function removeEmpty(folders: readonly string[]): Promise<void> {
  for (const folder of folders.toReversed()) {
    try {
      await Deno.remove(folder);
    } catch {
      // Somebody else has put something into it, or removed it: it is no longer this command's.
      return;
    }
  }
}

/** The folder of a path with a slash at the end; empty for the working directory. */
function folderOf(path: string): string {
  return path.replace(/[^/\\]*$/, "");
}

/** Why a file could not be written, as a failure where that lies with the system. */
export function explainWrite(error: unknown, path: string): unknown {
  return explain(error, `Cannot write ${path}`, `--allow-write=${path}`);
}

function readColumns(): number {
  try {
    // A terminal that was never told its size has none.
    return Deno.consoleSize().columns || 80;
  } catch {
    return 80;
  }
}

async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isDirectory;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

async function removeIfThere(path: string): Promise<void> {
  try {
    await Deno.remove(path);
  } catch {
    // Where it could not be made it cannot be removed; the first error is the one to report.
  }
}

function explain(error: unknown, action: string, permission: string): unknown {
  const reasons: [new (...args: never[]) => Error, string][] = [
    [Deno.errors.NotFound, "there is no such file"],
    [Deno.errors.IsADirectory, "it is a directory, a file is wanted"],
    [Deno.errors.NotADirectory, "a part of the path is a file, not a directory"],
    [Deno.errors.NotCapable, `the permission ${permission} is not granted`],
    [Deno.errors.PermissionDenied, "the operating system denies it"],
  ];
  const reason = reasons.find(([kind]) => error instanceof kind)?.[1];
  if (reason !== undefined) return new Failure(`${action}: ${reason}`);
  // Deno has no class of its own for a full disk, a name too long and the like.
  if (error instanceof Error && /\(os error \d+\)/.test(error.message)) {
    return new Failure(`${action}: ${error.message.split("\n")[0]}`);
  }
  return error;
}
