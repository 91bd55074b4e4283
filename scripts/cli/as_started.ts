/** Names commands to the reader as this process was started. @module */
import { type CommandName, factsOf, flagsOf } from "./commands.ts";
import { isBenchline } from "./program.ts";
import { taskThatRuns } from "./project_task.ts";
import { scriptWord } from "./script_word.ts";
import { quoteShown } from "./shell_quotes.ts";

/**
 * Returns a text with its commands, such as `benchline run`, as the reader can type them. A reader
 * who started a separate script may not have `benchline`: commands become tasks of the project that
 * run their scripts, and command lines if there is no such task.
 *
 * @param io The surroundings of the command.
 * @param findTask Returns the task that runs the script with that URL; null if there is none.
 * @example
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 * const noTask = () => null;
 * assertStringIncludes(asStarted("next: benchline run", {}, noTask), "next: deno run -R=. ");
 * ```
 */
export function asStarted(text: string, io: object, findTask = taskThatRuns): string {
  if (isBenchline(io)) return text;
  return text.replaceAll(
    /\bbenchline ([a-z]+)/g,
    (whole, name: string) =>
      factsOf(name) === undefined ? whole : lineOf(name as CommandName, findTask),
  );
}

function lineOf(name: CommandName, findTask: typeof taskThatRuns): string {
  const script = new URL(`../${name}.ts`, import.meta.url).href;
  const task = findTask(script);
  if (task !== null) return `deno task ${quoteShown(task)}`;
  const { permissions, optional = [] } = factsOf(name)!;
  return `deno run ${flagsOf([...permissions, ...optional])} ${scriptWord(script)}`;
}
