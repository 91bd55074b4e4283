/** The commands in a block of the documentation. @module */
import { parseArgsStringToArgv } from "../../scripts/deps/string_argv.ts";

/** A command of benchline in a sample. */
export interface CommandLine {
  /** The name, such as `compare`. */
  readonly name: string;
  readonly args: readonly string[];
}

/** A command of any kind: its words, without comments. */
function wordsOf(text: string): string[][] {
  return text.replaceAll("\\\n", " ").split("\n")
    .map((line) => line.replace(/(^| +)# .*/, ""))
    .flatMap((line) => line.split(/ (?:\|\|?|&&) /))
    .map((command) => parseArgsStringToArgv(command.trim()))
    .filter((words) => words.length > 0);
}

/** Returns the commands of benchline in a block, in whichever form they start it. */
export function commandLinesOf(text: string): CommandLine[] {
  return wordsOf(text).flatMap((words) => {
    if (words[0] === "npx") words.shift();
    const [program, verb, name] = words;
    if (program === "benchline") return [{ name: verb ?? "", args: words.slice(2) }];
    if (program !== "deno") return [];
    if (verb === "task") return [{ name: name ?? "", args: words.slice(3) }];
    const script = words.findIndex((word) => word.includes("scripts/") && word.endsWith(".ts"));
    if (script < 0) return [];
    const [, command] = /([^/]+)\.ts$/.exec(words[script]!)!;
    return [{ name: command!, args: words.slice(script + 1) }];
  });
}
