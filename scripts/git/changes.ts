/** What differs from the commit that is checked out. @module */
import { relative, resolve, SEPARATOR } from "../deps/std/path/mod.ts";
import { digest } from "../result/digest.ts";
import { runGit } from "./git.ts";

/** Untracked files of these kinds may be a part of what runs; JSON is mostly what other runs wrote. */
const MODULE = /\.(?:[cm]?[jt]sx?|wasm)$/;

/** The commit that is checked out and what differs from it. */
export interface TreeState {
  readonly commit: string;
  /** Short name of the differences; empty where there are none. */
  readonly changes: string;
}

/**
 * Tells one state of a working tree from another: by the commit, the changes to tracked files, and the
 * modules that are not tracked. git reads all of it, as `cwd` may be a folder of a repository whose
 * other files this process may not read.
 *
 * @param outputs Files and folders that are written meanwhile, and do not count.
 * @returns Null outside of a repository, and where it has no commit.
 */
export async function readTreeState(
  cwd: string,
  outputs: readonly string[],
): Promise<TreeState | null> {
  const head = await runGit(["rev-parse", "--verify", "HEAD^{commit}"], { cwd });
  const prefix = await runGit(["rev-parse", "--show-prefix"], { cwd });
  if (!head.success || !prefix.success) return null;
  const except = outputs
    .map((path) => relative(cwd, resolve(cwd, path)).replaceAll(SEPARATOR, "/"))
    .filter((path) => isWithinTree(path, prefix.output));
  const paths = ["--", ":/", ...except.map((path) => `:(exclude,literal)${path}`)];
  const tracked = await runGit(
    ["diff", "HEAD", "--binary", "--no-ext-diff", "--no-textconv", "--no-color", ...paths],
    { cwd },
  );
  const others = await runGit(
    ["ls-files", "--others", "--exclude-standard", "--full-name", "-z", ...paths],
    { cwd },
  );
  // git takes the names from the top of the working tree, one a line.
  const modules = others.output.split("\0").filter((path) => MODULE.test(path))
    .filter((path) => !path.includes("\n")).sort();
  const hashes = modules.length === 0 ? others : await runGit(
    ["hash-object", "--stdin-paths"],
    { cwd, input: `${modules.join("\n")}\n` },
  );
  // A state that cannot be told is like no other.
  const isKnown = tracked.success && others.success && hashes.success;
  const changes = isKnown
    ? [tracked.output, ...modules, modules.length === 0 ? "" : hashes.output].join("\n").trim()
    : crypto.randomUUID();
  return { commit: head.output, changes: changes === "" ? "" : await digest(changes) };
}

/**
 * Whether a path leads no further up than the top of the working tree.
 *
 * @param prefix The folder that the path starts from within the working tree, with a slash at its end.
 */
function isWithinTree(path: string, prefix: string): boolean {
  const up = /^(?:\.\.(?:[/\\]|$))*/.exec(path)![0].split("..").length - 1;
  return up <= prefix.split("/").length - 1 && !/^(?:[/\\]|[a-z]:)/i.test(path);
}
