/** Flags for Deno, which users write after `--`. @module */
import { Failure } from "./failure.ts";

/** A flag by its long name. */
export interface DenoFlag {
  /** Without dashes. */
  readonly name: string;
  /** Null if none is given. */
  readonly value: string | null;
}

/** The letters that `deno bench` and `deno run` know. */
const LETTERS: Readonly<Record<string, { name: string; value: "none" | "maybe" | "needed" }>> = {
  A: { name: "allow-all", value: "none" },
  h: { name: "help", value: "none" },
  q: { name: "quiet", value: "none" },
  V: { name: "version", value: "none" },
  E: { name: "allow-env", value: "maybe" },
  I: { name: "allow-import", value: "maybe" },
  N: { name: "allow-net", value: "maybe" },
  P: { name: "permission-set", value: "maybe" },
  R: { name: "allow-read", value: "maybe" },
  S: { name: "allow-sys", value: "maybe" },
  W: { name: "allow-write", value: "maybe" },
  r: { name: "reload", value: "maybe" },
  c: { name: "config", value: "needed" },
  L: { name: "log-level", value: "needed" },
};

/** The flags whose value may be the next word. */
const VALUE_FOLLOWS = new Set([
  "cert",
  "conditions",
  "config",
  "ext",
  "filter",
  "import",
  "import-map",
  "importmap",
  "inspect-publish-uid",
  "location",
  "lock",
  "log-level",
  "min-dep-age",
  "preload",
  "minimum-dependency-age",
  "require",
  "seed",
]);

const WATCHING = "benchmarks are measured, not watched";
const DEBUGGING = "a debugged or profiled process cannot be measured";
const NOT_MEASURING = "nothing would be measured";

/** The flags that would make Deno do or print something other than it must. */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ["filter", "put --filter before --"],
  ["json", "it is always given"],
  ["no-run", NOT_MEASURING],
  ["help", NOT_MEASURING],
  ["version", NOT_MEASURING],
  ...["watch", "watch-exclude", "no-clear-screen", "hmr", "watch-hmr", "unstable-hmr"]
    .map((name) => [name, WATCHING] as const),
  ...["inspect", "inspect-brk", "inspect-wait", "inspect-publish-uid", "coverage"]
    .map((name) => [name, DEBUGGING] as const),
  ...["", "-dir", "-name", "-interval", "-md", "-flamegraph"]
    .map((end) => [`cpu-prof${end}`, DEBUGGING] as const),
]);

/**
 * Parses flags; letters become long names.
 *
 * @throws {Failure} If a word belongs to no flag. Deno would take it for a file, and words after
 * another `--` for arguments.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(parseDenoFlags(["-RW=out", "--seed", "7"]), [
 *   { name: "allow-read", value: null },
 *   { name: "allow-write", value: "out" },
 *   { name: "seed", value: "7" },
 * ]);
 * ```
 */
export function parseDenoFlags(words: readonly string[]): DenoFlag[] {
  const rest = [...words];
  const flags: DenoFlag[] = [];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const takeNext = () => rest[0] === undefined || rest[0].startsWith("-") ? null : rest.shift()!;
    if (word === "--") {
      throw new Failure("Cannot pass another -- to Deno: bench files get no arguments");
    } else if (word.startsWith("--")) {
      const [, name, value] = /^--([^=]*)(?:=(.*))?$/s.exec(word)!;
      flags.push({
        name: name!,
        value: value ?? (VALUE_FOLLOWS.has(name!) ? takeNext() : null),
      });
    } else if (word.startsWith("-") && word.length > 1) {
      for (const flag of parseLetters(word.slice(1), takeNext)) flags.push(flag);
    } else {
      throw new Failure(
        `Cannot pass ${word} to Deno: bench files go before --, and the value of a flag after =`,
      );
    }
  }
  return flags;
}

function parseLetters(letters: string, takeNext: () => string | null): DenoFlag[] {
  const flags: DenoFlag[] = [];
  for (let at = 0; at < letters.length; at++) {
    const known = LETTERS[letters[at]!];
    if (known === undefined) {
      throw new Failure(`Cannot pass -${letters} to Deno: it has no such flag`);
    }
    const behind = letters.slice(at + 1).replace(/^=/, "");
    const { name } = known;
    if (known.value === "needed") {
      return [...flags, { name, value: behind === "" ? takeNext() : behind }];
    }
    const isLast = known.value === "maybe" && behind !== "" &&
      LETTERS[letters[at + 1]!] === undefined;
    flags.push({ name, value: isLast ? behind : null });
    if (isLast) break;
  }
  return flags;
}

/** A flag as Deno accepts it. */
export function formatDenoFlag({ name, value }: DenoFlag): string {
  return value === null ? `--${name}` : `--${name}=${value}`;
}

/**
 * Refuses flags that would make Deno do or print something other than it must.
 *
 * @param words The words after `--`.
 * @throws {Failure} If there is such a flag. The message says what to do instead.
 */
export function refuseOwnFlags(words: readonly string[]): void {
  for (const { name } of parseDenoFlags(words)) {
    const reason = REFUSED.get(name);
    if (reason !== undefined) {
      throw new Failure(`Cannot pass --${name} to Deno: ${reason}`);
    }
  }
}

/**
 * Joins flags: those of the configuration, then those of the command line. Deno accepts no other
 * permission beside `--allow-all`, so others are dropped.
 *
 * @throws {Failure} If a word belongs to no flag.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(addFlags(["--allow-read"], ["-E"]), ["--allow-read", "-E"]);
 * assertEquals(addFlags(["-A"], ["-E", "--seed=1"]), ["--allow-all", "--seed=1"]);
 * ```
 */
export function addFlags(configured: readonly string[], given: readonly string[]): string[] {
  const words = [...configured, ...given];
  // If only one of the two has flags, they stay as written.
  if (configured.length === 0 || given.length === 0) return words;
  const flags = parseDenoFlags(words);
  if (!flags.some(({ name }) => name === "allow-all")) return words;
  return flags.filter(({ name }) => name === "allow-all" || !name.startsWith("allow-"))
    .map(formatDenoFlag);
}

/**
 * Joins all flags for V8 into the first of them: before 2.9.6, Deno refuses a second `--v8-flags`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(
 *   joinV8Flags(["--v8-flags=--random-seed=1", "--cached-only", "--v8-flags=--no-opt", "a_bench.ts"]),
 *   ["--v8-flags=--random-seed=1,--no-opt", "--cached-only", "a_bench.ts"],
 * );
 * ```
 */
export function joinV8Flags(args: readonly string[]): string[] {
  const prefix = "--v8-flags=";
  const first = args.findIndex((arg) => arg.startsWith(prefix));
  const values = args.filter((arg) => arg.startsWith(prefix)).map((arg) =>
    arg.slice(prefix.length)
  );
  return args.flatMap((arg, index) => {
    if (!arg.startsWith(prefix)) return [arg];
    return index === first ? [prefix + values.join(",")] : [];
  });
}
