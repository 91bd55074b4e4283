/** The commits that names stand for. @module */
import { Failure } from "../result/failure.ts";
import { isUnknownCommit, isWithoutBase } from "./complaints.ts";
import { runGit } from "./git.ts";
import { findRepository } from "./repository.ts";

/**
 * The commit that a name stands for.
 *
 * @param ref A branch, tag or commit, or what else git takes for one.
 * @param cwd The working directory by default.
 * @throws {Failure} If this is no git repository, or it does not know the name.
 */
export async function resolveCommit(ref: string, cwd?: string): Promise<string> {
  const action = `Cannot compare against ${ref}`;
  const repository = await findRepository(cwd);
  if (typeof repository === "string") throw new Failure(`${action}: ${repository}`);
  const { success, output, complaint } = await runGit(
    ["rev-parse", "--verify", "--end-of-options", `${ref}^{commit}`],
    { cwd },
  );
  // A range has more than one, and what is left out of one has a sign before it.
  if (success && /^[0-9a-f]+$/.test(output)) return output;
  throw new Failure(`${action}: ${await whyUnknown(complaint, cwd)}`);
}

/** Git says of a name that it does not know only that it wants one. */
async function whyUnknown(complaint: string, cwd: string | undefined): Promise<string> {
  if (!isUnknownCommit(complaint)) return complaint;
  const what = "git knows no such commit";
  if (!(await runGit(["rev-parse", "--verify", "HEAD"], { cwd })).success) {
    return `${what}; HEAD has no commits yet`;
  }
  return what + await shallowHint(cwd);
}

/** What to do about a history that may be cut off; empty where it is not. */
export async function shallowHint(cwd?: string): Promise<string> {
  const { output } = await runGit(["rev-parse", "--is-shallow-repository"], { cwd });
  return output === "true"
    ? "; this is a shallow clone, which git fetch --unshallow completes"
    : "";
}

/** Where two lines of commits parted. */
export interface MergeBase {
  readonly commit: string;
  /** The branch that it was found against, by the name that git was asked for. */
  readonly branch: string;
}

const ACTION = "Cannot find what to compare against";

/**
 * The commit where HEAD left a branch.
 *
 * @param ref The branch; the default branch if it is left out.
 * @param cwd The working directory by default.
 * @throws {Failure} If there is no default branch, or nothing in common with it.
 */
export async function findMergeBaseWith(ref?: string, cwd?: string): Promise<MergeBase> {
  if (ref !== undefined) {
    const base = await baseOf(await resolveCommit(ref, cwd), cwd);
    if (base !== null) return { commit: base, branch: ref };
    throw new Failure(
      `${ACTION}: HEAD shares no history with ${ref} here; in GitHub Actions, check out with fetch-depth: 0`,
    );
  }
  await resolveCommit("HEAD", cwd);
  const origin = await runGit(["symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD"], {
    cwd,
  });
  const candidates = [origin.output, "origin/main", "origin/master", "main", "master"];
  for (const branch of new Set(candidates.filter((name) => name !== ""))) {
    const base = await baseOf(branch, cwd);
    if (base !== null) return { commit: base, branch };
  }
  const hint = await shallowHint(cwd);
  throw new Failure(
    `${ACTION}: no default branch shares history with HEAD; name one, as in --against main${hint}`,
  );
}

/** Is {@linkcode findMergeBaseWith} without the name of the branch. */
export async function findMergeBase(ref?: string): Promise<string> {
  return (await findMergeBaseWith(ref)).commit;
}

/** Null where the two have nothing in common, or the second is not there. */
async function baseOf(ref: string, cwd: string | undefined): Promise<string | null> {
  const { success, output, complaint } = await runGit(["merge-base", "HEAD", ref], { cwd });
  if (success) return output;
  if (isWithoutBase(complaint)) return null;
  throw new Failure(`${ACTION}: ${complaint}`);
}
