/** Finds the task of a project that runs a script of this program. @module */
import { join, resolve, toFileUrl } from "../deps/std/path/mod.ts";
import { parseDenoConfig } from "../result/deno_config.ts";

/**
 * Returns the task in the working directory that runs a script without more arguments; null if
 * there is none, or nothing may be read there.
 *
 * @param script The URL of the script.
 */
export function taskThatRuns(script: string): string | null {
  for (const name of ["deno.json", "deno.jsonc"]) {
    if (Deno.permissions.querySync({ name: "read", path: name }).state !== "granted") continue;
    try {
      const folder = Deno.cwd();
      const text = Deno.readTextFileSync(join(folder, name));
      return findTask(parseDenoConfig(text, `Cannot read ${name}`), folder, script);
    } catch {
      // The message that wants the task has a reason of its own. Without a task it names the script.
    }
  }
  return null;
}

/**
 * Returns the task in a Deno configuration that runs a script without more arguments; null if there
 * is none.
 *
 * @param config The parsed configuration.
 * @param folder The absolute path of its folder.
 * @param script The URL of the script.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const config = { tasks: { bench: "deno bench", "bench:save": "deno run -R https://a.test/run.ts" } };
 * assertEquals(findTask(config, "/p", "https://a.test/run.ts"), "bench:save");
 * ```
 */
export function findTask(config: unknown, folder: string, script: string): string | null {
  const tasks = membersOf(membersOf(config)["tasks"]);
  for (const [name, task] of Object.entries(tasks)) {
    const command = typeof task === "string" ? task : membersOf(task)["command"];
    if (typeof command === "string" && scriptIn(command, folder) === script) return name;
  }
  return null;
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? value as Record<string, unknown> : {};
}

/** The URL of the script that a command starts without arguments; null for other commands. */
function scriptIn(command: string, folder: string): string | null {
  const words = /^deno run (?:-\S+ |'-[^']*' )*(?:'([^']+)'|"([^"]+)"|([^\s'"]+))$/.exec(command);
  const word = words?.[1] ?? words?.[2] ?? words?.[3];
  if (word === undefined) return null;
  // A letter and a colon are a drive of Windows.
  return /^[a-z][a-z+.-]+:/i.test(word) ? word : toFileUrl(resolve(folder, word)).href;
}
