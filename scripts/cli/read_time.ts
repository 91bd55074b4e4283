/** Reads points in time on a command line. @module */
import { Failure } from "../result/failure.ts";
import { timestampInUtc } from "../result/timestamp.ts";
import { quoteValue } from "../result/validate.ts";

/**
 * Reads a time that a user gives: a date, which means midnight UTC, or ISO 8601 with `Z` or an
 * offset.
 *
 * @returns ISO 8601 in UTC.
 * @throws {Failure} If it is neither.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(readTime("2026-01-31"), "2026-01-31T00:00:00.000Z");
 * assertEquals(readTime("2026-01-31T12:00:00+02:00"), "2026-01-31T10:00:00.000Z");
 * ```
 */
export function readTime(text: string): string {
  const time = timestampInUtc(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text);
  if (time !== null) return time;
  throw new Failure(
    `A time must look like 2026-01-31 or 2026-01-31T12:00:00Z, found ${quoteValue(text)}`,
  );
}
