/** Writes files as a whole, and makes folders for them. @module */
import { Failure } from "../result/failure.ts";
import { rename } from "../system/in_use.ts";
import { explainWrite } from "./explain.ts";
import {
  makeTemporaryFile,
  removeLeftovers,
  type TemporaryFile,
  writeWholeFolder,
} from "./temporary_file.ts";

/** See {@linkcode CommandIo.writeWhole}. */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  try {
    const target = await findTarget(path);
    const temporary = await writeTemporary(target, content);
    try {
      await rename(temporary.path, target);
      temporary.file.close();
    } catch (error) {
      await discard(temporary);
      throw error;
    }
  } catch (error) {
    throw explainWrite(error, path);
  }
}

/** See {@linkcode CommandIo.writeFolder}. */
export async function writeFolder(path: string, files: ReadonlyMap<string, string>): Promise<void> {
  try {
    await makeFolders(folderOf(path), []);
    await writeWholeFolder(path, folderOf(path), files);
  } catch (error) {
    throw explainWrite(error, path);
  }
}

/** See {@linkcode CommandIo.probeWrite}. */
export async function probeWrite(path: string): Promise<void> {
  try {
    const target = await findTarget(path);
    const made: string[] = [];
    try {
      await discard(await writeTemporary(target, "", made));
    } finally {
      await removeEmpty(made);
    }
  } catch (error) {
    throw explainWrite(error, path);
  }
}

/**
 * The file that a path leads to. A link is followed, so that it stays a link.
 *
 * @throws {Failure} If the path is something other than a file.
 */
async function findTarget(path: string): Promise<string> {
  if (/[/\\]$/.test(path)) {
    throw new Failure(`Cannot write ${path}: it names a folder, not a file`);
  }
  try {
    const target = await Deno.realPath(path);
    const { isFile, isDirectory } = await Deno.stat(target);
    if (isDirectory) throw new Deno.errors.IsADirectory();
    if (isFile) return target;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return path;
    throw error;
  }
  throw new Failure(`Cannot write ${path}: it is not a regular file`);
}

/** How often to remake a folder that another process removes while it is empty. */
const ATTEMPTS = 5;

/**
 * Writes a file in the folder of `path`, on the same file system.
 *
 * @param made Receives the folders that had to be made, the outermost first.
 */
async function writeTemporary(
  path: string,
  content: string | Uint8Array,
  made: string[] = [],
): Promise<TemporaryFile> {
  const folder = folderOf(path);
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  for (let attempt = 1;; attempt++) {
    let temporary: TemporaryFile | null = null;
    try {
      await makeFolders(folder, made);
      await removeLeftovers(folder);
      temporary = await makeTemporaryFile(folder);
      for (let sent = 0; sent < bytes.length;) {
        sent += await temporary.file.write(bytes.subarray(sent));
      }
      return temporary;
    } catch (error) {
      if (temporary !== null) await discard(temporary);
      if (!(error instanceof Deno.errors.NotFound) || attempt === ATTEMPTS) throw error;
    }
  }
}

async function discard({ path, file }: TemporaryFile): Promise<void> {
  await removeIfThere(path);
  file.close();
}

/** Makes a folder and its missing parents, and adds those that this call made to `made`. */
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

/** Removes folders from the innermost outwards, up to the first that is not empty. */
export async function removeEmpty(folders: readonly string[]): Promise<void> {
  for (const folder of folders.toReversed()) {
    try {
      await Deno.remove(folder);
    } catch {
      // Another process has put something into it or removed it, so it is no longer this command's.
      return;
    }
  }
}

/** The folder of a path, with a trailing slash; empty for the working directory. */
function folderOf(path: string): string {
  return path.replace(/[^/\\]*$/, "");
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
    // A file that could not be made cannot be removed either; the first error is the one to report.
  }
}
