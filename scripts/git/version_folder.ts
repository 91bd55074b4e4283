/** Checks commits out beside the working tree. @module */
import { dirname, join, resolve } from "../deps/std/path/mod.ts";
import { Failure } from "../result/failure.ts";
import { makeBorrower } from "./borrower.ts";
import { checkOut, checkOutSubmodules } from "./checkout.ts";
import { runGit } from "./git.ts";
import { openRepository, type Repository } from "./repository.ts";
import { resolveCommit } from "./revision.ts";
import { isThere, makeTemporaryFolder } from "./temporary_folder.ts";

/** A commit that is checked out in a separate folder. */
export interface VersionFolder {
  /** The folder that corresponds to the working directory. */
  readonly root: string;
  /** The folder that corresponds to the top level of the working tree. */
  readonly top: string;
  readonly commit: string;
  /** How the folder may differ from the commit, one line each. */
  readonly doubts: readonly string[];
  /** Removes the folder, but not the targets of links. */
  remove(): Promise<void>;
}

/** How to check a commit out. */
export interface VersionFolderOptions {
  /** A folder of the repository; the working directory by default. */
  readonly cwd?: string | undefined;
  /** The name of the version in doubts; `the baseline` by default. */
  readonly called?: string;
  /** The repository of the folder; found by default. */
  readonly repository?: Repository;
}

const ACTION = "Cannot prepare a checkout";

/** Files that configure Deno in every folder below theirs. */
const CONFIGURATIONS = ["deno.json", "deno.jsonc", "package.json"];

/**
 * Checks out a commit in a temporary folder, with the submodules whose objects are here. The user's
 * repository is only read. The folder has a separate repository, which borrows the objects, so neither
 * a program started there nor a crash can change the user's.
 *
 * @param ref A branch, tag or commit.
 * @throws {Failure} If this is not a git repository, it does not know `ref`, or the disk is full.
 */
export async function checkOutVersion(
  ref: string,
  { cwd, called = "the baseline", repository: known }: VersionFolderOptions = {},
): Promise<VersionFolder> {
  const repository = known ?? await openRepository(cwd);
  const commit = await resolveCommit(ref, cwd, repository);
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
    // The version may not have this folder, but processes start in it.
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
 * Prevents Deno from using a configuration that is in a folder above the checkout.
 *
 * @param root The folder of the checkout in which Deno starts.
 * @param checkout The top level of the checkout.
 * @returns A configuration outside of the repository that applies to the working tree only.
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

/** Finds the configuration that Deno finds from a folder upwards, up to the folder `last`. */
async function findConfiguration(folder: string, last?: string): Promise<string | null> {
  for (const name of CONFIGURATIONS) {
    const path = join(folder, name);
    if (await isThere(path)) return path;
  }
  const parent = dirname(folder);
  return folder === last || parent === folder ? null : await findConfiguration(parent, last);
}
