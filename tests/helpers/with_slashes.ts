/** Paths that are the same on every system. @module */
import { SEPARATOR } from "@std/path";

/**
 * Returns a value with forward slashes in place of the separators of this system. The value
 * consists of strings, numbers, lists and plain objects.
 */
export function withSlashes<T>(value: T): T {
  if (SEPARATOR === "/") return value;
  const replace = (_: string, one: unknown) =>
    typeof one === "string" ? one.replaceAll(SEPARATOR, "/") : one;
  return JSON.parse(JSON.stringify(value, replace));
}
