/** Reads settings from the project's own task for benchmarks. @module */
import { parseArgsStringToArgv } from "../../deps/string_argv.ts";
import { formatDenoFlag, parseDenoFlags, refuseOwnFlags } from "../../result/deno_flags.ts";
import { isPermission } from "../../measure/permission_sets.ts";
import { Failure } from "../../result/failure.ts";

/** The settings to take over from a task. */
export interface BenchSettings {
  /** Bench files, folders and globs. */
  readonly files: readonly string[];
  readonly filter: string | null;
  /** Flags for Deno, as written. */
  readonly flags: readonly string[];
  /** Other parts of the task, which cannot be taken over. */
  readonly leftOut: readonly string[];
}

/**
 * Reads the settings of `deno bench` in a task.
 *
 * @returns Null if the task does not start `deno bench`.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(readBenchTask("deno bench -A --filter=sort --json bench/"), {
 *   files: ["bench/"],
 *   filter: "sort",
 *   flags: ["-A"],
 *   leftOut: ["--json"],
 * });
 * ```
 */
export function readBenchTask(command: string): BenchSettings | null {
  const words = parseArgsStringToArgv(command);
  const start = words.findIndex((word, at) => word === "deno" && words[at + 1] === "bench");
  if (start < 0) return null;
  const length = words.slice(start).findIndex((word) => /^(?:&&|\|\|?|;|&|>>?)$/.test(word));
  const end = length < 0 ? words.length : start + length;
  const files: string[] = [];
  const flags: string[] = [];
  const leftOut: string[] = [];
  let filter: string | null = null;
  for (let at = start + 2; at < end; at++) {
    const word = words[at]!;
    if (word === "--") {
      leftOut.push(words.slice(at, end).join(" "));
      break;
    }
    if (!word.startsWith("-")) {
      files.push(word);
      continue;
    }
    const given = takesNext(word, words[at + 1]) && at + 1 < end ? [word, words[++at]!] : [word];
    const flag = tryToParse(given)?.at(-1);
    if (flag?.name === "filter") filter = flag.value;
    else if (flag === undefined || isRefused(given)) leftOut.push(given.join(" "));
    // A flag and its value become one word, because lists of flags have one flag per word.
    else flags.push(given.length === 1 ? word : formatDenoFlag(flag));
  }
  const around = [words.slice(0, start), words.slice(end)].map((part) => part.join(" "));
  return { files, filter, flags, leftOut: [...leftOut, ...around.filter((text) => text !== "")] };
}

/** Whether flags set the permissions of benchmarks. */
export function grantPermissions(flags: readonly string[]): boolean {
  return parseDenoFlags(flags).some((flag) => isPermission(flag) || flag.name === "permission-set");
}

function takesNext(word: string, next: string | undefined): boolean {
  return next !== undefined && !next.startsWith("-") && tryToParse([word, next]) !== null;
}

function tryToParse(words: readonly string[]): ReturnType<typeof parseDenoFlags> | null {
  try {
    return parseDenoFlags(words);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return null;
  }
}

function isRefused(words: readonly string[]): boolean {
  try {
    refuseOwnFlags(words);
    return false;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return true;
  }
}
