/** Files under a name of their own until they are whole; a later run removes those of one that died. @module */

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
    const file = await Deno.open(path, { write: true, createNew: true });
    await file.lock(true).catch(passOverMissingLocks);
    // Before it was locked another process may have taken it for a leftover.
    if (await isThere(path)) return { path, file };
    file.close();
  }
}

/** The folders that this process has cleared; one that writes a thousand files need not look each time. */
const cleared = new Map<string, Promise<void>>();

/**
 * Removes the temporary files of processes that have ended, once for each folder.
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
    // Whether the file that is wanted can be written does not depend on it.
    if (!(error instanceof Deno.errors.NotFound || isRefusal(error))) throw error;
  }
}

async function removeIfFree(path: string): Promise<void> {
  try {
    using file = await Deno.open(path, { write: true });
    if (await file.tryLock(true)) await Deno.remove(path);
  } catch (error) {
    // Its process, or another one that clears, was faster; or it is somebody else's.
    if (!(error instanceof Deno.errors.NotFound || isRefusal(error))) throw error;
  }
}

function isRefusal(error: unknown): boolean {
  const { NotCapable, PermissionDenied } = Deno.errors;
  return error instanceof NotCapable || error instanceof PermissionDenied ||
    codeOf(error) === "EROFS" || isWithoutLocks(error);
}

/** Some network file systems have no locks; there a leftover stays. */
function passOverMissingLocks(error: unknown): void {
  if (!isWithoutLocks(error)) throw error;
}

function isWithoutLocks(error: unknown): boolean {
  return error instanceof Deno.errors.NotSupported ||
    ["ENOLCK", "ENOSYS", "EOPNOTSUPP"].includes(codeOf(error));
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

async function isThere(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
