/** Files on a git branch of their own, which needs no working tree. @module */
import { join } from "../deps/std/path/mod.ts";
import { Failure } from "../result/failure.ts";
import { type GitOptions, runGit } from "./git.ts";

/** What to change, and where. */
export interface BranchChange {
  readonly branch: string;
  /** Text to add, by path. */
  readonly files: ReadonlyMap<string, string>;
  /** Paths to remove; those that are not there are passed over. */
  readonly remove?: readonly string[];
  /** Of the commit. */
  readonly message: string;
  /** Where the branch is kept; null for this repository alone. */
  readonly remote: string | null;
}

/** Two runs that end together push at the same time; each of many tries waits for its turn. */
const ATTEMPTS = 10;
const LONGEST_WAIT_MS = 2000;

/**
 * Adds and removes files of a branch by one commit, making the branch if it is not there. The working tree, the
 * index and the branch that is checked out stay as they are. What somebody else has added meanwhile
 * is kept.
 *
 * @returns The new commit; the present one where the branch has these files already.
 * @throws {Failure} If git refuses.
 */
export async function changeBranch(change: BranchChange): Promise<string> {
  const { branch, remote } = change;
  const valid = await runGit(["check-ref-format", "--branch", branch]);
  if (!valid.success) throw new Failure(`Cannot keep files on ${branch}: no branch is called so`);
  let complaint = "";
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const parent = await findTip(branch, remote);
    const commit = await makeCommit(parent, change);
    if (commit === parent) return commit;
    const target = `refs/heads/${branch}`;
    const published = remote === null
      ? await runGit(["update-ref", target, commit, parent ?? "0".repeat(commit.length)])
      : await runGit(["push", "--quiet", "--porcelain", remote, `${commit}:${target}`]);
    if (published.success) return commit;
    complaint = published.complaint || published.output;
    await new Promise((resolve) => setTimeout(resolve, Math.random() * LONGEST_WAIT_MS));
  }
  throw new Failure(`Cannot keep files on ${branch}: ${complaint}`);
}

/** The commit that the branch is at; null where there is none. */
export async function findTip(branch: string, remote: string | null): Promise<string | null> {
  if (remote === null) {
    const { success, output } = await runGit(["rev-parse", "--verify", `refs/heads/${branch}`]);
    return success ? output : null;
  }
  const listed = await runGit(["ls-remote", remote, `refs/heads/${branch}`]);
  if (!listed.success) throw new Failure(`Cannot reach ${remote}: ${listed.complaint}`);
  if (listed.output === "") return null;
  // FETCH_HEAD and the branch as it was last seen are files that others may be writing just now.
  const fetched = await runGit([
    ...["fetch", "--quiet", "--no-write-fetch-head", "--refmap="],
    ...[remote, `refs/heads/${branch}`],
  ]);
  if (!fetched.success) throw new Failure(`Cannot fetch ${branch}: ${fetched.complaint}`);
  return listed.output.split(/\s/)[0]!;
}

async function makeCommit(
  parent: string | null,
  { files, remove = [], message }: BranchChange,
): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "benchline-index-" });
  try {
    const env = { GIT_INDEX_FILE: join(folder, "index") };
    await want(["read-tree", ...(parent === null ? ["--empty"] : [parent])], { env });
    for (const [path, text] of files) {
      const blob = await want(["hash-object", "-w", "--stdin"], { input: text });
      await want(["update-index", "--add", "--cacheinfo", `100644,${blob},${path}`], { env });
    }
    for (const path of remove) await want(["update-index", "--force-remove", path], { env });
    const tree = await want(["write-tree"], { env });
    if (parent !== null && await want(["rev-parse", `${parent}^{tree}`]) === tree) return parent;
    const parents = parent === null ? [] : ["-p", parent];
    return await want(["commit-tree", tree, ...parents], { input: message, env: await author() });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Whom to name where git knows nobody, as on a runner. */
async function author(): Promise<Record<string, string>> {
  if ((await runGit(["var", "GIT_COMMITTER_IDENT"])).success) return {};
  const [name, email] = ["benchline", "benchline@localhost"];
  return {
    ...{ GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email },
    ...{ GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: email },
  };
}

async function want(args: readonly string[], options: GitOptions = {}): Promise<string> {
  const { success, output, complaint } = await runGit(args, options);
  if (success) return output;
  throw new Failure(`Cannot run git ${args[0]}: ${complaint}`);
}
