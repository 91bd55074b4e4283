/** What has to be known of a repository before a branch of it is read or changed. @module */
import { Failure } from "../result/failure.ts";
import type { Lender } from "./borrower.ts";
import { runGit } from "./git.ts";

/** A repository that keeps a branch; paths are from the working directory. */
export interface BranchRepository extends Lender {
  /** What git keeps for all working trees of it. */
  readonly commonDir: string;
  /** What is configured of the remote `origin`, each as `key=value`; empty where there is none. */
  readonly origin: readonly string[];
  /** Who makes a commit now, as git writes it: name, address, seconds and offset. */
  readonly author: string;
  readonly committer: string;
}

/**
 * Asks git about the repository of the working directory, by two processes.
 *
 * @param action What fails if this does, such as "Cannot use the branch benchmarks".
 * @throws {Failure} If there is none, or git refuses to read it.
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

/** Whom to name, and when. Git knows nobody on a runner, and makes an address of the host's name. */
function personIn(variables: readonly string[], role: "AUTHOR" | "COMMITTER"): string {
  // What git makes up itself comes behind what is configured.
  const person = valuesOf(`GIT_${role}_IDENT=`, variables).at(-1);
  return person === undefined || person.includes(".(none)>")
    ? `benchline <benchline@localhost> ${Math.floor(Date.now() / 1000)} +0000`
    : person;
}
