/** What git answers. @module */
import { withoutCredentials } from "../result/connection.ts";
import { Interruption, STOP_SIGNALS, stopSignalOf } from "../result/interruption.ts";
import { explainSpawn } from "../result/spawn_failure.ts";
import { startProcess } from "../system/start_process.ts";
import { isOfSignal, reasonOf } from "./complaints.ts";

/** How a git command went. */
export interface GitAnswer {
  readonly success: boolean;
  /** Standard output without its last line break. */
  readonly output: string;
  /** Why it failed, as {@linkcode reasonOf} finds it in what git wrote to standard error. */
  readonly complaint: string;
}

/** How a git command went whose output need not be text. */
export interface GitBytes extends Omit<GitAnswer, "output"> {
  readonly output: Uint8Array;
}

/** What a git command gets besides its arguments. */
export interface GitOptions {
  /** Where it runs; the working directory by default. */
  readonly cwd?: string | undefined;
  readonly env?: Readonly<Record<string, string>>;
  /** For its standard input. */
  readonly input?: string | Blob | undefined;
  /** An index to use in place of the repository's. */
  readonly indexFile?: string | undefined;
  /** A folder of objects that the command has beside those of the repository. */
  readonly objects?: string | undefined;
}

/**
 * The variables by which git tells a hook, or whoever it starts, of the repository it is working on.
 * They are those of `git rev-parse --local-env-vars`, and those that change what a path means. What
 * configures git stays, as it does when git itself enters a submodule: it may hold a credential.
 */
const VARIABLES_OF_A_REPOSITORY = [
  "GIT_ALTERNATE_OBJECT_DIRECTORIES",
  "GIT_COMMON_DIR",
  "GIT_CONFIG",
  "GIT_DIR",
  "GIT_GRAFT_FILE",
  "GIT_IMPLICIT_WORK_TREE",
  "GIT_INDEX_FILE",
  "GIT_INTERNAL_SUPER_PREFIX",
  "GIT_NO_REPLACE_OBJECTS",
  "GIT_OBJECT_DIRECTORY",
  "GIT_PREFIX",
  "GIT_REPLACE_REF_BASE",
  "GIT_SHALLOW_FILE",
  "GIT_WORK_TREE",
  "GIT_QUARANTINE_PATH",
  "GIT_LITERAL_PATHSPECS",
  "GIT_GLOB_PATHSPECS",
  "GIT_NOGLOB_PATHSPECS",
  "GIT_ICASE_PATHSPECS",
];

/** A path where git finds neither a repository nor hooks. */
export const NOWHERE: string = nowhere();

/**
 * Returns a path where nothing can be. On Windows anybody may create the folder `C:\\dev\\null`, so the
 * path is below a file: the running program.
 */
export function nowhere(
  os: typeof Deno.build.os = Deno.build.os,
  program: string = Deno.execPath(),
): string {
  return os === "windows" ? `${program.replaceAll("\\", "/")}/none` : "/dev/null";
}

/** Configuration that holds for every command, over that of the user. */
const CONFIGURATION = [
  // Hooks are for the work of the user, which none of this is; one could even start benchline again.
  `core.hooksPath=${NOWHERE}`,
  "core.fsmonitor=false",
  // An index of our own would otherwise leave a file beside the user's.
  "core.splitIndex=false",
  // The working trees of the user's submodules would otherwise be moved.
  "submodule.recurse=false",
];

/**
 * Runs git on the repository of a folder, whatever repository the variables of the environment name.
 *
 * @throws {Failure} If there is no git, or it may not be run.
 * @throws {Interruption} If a signal has ended it.
 */
export async function runGit(
  args: readonly string[],
  options: GitOptions = {},
): Promise<GitAnswer> {
  const answer = await runGitForBytes(args, options);
  return { ...answer, output: new TextDecoder().decode(answer.output).replace(/\r?\n$/, "") };
}

/** Is {@linkcode runGit} for output that need not be text. */
export async function runGitForBytes(
  args: readonly string[],
  options: GitOptions = {},
): Promise<GitBytes> {
  const { input } = options;
  const child = start(args, options);
  const [{ success, code, signal, stdout, stderr }] = await Promise.all([
    child.output(),
    input === undefined ? null : write(child, input),
  ]);
  // Of a remote repository whose URL it cannot read git shows all of it.
  const complaint = withoutCredentials(reasonOf(new TextDecoder().decode(stderr)));
  // Where a signal has ended the inner git the outer one says so by the code, which alone means less.
  const stoppedBy = stopSignalOf({ code, signal }) ??
    STOP_SIGNALS.find((name) => code === new Interruption(name).code && isOfSignal(complaint));
  // Ctrl-C reaches the processes of a terminal all at once: git has not failed by itself.
  if (stoppedBy !== undefined) throw new Interruption(stoppedBy);
  return { success, output: stdout, complaint };
}

function start(args: readonly string[], options: GitOptions): Deno.ChildProcess {
  const { cwd, env = {}, input, indexFile, objects } = options;
  const variables = Object.entries({
    GIT_INDEX_FILE: indexFile,
    GIT_ALTERNATE_OBJECT_DIRECTORIES: objects,
  }).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const names = variables.map(([name]) => name);
  try {
    return startProcess("git", {
      args: ["-c", `alias.benchline=${cleaner(names)}`, "benchline", ...configured(args)],
      stdin: input === undefined ? "null" : "piped",
      stdout: "piped",
      stderr: "piped",
      env: {
        LC_ALL: "C",
        // git would otherwise write the user's index when it only looks at the files.
        GIT_OPTIONAL_LOCKS: "0",
        ...env,
        // The outer git is to stay in the folder where it starts, which it does without a repository.
        GIT_DIR: NOWHERE,
        ...Object.fromEntries(variables.map(([name, value]) => [`BENCHLINE_${name}`, value])),
      },
      ...(cwd === undefined ? {} : { cwd }),
    });
  } catch (error) {
    throw explainSpawn(error, "git") ?? error;
  }
}

/**
 * An alias that unsets variables and starts git. Deno can only leave variables out of a child's
 * environment if it may read all the others, which would take one more permission.
 *
 * @param names Variables that are set all the same, each to what the one has that begins with
 *   `BENCHLINE_`.
 */
function cleaner(names: readonly string[]): string {
  const set = names.map((name) => `${name}="$BENCHLINE_${name}"; export ${name}; `).join("");
  return `!unset ${VARIABLES_OF_A_REPOSITORY.join(" ")}; ${set}exec git`;
}

function configured(args: readonly string[]): string[] {
  return [...CONFIGURATION.flatMap((entry) => ["-c", entry]), ...args];
}

async function write(child: Deno.ChildProcess, input: string | Blob): Promise<void> {
  try {
    await new Blob([input]).stream().pipeTo(child.stdin);
  } catch (error) {
    // git has ended before it had read everything, and its complaint says why.
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}
