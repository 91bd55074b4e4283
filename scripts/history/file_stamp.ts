/** Stamps that show, without reading a file, that it has not changed. @module */

/**
 * Times of changes may be whole seconds, and the clock of a network drive may be ahead or behind.
 */
const SETTLED_MS = 3000;

/** The facts about a file that a stamp needs. */
export type FileFacts = Pick<Deno.FileInfo, "mtime" | "ctime" | "size" | "ino">;

/**
 * Returns a text that differs after every later change of the file.
 *
 * Programs such as version control and archives can set the time of modification (mtime). Only the
 * system sets the time of the last change (ctime).
 *
 * @param now Milliseconds since 1970, from before the file is read.
 * @returns Null if there is no such text: the system does not say when the file changed, as on
 * Windows, or it changed so recently that another change may have the same time.
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

/** Reads the {@linkcode stampOf} a file; null, too, if the system says nothing about it. */
export async function readStamp(path: string): Promise<string | null> {
  const now = Date.now();
  try {
    return stampOf(await Deno.stat(path), now);
  } catch {
    // The next attempt to read it reports the reason.
    return null;
  }
}
