/** Keeps flags that users added to a task. @module */
import { type DenoFlag, formatDenoFlag, parseDenoFlags } from "../../result/deno_flags.ts";

/**
 * Adds missing flags to those of a task. Existing flags stay, since a user may have added them.
 *
 * @param needed Flags that the task needs, one permission each.
 * @param own Flags that the task has.
 * @returns The flags in `own` if they grant everything that is needed.
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

/** The values of flags with the same name; null if one of them grants everything. */
function valuesOf(flags: readonly DenoFlag[]): ReadonlySet<string> | null {
  const values = flags.map(({ value }) => value);
  if (values.includes(null)) return null;
  return new Set(values.flatMap((list) => list!.split(",")));
}
