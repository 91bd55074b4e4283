/** Finds what differs from the commit that is checked out. @module */
import { relative, resolve, SEPARATOR } from "../deps/std/path/mod.ts";
import { digest } from "../result/digest.ts";
import { runGit } from "./git.ts";

/** Untracked files that may run. JSON does not count, since it is mostly the output of other runs. */
const MODULE = /\.(?:[cm]?[jt]sx?|wasm)$/;

/** The commit that is checked out, and the differences from it. */
export interface TreeState {
  readonly commit: string;
  /** A digest of the differences; empty if there are none. */
  readonly changes: string;
}

/**
 * Reads what identifies the state of a working tree: the commit, the changes to tracked files, and
 * the untracked modules. Git reads them, because this process may be allowed to read only `cwd`,
 * which may be a folder of a larger repository.
 *
 * @param outputs Files and folders that are written in the meantime, and do not count.
 * @returns Null outside of a repository, and if it has no commit.
 */
export async function readTreeState(
  cwd: string,
  outputs: readonly string[],
): Promise<TreeState | null> {
  const head = await runGit(["rev-parse", "--show-prefix", "HEAD^{commit}"], { cwd });
  if (!head.success) return null;
  // The name of a folder may have line breaks; a commit is one line.
  const commit = head.output.slice(head.output.lastIndexOf("\n") + 1);
  const prefix = head.output.slice(0, -commit.length - 1);
  const except = outputs
    .map((path) => relative(cwd, resolve(cwd, path)).replaceAll(SEPARATOR, "/"))
    .filter((path) => isWithinTree(path, prefix));
  const paths = ["--", ":/", ...except.map((path) => `:(exclude,literal)${path}`)];
  const tracked = await runGit(
    ["diff", "HEAD", "--binary", "--no-ext-diff", "--no-textconv", "--no-color", ...paths],
    { cwd },
  );
  const others = await runGit(
    ["ls-files", "--others", "--exclude-standard", "--full-name", "-z", ...paths],
    { cwd },
  );
  // Git takes the names relative to the top of the working tree, one a line.
  const modules = others.output.split("\0").filter((path) => MODULE.test(path))
    .filter((path) => !path.includes("\n")).sort();
  const hashes = modules.length === 0 ? others : await runGit(
    ["hash-object", "--stdin-paths"],
    { cwd, input: `${modules.join("\n")}\n` },
  );
  // An unknown state equals no other.
  const isKnown = tracked.success && others.success && hashes.success;
  const changes = isKnown
    ? [tracked.output, ...modules, modules.length === 0 ? "" : hashes.output].join("\n").trim()
    : crypto.randomUUID();
  return { commit, changes: changes === "" ? "" : await digest(changes) };
}

/**
 * Whether a path leads no further up than the top of the working tree.
 *
 * @param prefix The folder that the path is relative to, from the top, with a slash at its end.
 */
function isWithinTree(path: string, prefix: string): boolean {
  const up = /^(?:\.\.(?:[/\\]|$))*/.exec(path)![0].split("..").length - 1;
  return up <= prefix.split("/").length - 1 && !/^(?:[/\\]|[a-z]:)/i.test(path);
}
