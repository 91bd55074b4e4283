/** A commit by as many git processes for a thousand files as for one. @module */
import { Failure } from "../result/failure.ts";
import { runGit } from "./git.ts";

/** A commit to make. */
export interface NewCommit {
  /** Name of the branch that it is made for. */
  readonly branch: string;
  /** Null for the first. */
  readonly parent: string | null;
  /** Text to add, by path. */
  readonly files: ReadonlyMap<string, string>;
  /** Paths to remove; those that are not there are passed over. */
  readonly remove: readonly string[];
  readonly message: string;
  /** Each as git writes them: name, address, seconds and offset. */
  readonly author: string;
  readonly committer: string;
}

/** A commit that was made. */
export interface MadeCommit {
  readonly commit: string;
  /** Hashes of the files that it was to add, by path. */
  readonly hashes: ReadonlyMap<string, string>;
  /** Whether it has the same files as its parent. */
  readonly isSame: boolean;
}

/**
 * Makes a commit in a repository.
 *
 * @param gitDir What git keeps of the repository, whose branch of that name is moved.
 * @throws {Failure} If git cannot keep files by these paths or on such a branch, or refuses.
 */
export async function makeCommit(commit: NewCommit, gitDir: string): Promise<MadeCommit> {
  const action = `Cannot keep files on ${commit.branch}`;
  // Git takes these for a branch here, and for something else where a user names it.
  if (/^-|^HEAD$|\n/.test(commit.branch)) throw new Failure(`${action}: it is not a branch`);
  const { success, output, complaint } = await runGit([
    `--git-dir=${gitDir}`,
    // What it makes is packed in any case.
    "-c",
    "fastimport.unpackLimit=1",
    "fast-import",
    "--quiet",
    "--done",
    "--force",
    "--date-format=raw",
  ], { input: new Blob(streamOf(commit)) });
  if (!success) throw new Failure(`${action}: ${complaint}`);
  const [hash, tree, ...rest] = output.split("\n");
  const paths = [...commit.files.keys()];
  return {
    commit: hash!,
    hashes: new Map(paths.map((path, at) => [path, rest[at]!])),
    isSame: commit.parent !== null && rest[paths.length] === tree,
  };
}

/**
 * A stream for `git fast-import` that asks for the hash and the tree of a commit, for the hashes of
 * its files, and for the tree of its parent.
 */
function streamOf(
  { branch, parent, files, remove, message, author, committer }: NewCommit,
): Uint8Array<ArrayBuffer>[] {
  const encoder = new TextEncoder();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const line = (text: string) => parts.push(encoder.encode(`${text}\n`));
  const data = (text: string) => {
    const bytes = encoder.encode(text);
    line(`data ${bytes.length}`);
    parts.push(bytes);
    line("");
  };
  const marked = [...files].map(([path, text], at) => ({ path, text, mark: `:${at + 2}` }));
  for (const { text, mark } of marked) {
    line("blob");
    line(`mark ${mark}`);
    data(text);
  }
  line(`commit refs/heads/${branch}`);
  line("mark :1");
  line(`author ${author}`);
  line(`committer ${committer}`);
  data(withLineEnd(message));
  if (parent !== null) line(`from ${parent}`);
  for (const path of remove) line(`D ${quotePath(path)}`);
  for (const { path, mark } of marked) line(`M 100644 ${mark} ${quotePath(path)}`);
  line("get-mark :1");
  line('ls :1 ""');
  for (const { mark } of marked) line(`get-mark ${mark}`);
  if (parent !== null) line(`ls ${parent} ""`);
  line("done");
  return parts;
}

/** What git would write itself: a message ends with a line end. */
function withLineEnd(text: string): string {
  return text.endsWith("\n") ? text : `${text}\n`;
}

/**
 * A path as `git fast-import` reads it. Git checks paths on their way into an index, not here.
 *
 * @throws {Failure} If no checkout could hold a file by that path.
 */
function quotePath(path: string): string {
  const parts = path.split("/");
  if (parts.some((part) => ["", ".", ".."].includes(part) || part.toLowerCase() === ".git")) {
    throw new Failure(`Cannot keep ${path} on a branch: git does not allow this path`);
  }
  if (path.includes("\0")) {
    throw new Failure("Cannot keep a file whose path contains a NUL character");
  }
  const escaped = path.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
  return `"${escaped}"`;
}
