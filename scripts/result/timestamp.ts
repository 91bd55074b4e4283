/** Points in time in documents. @module */
import * as v from "../deps/valibot.ts";

const FORM =
  /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?(?:[Zz]| ?([+-])(\d\d)(?::?(\d\d))?)$/;

/**
 * Writes a time in the form that every program reads.
 *
 * @param text ISO 8601 with `Z` or an offset from UTC.
 * @returns The same time with the same offset, as ECMAScript writes it; null for a date, a time or
 * an offset that does not exist, and for any other text.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(normalizeTimestamp("2026-01-31 12:00:00+02"), "2026-01-31T12:00:00+02:00");
 * assertEquals(normalizeTimestamp("2026-02-30T12:00:00Z"), null);
 * ```
 */
export function normalizeTimestamp(text: string): string | null {
  return read(text)?.normal ?? null;
}

/**
 * A time in UTC. As strings, such times sort in the order of time.
 *
 * @param text As for {@linkcode normalizeTimestamp}.
 * @returns Null if that returns null.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(timestampInUtc("2026-01-31T12:00:00+02"), "2026-01-31T10:00:00.000Z");
 * ```
 */
export function timestampInUtc(text: string): string | null {
  return read(text)?.instant.toISOString() ?? null;
}

/** The schema of a point in time. Its output is that of {@linkcode normalizeTimestamp}. */
export const timestampSchema: v.GenericSchema<string, string> = v.pipe(
  v.string("a string"),
  v.regex(FORM, "an ISO 8601 time such as 2026-01-31T12:00:00Z"),
  v.check((text) => normalizeTimestamp(text) !== null, "a date and a time that exist"),
  v.transform((text) => normalizeTimestamp(text)!),
);

function read(text: string): { normal: string; instant: Date } | null {
  const match = FORM.exec(text);
  if (match === null) return null;
  const [, year, month, day, hours, minutes, seconds, fraction, sign, zoneHours, zoneMinutes] =
    match;
  const date = `${year}-${month}-${day}`;
  const exists = isDate(date) && Number(hours) < 24 && Number(minutes) < 60 &&
    Number(seconds ?? 0) < 60 && Number(zoneHours ?? 0) < 24 && Number(zoneMinutes ?? 0) < 60;
  if (!exists) return null;
  const parts = [
    `${date}T${hours}:${minutes}`,
    ...(seconds === undefined ? [] : [`:${seconds}`]),
    ...(fraction === undefined ? [] : [`.${fraction}`]),
    sign === undefined ? "Z" : `${sign}${zoneHours}:${zoneMinutes ?? "00"}`,
  ];
  const normal = parts.join("");
  const instant = new Date(normal);
  // In UTC, its year may need more than four digits.
  return /^\d/.test(instant.toISOString()) ? { normal, instant } : null;
}

/** Whether the date exists; engines read 30 February as 2 March. */
function isDate(date: string): boolean {
  const time = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(date);
}
