/** Files with a temporary name until they are complete; later runs remove those of killed processes. @module */
import { Failure } from "../result/failure.ts";
import { createLocked, lockIfFree } from "../system/lock.ts";
import { rename } from "../system/in_use.ts";
import { isMissing } from "../system/missing.ts";

const NAME = /^\.benchline-[0-9a-f-]{36}\.tmp$/;

/** A file that no other process removes as a leftover while it is open. */
export interface TemporaryFile {
  readonly path: string;
  readonly file: Deno.FsFile;
}

/**
 * Creates an empty temporary file.
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
 * Writes a folder under a temporary name, paired with a temporary file, and renames it.
 *
 * @param parent The folder that contains it, as for {@linkcode makeTemporaryFile}.
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
    // Windows would put it in the place of a file.
    if (await isThere(path)) throw new Failure(`Cannot write ${path}: there is something already`);
    await rename(folder, path);
  } finally {
    await removeWithFolder(temporary.path);
    temporary.file.close();
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

function folderBeside(path: string): string {
  return path.replace(/\.tmp$/, "-files.tmp");
}

/** The folders that this process has cleared, so that writing a thousand files looks only once. */
const cleared = new Map<string, Promise<void>>();

/**
 * Removes temporary files of ended processes, and the folders beside them, once per folder.
 *
 * @param folder As for {@linkcode makeTemporaryFile}.
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

/** Removes the folder beside a temporary file with its contents, and then the file. */
async function removeWithFolder(path: string): Promise<void> {
  try {
    await Deno.remove(folderBeside(path), { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  await Deno.remove(path);
}

/** Ignores leftovers that cannot be removed; the new file can still be written. */
function passOver(error: unknown): void {
  const { NotFound, NotCapable, PermissionDenied } = Deno.errors;
  if ([NotFound, NotCapable, PermissionDenied].some((kind) => error instanceof kind)) return;
  throw error;
}
