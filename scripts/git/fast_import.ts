/** Makes a commit with one git process, whatever the number of its files. @module */
import { Failure } from "../result/failure.ts";
import { runGit } from "./git.ts";

/** A commit to make. */
export interface NewCommit {
  /** The branch to make it on. */
  readonly branch: string;
  /** Null for the first commit. */
  readonly parent: string | null;
  /** Text to add, by path. */
  readonly files: ReadonlyMap<string, string>;
  /** Paths to remove; missing ones are ignored. */
  readonly remove: readonly string[];
  readonly message: string;
  /** As git writes it, like the committer: name, address, seconds and offset. */
  readonly author: string;
  readonly committer: string;
}

/** A commit that was made. */
export interface MadeCommit {
  readonly commit: string;
  /** Hashes of the files to add, by path. */
  readonly hashes: ReadonlyMap<string, string>;
  /** Whether it has the same files as its parent. */
  readonly isSame: boolean;
}

/**
 * Makes a commit in a repository.
 *
 * @param gitDir The git directory of the repository, whose branch is moved to the commit.
 * @throws {Failure} If git does not allow the name of the branch or of a file, or fails.
 */
export async function makeCommit(commit: NewCommit, gitDir: string): Promise<MadeCommit> {
  const action = `Cannot keep files on ${commit.branch}`;
  // Git would make such a branch here, but commands would not take the name for one.
  if (/^-|^HEAD$|\n/.test(commit.branch)) throw new Failure(`${action}: it is not a branch`);
  const { success, output, complaint } = await runGit([
    `--git-dir=${gitDir}`,
    // Makes a pack, even of a few objects.
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
 * Returns the input of `git fast-import`. It also asks for the hash and the tree of the commit, for
 * the hashes of its files, and for the tree of its parent.
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

/** Git itself ends each message with a line end. */
function withLineEnd(text: string): string {
  return text.endsWith("\n") ? text : `${text}\n`;
}

/**
 * Quotes a path for `git fast-import`, and checks it: git checks paths only when it adds them to an
 * index.
 *
 * @throws {Failure} If no checkout could contain a file with that path.
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
