/** Keeps writes inside the folder that a workflow has checked out. @module */
import { dirname, resolve } from "../../deps/std/path/mod.ts";
import { isWithin } from "../../git/repository.ts";
import { Failure } from "../../result/failure.ts";

/**
 * Refuses an output path if a link leads out of the workspace, since anybody can commit a link in a
 * pull request. The workflow itself may name a path outside.
 *
 * @param path The file, which may be missing.
 * @param workspace The folder of the checkout.
 * @throws {Failure} If a link on the way to the file leads out, or nowhere.
 */
export async function refuseLinkOut(path: string, workspace: string): Promise<void> {
  const target = resolve(path);
  if (!isWithin(target, resolve(workspace))) return;
  const root = await Deno.realPath(workspace);
  for (let part = target;; part = dirname(part)) {
    const real = await nullIfMissing(Deno.realPath(part));
    if (real !== null && isWithin(real, root)) return;
    if (real !== null) {
      throw new Failure(`Cannot write ${path}: a link on the way leads out of the workspace`);
    }
    if (await nullIfMissing(Deno.lstat(part)) !== null) {
      throw new Failure(`Cannot write ${path}: a link on the way leads nowhere`);
    }
  }
}

async function nullIfMissing<T>(look: Promise<T>): Promise<T | null> {
  try {
    return await look;
  } catch (error) {
    const { NotFound, NotADirectory, FilesystemLoop } = Deno.errors;
    if ([NotFound, NotADirectory, FilesystemLoop].some((kind) => error instanceof kind)) {
      return null;
    }
    throw error;
  }
}
