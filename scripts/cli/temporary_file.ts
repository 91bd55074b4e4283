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

/**
 * Writes a folder under a name of its own, which goes with a temporary file, and renames it.
 *
 * @param parent The folder that it lies in, as of {@linkcode makeTemporaryFile}.
 */
export async function writeWholeFolder(
  path: string,
  parent: string,
  files: ReadonlyMap<string, string>,
): Promise<void> {
  await removeLeftovers(parent);
  const temporary = await makeTemporaryFile(parent);
  try {
    const folder = folderBeside(temporary.path);
    await Deno.mkdir(folder);
    for (const [name, text] of files) await Deno.writeTextFile(`${folder}/${name}`, text);
    await Deno.rename(folder, path);
  } finally {
    await removeWithFolder(temporary.path);
    temporary.file.close();
  }
}

function folderBeside(path: string): string {
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
    await removeWithFolder(path);
  } catch (error) {
    passOver(error);
  }
}

/** Removes a temporary file, and before it the folder beside it with all that is in it. */
async function removeWithFolder(path: string): Promise<void> {
  try {
    await Deno.remove(folderBeside(path), { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  await Deno.remove(path);
}

/** Whether the file that is wanted can be written does not depend on what cannot be cleared. */
function passOver(error: unknown): void {
  const { NotFound, NotCapable, PermissionDenied } = Deno.errors;
  if ([NotFound, NotCapable, PermissionDenied].some((kind) => error instanceof kind)) return;
  throw error;
}
