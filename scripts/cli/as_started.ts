/** Names commands to the reader as this process was started. @module */
import { COMMANDS, factsOf, flagsOf } from "./commands.ts";

/** The surroundings of commands that the program `benchline` runs. */
const ofBenchline = new WeakSet<object>();

/** Makes {@linkcode asStarted} name the program `benchline` until the returned value is disposed of. */
export function startAsBenchline(io: object): Disposable {
  ofBenchline.add(io);
  return { [Symbol.dispose]: () => void ofBenchline.delete(io) };
}

/** Whether the program `benchline` runs the command, rather than a separate script. */
export function isBenchline(io: object): boolean {
  return ofBenchline.has(io);
}

/**
 * Returns a text with its commands, such as `benchline run`, as the reader can type them: a reader
 * who started a separate script may not have `benchline`.
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
    (whole, name: string) => factsOf(name) === undefined ? whole : taskOf(name),
  );
}

/** The task of a command, as `init` names it. `init` has none, because it makes the tasks. */
function taskOf(name: string): string {
  if (name === "run") return "deno task bench";
  if (name === "init") {
    const { permissions, optional } = COMMANDS.init;
    return `deno run ${flagsOf([...permissions, ...optional])} scripts/init.ts`;
  }
  return `deno task ${name}`;
}
