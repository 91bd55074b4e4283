/** What differs from the commit that is checked out. @module */
import { join } from "../deps/std/path/mod.ts";
import { digest } from "../result/digest.ts";
import { runGit } from "./git.ts";
import { findRepository, withinRepository } from "./repository.ts";

/** Untracked files of these kinds may be a part of what runs; JSON is mostly what other runs wrote. */
const MODULE = /\.(?:[cm]?[jt]sx?|wasm)$/;

/** The commit that is checked out and what differs from it. */
export interface TreeState {
  readonly commit: string;
  /** Short name of the differences; empty where there are none. */
  readonly changes: string;
}

/**
 * Tells one state of a working tree from another: by the commit, the changes to tracked files, and name,
 * size and time of modules that are not tracked.
 *
 * @param outputs Files and folders that are written meanwhile, and do not count.
 * @returns Null outside of a repository, and where it has no commit.
 */
export async function readTreeState(
  cwd: string,
  outputs: readonly string[],
): Promise<TreeState | null> {
  const repository = await findRepository(cwd);
  if (typeof repository === "string") return null;
  const head = await runGit(["rev-parse", "--verify", "HEAD^{commit}"], { cwd });
  if (!head.success) return null;
  const except = outputs.map((path) => withinRepository(path, repository))
    .filter((path) => path !== null);
  const paths = ["--", ":/", ...except.map((path) => `:(exclude,literal)${path}`)];
  const tracked = await runGit(
    ["diff", "HEAD", "--binary", "--no-ext-diff", "--no-textconv", "--no-color", ...paths],
    { cwd },
  );
  const untracked = await runGit(["ls-files", "--others", "--exclude-standard", "-z", ...paths], {
    cwd,
  });
  const modules = untracked.output.split("\0").filter((path) => MODULE.test(path)).sort();
  const described = await Promise.all(modules.map((path) => describeFile(join(cwd, path))));
  const changes = [tracked.output, ...described].join("\n").trim();
  return { commit: head.output, changes: changes === "" ? "" : await digest(changes) };
}

async function describeFile(path: string): Promise<string> {
  const { size, mtime } = await Deno.lstat(path);
  return `${path} ${size} ${mtime?.toISOString() ?? ""}`;
}
