/** Temporary folders outside of the working tree; later runs remove those of crashed ones. @module */
import { basename, dirname, join } from "../deps/std/path/mod.ts";
import { isInUse, removeAll } from "../system/in_use.ts";
import { lockIfFree } from "../system/lock.ts";
import { Failure } from "../result/failure.ts";
import { refusedPermission, withoutNumber } from "../result/foreign_words.ts";
import { isWithin, type Repository } from "./repository.ts";

const PREFIX = "benchline-checkout-";
const SUFFIX = ".lock";
/** The variable that names the folder of temporary files. */
const VARIABLE = Deno.build.os === "windows" ? "TMP" : "TMPDIR";

/** A folder that only this process uses. */
export interface TemporaryFolder {
  /** Its real path. */
  readonly path: string;
  remove(): Promise<void>;
}

/**
 * Makes a temporary folder in a place where no command takes it for a part of the project, and removes
 * leftovers of crashed runs there. A locked file beside the folder shows that its process is running.
 *
 * @param repository The repository of the project; null if it has none.
 * @throws {Failure} If the folder of temporary files cannot be used.
 */
export async function makeTemporaryFolder(
  repository: Repository | null,
): Promise<TemporaryFolder> {
  const { path: place, lock } = await lockFile(repository);
  const path = place.slice(0, -SUFFIX.length);
  try {
    await removeStale(dirname(path));
    await Deno.mkdir(path);
  } catch (error) {
    await release(lock, place);
    throw explainTemporary(error);
  }
  const remove = async () => {
    try {
      await removeIfThere(path);
    } catch (error) {
      // The file stays, so that a later run finds the folder and removes it.
      lock.close();
      if (Deno.build.os !== "windows" || !isInUse(error)) throw error;
      return;
    }
    await release(lock, place);
  };
  return { path, remove };
}

/** Explains an error about a temporary file or folder; returns faults of benchline as they are. */
export function explainTemporary(error: unknown): unknown {
  if (error instanceof Deno.errors.NotCapable) {
    const kind = refusedPermission(error.message)?.kind === "read" ? "read" : "write";
    return new Failure(
      `Cannot make a temporary folder: the permission --allow-${kind} is not granted for it`,
    );
  }
  if (!(error instanceof Error) || !("code" in error)) return error;
  const reason = withoutNumber(error);
  return new Failure(
    `Cannot make a temporary folder: ${reason}; ${VARIABLE} must name a writable folder`,
  );
}

/**
 * Makes and locks a new lock file, beside the future folder. Until it is locked, another process may
 * remove it as a leftover.
 */
async function lockFile(
  repository: Repository | null,
): Promise<{ readonly path: string; readonly lock: Deno.FsFile }> {
  for (;;) {
    const path = await newFile(repository);
    const lock = await openIfThere(path);
    if (lock === null) continue;
    await lock.lock(true);
    if (await isThere(path)) return { path, lock };
    lock.close();
  }
}

/** Null if the file is gone. */
async function openIfThere(path: string): Promise<Deno.FsFile | null> {
  try {
    return await Deno.open(path, { write: true });
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/**
 * Makes a new file outside of the working tree, where no command takes it for a part of the project.
 * The last resort is the `.git` folder, where commands do not look.
 */
async function newFile(repository: Repository | null): Promise<string> {
  const usual = await newFileIn(undefined);
  if (repository === null || !isWithin(usual, repository.top)) return usual;
  const { top, commonDir } = repository;
  await removeIfThere(usual);
  const own = join(commonDir, "benchline");
  for (const dir of Deno.build.os === "windows" ? [] : ["/tmp", "/var/tmp"]) {
    const other = await newFileIn(dir).catch((error) =>
      error instanceof Failure ? null : Promise.reject(error)
    );
    if (other === null) continue;
    if (!isWithin(other, top)) return other;
    await removeIfThere(other);
  }
  try {
    await Deno.mkdir(own, { recursive: true });
  } catch (error) {
    throw explainTemporary(error);
  }
  return await newFileIn(own);
}

async function newFileIn(dir: string | undefined): Promise<string> {
  try {
    const file = await Deno.makeTempFile({
      prefix: PREFIX,
      suffix: SUFFIX,
      ...(dir === undefined ? {} : { dir }),
    });
    return await realPathOf(file);
  } catch (error) {
    throw explainTemporary(error);
  }
}

/**
 * Returns the real path of a new file or folder, and removes it if that fails. Benchmark processes
 * report real paths, and on macOS the temporary folder is behind a link.
 */
export async function realPathOf(made: string): Promise<string> {
  try {
    // The file itself may be gone, since nobody has locked it.
    return join(await Deno.realPath(dirname(made)), basename(made));
  } catch (error) {
    await removeIfThere(made);
    throw error;
  }
}

/** Removes the folders of processes that have ended. */
async function removeStale(place: string): Promise<void> {
  for await (const { name } of Deno.readDir(place)) {
    if (!name.startsWith(PREFIX) || !name.endsWith(SUFFIX)) continue;
    const path = join(place, name);
    const lock = await lockIfFree(path);
    if (lock === null) continue;
    try {
      await removeIfThere(join(place, basename(name, SUFFIX)));
      // Before the lock is released: another process may have just made this file and wait for the lock.
      await removeIfThere(path);
    } catch (error) {
      // A folder that is in use, or that this user may not remove, does no harm.
      if (!isInUse(error)) throw error;
    } finally {
      lock.close();
    }
  }
}

async function release(lock: Deno.FsFile, path: string): Promise<void> {
  // Windows may keep the name of a file until it is closed.
  lock.close();
  await removeIfThere(path);
}

async function removeIfThere(path: string): Promise<void> {
  try {
    await removeAll(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Whether a path exists. */
export async function isThere(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
