/** Facts about a repository that reading or changing one of its branches needs. @module */
import { Failure } from "../result/failure.ts";
import type { Lender } from "./borrower.ts";
import { runGit } from "./git.ts";

/** A repository that has a branch; paths are relative to the working directory. */
export interface BranchRepository extends Lender {
  /** The git directory that all of its working trees share. */
  readonly commonDir: string;
  /** The settings of the remote `origin`, each as `key=value`; empty if there is none. */
  readonly origin: readonly string[];
  /** The author of a commit made now, as git writes it: name, address, seconds and offset. */
  readonly author: string;
  readonly committer: string;
}

/**
 * Asks git about the repository of the working directory, with two processes.
 *
 * @param action The start of an error message, such as "Cannot use the branch benchmarks".
 * @throws {Failure} If there is no repository, or git refuses to read it.
 */
export async function readBranchRepository(action: string): Promise<BranchRepository> {
  const want = async (...args: string[]) => {
    const { success, output, complaint } = await runGit(args);
    if (success) return output;
    throw new Failure(`${action}: ${complaint}`);
  };
  const paths = ["--git-common-dir", "--git-path", "objects", "--git-path", "shallow"];
  const found = await want("rev-parse", "--show-object-format", ...paths);
  const [objectFormat, commonDir, objects, shallow] = found.split("\n");
  const variables = (await want("var", "-l")).split("\n");
  const origin = valuesOf(ORIGIN, variables);
  return {
    objectFormat: objectFormat!,
    commonDir: commonDir!,
    objects: objects!,
    shallow: shallow!,
    origin: origin.some((setting) => setting.startsWith("url=")) ? origin : [],
    author: personIn(variables, "AUTHOR"),
    committer: personIn(variables, "COMMITTER"),
  };
}

const ORIGIN = "remote.origin.";

function valuesOf(prefix: string, variables: readonly string[]): string[] {
  return variables.filter((line) => line.startsWith(prefix)).map((line) =>
    line.slice(prefix.length)
  );
}

/** The name, address and time of a commit. On a runner, git only has an address made from the host. */
function personIn(variables: readonly string[], role: "AUTHOR" | "COMMITTER"): string {
  // Configured values come first, and the one that git uses comes last.
  const person = valuesOf(`GIT_${role}_IDENT=`, variables).at(-1);
  return person === undefined || person.includes(".(none)>")
    ? `benchline <benchline@localhost> ${Math.floor(Date.now() / 1000)} +0000`
    : person;
}
