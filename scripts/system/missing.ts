/** What the system says of a path that leads to nothing. @module */

/**
 * Whether there is nothing by a path. On Windows no file can have a name such as `*.json`, and for that
 * Deno has no class of errors.
 */
export function isMissing(error: unknown): boolean {
  return error instanceof Deno.errors.NotFound ||
    (error instanceof Error && "code" in error && error.code === "ENOENT");
}
