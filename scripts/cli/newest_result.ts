/** Where results are, and which is the newest. @module */
import { Failure } from "../result/failure.ts";
import { asStarted } from "./as_started.ts";
import type { CommandIo } from "./io.ts";

/** Where `run` writes by default. */
export const RESULTS_FOLDER = "benchmarks/results";
/** The default baseline. */
export const BASELINE_FILE = "benchmarks/baselines/baseline_results.json";

/**
 * Finds the result that was measured last, by the time in its name or else the time of the file.
 *
 * @throws {Failure} If there is none.
 */
export async function findNewestResult(io: CommandIo): Promise<string> {
  const names = await io.listFiles(RESULTS_FOLDER);
  let newest: { readonly path: string; readonly time: number } | null = null;
  for (const name of names.filter((name) => name.endsWith("_results.json")).sort()) {
    const path = `${RESULTS_FOLDER}/${name}`;
    const time = timeInName(name) ?? +(await io.modifiedAt(path) ?? 0);
    if (newest === null || time >= newest.time) newest = { path, time };
  }
  if (newest !== null) return newest.path;
  const hint = asStarted("make one with: benchline run", io);
  throw new Failure(
    `Cannot find a result: ${RESULTS_FOLDER} has no *_results.json; ${hint}`,
  );
}

/**
 * Milliseconds since 1970 of the time that {@linkcode stampOf} put into a name; null if there is
 * none.
 */
function timeInName(name: string): number | null {
  const parts = /(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)(?:-(\d{3}))?Z/.exec(name);
  if (parts === null) return null;
  const [, date, hours, minutes, seconds, milliseconds = "000"] = parts;
  const time = Date.parse(`${date}T${hours}:${minutes}:${seconds}.${milliseconds}Z`);
  return Number.isNaN(time) ? null : time;
}

/**
 * Formats a time for a file name: ISO 8601 in UTC, with characters that every file system takes.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(stampOf(new Date(0)), "1970-01-01T00-00-00-000Z");
 * ```
 */
export function stampOf(time: Date): string {
  return time.toISOString().replaceAll(/[:.]/g, "-");
}
