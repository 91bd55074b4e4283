/** Parts of schemas, and facts about machines, that several formats share. @module */
import * as v from "../../deps/valibot.ts";
import { timestampInUtc as inUtc } from "../timestamp.ts";

/** A required string. */
export const text = v.string("a string");

/** A string; anything else is null. */
export const maybeText = v.fallback(v.nullable(v.string()), null);

/** A finite number; anything else, such as "NaN", is null. */
export const maybeNumber = v.fallback(v.nullable(v.pipe(v.number(), v.finite())), null);

/** True or false; anything else is null. */
export const maybeBoolean = v.fallback(v.nullable(v.boolean()), null);

/** Anything, or nothing: checked later. */
export const anything = v.optional(v.unknown());

/** Converts a duration into milliseconds. */
export function toMs(value: number | null, unitMs: number): number | null {
  return value === null ? null : value * unitMs;
}

/** Whether a value is an object with fields. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Deno's name of a system, such as `linux`; unknown names stay as they are. */
export function systemName(name: string | null): string | null {
  if (name === null) return null;
  if (/^(windows|win32|microsoft windows)/i.test(name)) return "windows";
  if (/^(darwin|mac ?os)/i.test(name)) return "darwin";
  return /^linux/i.test(name) ? "linux" : name;
}

/** Deno's name of an architecture, such as `x86_64`; unknown names stay as they are. */
export function architectureName(name: string | null): string | null {
  if (name === null) return null;
  if (/^(amd64|x64|x86_64)$/i.test(name)) return "x86_64";
  return /^(arm64|aarch64)$/i.test(name) ? "aarch64" : name;
}

/** Reads a time without a zone as UTC; null if it is not a time. */
export function timestampAsInUtc(time: string): string | null {
  return inUtc(`${time}Z`);
}

/** The warning for {@linkcode timestampAsInUtc}. */
export function warnOfZone(source: string): string {
  return `${source}: its times have no zone and are read as UTC`;
}

/**
 * A time with an offset from UTC, as ISO 8601 in UTC; null if it has no offset or is not a time.
 */
export function timestampInUtc(time: string | null): string | null {
  return time === null ? null : inUtc(time);
}

/** What a numeric time must be, for messages. */
export const WANTED_TIME = "milliseconds since 1970";

/** A time in milliseconds since 1970, up to the year 9999. */
export const milliseconds = v.pipe(
  v.number(WANTED_TIME),
  v.minValue(0, WANTED_TIME),
  v.maxValue(Date.UTC(10_000, 0) - 1, WANTED_TIME),
);

/** Such a time as ISO 8601 in UTC; anything else is null. */
export const maybeTime = v.pipe(
  v.fallback(v.nullable(milliseconds), null),
  v.transform((ms) => ms === null ? null : new Date(ms).toISOString()),
);
