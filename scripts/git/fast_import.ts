/** A commit by as many git processes for a thousand files as for one. @module */
import { join } from "../deps/std/path/mod.ts";
import { Failure } from "../result/failure.ts";
import { makeBorrower } from "./borrower.ts";
import { runGit, runGitForBytes } from "./git.ts";
import { makeTemporaryFolder } from "./temporary_folder.ts";

/** A commit to make. */
export interface NewCommit {
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

/** A branch that the stream needs a name for. */
const BRANCH = "refs/heads/new";

/**
 * Makes a commit on no branch. It is made in a repository of its own that borrows the objects of this
 * one and goes with all that a crash leaves in it; only what is whole comes over.
 *
 * @throws {Failure} If git cannot keep files by these paths, or refuses.
 */
export async function makeCommit(commit: NewCommit): Promise<string> {
  const stream = new Blob(describeCommit(commit));
  const folder = await makeTemporaryFolder(null);
  try {
    const borrower = await makeBorrower({
      folder: join(folder.path, "repository"),
      bare: true,
      action: "Cannot make a commit",
    });
    const gitDir = `--git-dir=${borrower}`;
    const hash = await want(
      [
        gitDir,
        // What it makes is packed in any case.
        "-c",
        "fastimport.unpackLimit=1",
        "fast-import",
        "--quiet",
        "--done",
        "--date-format=raw",
      ],
      stream,
    );
    const range = commit.parent === null ? `${hash}\n` : `${hash}\n^${commit.parent}\n`;
    const pack = await runGitForBytes(
      [gitDir, "pack-objects", "--quiet", "--revs", "--stdout"],
      { input: range },
    );
    if (!pack.success) throw new Failure(`Cannot make a commit: ${pack.complaint}`);
    await want(["unpack-objects", "-q"], new Blob([new Uint8Array(pack.output)]));
    return hash;
  } finally {
    await folder.remove();
  }
}

async function want(args: readonly string[], input?: Blob): Promise<string> {
  const { success, output, complaint } = await runGit(args, { input });
  if (success) return output;
  throw new Failure(`Cannot make a commit: ${complaint}`);
}

/** A stream for `git fast-import` that asks for the hash of one commit. */
function describeCommit(
  { parent, files, remove, message, author, committer }: NewCommit,
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
  line(`commit ${BRANCH}`);
  line("mark :1");
  line(`author ${author}`);
  line(`committer ${committer}`);
  data(message.endsWith("\n") ? message : `${message}\n`);
  if (parent !== null) line(`from ${parent}`);
  for (const path of remove) line(`D ${quotePath(path)}`);
  for (const [path, text] of files) {
    line(`M 100644 inline ${quotePath(path)}`);
    data(text);
  }
  line("get-mark :1");
  line("done");
  return parts;
}

/**
 * A path as `git fast-import` reads it. Git checks paths on their way into an index, not here.
 *
 * @throws {Failure} If no checkout could hold a file by that path.
 */
function quotePath(path: string): string {
  const parts = path.split("/");
  if (parts.some((part) => ["", ".", ".."].includes(part) || part.toLowerCase() === ".git")) {
    throw new Failure(`Cannot keep ${path} on a branch: git takes no such path`);
  }
  if (path.includes("\0")) throw new Failure("Cannot keep a file whose path has a zero in it");
  const escaped = path.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
  return `"${escaped}"`;
}
