/** What tells that a file is as it was without reading it. @module */

/** The clock of a change of a file goes by whole seconds; a network's may be ahead or behind. */
const SETTLED_MS = 3000;

/** What the system tells of a file. */
export type FileFacts = Pick<Deno.FileInfo, "mtime" | "ctime" | "size" | "ino">;

/**
 * A text that is another one after every later change of the file.
 *
 * Programs can set the time at which a file was modified, and version control and archives do; the
 * time of its last change (ctime) only the system sets.
 *
 * @param now Milliseconds since 1970, from before the file is read.
 * @returns Null where that cannot be said: where the system does not tell when a file changed, as on
 * Windows, and where it changed so lately that another change may come at the same time.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const time = new Date("2026-01-31T12:00:00Z");
 * const facts = { mtime: time, ctime: time, size: 5, ino: 7 };
 * assertEquals(stampOf(facts, time.getTime() + 500), null);
 * assertEquals(stampOf(facts, time.getTime() + 5000), "1769860800000-1769860800000-5-7");
 * ```
 */
export function stampOf({ mtime, ctime, size, ino }: FileFacts, now: number): string | null {
  if (mtime === null || ctime === null || ctime.getTime() > now - SETTLED_MS) return null;
  return [mtime.getTime(), ctime.getTime(), size, ino ?? 0].join("-");
}

/** {@linkcode stampOf} a file; null, too, for one of which the system tells nothing. */
export async function readStamp(path: string): Promise<string | null> {
  const now = Date.now();
  try {
    return stampOf(await Deno.stat(path), now);
  } catch {
    // Who reads it next finds out why, and says it.
    return null;
  }
}
