/** A commit by one git process, whatever it changes. @module */
import { Failure } from "../result/failure.ts";
import { runGit } from "./git.ts";

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

/** A branch that the stream needs a name for and takes back; it is never written. */
const BRANCH = "refs/benchline/new";

/**
 * Makes a commit on no branch.
 *
 * @throws {Failure} If git cannot keep files by these paths, or refuses.
 */
export async function makeCommit(commit: NewCommit): Promise<string> {
  const { parent } = commit;
  const nothing = "0".repeat(parent?.length ?? await hashLength());
  const input = new Blob(describeCommit(commit, nothing));
  const { success, output, complaint } = await runGit([
    "fast-import",
    "--quiet",
    "--done",
    "--date-format=raw",
  ], { input });
  if (success) return output;
  throw new Failure(`Cannot make a commit: ${complaint}`);
}

/**
 * A stream for `git fast-import` that asks for the hash of one commit.
 *
 * @param nothing The hash of no object.
 */
function describeCommit(
  { parent, files, remove, message, author, committer }: NewCommit,
  nothing: string,
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
  line(`reset ${BRANCH}`);
  line(`from ${nothing}`);
  line("");
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

async function hashLength(): Promise<number> {
  const { output } = await runGit(["rev-parse", "--show-object-format"]);
  return output === "sha256" ? 64 : 40;
}
