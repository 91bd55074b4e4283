/**
 * Requirements of some tests that not every system meets: they are skipped there, and their names
 * say why. @module
 */

const ON_WINDOWS = {
  signals: "Windows ends a process at once, whatever the signal",
  "process groups": "Windows has no process groups",
  scripts: "Windows starts no file by its first line",
  modes: "files have no modes on Windows",
  links: "not every user may make links on Windows",
  devices: "Windows has neither devices nor named pipes among its files",
  "any name": "names of files are limited on Windows",
  "exact processor time": "Windows counts processor time in steps of 15.6 ms",
  reasons: "Windows gives other reasons, or none",
} as const;

/** Something that not every system has. */
export type Need = keyof typeof ON_WINDOWS | "Linux";

/** Returns why a system lacks something, or null if it has it. */
export function lacks(need: Need, os: typeof Deno.build.os = Deno.build.os): string | null {
  if (need === "Linux") return os === "linux" ? null : "only Linux has it";
  return os === "windows" ? ON_WINDOWS[need] : null;
}

/**
 * Returns the name of a test or a step that needs something, and whether it is skipped.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(needs("signals", "run stops", "linux"), { name: "run stops", ignore: false });
 * assertEquals(needs("Linux", "run pins", "darwin"), {
 *   name: "run pins (skipped: only Linux has it)",
 *   ignore: true,
 * });
 * ```
 */
export function needs(
  need: Need,
  name: string,
  os: typeof Deno.build.os = Deno.build.os,
): { readonly name: string; readonly ignore: boolean } {
  const reason = lacks(need, os);
  return { name: reason === null ? name : `${name} (skipped: ${reason})`, ignore: reason !== null };
}
