/** The tasks of a project. @module */
import { COMMANDS, flagOf, TASKS } from "../../cli/commands.ts";
import { quoteWord } from "../../cli/shell_quotes.ts";
import { Failure } from "../../result/failure.ts";
import { parseDenoConfig } from "../../result/deno_config.ts";
import { setMembers } from "./edit_jsonc.ts";
import { keepOwnFlags } from "./own_flags.ts";
import type { PlannedFile } from "./planned_file.ts";

/** The command that a task starts. */
export type TaskScript = keyof typeof TASKS;

/** The names of the tasks. */
export type TaskNames = Readonly<Record<TaskScript, string>>;

/**
 * Names for each task; the first free one is used. Most projects have a task `bench` that runs
 * plain `deno bench`. It stays, and the task that keeps the result is called `bench:save`, next to
 * it in the list of tasks.
 */
const NAMES: Readonly<Record<TaskScript, readonly string[]>> = {
  run: [TASKS.run, "bench:save", "benchline:bench"],
  compare: [TASKS.compare, "bench:compare", "benchline:compare"],
  baseline: [TASKS.baseline, "bench:baseline", "benchline:baseline"],
  history: [TASKS.history, "bench:history", "benchline:history"],
  bisect: [TASKS.bisect, "bench:bisect", "benchline:bisect"],
};

const SCRIPTS = Object.keys(TASKS) as TaskScript[];

/** The tasks of a Deno configuration. */
export class ProjectTasks {
  readonly #path: string;
  readonly #before: string | null;
  /** Commands by the names of their tasks; a task without a command has an empty one. */
  readonly #commands: ReadonlyMap<string, string>;
  readonly #hasDescription: ReadonlySet<string>;
  readonly names: TaskNames;

  /**
   * @param before The text of the configuration; null if there is none.
   * @throws {Failure} If the text is not an object.
   */
  constructor(before: string | null, path: string) {
    this.#path = path;
    this.#before = before;
    const tasks = before === null ? {} : readTasks(before, path);
    this.#commands = new Map(
      Object.entries(tasks).map(([name, task]) => [name, commandOf(task)]),
    );
    this.#hasDescription = new Set(
      Object.keys(tasks).filter((name) => typeof tasks[name] !== "string"),
    );
    const names = SCRIPTS.map((script) => [script, this.#nameOf(script)] as const);
    this.names = Object.fromEntries(names) as TaskNames;
  }

  /** The command of the project's own task with that name; null if there is none. */
  ownCommand(name: string): string | null {
    const command = this.#commands.get(name);
    if (command === undefined) return null;
    return SCRIPTS.some((script) => startsScript(command, script)) ? null : command;
  }

  /** The folder of the scripts in existing tasks; null if there are none. */
  home(): string | null {
    for (const script of SCRIPTS) {
      const command = this.#commands.get(this.names[script]);
      if (command === undefined || !startsScript(command, script)) continue;
      const word = / (?:'(.*)'|(\S+))$/.exec(command)!;
      const place = (word[1] ?? word[2]!).replaceAll(`'\\''`, "'");
      return place.slice(0, -`scripts/${script}.ts`.length);
    }
    return null;
  }

  /**
   * Adds missing tasks to the configuration, and keeps everything else.
   *
   * @param home The folder of `scripts/`, with a trailing slash.
   * @param update Whether to update tasks that an older version wrote. Flags that users added stay.
   * @returns Null if nothing changes.
   */
  plan(home: string, update: boolean): PlannedFile | null {
    const changes: Record<string, string> = {};
    const notes: string[] = [];
    for (const script of SCRIPTS) {
      const name = this.names[script];
      const found = this.#commands.get(name);
      const own = found !== undefined && startsScript(found, script) ? flagsIn(found) : [];
      const flags = keepOwnFlags(COMMANDS[script].permissions.map(flagOf), own).join(" ");
      const wanted = `deno run ${flags} ${quoteWord(`${home}scripts/${script}.ts`)}`;
      if (found === wanted || (found !== undefined && !update)) continue;
      // A task with a description belongs to the user.
      if (this.#hasDescription.has(name)) continue;
      changes[name] = wanted;
      notes.push(`${found === undefined ? "adds" : "changes"} the task ${name}`);
    }
    if (notes.length === 0) return null;
    const path = this.#path;
    if (this.#before === null) {
      return { path, before: null, text: setMembers("{}\n", "tasks", changes), note: "new" };
    }
    const text = setMembers(this.#before, "tasks", changes);
    return { path, before: this.#before, text, note: notes.join(", ") };
  }

  #nameOf(script: TaskScript): string {
    const own = [...this.#commands].find(([, command]) => startsScript(command, script));
    const name = own?.[0] ?? NAMES[script].find((name) => !this.#commands.has(name));
    if (name !== undefined) return name;
    throw new Failure(
      `Cannot add a task to ${this.#path}: it already has other tasks named ${
        NAMES[script].join(", ")
      }`,
    );
  }
}

function readTasks(text: string, path: string): Readonly<Record<string, unknown>> {
  const action = `Cannot read ${path}`;
  const config = parseDenoConfig(text, action);
  if (!isObject(config)) throw new Failure(`${action}: expected an object`);
  const tasks = config["tasks"] ?? {};
  if (!isObject(tasks)) throw new Failure(`${action}: tasks must be an object`);
  return tasks;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function commandOf(task: unknown): string {
  const command = isObject(task) ? task["command"] : task;
  return typeof command === "string" ? command : "";
}

/** The flags for Deno in a command that starts a script. */
function flagsIn(command: string): string[] {
  return /^deno run ((?:-\S+ )+)/.exec(command)![1]!.trim().split(" ");
}

/** Whether any version of `init` wrote a command. */
function startsScript(command: string, script: TaskScript): boolean {
  const all = "(?:-A|--allow-all) ";
  const file = `scripts/${script}\\.ts`;
  const pattern = `^deno run (?!(?:-\\S+ )*${all})(?:-\\S+ )+(?:'.*${file}'|\\S*${file})$`;
  return new RegExp(pattern).test(command);
}
