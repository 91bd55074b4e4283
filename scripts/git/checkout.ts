/** Writes the files of a commit into a folder that is not registered with git. @module */
import { join } from "../deps/std/path/mod.ts";
import { Failure } from "../result/failure.ts";
import { runGit } from "./git.ts";
import type { Repository } from "./repository.ts";

const GITLINK = "160000";

/** A commit to check out, and the folder for it. */
export interface Checkout {
  /** The git directory of the working tree whose configuration applies. */
  readonly gitDir: string;
  readonly commit: string;
  /** An empty folder. */
  readonly folder: string;
  /** Path of the index to write. */
  readonly indexFile: string;
}

/**
 * Writes the files of a commit into a folder, with the filters, line ends and sparse-checkout patterns
 * of the repository. This neither reads nor changes its index, HEAD, references and hooks.
 *
 * @returns The reason why git failed, or null.
 */
export async function checkOut(
  { gitDir, commit, folder, indexFile }: Checkout,
): Promise<string | null> {
  const { success, complaint } = await runGit([
    "-c",
    "core.bare=false",
    "-c",
    "index.sparse=false",
    `--git-dir=${gitDir}`,
    `--work-tree=${folder}`,
    "read-tree",
    "-u",
    "--reset",
    commit,
  ], { cwd: folder, indexFile });
  return success ? null : complaint;
}

/** A submodule that could not be checked out. */
export interface LackingSubmodule {
  /** Path from the top level. */
  readonly path: string;
  readonly reason: string;
}

/**
 * Checks out the submodules of a commit, and the submodules in them, if the repository has their
 * objects.
 *
 * @param folder The folder in which the commit is checked out.
 * @param temporary A folder for a temporary index.
 * @returns The submodules that could not be checked out.
 */
export async function checkOutSubmodules(
  repository: Pick<Repository, "top" | "gitDir" | "commonDir">,
  commit: string,
  folder: string,
  temporary: string,
): Promise<LackingSubmodule[]> {
  const lacking: LackingSubmodule[] = [];
  for (const [path, wanted] of await gitlinks(repository.gitDir, commit)) {
    const target = join(folder, path);
    // A sparse checkout may leave the submodule out.
    if (!await isFolder(target)) continue;
    const gitDir = await findSubmodule(repository, commit, path);
    if (gitDir === null) {
      lacking.push({ path, reason: "it is not initialized here" });
      continue;
    }
    const known = await runGit([
      `--git-dir=${gitDir}`,
      "rev-parse",
      "--verify",
      "--quiet",
      `${wanted}^{commit}`,
    ]);
    if (!known.success) {
      const reason = `its commit ${
        wanted.slice(0, 12)
      } is not here; git submodule update may fetch it`;
      lacking.push({ path, reason });
      continue;
    }
    const indexFile = join(temporary, "submodule-index");
    const reason = await checkOut({ gitDir, commit: wanted, folder: target, indexFile });
    await Deno.remove(indexFile).catch(passOverMissing);
    if (reason !== null) {
      lacking.push({ path, reason });
      continue;
    }
    const inner = { top: join(repository.top, path), gitDir, commonDir: gitDir };
    const below = await checkOutSubmodules(inner, wanted, target, temporary);
    for (const one of below) lacking.push({ ...one, path: `${path}/${one.path}` });
  }
  return lacking;
}

/** The paths of the submodules of a commit, each with the hash of its own commit. */
async function gitlinks(gitDir: string, commit: string): Promise<[path: string, hash: string][]> {
  const { success, output, complaint } = await runGit([
    `--git-dir=${gitDir}`,
    "ls-tree",
    "-r",
    "-z",
    "--full-tree",
    commit,
  ]);
  if (!success) throw new Failure(`Cannot list the files of ${commit}: ${complaint}`);
  return output.split("\0").filter((line) => line.startsWith(`${GITLINK} `)).map((line) => {
    const tab = line.indexOf("\t");
    return [line.slice(tab + 1), line.slice(0, tab).split(" ")[2]!];
  });
}

/** Finds the git directory of a submodule, through its working tree or else where git puts it. */
async function findSubmodule(
  { top, gitDir, commonDir }: Pick<Repository, "top" | "gitDir" | "commonDir">,
  commit: string,
  path: string,
): Promise<string | null> {
  const folder = join(top, path);
  if (await isFolder(folder)) {
    const { success, output } = await runGit(
      ["rev-parse", "--show-prefix", "--absolute-git-dir"],
      { cwd: folder },
    );
    const [prefix, own] = output.split("\n");
    // An empty folder belongs to the repository around it.
    if (success && prefix === "" && own !== undefined) return own;
  }
  const name = await nameOfSubmodule(gitDir, commit, path);
  for (const kept of new Set([join(gitDir, "modules", name), join(commonDir, "modules", name)])) {
    if (await isFolder(kept)) return kept;
  }
  return null;
}

/** A submodule keeps its name if it is moved. Without a name in `.gitmodules`, its path is its name. */
async function nameOfSubmodule(gitDir: string, commit: string, path: string): Promise<string> {
  const { output } = await runGit([
    `--git-dir=${gitDir}`,
    "config",
    "-z",
    `--blob=${commit}:.gitmodules`,
    "--get-regexp",
    "^submodule\\..*\\.path$",
  ]);
  for (const entry of output.split("\0")) {
    const [key, value] = entry.split("\n");
    const name = key!.slice("submodule.".length, -".path".length);
    // The name becomes a part of a path.
    if (value === path && !name.split(/[/\\]/).includes("..")) return name;
  }
  return path;
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isDirectory;
  } catch (error) {
    passOverMissing(error);
    return false;
  }
}

function passOverMissing(error: unknown): void {
  const { NotFound, NotADirectory } = Deno.errors;
  if (!(error instanceof NotFound || error instanceof NotADirectory)) throw error;
}
