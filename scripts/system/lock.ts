/**
 * Files that a process keeps locked until it ends. The system frees the lock however the process ends,
 * so an unlocked file is a leftover.
 *
 * @module
 */

/**
 * Creates a file and locks it.
 *
 * @returns Null if another process removed it as a leftover before it was locked.
 */
export async function createLocked(path: string): Promise<Deno.FsFile | null> {
  const file = await Deno.open(path, { write: true, createNew: true });
  await file.lock(true);
  if ((await file.stat()).nlink !== 0) return file;
  file.close();
  return null;
}

/**
 * Creates a file and locks it, synchronously.
 *
 * @returns Null if the path exists, or another process removed the file as a leftover before it was
 * locked.
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
 * Opens and locks a leftover file.
 *
 * @returns Null if its process is running, the file is gone, or it belongs to somebody else.
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

/**
 * Frees a lock and closes its file. Closing alone would free the lock only once no process has the file
 * open, and a process that is just being started still does.
 */
export function release(file: Deno.FsFile): void {
  file.unlockSync();
  file.close();
}
