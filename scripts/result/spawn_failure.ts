/** Why a process could not be started. @module */
import { Failure } from "./failure.ts";
import { missingFolder } from "./foreign_words.ts";

/**
 * Explains to the user why a program could not be started.
 *
 * @param error The error that `Deno.Command` threw.
 * @param name The program.
 * @returns Null for an unexpected error.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const error = new Error("Failed to spawn 'git': entity not found");
 * error.name = "NotFound";
 * const { message } = explainSpawn(error, "git")!;
 * assertEquals(message, "Cannot run git: no such program is on PATH");
 * ```
 */
export function explainSpawn(error: unknown, name: string): Failure | null {
  const reason = whyNotStarted(error, name);
  if (reason === null) return null;
  const isRefused = (error as Error).name === "NotCapable";
  return new Failure(`Cannot run ${name}: ${reason}`, isRefused ? "not-permitted" : null);
}

/** Only the reason, for a message of the caller; null for an unexpected error. */
export function whyNotStarted(error: unknown, program: string): string | null {
  if (!(error instanceof Error)) return null;
  const { name: kind } = error;
  if (kind === "NotFound") {
    const folder = missingFolder(error);
    return folder === null
      ? "no such program is on PATH"
      : `there is no folder ${folder} to start it in`;
  }
  if (kind === "NotCapable") return `the permission --allow-run=${program} is not granted`;
  if (kind === "PermissionDenied") return "the operating system denies it";
  return null;
}
