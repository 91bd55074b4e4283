/** Files on a git branch of their own, which needs no working tree. @module */
import { Failure } from "../result/failure.ts";
import { makeCommit } from "./fast_import.ts";
import { type GitAnswer, runGit } from "./git.ts";

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
 * Adds and removes files of a branch by one commit, making the branch if it is not there. The working
 * tree, the index and the branch that is checked out stay as they are. What somebody else has added
 * meanwhile is kept. Hooks do not run: they are for what the user commits.
 *
 * @returns The new commit; the present one where the branch has these files already.
 * @throws {Failure} If git refuses.
 */
export async function changeBranch(change: BranchChange): Promise<string> {
  const { branch, remote, files, remove = [], message } = change;
  const valid = await runGit(["check-ref-format", "--branch", branch]);
  if (!valid.success) throw new Failure(`Cannot keep files on ${branch}: no branch is called so`);
  if (remote === null) await assertNotCheckedOut(branch);
  const [author, committer] = [await identity("AUTHOR"), await identity("COMMITTER")];
  let complaint = "";
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const parent = await findTip(branch, remote);
    const commit = await makeCommit({ parent, files, remove, message, author, committer });
    if (parent !== null && await haveSameFiles(parent, commit)) return parent;
    const published = await publish(commit, parent, change);
    if (published.success) return commit;
    complaint = published.complaint;
    if (isFinal(complaint)) break;
    await new Promise((resolve) => setTimeout(resolve, Math.random() * LONGEST_WAIT_MS));
  }
  throw new Failure(`Cannot keep files on ${branch}: ${complaint}`);
}

/** The commit that the branch is at; null where there is none. */
export async function findTip(branch: string, remote: string | null): Promise<string | null> {
  const name = `refs/heads/${branch}`;
  if (remote === null) {
    const format = "--format=%(objectname)\t%(refname)";
    const { success, output, complaint } = await runGit(["for-each-ref", format, name]);
    if (!success) throw new Failure(`Cannot find ${branch}: ${complaint}`);
    return valueOf(name, output);
  }
  const listed = await runGit(["ls-remote", remote, name]);
  if (!listed.success) throw new Failure(`Cannot reach ${remote}: ${listed.complaint}`);
  const tip = valueOf(name, listed.output);
  if (tip === null) return null;
  // FETCH_HEAD and the branch as it was last seen are files that others may be writing just now.
  const fetched = await runGit([
    "fetch",
    "--quiet",
    "--no-write-fetch-head",
    "--no-tags",
    "--refmap=",
    remote,
    name,
  ]);
  if (!fetched.success) throw new Failure(`Cannot fetch ${branch}: ${fetched.complaint}`);
  return tip;
}

/** Of lines of a value and a name each; git lists other references whose names begin or end alike. */
function valueOf(name: string, listed: string): string | null {
  const line = listed.split("\n").find((line) => line.split("\t")[1] === name);
  return line?.split("\t")[0] ?? null;
}

/** The files of a working tree would stay behind, and look like changes that undo the new commit. */
async function assertNotCheckedOut(branch: string): Promise<void> {
  const name = `refs/heads/${branch}`;
  const format = "--format=%(worktreepath)\t%(refname)";
  const folder = valueOf(name, (await runGit(["for-each-ref", format, name])).output);
  if (folder === null || folder === "") return;
  throw new Failure(`Cannot keep files on ${branch}: it is checked out in ${folder}`);
}

async function haveSameFiles(one: string, other: string): Promise<boolean> {
  const trees = await runGit(["rev-parse", `${one}^{tree}`, `${other}^{tree}`]);
  if (!trees.success) throw new Failure(`Cannot compare with ${one}: ${trees.complaint}`);
  const [first, second] = trees.output.split("\n");
  return first === second;
}

async function publish(
  commit: string,
  parent: string | null,
  { branch, remote }: BranchChange,
): Promise<GitAnswer> {
  const target = `refs/heads/${branch}`;
  if (remote === null) {
    return await runGit(["update-ref", target, commit, parent ?? "0".repeat(commit.length)]);
  }
  const answer = await push(remote, `${commit}:${target}`);
  if (answer.complaint.endsWith("matches more than one")) {
    return await pushByPattern(commit, branch, remote);
  }
  return answer;
}

async function push(remote: string, refspec: string): Promise<GitAnswer> {
  const answer = await runGit([
    "push",
    "--quiet",
    "--porcelain",
    "--no-follow-tags",
    "--no-signed",
    "--recurse-submodules=no",
    remote,
    refspec,
  ]);
  // Only that it failed is said among the complaints.
  const why = answer.output.split("\n").find((line) => line.startsWith("!"))?.split("\t")[2];
  return why === undefined ? answer : { ...answer, complaint: why };
}

/**
 * Pushes where the server has references that git could mean as well by the whole name of the branch,
 * such as a tag of that name. What a pattern stands for it takes as it is, and only for a reference.
 */
async function pushByPattern(commit: string, branch: string, remote: string): Promise<GitAnswer> {
  const folder = `refs/benchline/${crypto.randomUUID()}`;
  const made = await runGit(["update-ref", `${folder}/${branch}`, commit]);
  if (!made.success) return made;
  try {
    return await push(remote, `${folder}/*:refs/heads/*`);
  } finally {
    await runGit(["update-ref", "-d", `${folder}/${branch}`, commit]);
  }
}

/** Whether a server refused for another reason than that somebody else was first. */
function isFinal(complaint: string): boolean {
  return complaint.startsWith("[remote rejected]") && !/lock|exist|update/.test(complaint);
}

/** Whom to name, and when; git knows nobody on a runner. */
async function identity(role: "AUTHOR" | "COMMITTER"): Promise<string> {
  const { success, output } = await runGit(["var", `GIT_${role}_IDENT`]);
  return success
    ? output
    : `benchline <benchline@localhost> ${Math.floor(Date.now() / 1000)} +0000`;
}
