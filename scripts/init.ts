/**
 * Sets a project up: tasks, configuration and a workflow, after showing what it would write.
 *
 * @module
 */
import { startCommand } from "./cli/start.ts";
import type { CommandIo } from "./cli/io.ts";
import { announce } from "./cli/messages.ts";
import { runCommand } from "./cli/run_command.ts";
import { ignoreResults } from "./command/init/gitignore.ts";
import { spec } from "./command/init/spec.ts";
import { addTasks, configText, type PlannedFile, workflowText } from "./command/init/scaffold.ts";
import { toFileUrl } from "./deps/std/path/mod.ts";
import { Failure } from "./result/failure.ts";

export type { CommandIo } from "./cli/io.ts";

/** What `init` needs besides files. */
export interface InitSurroundings {
  /** URL of the folder that holds `scripts/`, with a slash at its end. */
  readonly home: string;
  /** URL of the project's folder, with a slash at its end. */
  readonly project: string;
  /** Asks a question; null where nobody is there to answer. */
  readonly confirm: ((question: string) => boolean) | null;
}

/**
 * The `init` command. Files that are there stay as they are; of `deno.json` only tasks that are
 * missing are added.
 *
 * @returns The exit code.
 */
export function main(
  args: readonly string[],
  io: CommandIo,
  { home, project, confirm }: InitSurroundings,
): Promise<number> {
  return runCommand(spec, args, io, async ({ options, positionals }) => {
    if (positionals.length > 0) {
      throw new Failure(`init takes no arguments, found ${JSON.stringify(positionals[0])}`);
    }
    const from = options.from?.replace(/\/?$/, "/") ?? placeForEverybody(home, project);
    const planned = await plan(from, options.workflow !== "none", io);
    if (planned.length === 0) {
      announce(io, "Everything is there already; nothing to write.");
      return 0;
    }
    const isWritten = options.yes && !options["dry-run"];
    // Before anything is shown: there may be no room for what is.
    if (isWritten) await write(planned, io);
    for (const { path, text, note } of planned) {
      announce(io, `${path}: ${note}`);
      const lines = text.replaceAll("\t", "  ").split("\n");
      for (const line of lines) announce(io, line === "" ? "" : `  ${line}`);
    }
    if (options["dry-run"]) return 0;
    if (!isWritten) {
      if (confirm === null) throw new Failure("Nobody is there to confirm this: give --yes");
      if (!confirm(`Write ${planned.map(({ path }) => path).join(", ")}?`)) return 1;
      await write(planned, io);
    }
    announce(io, `wrote ${planned.map(({ path }) => path).join(", ")}; next: deno task bench`);
    return 0;
  });
}

/**
 * Where the scripts are, as files that others get can name it.
 *
 * @throws {Failure} If only this machine knows the place.
 */
function placeForEverybody(home: string, project: string): string {
  if (!home.startsWith("file:")) return home;
  if (home.startsWith(project)) return `./${decodeURIComponent(home.slice(project.length))}`;
  throw new Failure(
    `Cannot set the project up from ${home}, which only this machine knows: give --from URL`,
  );
}

async function write(planned: readonly PlannedFile[], io: CommandIo): Promise<void> {
  for (const { path, text } of planned) await io.writeWhole(path, text);
}

/** What is missing, with its whole new text. */
async function plan(home: string, workflow: boolean, io: CommandIo): Promise<PlannedFile[]> {
  const names = new Set(await io.listFiles("."));
  const planned: PlannedFile[] = [];
  const config = ["deno.json", "deno.jsonc"].find((name) => names.has(name)) ?? "deno.json";
  const before = names.has(config) ? await io.readText(config) : null;
  const tasks = addTasks(before, home, config);
  if (tasks !== null) planned.push(tasks);
  if (!names.has("benchline.jsonc")) {
    planned.push({ path: "benchline.jsonc", text: configText(home), note: "new" });
  }
  const ignored = ignoreResults(names.has(".gitignore") ? await io.readText(".gitignore") : null);
  if (ignored !== null) planned.push(ignored);
  const folder = ".github/workflows";
  if (workflow && !(await io.listFiles(folder)).includes("benchmarks.yml")) {
    planned.push({ path: `${folder}/benchmarks.yml`, text: workflowText(home), note: "new" });
  }
  return planned;
}

/**
 * The `init` command in the project of the working directory, asking whoever is at the terminal.
 *
 * @param args The command line after the script's name.
 * @returns The exit code.
 */
export function start(args: readonly string[], io: CommandIo): Promise<number> {
  const home = new URL("../", import.meta.url).href;
  const confirm = Deno.stdin.isTerminal() ? globalThis.confirm : null;
  const project = toFileUrl(Deno.cwd()).href.replace(/\/?$/, "/");
  return main(args, io, { home, project, confirm });
}

if (import.meta.main) startCommand(start);
