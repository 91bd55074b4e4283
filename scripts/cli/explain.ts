/** What the system says of a file, as a failure. @module */
import { Failure } from "../result/failure.ts";

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
  const reasons: [new (...args: never[]) => Error, string][] = [
    [Deno.errors.NotFound, "there is no such file"],
    [Deno.errors.IsADirectory, "it is a directory, a file is wanted"],
    [Deno.errors.NotADirectory, "a part of the path is a file, not a directory"],
    [Deno.errors.NotCapable, `the permission ${permission} is not granted`],
    [Deno.errors.PermissionDenied, "the operating system denies it"],
  ];
  // Of devices and the like, which no narrower permission opens.
  if (error instanceof Deno.errors.NotCapable && error.message.startsWith("Requires all access")) {
    return new Failure(`${action}: Deno opens it only with --allow-all`);
  }
  const reason = reasons.find(([kind]) => error instanceof kind)?.[1];
  if (reason !== undefined) return new Failure(`${action}: ${reason}`);
  // Deno has no class of its own for a full disk, a name too long and the like.
  // What follows names the temporary file.
  const [cause] = /^.*?\(os error \d+\)/.exec(error instanceof Error ? error.message : "") ?? [];
  if (cause !== undefined) return new Failure(`${action}: ${cause}`);
  return error;
}
