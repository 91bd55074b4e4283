/** Names commands to the reader as this process was started. @module */
import { type CommandName, factsOf, flagsOf, taskOf } from "./commands.ts";
import { isBenchline } from "./program.ts";
import { scriptWord } from "./script_word.ts";

/**
 * Returns a text with its commands, such as `benchline run`, as the reader can type them: a reader
 * who started a separate script may not have `benchline`. Commands without a task of `init` become
 * command lines that start their scripts.
 *
 * @param io The surroundings of the command.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(asStarted("next: benchline run", {}), "next: deno task bench");
 * ```
 */
export function asStarted(text: string, io: object): string {
  if (isBenchline(io)) return text;
  return text.replaceAll(
    /\bbenchline ([a-z]+)/g,
    (whole, name: string) => factsOf(name) === undefined ? whole : lineOf(name as CommandName),
  );
}

function lineOf(name: CommandName): string {
  const task = taskOf(name);
  if (task !== null) return `deno task ${task}`;
  const { permissions, optional = [] } = factsOf(name)!;
  const script = new URL(`../${name}.ts`, import.meta.url).href;
  return `deno run ${flagsOf([...permissions, ...optional])} ${scriptWord(script)}`;
}
