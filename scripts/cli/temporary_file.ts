/** Files under a name of their own until they are whole; a later run removes those of one that died. @module */
import { createLocked, lockIfFree } from "../system/lock.ts";

const NAME = /^\.benchline-[0-9a-f-]{36}\.tmp$/;

/** A file that no other process takes for a leftover while it is open. */
export interface TemporaryFile {
  readonly path: string;
  readonly file: Deno.FsFile;
}

/**
 * Makes an empty file.
 *
 * @param folder With a slash at its end; empty for the working directory.
 */
export async function makeTemporaryFile(folder: string): Promise<TemporaryFile> {
  for (;;) {
    const path = `${folder}.benchline-${crypto.randomUUID()}.tmp`;
    const file = await createLocked(path);
    if (file !== null) return { path, file };
  }
}

/** A folder that is a leftover as soon as a temporary file of that path is one. */
export function folderBeside(path: string): string {
  return path.replace(/\.tmp$/, "-files.tmp");
}

/** The folders that this process has cleared; one that writes a thousand files need not look each time. */
const cleared = new Map<string, Promise<void>>();

/**
 * Removes the temporary files of processes that have ended and the folders beside them, once for each
 * folder.
 *
 * @param folder As of {@linkcode makeTemporaryFile}.
 */
export function removeLeftovers(folder: string): Promise<void> {
  let clearing = cleared.get(folder);
  if (clearing === undefined) {
    clearing = clear(folder);
    cleared.set(folder, clearing);
  }
  return clearing;
}

async function clear(folder: string): Promise<void> {
  try {
    for await (const { name, isFile } of Deno.readDir(folder === "" ? "." : folder)) {
      if (isFile && NAME.test(name)) await removeIfFree(`${folder}${name}`);
    }
  } catch (error) {
    passOver(error);
  }
}

async function removeIfFree(path: string): Promise<void> {
  using file = await lockIfFree(path);
  if (file === null) return;
  try {
    await removeFolderBeside(path);
    await Deno.remove(path);
  } catch (error) {
    passOver(error);
  }
}

/** Removes the {@linkcode folderBeside} a temporary file with all that is in it; it need not be there. */
export async function removeFolderBeside(path: string): Promise<void> {
  try {
    await Deno.remove(folderBeside(path), { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Whether the file that is wanted can be written does not depend on what cannot be cleared. */
function passOver(error: unknown): void {
  const { NotFound, NotCapable, PermissionDenied } = Deno.errors;
  if ([NotFound, NotCapable, PermissionDenied].some((kind) => error instanceof kind)) return;
  throw error;
}
