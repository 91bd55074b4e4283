/** Files on a git branch of their own, which needs no working tree. @module */
import { join } from "../deps/std/path/mod.ts";
import { Failure } from "../result/failure.ts";
import { makeBareBorrower } from "./borrower.ts";
import type { BranchRepository } from "./branch_repository.ts";
import { isAmbiguous, isFinal, isPushAlone } from "./complaints.ts";
import { type MadeCommit, makeCommit } from "./fast_import.ts";
import { type GitAnswer, type GitOptions, NOWHERE, runGit } from "./git.ts";
import { makeTemporaryFolder } from "./temporary_folder.ts";

/** Which branch. */
export interface BranchPlace {
  readonly repository: BranchRepository;
  readonly branch: string;
  /** Where the branch is kept; null for this repository alone. */
  readonly remote: "origin" | null;
}

/** Where a branch is. */
export interface BranchTip {
  /** Null where there is no such branch. */
  readonly commit: string | null;
  /** The working tree of this repository that has it checked out; null where none has. */
  readonly checkedOutIn: string | null;
}

/** What to change. */
export interface BranchChange extends BranchPlace {
  /** Where the branch was lately; asked for by default. */
  readonly tip?: BranchTip | null;
  /** Text to add, by path. */
  readonly files: ReadonlyMap<string, string>;
  /** Paths to remove; those that are not there are passed over. */
  readonly remove?: readonly string[];
  /** Of the commit. */
  readonly message: string;
}

/** A branch after a change. */
export interface ChangedBranch {
  readonly tip: BranchTip;
  /** Hashes of the files that were added, by path. */
  readonly hashes: ReadonlyMap<string, string>;
}

/** Two runs that end together push at the same time; each of many tries waits for its turn. */
const ATTEMPTS = 10;
const LONGEST_WAIT_MS = 2000;

/**
 * Adds and removes files of a branch by one commit, making the branch if it is not there. The working
 * tree, the index and the branch that is checked out stay as they are. What somebody else has added
 * meanwhile is kept. Hooks do not run: they are for what the user commits.
 *
 * The commit is made in a repository of its own, which goes with all that a crash leaves in it, and is
 * pushed from there: only what is whole comes into the user's.
 *
 * @returns The branch at the new commit; at the present one where it has these files already.
 * @throws {Failure} If git refuses.
 */
export async function changeBranch(change: BranchChange): Promise<ChangedBranch> {
  const { repository, branch, remote, files, remove = [], message } = change;
  const { author, committer } = repository;
  const folder = await makeTemporaryFolder(null);
  try {
    const gitDir = join(folder.path, "repository");
    await makeBareBorrower(gitDir, repository);
    let tip = change.tip ?? await findTip(change);
    let complaint = "";
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (attempt > 0) {
        await new Promise((resolve) => setTimeout(resolve, Math.random() * LONGEST_WAIT_MS));
        tip = await findTip(change);
      }
      if (remote === null && tip.checkedOutIn !== null) {
        complaint = `it is checked out in ${tip.checkedOutIn}`;
        break;
      }
      const commit = { branch, parent: tip.commit, files, remove, message, author, committer };
      const made = await makeCommit(commit, gitDir);
      if (made.isSame) return { tip, hashes: made.hashes };
      const published = await publish(made, change, gitDir);
      if (published.success) {
        return { tip: { ...tip, commit: made.commit }, hashes: made.hashes };
      }
      complaint = published.complaint;
      if (isFinal(complaint)) break;
    }
    throw new Failure(`Cannot keep files on ${branch}: ${complaint}`);
  } finally {
    await folder.remove();
  }
}

/** Where a branch is; what its commit has can be read afterwards. */
export async function findTip({ branch, remote }: BranchPlace): Promise<BranchTip> {
  const name = `refs/heads/${branch}`;
  if (remote === null) {
    const format = "--format=%(objectname)\t%(refname)\t%(worktreepath)";
    const { success, output, complaint } = await runGit(["for-each-ref", format, name]);
    if (!success) throw new Failure(`Cannot find ${branch}: ${complaint}`);
    const [commit, , folder] = lineOf(name, output);
    return { commit: commit ?? null, checkedOutIn: folder || null };
  }
  const listed = await runGit(["ls-remote", remote, name]);
  if (!listed.success) throw new Failure(`Cannot reach ${remote}: ${listed.complaint}`);
  const [commit] = lineOf(name, listed.output);
  if (commit === undefined) return { commit: null, checkedOutIn: null };
  const fetched = await fetchQuietly(remote, name);
  if (!fetched.success) throw new Failure(`Cannot fetch ${branch}: ${fetched.complaint}`);
  return { commit, checkedOutIn: null };
}

/** FETCH_HEAD and the branch as it was last seen are files that others may be writing just now. */
function fetchQuietly(
  remote: string,
  name: string,
  env: GitOptions["env"] = {},
): Promise<GitAnswer> {
  return runGit([
    "fetch",
    "--quiet",
    "--no-write-fetch-head",
    "--no-tags",
    "--refmap=",
    remote,
    name,
  ], { env });
}

/** The parts of the line of a name; git lists other references whose names begin or end alike. */
function lineOf(name: string, listed: string): string[] {
  return listed.split("\n").map((line) => line.split("\t")).find((parts) => parts[1] === name) ??
    [];
}

/** The repository that git runs in, as a remote: a push moves a branch only from where it was. */
const HERE = ".";
/** The other end gets no settings of the environment, such as whose repositories git may use. */
const PUSH_HERE = [
  `--receive-pack=git -c ${
    inShell(`core.hooksPath=${NOWHERE}`)
  } -c 'safe.directory=*' receive-pack`,
];

/** A word for the shell that git starts. */
function inShell(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** What is on this machine and ours may be used, whatever the user lets git take from elsewhere. */
const ALLOW_HERE = { GIT_ALLOW_PROTOCOL: "file" };

async function publish(
  { commit }: MadeCommit,
  place: BranchPlace,
  gitDir: string,
): Promise<GitAnswer> {
  const objects = join(gitDir, "objects");
  const answer = await push(place, `${commit}:refs/heads/${place.branch}`, objects);
  if (isAmbiguous(answer.complaint)) {
    return await pushByPattern(commit, place, gitDir);
  }
  return answer;
}

async function push(
  { repository, remote }: BranchPlace,
  refspec: string,
  objects?: string,
): Promise<GitAnswer> {
  const [target, ...settings] = remote === null ? [HERE] : unfollowed(repository);
  const answer = await runGit([
    ...settings,
    "push",
    "--quiet",
    "--porcelain",
    "--no-follow-tags",
    "--no-signed",
    "--recurse-submodules=no",
    ...(remote === null ? PUSH_HERE : []),
    target!,
    refspec,
  ], { objects, env: remote === null ? ALLOW_HERE : {} });
  const why = answer.output.split("\n").find((line) => line.startsWith("!"))?.split("\t")[2];
  if (why === undefined) return answer;
  const isMore = !isPushAlone(answer.complaint);
  return { ...answer, complaint: isMore ? `${why}: ${answer.complaint}` : why };
}

/**
 * A remote like `origin`, and what configures it, of which git does not note where its branches are
 * after a push: this repository has what was pushed only once it is fetched.
 */
function unfollowed({ origin }: BranchRepository): string[] {
  const name = `benchline-${crypto.randomUUID()}`;
  const settings = origin.filter((setting) => !/^(?:fetch|push|mirror)(?:=|$)/.test(setting));
  return [name, ...settings.flatMap((setting) => ["-c", `remote.${name}.${setting}`])];
}

/**
 * Pushes where the server has references that git could mean as well by the whole name of the branch,
 * such as a tag of that name. What a pattern stands for it takes as it is, and only for a reference.
 */
async function pushByPattern(
  commit: string,
  place: BranchPlace,
  gitDir: string,
): Promise<GitAnswer> {
  const { branch } = place;
  const fetched = await fetchQuietly(gitDir, `refs/heads/${branch}`, ALLOW_HERE);
  if (!fetched.success) return fetched;
  const folder = `refs/benchline/${crypto.randomUUID()}`;
  const made = await runGit(["update-ref", `${folder}/${branch}`, commit]);
  if (!made.success) return made;
  try {
    return await push(place, `${folder}/*:refs/heads/*`);
  } finally {
    await runGit(["update-ref", "-d", `${folder}/${branch}`, commit]);
  }
}
