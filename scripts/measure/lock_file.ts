/** Keeps Deno from writing to a project's lock file. @module */
import { join, resolve } from "../deps/std/path/mod.ts";
import { parseDenoFlags } from "../result/deno_flags.ts";
import {
  configChoiceOf,
  type ProjectConfig,
  readIfThere,
  readProjectConfig,
} from "./project_config.ts";

/**
 * Copies the lock file that Deno would use to a folder. With the flags returned Deno works on the
 * copy, whether the project has a lock file or not; that it may not change still holds.
 *
 * @param root The folder that Deno is started in, absolute.
 * @param folder Where the copy goes.
 * @param words What the user gave behind `--`: if this names a lock file, it is left to that.
 * @throws {Failure} If the configuration cannot be used.
 */
export async function protectLock(
  root: string,
  folder: string,
  words: readonly string[],
): Promise<string[]> {
  const flags = parseDenoFlags(words);
  if (flags.some(({ name }) => name === "lock" || name === "no-lock")) return [];
  const path = lockPathOf(await readProjectConfig(root, configChoiceOf(flags)));
  if (path === null) return ["--no-lock"];
  const copy = join(folder, "deno.lock");
  const text = await readIfThere(path);
  if (text !== null) await Deno.writeTextFile(copy, text);
  return [`--lock=${copy}`];
}

/** Null where Deno uses none. */
function lockPathOf({ root: { folder, deno, packageJson } }: ProjectConfig): string | null {
  if (deno === null) return packageJson === null ? null : join(folder, "deno.lock");
  const { lock } = deno.content;
  if (lock === false) return null;
  const path = typeof lock === "object" && lock !== null && "path" in lock ? lock.path : lock;
  return resolve(folder, typeof path === "string" ? path : "deno.lock");
}
