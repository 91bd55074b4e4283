/** A program like a command: it changes branches of the repository in its folder. @module */
import type { CommandIo } from "../../scripts/cli/io.ts";
import { changeBranch } from "../../scripts/git/branch.ts";
import { readBranchRepository } from "../../scripts/git/branch_repository.ts";
import { Failure } from "../../scripts/result/failure.ts";

/** A change of a branch. */
export interface Change {
  readonly branch: string;
  /** The remote that has the branch; none by default. */
  readonly remote?: string | undefined;
  /** Paths of files to add, and their texts. */
  readonly files: readonly (readonly [path: string, text: string])[];
  /** Paths of files to remove; none by default. */
  readonly remove?: readonly string[];
  /** The author of the commit; the user by default. */
  readonly author?: string;
}

/**
 * Prints the commit of each change, or the failure, as JSON. All changes are made at the same time.
 *
 * @param args A list of {@linkcode Change} as JSON.
 */
export async function main([changes]: readonly string[], io: CommandIo): Promise<number> {
  const made = await Promise.all((JSON.parse(changes!) as Change[]).map(make));
  io.writeOut(JSON.stringify(made));
  return 0;
}

async function make({ branch, remote, files, remove = [], author }: Change): Promise<string> {
  try {
    const repository = await readBranchRepository("Cannot begin");
    const { tip } = await changeBranch({
      repository: author === undefined ? repository : Object.assign({}, repository, { author }),
      branch,
      // One test names a remote that is not there.
      remote: (remote ?? null) as "origin" | null,
      files: new Map(files),
      remove,
      message: `Add ${files[0]?.[0] ?? "nothing"}`,
    });
    return tip.commit!;
  } catch (error) {
    if (error instanceof Failure) return `failure: ${error.message}`;
    throw error;
  }
}
