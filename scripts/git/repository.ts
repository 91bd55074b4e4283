/** Finds the repository of a folder. @module */
import {
  basename,
  dirname,
  isAbsolute,
  join,
  relative,
  resolve,
  SEPARATOR,
} from "../deps/std/path/mod.ts";
import { Failure } from "../result/failure.ts";
import { isNotInWorkTree, isOutside, isUnknownCommit } from "./complaints.ts";
import { runGit } from "./git.ts";

/** A folder in a repository. Every path is absolute and without links. */
export interface Repository {
  /** The folder. */
  readonly cwd: string;
  /** The top level of the working tree. */
  readonly top: string;
  /** The path of the folder from the top level: empty, or with a slash at its end. */
  readonly prefix: string;
  /** The git directory of this working tree. */
  readonly gitDir: string;
  /** The git directory that all working trees of the repository share. */
  readonly commonDir: string;
}

/**
 * Finds the repository of a folder.
 *
 * @param cwd The working directory by default.
 * @throws {Failure} If it is not in a working tree, or git refuses to read the repository.
 */
export async function openRepository(cwd?: string): Promise<Repository> {
  const found = await findRepository(cwd);
  if (typeof found !== "string") return found;
  throw new Failure(`Cannot use git here: ${found}`);
}

/** Like {@linkcode openRepository}, but returns the reason if there is no repository. */
export async function findRepository(cwd?: string): Promise<Repository | string> {
  const { success, output, complaint } = await runGit([
    "rev-parse",
    "--show-toplevel",
    "--show-prefix",
    "--absolute-git-dir",
    "--git-common-dir",
  ], { cwd });
  if (!success) return describeNoRepository(complaint);
  const [top, prefix, gitDir, commonDir] = output.split("\n");
  const folder = await Deno.realPath(cwd ?? ".");
  return {
    cwd: folder,
    top: await Deno.realPath(top!),
    prefix: prefix!,
    gitDir: gitDir!,
    commonDir: resolve(folder, commonDir!),
  };
}

function describeNoRepository(complaint: string): string {
  if (isOutside(complaint)) return "this folder is not in a git repository";
  if (isNotInWorkTree(complaint)) return "this folder is not in a working tree";
  return complaint;
}

/**
 * Says why git cannot tell which commit is checked out.
 *
 * @returns Null if git can tell. Also null if there is no repository, or git may not be started: the
 * user knows both.
 *
 * @example A line for the user
 * ```ts ignore
 * const reason = await whyNoCommit();
 * if (reason !== null) console.error(`the commit is not recorded: ${reason}`);
 * ```
 */
export async function whyNoCommit(cwd?: string): Promise<string | null> {
  try {
    const head = await runGit(["rev-parse", "--verify", "HEAD^{commit}"], { cwd });
    if (head.success || isOutside(head.complaint)) return null;
    const { success } = await runGit(["rev-parse", "--git-dir"], { cwd });
    return success && isUnknownCommit(head.complaint)
      ? "the repository has no commits"
      : head.complaint;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return error.code === "not-permitted" ? null : error.message;
  }
}

/** Whether the working tree equals HEAD: no file is changed, staged, or new and not ignored. */
export async function isClean({ top }: Repository): Promise<boolean> {
  const { success, output, complaint } = await runGit([
    "status",
    "--porcelain",
    "--untracked-files=normal",
    "--ignore-submodules=none",
  ], { cwd: top });
  if (!success) throw new Failure(`Cannot check for uncommitted changes: ${complaint}`);
  return output === "";
}

/**
 * Returns the path of a file from the folder, with forward slashes, which is the same in each version;
 * null if the file is outside of the working tree.
 *
 * @param file A path from the folder, or an absolute one.
 * @example A sibling's file
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const repository = {
 *   cwd: "/work/packages/a",
 *   top: "/work",
 *   prefix: "packages/a/",
 *   gitDir: "/work/.git",
 *   commonDir: "/work/.git",
 * };
 * assertEquals(withinRepository("../b/sum_bench.ts", repository), "../b/sum_bench.ts");
 * assertEquals(withinRepository("/work/packages/a/sum_bench.ts", repository), "sum_bench.ts");
 * assertEquals(withinRepository("/elsewhere/sum_bench.ts", repository), null);
 * ```
 */
export function withinRepository(file: string, { cwd, top }: Repository): string | null {
  const path = resolve(cwd, file);
  const inside = isWithin(path, top) ? path : withRealFolder(path);
  return isWithin(inside, top) ? relative(cwd, inside).replaceAll(SEPARATOR, "/") || "." : null;
}

/** Whether the repository stores credentials, as actions/checkout does by default. */
export async function keepsCredentials(): Promise<boolean> {
  const pattern = "^http\\..*\\.extraheader$";
  const { success } = await runGit(["config", "--local", "--includes", "--get-regexp", pattern]);
  return success;
}

/** Resolves links in the folders of a path, since a working tree may have several paths. */
function withRealFolder(path: string): string {
  try {
    return join(Deno.realPathSync(dirname(path)), basename(path));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return path;
    }
    throw error;
  }
}

/** Whether a path is a folder or in it. */
export function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !/^\.\.[/\\]/.test(way) && !isAbsolute(way);
}
