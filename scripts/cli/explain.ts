/** What the system says of a file, as a failure. @module */
import { Failure, type FailureCode } from "../result/failure.ts";
import { refusedPermission, systemReason } from "../result/foreign_words.ts";

/** Why a file could not be written, as a failure where that lies with the system. */
export function explainWrite(error: unknown, path: string): unknown {
  return explain(error, `Cannot write ${path}`, `--allow-write=${path}`);
}

/**
 * Why the system refused an action, as a failure where that lies with the system.
 *
 * @param permission What grants it.
 */
export function explain(error: unknown, action: string, permission: string): unknown {
  const reasons: [kind: new (...args: never[]) => Error, reason: string, code?: FailureCode][] = [
    [Deno.errors.NotFound, "there is no such file", "not-found"],
    [Deno.errors.IsADirectory, "it is a directory, not a file"],
    [Deno.errors.NotADirectory, "a part of the path is a file, not a directory"],
    [Deno.errors.NotCapable, `the permission ${permission} is not granted`, "not-permitted"],
    [Deno.errors.PermissionDenied, "the operating system denies it"],
  ];
  // Of devices and the like, which no narrower permission opens.
  if (error instanceof Deno.errors.NotCapable && refusedPermission(error.message)?.kind === "all") {
    return new Failure(`${action}: Deno opens it only with --allow-all`);
  }
  const known = reasons.find(([kind]) => error instanceof kind);
  if (known !== undefined) return new Failure(`${action}: ${known[1]}`, known[2]);
  // Deno has no class of its own for a full disk, a name too long and the like.
  // What follows names the temporary file.
  const cause = error instanceof Error ? systemReason(error) : null;
  if (cause !== null) return new Failure(`${action}: ${cause}`);
  return error;
}
