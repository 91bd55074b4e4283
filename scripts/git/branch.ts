/** Keeps files on a separate git branch, which needs no working tree. @module */
import { join } from "../deps/std/path/mod.ts";
import { Failure } from "../result/failure.ts";
import { makeBareBorrower } from "./borrower.ts";
import type { BranchRepository } from "./branch_repository.ts";
import { isAmbiguous, isFinal, isPushAlone } from "./complaints.ts";
import { type MadeCommit, makeCommit } from "./fast_import.ts";
import { type GitAnswer, type GitOptions, NOWHERE, runGit } from "./git.ts";
import { makeTemporaryFolder } from "./temporary_folder.ts";

/** A branch of a repository. */
export interface BranchPlace {
  readonly repository: BranchRepository;
  readonly branch: string;
  /** Where the branch is kept; null for this repository alone. */
  readonly remote: "origin" | null;
}

/** The commit that a branch points to. */
export interface BranchTip {
  /** Null if there is no such branch. */
  readonly commit: string | null;
  /** The working tree of this repository that has the branch checked out; null if none has. */
  readonly checkedOutIn: string | null;
}

/** A change of a branch. */
export interface BranchChange extends BranchPlace {
  /** The last known tip; found by default. */
  readonly tip?: BranchTip | null;
  /** Text to add, by path. */
  readonly files: ReadonlyMap<string, string>;
  /** Paths to remove; missing ones are ignored. */
  readonly remove?: readonly string[];
  /** The message of the commit. */
  readonly message: string;
}

/** A branch after a change. */
export interface ChangedBranch {
  readonly tip: BranchTip;
  /** Hashes of the files that were added, by path. */
  readonly hashes: ReadonlyMap<string, string>;
}

/** Runs that end together push at the same time, so each of them waits and tries again. */
const ATTEMPTS = 10;
const LONGEST_WAIT_MS = 2000;

/**
 * Adds and removes files of a branch by one commit, and makes the branch if it does not exist. The
 * working tree, the index and the branch that is checked out do not change. Files that somebody else
 * has added in the meantime stay. Hooks do not run, because they are for the user's own commits.
 *
 * The commit is made in a separate temporary repository and pushed from there, so a crash leaves
 * nothing incomplete in the user's repository.
 *
 * @returns The branch at the new commit, or at its current one if it already has these files.
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

/** Finds the commit of a branch, and fetches it, so that its files can be read. */
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

/** Leaves FETCH_HEAD and remote-tracking branches alone: other processes may be writing them. */
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

/** The parts of the line for a name; git also lists references whose names only begin or end alike. */
function lineOf(name: string, listed: string): string[] {
  return listed.split("\n").map((line) => line.split("\t")).find((parts) => parts[1] === name) ??
    [];
}

/** This repository as a remote, because a push moves a branch only if nobody else has moved it. */
const HERE = ".";
/** The receiving end gets no settings from the environment, such as whose repositories git may use. */
const PUSH_HERE = [
  `--receive-pack=git -c ${
    inShell(`core.hooksPath=${NOWHERE}`)
  } -c 'safe.directory=*' receive-pack`,
];

/** Quotes a word for the shell that git starts. */
function inShell(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** Allows repositories on this machine, whatever protocols the user allows. */
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
 * Returns a remote like `origin` and the settings that make it, without its remote-tracking branches.
 * Otherwise, after a push, git would move one to a commit that this repository does not have yet.
 */
function unfollowed({ origin }: BranchRepository): string[] {
  const name = `benchline-${crypto.randomUUID()}`;
  const settings = origin.filter((setting) => !/^(?:fetch|push|mirror)(?:=|$)/.test(setting));
  return [name, ...settings.flatMap((setting) => ["-c", `remote.${name}.${setting}`])];
}

/**
 * Pushes to a branch whose full name is ambiguous on the server, for example because a tag has the
 * same name. With a pattern, git takes the name literally.
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
