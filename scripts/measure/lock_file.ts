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
 * Copies the lock file that Deno would use to a folder, and returns flags with which Deno uses the
 * copy. This works even if the project has no lock file. A frozen lock file stays frozen.
 *
 * @param root The folder in which Deno is started, absolute.
 * @param folder The folder for the copy.
 * @param words The words that the user gave after `--`. If they name a lock file, that one is used.
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

/** Null if Deno uses none. */
function lockPathOf({ root: { folder, deno, packageJson } }: ProjectConfig): string | null {
  if (deno === null) return packageJson === null ? null : join(folder, "deno.lock");
  const { lock } = deno.content;
  if (lock === false) return null;
  const path = typeof lock === "object" && lock !== null && "path" in lock ? lock.path : lock;
  return resolve(folder, typeof path === "string" ? path : "deno.lock");
}
