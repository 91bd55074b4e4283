/**
 * Files that a process keeps locked as long as it lives: the system frees the lock however the process
 * ends, so that a file that nobody has locked was left behind.
 *
 * @module
 */

/**
 * Makes a file and locks it.
 *
 * @returns Null where another process has taken it for one that was left behind before it was locked.
 */
export async function createLocked(path: string): Promise<Deno.FsFile | null> {
  const file = await Deno.open(path, { write: true, createNew: true });
  await file.lock(true);
  if ((await file.stat()).nlink !== 0) return file;
  file.close();
  return null;
}

/**
 * Makes a file and locks it, at once.
 *
 * @returns Null where there is something by that name, or another process has taken the file for one
 * that was left behind before it was locked.
 */
export function createLockedSync(path: string): Deno.FsFile | null {
  let file: Deno.FsFile;
  try {
    file = Deno.openSync(path, { write: true, createNew: true });
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return null;
    throw error;
  }
  file.lockSync(true);
  if (file.statSync().nlink !== 0) return file;
  file.close();
  return null;
}

/**
 * Opens and locks a file that was left behind.
 *
 * @returns Null where its process lives, where it is gone and where it belongs to somebody else.
 */
export async function lockIfFree(path: string): Promise<Deno.FsFile | null> {
  let file: Deno.FsFile;
  try {
    file = await Deno.open(path, { write: true });
  } catch (error) {
    const { NotFound, NotCapable, PermissionDenied } = Deno.errors;
    if ([NotFound, NotCapable, PermissionDenied].some((kind) => error instanceof kind)) return null;
    throw error;
  }
  if (await file.tryLock(true)) return file;
  file.close();
  return null;
}
