/** A commit checked out beside the working tree. @module */
import { join } from "../deps/std/path/mod.ts";
import { Failure } from "../result/failure.ts";
import { runGit } from "./git.ts";

const PREFIX = "benchline-worktree-";

/** A commit in a folder of its own. */
export interface Worktree {
  /** The folder that corresponds to the working directory. */
  readonly root: string;
  readonly commit: string;
  /** Removes the folder and what git knows of it. */
  remove(): Promise<void>;
}

/**
 * Checks out a commit as a git worktree in a temporary folder, after removing those that earlier
 * runs which crashed have left.
 *
 * @param ref A branch, tag or commit.
 * @throws {Failure} If this is no git repository, or it does not know `ref`.
 */
export async function addWorktree(ref: string): Promise<Worktree> {
  const commit = await resolveCommit(ref);
  await removeStaleWorktrees();
  // Benchmark processes report real paths, and on macOS the temporary folder is behind a link.
  const folder = await Deno.realPath(await Deno.makeTempDir({ prefix: PREFIX }));
  const lock = await Deno.open(`${folder}.lock`, { create: true, write: true });
  await lock.lock(true);
  const tree = join(folder, "tree");
  const remove = async () => {
    await runGit(["worktree", "remove", "--force", tree]);
    await removeFolder(folder);
    lock.close();
    await removeFolder(`${folder}.lock`);
  };
  const added = await runGit(["worktree", "add", "--detach", tree, commit]);
  if (!added.success) {
    await remove();
    throw new Failure(`Cannot check out ${ref}: ${added.complaint}`);
  }
  const { output: inside } = await runGit(["rev-parse", "--show-prefix"]);
  return { root: join(tree, inside), commit, remove };
}

/**
 * The commit that a name stands for.
 *
 * @throws {Failure} If this is no git repository, or it does not know the name.
 */
export async function resolveCommit(ref: string): Promise<string> {
  const inside = await runGit(["rev-parse", "--is-inside-work-tree"]);
  if (inside.output !== "true") {
    throw new Failure(`Cannot compare against ${ref}: this folder is not in a git repository`);
  }
  const commit = await runGit([
    "rev-parse",
    "--verify",
    "--quiet",
    "--end-of-options",
    `${ref}^{commit}`,
  ]);
  if (commit.success) return commit.output;
  const shallow = (await runGit(["rev-parse", "--is-shallow-repository"])).output === "true";
  const hint = shallow ? "; this is a shallow clone, which git fetch --unshallow completes" : "";
  throw new Failure(`Cannot compare against ${ref}: git knows no such commit${hint}`);
}

/**
 * The commit where the present branch left the default branch.
 *
 * @throws {Failure} If there is no default branch, or nothing in common with it.
 */
export async function findMergeBase(ref?: string): Promise<string> {
  if (ref !== undefined) {
    const base = await runGit(["merge-base", "HEAD", ref]);
    if (base.success) return base.output;
    throw new Failure(
      `Cannot find what to compare against: HEAD shares no history with ${ref} here; in GitHub Actions, check out with fetch-depth: 0`,
    );
  }
  const head = await runGit(["symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD"]);
  const candidates = [head.output, "origin/main", "origin/master", "main", "master"];
  for (const name of candidates.filter((name) => name !== "")) {
    const base = await runGit(["merge-base", "HEAD", name]);
    if (base.success) return base.output;
  }
  throw new Failure(
    "Cannot find what to compare against: no default branch shares history with HEAD; name one, as in --against main",
  );
}

/** Removes worktrees whose process has ended, which the lock on them shows. */
async function removeStaleWorktrees(): Promise<void> {
  const { output } = await runGit(["worktree", "list", "--porcelain"]);
  const trees = output.split("\n").filter((line) => line.startsWith("worktree "))
    .map((line) => line.slice("worktree ".length)).filter((path) => path.includes(PREFIX));
  for (const tree of trees) {
    const folder = tree.replace(/[/\\]tree$/, "");
    if (await isLocked(`${folder}.lock`)) continue;
    await runGit(["worktree", "remove", "--force", tree]);
    await removeFolder(folder);
    await removeFolder(`${folder}.lock`);
  }
  await runGit(["worktree", "prune"]);
}

async function isLocked(path: string): Promise<boolean> {
  try {
    using file = await Deno.open(path, { write: true });
    return !(await file.tryLock(true));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

async function removeFolder(path: string): Promise<void> {
  try {
    await Deno.remove(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
