/**
 * Sets up a project: shows the tasks, configuration and workflow to add, then writes them.
 *
 * @module
 */
import { startCommand } from "./cli/start.ts";
import type { CommandIo } from "./cli/io.ts";
import { announce, note } from "./cli/messages.ts";
import { ProgressLine } from "./cli/progress.ts";
import { runCommand } from "./cli/run_command.ts";
import { findPermissions, type Trial, type TrialOptions } from "./command/init/find_permissions.ts";
import { findTemporaryFolder } from "./command/init/temporary_folder.ts";
import { makePlan, type Plan } from "./command/init/plan.ts";
import { linesOf, type PlannedFile } from "./command/init/planned_file.ts";
import { runTask } from "./command/init/run_task.ts";
import type { NoTrial, RunOnce } from "./command/init/settings.ts";
import { spec } from "./command/init/spec.ts";
import { toFileUrl } from "./deps/std/path/mod.ts";
import { hasBenchPermissions } from "./measure/permission_sets.ts";
import { readProjectConfig } from "./measure/project_config.ts";
import { escapeTerminal } from "./report/escape.ts";
import { Failure } from "./result/failure.ts";

export type { CommandIo } from "./cli/io.ts";
export type { Allow, Trial, TrialOptions } from "./command/init/find_permissions.ts";

/** Runs benchmarks once; null if Deno may not be started. */
export type TryBenchmarks =
  | ((options: Omit<TrialOptions, "root" | "findTemporary">) => Promise<Trial>)
  | null;

/** Runs a task, given the words after `deno task`, and returns its exit code. */
export type RunTask = ((words: readonly string[]) => Promise<number>) | null;

/** What `init` needs besides files. */
export interface InitSurroundings {
  /** URL of the folder that holds `scripts/`, with a slash at its end. */
  readonly home: string;
  /** URL of the project's folder, with a slash at its end. */
  readonly project: string;
  /** Asks a question; null if nobody is there to answer. */
  readonly confirm: ((question: string) => boolean) | null;
  /** Asks for a text; null if nobody is there to answer. */
  readonly ask?: ((question: string) => string | null) | null;
  /** Runs benchmarks once; null if Deno may not be started. */
  readonly tryBenchmarks?: TryBenchmarks;
  /** Whether the Deno configuration has permissions for benchmarks. */
  readonly hasPermissions?: () => Promise<boolean>;
  /** Runs a task of the project and returns its exit code; null if Deno may not be started. */
  readonly runTask?: RunTask;
}

/**
 * The `init` command. It only adds what existing files lack. With `--update` it also replaces what
 * an older version wrote.
 *
 * @returns The exit code.
 */
export function main(
  args: readonly string[],
  io: CommandIo,
  surroundings: InitSurroundings,
): Promise<number> {
  return runCommand(spec, args, io, async ({ options, positionals }) => {
    if (positionals.length > 0) {
      throw new Failure(`init takes no arguments, found ${JSON.stringify(positionals[0])}`);
    }
    const { check, from, workflow } = options;
    const asked = (["yes", "dry-run", "update", "baseline"] as const).find((name) => options[name]);
    if (check && asked !== undefined) {
      throw new Failure(`--check cannot be combined with --${asked}, because it changes nothing`);
    }
    const { home, project, confirm, ask = null, runTask = null } = surroundings;
    const plan = await makePlan({
      from,
      service: workflow,
      update: check || options.update,
      runOnce: chooseTrial(surroundings, options, io),
      hasPermissions: surroundings.hasPermissions ?? (() => Promise.resolve(false)),
      home,
      project,
      ask,
      onlyShows: check || options["dry-run"],
    }, io);
    const { files } = plan;
    if (check) {
      for (const text of plan.notes) announce(io, text);
      show(files, io);
      if (files.length > 0) announce(io, `${pathsOf(files)} would change: run init --update`);
      else announce(io, "Everything is already there; nothing would change.");
      return files.length > 0 ? 1 : 0;
    }
    if (files.length > 0) {
      if (!await write(plan, options, confirm, io)) return 1;
    } else {
      for (const text of plan.notes) announce(io, text);
      announce(io, "Everything is already there; nothing to write.");
    }
    if (options["dry-run"]) return 0;
    return options.baseline ? await makeBaseline(plan, runTask, io) : 0;
  });
}

/** How to run the benchmarks once, or why not to: nothing runs that nobody agreed to. */
function chooseTrial(
  { confirm, tryBenchmarks = null }: InitSurroundings,
  options: {
    readonly yes: boolean;
    readonly check: boolean;
    readonly "dry-run": boolean;
    readonly quiet: boolean;
    readonly verbose: boolean;
  },
  io: CommandIo,
): RunOnce | NoTrial {
  const looking = (["check", "dry-run"] as const).find((name) => options[name]);
  if (looking !== undefined) return { why: `--${looking} runs no benchmark` };
  const agree = options.yes ? () => true : confirm;
  if (tryBenchmarks === null) {
    const consent = agree === null ? " and, as standard input is not a terminal, --yes" : "";
    return { why: `that needs --allow-run=deno${consent}` };
  }
  if (agree === null) {
    return { why: "standard input is not a terminal; --yes runs the benchmarks" };
  }
  return async (benchmarks) => {
    const progress = new ProgressLine(io, options);
    const allow = (flag: string, file: string) => {
      progress.clear();
      return agree(escapeTerminal(`${file} asks for ${flag}. Grant it to the benchmarks?`));
    };
    const onFile = (file: string) => progress.show(`running the benchmarks of ${file} once`);
    try {
      return await tryBenchmarks({ ...benchmarks, allow, onFile });
    } finally {
      progress.clear();
    }
  };
}

function pathsOf(files: readonly PlannedFile[]): string {
  return files.map(({ path }) => path).join(", ");
}

function show(files: readonly PlannedFile[], io: CommandIo): void {
  for (const file of files) {
    announce(io, `${file.path}: ${file.note}`);
    for (const line of linesOf(file)) announce(io, line === "" ? "" : `  ${line}`);
  }
}

/** Writes the files after a confirmation; returns false only if the user declined. */
async function write(
  { files, notes, names }: Plan,
  options: { readonly yes: boolean; readonly "dry-run": boolean },
  confirm: InitSurroundings["confirm"],
  io: CommandIo,
): Promise<boolean> {
  const dry = options["dry-run"];
  const writeAll = async () => {
    // All or nothing, as far as that can be checked beforehand.
    for (const { path, before } of files) {
      await io.probeWrite(path);
      // A rename would replace a file that must not be written.
      if (before !== null) await io.appendText(path, "");
    }
    for (const { path, text } of files) await io.writeWhole(path, text);
  };
  // Before showing anything, because standard output may be full.
  if (options.yes && !dry) await writeAll();
  for (const text of notes) announce(io, text);
  show(files, io);
  if (dry) return true;
  if (!options.yes) {
    if (confirm === null) {
      throw new Failure(
        "Cannot ask for confirmation: standard input is not a terminal, so nothing was written; use --yes",
      );
    }
    if (!confirm(`Write ${pathsOf(files)}?`)) {
      announce(io, "Nothing was written.");
      return false;
    }
    await writeAll();
  }
  announce(io, `wrote ${pathsOf(files)}; next: deno task ${names.run}`);
  return true;
}

/** Measures and accepts the result; without permission, says which commands do so. */
async function makeBaseline(
  { names }: Plan,
  runTask: RunTask,
  io: CommandIo,
): Promise<number> {
  const tasks = [[names.run], [names.baseline, "accept"]];
  if (runTask === null) {
    const commands = tasks.map((words) => `deno task ${words.join(" ")}`).join(", then: ");
    throw new Failure(`Cannot make the baseline: that needs --allow-run=deno; next: ${commands}`);
  }
  for (const words of tasks) {
    note(io, `deno task ${words.join(" ")}`);
    if (await runTask(words) !== 0) {
      throw new Failure(`Cannot make the baseline: deno task ${words.join(" ")} failed`);
    }
  }
  return 0;
}

/**
 * The `init` command in the working directory; it asks its questions at the terminal.
 *
 * @param args The command line after the script's name.
 * @returns The exit code.
 */
export async function start(args: readonly string[], io: CommandIo): Promise<number> {
  const isTerminal = Deno.stdin.isTerminal();
  const { state } = await Deno.permissions.query({ name: "run", command: "deno" });
  const mayRun = state === "granted";
  const folder = Deno.cwd().replaceAll("\\", "/");
  return await main(args, io, {
    home: new URL("../", import.meta.url).href,
    project: toFileUrl(Deno.cwd()).href.replace(/\/?$/, "/"),
    confirm: isTerminal ? globalThis.confirm : null,
    ask: isTerminal ? globalThis.prompt : null,
    tryBenchmarks: mayRun ? tryBenchmarksHere : null,
    hasPermissions: async () => hasBenchPermissions(await readProjectConfig(folder), folder),
    runTask: mayRun ? runTask : null,
  });
}

async function tryBenchmarksHere(options: Omit<TrialOptions, "root" | "findTemporary">) {
  const root = Deno.cwd().replaceAll("\\", "/");
  return await findPermissions({ ...options, root, findTemporary: findTemporaryFolder });
}

if (import.meta.main) startCommand("init", start);
