/** Recognises the errors for a path that does not exist. @module */

/**
 * Whether an error says that a path does not exist. On Windows, no file can have a name such as
 * `*.json`, and Deno has no class for that error.
 */
export function isMissing(error: unknown): boolean {
  return error instanceof Deno.errors.NotFound ||
    (error instanceof Error && "code" in error && error.code === "ENOENT");
}
