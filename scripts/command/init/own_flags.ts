/** Flags that somebody has added to a task. @module */
import { type DenoFlag, formatDenoFlag, parseDenoFlags } from "../../result/deno_flags.ts";

/**
 * The flags that a task has, with what it needs besides: what it has already stays, since nobody can
 * tell who has put it there.
 *
 * @param needed Flags that the task needs, a permission each.
 * @param own Flags that it has.
 * @returns The same as `own` if they grant everything that is needed.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(
 *   keepOwnFlags(["-R=.", "--allow-run=deno,git"], ["--allow-run=npm", "--no-lock"]),
 *   ["-R=.", "--allow-run=deno,git,npm", "--no-lock"],
 * );
 * assertEquals(keepOwnFlags(["-R=."], ["--cached-only", "-R"]), ["--cached-only", "-R"]);
 * ```
 */
export function keepOwnFlags(needed: readonly string[], own: readonly string[]): string[] {
  const given = parseDenoFlags(own);
  const wanted = needed.map((word) => ({ word, flag: parseDenoFlags([word])[0]! }));
  if (wanted.every(({ flag }) => isGranted(flag, given))) return [...own];
  const joined = wanted.map(({ word, flag }) => {
    const values = valuesOf([flag, ...given.filter(({ name }) => name === flag.name)]);
    const [start] = word.split("=", 1);
    return values === null ? start! : `${start}=${[...values].join(",")}`;
  });
  const names = new Set(wanted.map(({ flag }) => flag.name));
  return [...joined, ...given.filter(({ name }) => !names.has(name)).map(formatDenoFlag)];
}

function isGranted({ name, value }: DenoFlag, given: readonly DenoFlag[]): boolean {
  const granted = valuesOf(given.filter((flag) => flag.name === name));
  return granted === null || value !== null && value.split(",").every((one) => granted.has(one));
}

/** The values of flags of the same name; null if one of them is for everything. */
function valuesOf(flags: readonly DenoFlag[]): ReadonlySet<string> | null {
  const values = flags.map(({ value }) => value);
  if (values.includes(null)) return null;
  return new Set(values.flatMap((list) => list!.split(",")));
}
