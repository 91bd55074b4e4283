/** A commit checked out beside the working tree. @module */
import { dirname, join, resolve } from "../deps/std/path/mod.ts";
import { Failure } from "../result/failure.ts";
import { makeBorrower } from "./borrower.ts";
import { checkOut, checkOutSubmodules } from "./checkout.ts";
import { runGit } from "./git.ts";
import { openRepository, type Repository } from "./repository.ts";
import { resolveCommit } from "./revision.ts";
import { isThere, makeTemporaryFolder } from "./temporary_folder.ts";

/** A commit in a folder of its own. */
export interface VersionFolder {
  /** The folder that corresponds to the working directory. */
  readonly root: string;
  /** The folder that corresponds to the top level of the working tree. */
  readonly top: string;
  readonly commit: string;
  /** How it may differ from what the commit says, a line each. */
  readonly doubts: readonly string[];
  /** Removes the folder. Links are removed, what they lead to stays. */
  remove(): Promise<void>;
}

/** How to check a commit out. */
export interface VersionFolderOptions {
  /** A folder of the repository; the working directory by default. */
  readonly cwd?: string | undefined;
  /** What doubts call the version; `the baseline` by default. */
  readonly called?: string;
}

const ACTION = "Cannot prepare a checkout";

/** What configures Deno in every folder below it. */
const CONFIGURATIONS = ["deno.json", "deno.jsonc", "package.json"];

/**
 * Checks out a commit in a temporary folder, with the submodules that are here. What git keeps of the
 * repository is only read: the folder has a repository of its own, which borrows the objects, so that
 * neither a program started in it nor a crash can change the user's.
 *
 * @param ref A branch, tag or commit.
 * @throws {Failure} If this is no git repository, it does not know `ref`, or there is no room for it.
 */
export async function checkOutVersion(
  ref: string,
  { cwd, called = "the baseline" }: VersionFolderOptions = {},
): Promise<VersionFolder> {
  const commit = await resolveCommit(ref, cwd);
  const repository = await openRepository(cwd);
  const folder = await makeTemporaryFolder(repository);
  try {
    const top = join(folder.path, "tree");
    const root = resolve(top, repository.prefix);
    const { cwd } = repository;
    const git = await makeBorrower(cwd, top, ACTION);
    const head = await runGit(["update-ref", "--no-deref", "HEAD", commit], { cwd: top });
    if (!head.success) throw new Failure(`${ACTION}: ${head.complaint}`);
    const indexFile = join(git, "index");
    const reason = await checkOut({ gitDir: repository.gitDir, commit, folder: top, indexFile });
    if (reason !== null) throw new Failure(`Cannot check out ${ref}: ${reason}`);
    const doubts = (await checkOutSubmodules(repository, commit, top, git))
      .map(({ path, reason }) =>
        `the submodule ${path} is not checked out in ${called}: ${reason}`
      );
    // The version may have nothing in this folder, and nothing can be started where none is.
    await Deno.mkdir(root, { recursive: true });
    const outside = await settleConfiguration(repository, root, top);
    if (outside !== null) {
      doubts.push(`${called} lacks ${outside}, which is outside the repository`);
    }
    return { root, top, commit, doubts, remove: folder.remove };
  } catch (error) {
    await folder.remove();
    throw error;
  }
}

/**
 * Keeps Deno from taking the configuration of a folder above the temporary one for the checkout's.
 *
 * @param root The folder of the checkout that Deno is started in.
 * @param checkout The top level of the checkout.
 * @returns What configures the working tree from outside of the repository, and not the checkout.
 */
async function settleConfiguration(
  { top }: Repository,
  root: string,
  checkout: string,
): Promise<string | null> {
  const around = dirname(checkout);
  if (await findConfiguration(around) !== null) {
    await Deno.writeTextFile(join(around, "deno.json"), "{}\n");
  }
  return await findConfiguration(root, checkout) === null
    ? await findConfiguration(dirname(top))
    : null;
}

/** The configuration that Deno finds from a folder upward, at most as far up as another one. */
async function findConfiguration(folder: string, last?: string): Promise<string | null> {
  for (const name of CONFIGURATIONS) {
    const path = join(folder, name);
    if (await isThere(path)) return path;
  }
  const parent = dirname(folder);
  return folder === last || parent === folder ? null : await findConfiguration(parent, last);
}
