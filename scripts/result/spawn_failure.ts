/** Why a process could not be started. @module */
import { Failure } from "./failure.ts";

/**
 * What to tell the user where a program could not be started.
 *
 * @param error What `Deno.Command` threw.
 * @param name The program.
 * @returns Null for what is not to be expected.
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
  return reason === null ? null : new Failure(`Cannot run ${name}: ${reason}`);
}

/** The reason alone, for a message of the caller's. */
export function whyNotStarted(error: unknown, program: string): string | null {
  if (!(error instanceof Error)) return null;
  const { name: kind, message } = error;
  if (kind === "NotFound") {
    const folder = /No such cwd '(.*)'/s.exec(message)?.[1];
    return folder === undefined
      ? "no such program is on PATH"
      : `there is no folder ${folder} to start it in`;
  }
  if (kind === "NotCapable") {
    // Variables that load code into the child would let it do anything, whatever it is.
    const variables = /subprocess with (.+?) environment variables?\b/s.exec(message)?.[1];
    return variables === undefined
      ? `the permission --allow-run=${program} is not granted`
      : `Deno passes ${variables} on only with the permission --allow-run for every program; ` +
        `unset ${variables.includes(",") ? "them" : "it"}, or grant that`;
  }
  if (kind === "PermissionDenied") return "the operating system denies it";
  return null;
}
