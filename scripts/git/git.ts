/** Runs git. @module */
import { withoutCredentials } from "../result/connection.ts";
import { Interruption, STOP_SIGNALS, stopSignalOf } from "../result/interruption.ts";
import { explainSpawn } from "../result/spawn_failure.ts";
import { startProcess } from "../system/start_process.ts";
import { isOfSignal, reasonOf } from "./complaints.ts";

/** The result of a git command. */
export interface GitAnswer {
  readonly success: boolean;
  /** Standard output without its last line break. */
  readonly output: string;
  /** The reason why it failed, which {@linkcode reasonOf} finds in standard error. */
  readonly complaint: string;
}

/** The result of a git command whose output may not be text. */
export interface GitBytes extends Omit<GitAnswer, "output"> {
  readonly output: Uint8Array;
}

/** Options of a git command. */
export interface GitOptions {
  /** The folder to run it in; the working directory by default. */
  readonly cwd?: string | undefined;
  readonly env?: Readonly<Record<string, string>>;
  /** Its standard input. */
  readonly input?: string | Blob | undefined;
  /** An index to use instead of the repository's. */
  readonly indexFile?: string | undefined;
  /** A folder with further objects for the command. */
  readonly objects?: string | undefined;
}

/**
 * Variables that tell a hook which repository git is working on: those of
 * `git rev-parse --local-env-vars`, and those that change what a path means. Variables that configure
 * git stay, as they do when git itself enters a submodule, since they may contain a credential.
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

/** Configuration for every command, which overrides the user's. */
const CONFIGURATION = [
  // Hooks are for the user's own work, and one could even start benchline again.
  `core.hooksPath=${NOWHERE}`,
  "core.fsmonitor=false",
  // Otherwise a temporary index would leave a file beside the user's.
  "core.splitIndex=false",
  // Otherwise git would move the working trees of the user's submodules.
  "submodule.recurse=false",
];

/**
 * Runs git on the repository of a folder, whatever repository environment variables name.
 *
 * @throws {Failure} If there is no git, or it may not be started.
 * @throws {Interruption} If a signal has ended it.
 */
export async function runGit(
  args: readonly string[],
  options: GitOptions = {},
): Promise<GitAnswer> {
  const answer = await runGitForBytes(args, options);
  return { ...answer, output: new TextDecoder().decode(answer.output).replace(/\r?\n$/, "") };
}

/** Like {@linkcode runGit}, for output that may not be text. */
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
  // Git shows the whole URL of a remote repository if it cannot parse it.
  const complaint = withoutCredentials(reasonOf(new TextDecoder().decode(stderr)));
  // If a signal has ended the inner git, the outer one exits with a code that may mean other things.
  const stoppedBy = stopSignalOf({ code, signal }) ??
    STOP_SIGNALS.find((name) => code === new Interruption(name).code && isOfSignal(complaint));
  // Ctrl-C reaches all processes of a terminal at once, so git has not failed by itself.
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
        // Otherwise git would update the user's index when it only looks at files.
        GIT_OPTIONAL_LOCKS: "0",
        ...env,
        // Without a repository, the outer git stays in the folder where it starts.
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
 * Returns an alias that unsets variables and starts git. To leave variables out of a child's
 * environment, Deno would have to read all others, which takes a further permission.
 *
 * @param names Variables to set afterwards, each to the value of the variable with `BENCHLINE_` before
 *   its name.
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
    // Git ended before it had read everything; its complaint says why.
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}
