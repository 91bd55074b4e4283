/** Turns errors of the system into failures. @module */
import { Failure, type FailureCode } from "../result/failure.ts";
import { refusedPermission, systemReason } from "../result/foreign_words.ts";
import { isMissing } from "../system/missing.ts";

/**
 * Explains why a file could not be written: a failure if the system refused, else the error itself.
 */
export function explainWrite(error: unknown, path: string): unknown {
  return explain(error, `Cannot write ${path}`, `--allow-write=${path}`);
}

/**
 * Explains why an action failed: a failure if the system refused it, else the error itself.
 *
 * @param permission The flag that grants it.
 */
export function explain(error: unknown, action: string, permission: string): unknown {
  if (isMissing(error)) return new Failure(`${action}: there is no such file`, "not-found");
  const reasons: [kind: new (...args: never[]) => Error, reason: string, code?: FailureCode][] = [
    [Deno.errors.IsADirectory, "it is a directory, not a file"],
    [Deno.errors.NotADirectory, "a part of the path is a file, not a directory"],
    [Deno.errors.NotCapable, `the permission ${permission} is not granted`, "not-permitted"],
    [Deno.errors.PermissionDenied, "the operating system denies it"],
  ];
  // Devices and the like need all permissions.
  if (error instanceof Deno.errors.NotCapable && refusedPermission(error.message)?.kind === "all") {
    return new Failure(`${action}: Deno opens it only with --allow-all`);
  }
  const known = reasons.find(([kind]) => error instanceof kind);
  if (known !== undefined) return new Failure(`${action}: ${known[1]}`, known[2]);
  // Deno has no error class for a full disk, a name that is too long and the like. The rest of the
  // message names the temporary file.
  const cause = error instanceof Error ? systemReason(error) : null;
  if (cause !== null) return new Failure(`${action}: ${cause}`);
  return error;
}
