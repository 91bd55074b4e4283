/** Which script of this program a process runs. @module */

/**
 * Returns the name of the script that a main module stands for; undefined if it belongs to another
 * program. Deno keeps a `jsr:` specifier as it was requested, so it says nothing of the folder.
 *
 * @param mainModule The value of `Deno.mainModule`.
 * @param folder The URL of the folder of this program's scripts, with a slash at the end.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const folder = "https://a.test/scripts/";
 * assertEquals(scriptOf("https://a.test/scripts/run.ts", folder), "run");
 * assertEquals(scriptOf("jsr:@benchline/benchline@^0.1.0/cli", folder), "benchline");
 * assertEquals(scriptOf("https://b.test/scripts/run.ts", folder), undefined);
 * ```
 */
export function scriptOf(mainModule: string, folder: string): string | undefined {
  if (mainModule.startsWith(folder)) {
    return /^(\w+)\.ts$/.exec(mainModule.slice(folder.length))?.[1];
  }
  const exported = /^jsr:\/?@benchline\/benchline(?:@[^/]+)?\/(\w+)$/.exec(mainModule)?.[1];
  return exported === "cli" ? "benchline" : exported;
}
