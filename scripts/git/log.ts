/** Lists commits. @module */
import type { CommitLine } from "../result/commit.ts";
import { withoutCredentials } from "../result/connection.ts";
import { Failure } from "../result/failure.ts";
import { runGit } from "./git.ts";
import { shallowHint } from "./revision.ts";

const MOST_COMMITS = 50;
const FORMAT = "%H%x1f%an%x1f%cI%x1f%s";

/**
 * Lists the commits after one up to another, newest first, at most 50.
 *
 * @returns Null if git does not know the commits, as in a shallow clone.
 */
export async function logBetween(before: string, after: string): Promise<CommitLine[] | null> {
  if (!isHash(before) || !isHash(after)) return null;
  return await readLog([`--max-count=${MOST_COMMITS}`, `${before}..${after}`]);
}

/** Describes commits by their hashes; empty if git does not know all of them. */
export async function logCommits(hashes: readonly string[]): Promise<Map<string, CommitLine>> {
  // Without a commit, git would log HEAD.
  if (hashes.length === 0) return new Map();
  const lines = await readLog(["--no-walk=unsorted", "--stdin"], `${hashes.join("\n")}\n`);
  return new Map(lines?.map((line) => [line.hash, line]));
}

async function readLog(args: readonly string[], input?: string): Promise<CommitLine[] | null> {
  const { success, output } = await runGit(["log", `--format=${FORMAT}`, ...args, "--"], {
    input,
  });
  if (!success) return null;
  return output.split("\n").filter((line) => line !== "").map((line) => {
    const [hash, author, timestamp, ...subject] = line.split("\x1f");
    return { hash: hash!, author: author!, timestamp: timestamp!, subject: subject.join("\x1f") };
  });
}

/** Documents may call anything a commit, and git must not take it for an option. */
function isHash(text: string): boolean {
  return /^[0-9a-f]{7,64}$/.test(text);
}

/** Finds the web page of `origin`; null if it has none. */
export async function findRepositoryUrl(): Promise<string | null> {
  const { success, output } = await runGit(["remote", "get-url", "origin"]);
  if (!success) return null;
  const [, host, path] = /^(?:https?:\/\/|git@|ssh:\/\/)([^:/@]+)[:/](.+?)(?:\.git)?\/?$/
    .exec(withoutCredentials(output)) ?? [];
  return host === undefined ? null : `https://${host}/${path}`;
}

/**
 * Lists the commits after one up to another, oldest first.
 *
 * @param firstParent Whether to leave out the commits of merged branches, but not the merge commits.
 * @throws {Failure} If the second does not come after the first.
 */
export async function commitsFrom(
  good: string,
  bad: string,
  firstParent: boolean,
): Promise<string[]> {
  if (good === bad || !(await isAncestor(good, bad))) {
    throw new Failure(
      `Cannot search from ${shorten(good)} to ${shorten(bad)}: ${await whyNoWay(good, bad)}`,
    );
  }
  const { success, output, complaint } = await runGit([
    "rev-list",
    "--reverse",
    "--topo-order",
    ...(firstParent ? ["--first-parent"] : []),
    `${good}..${bad}`,
  ]);
  if (!success) throw new Failure(`Cannot list commits: ${complaint}`);
  return output.split("\n");
}

async function isAncestor(first: string, second: string): Promise<boolean> {
  return (await runGit(["merge-base", "--is-ancestor", first, second])).success;
}

/** Says why the second commit is not a descendant of the first. */
async function whyNoWay(good: string, bad: string): Promise<string> {
  const wanted = "the second must come after the first";
  if (good === bad) return `${wanted}, but they are the same commit`;
  if (await isAncestor(bad, good)) return `${wanted}, but it is an ancestor of the first`;
  const { success, output } = await runGit(["merge-base", good, bad]);
  const shared = success
    ? `they diverged at ${shorten(output)}; search from there instead`
    : "they share no history";
  return `${wanted}, but ${shared}${await shallowHint()}`;
}

function shorten(hash: string): string {
  return hash.slice(0, 12);
}
