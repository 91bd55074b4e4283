/** Finds commits by their names. @module */
import { Failure } from "../result/failure.ts";
import { isUnknownCommit, isWithoutBase } from "./complaints.ts";
import { runGit } from "./git.ts";
import { findRepository, type Repository } from "./repository.ts";

/**
 * Returns the hash of a commit.
 *
 * @param ref A branch, a tag, a commit, or another expression that git takes for a commit.
 * @param cwd The working directory by default.
 * @param repository The repository of the folder; found by default.
 * @throws {Failure} If this is not a git repository, or it does not know the name.
 */
export async function resolveCommit(
  ref: string,
  cwd?: string,
  repository?: Repository,
): Promise<string> {
  const action = `Cannot compare against ${ref}`;
  const found = repository ?? await findRepository(cwd);
  if (typeof found === "string") throw new Failure(`${action}: ${found}`);
  const { success, output, complaint } = await runGit(
    ["rev-parse", "--verify", "--end-of-options", `${ref}^{commit}`],
    { cwd },
  );
  // A range gives several hashes, and an excluded commit has a sign before its hash.
  if (success && /^[0-9a-f]+$/.test(output)) return output;
  throw new Failure(`${action}: ${await whyUnknown(complaint, cwd)}`);
}

/** Git does not say that it does not know a name, only that it needs one. */
async function whyUnknown(complaint: string, cwd: string | undefined): Promise<string> {
  if (!isUnknownCommit(complaint)) return complaint;
  const what = "git knows no such commit";
  if (!(await runGit(["rev-parse", "--verify", "HEAD"], { cwd })).success) {
    return `${what}; HEAD has no commits yet`;
  }
  return what + await shallowHint(cwd);
}

/** Says how to complete the history of a shallow clone; empty if it is complete. */
export async function shallowHint(cwd?: string): Promise<string> {
  const { output } = await runGit(["rev-parse", "--is-shallow-repository"], { cwd });
  return output === "true"
    ? "; this is a shallow clone, which git fetch --unshallow completes"
    : "";
}

/** The last common commit of HEAD and a branch. */
export interface MergeBase {
  readonly commit: string;
  /** The branch, by the name that was given or found. */
  readonly branch: string;
}

const ACTION = "Cannot find what to compare against";

/**
 * Finds the last common commit of HEAD and a branch.
 *
 * @param ref The branch; the default branch by default.
 * @param cwd The working directory by default.
 * @throws {Failure} If there is no default branch, or no common commit.
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

/** Like {@linkcode findMergeBaseWith}, without the name of the branch. */
export async function findMergeBase(ref?: string): Promise<string> {
  return (await findMergeBaseWith(ref)).commit;
}

/** Null if HEAD and the reference have no common commit, or there is no such reference. */
async function baseOf(ref: string, cwd: string | undefined): Promise<string | null> {
  const { success, output, complaint } = await runGit(["merge-base", "HEAD", ref], { cwd });
  if (success) return output;
  if (isWithoutBase(complaint)) return null;
  throw new Failure(`${ACTION}: ${complaint}`);
}
