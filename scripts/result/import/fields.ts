/** The parts of schemas, and the facts about machines, that several formats share. @module */
import * as v from "../../deps/valibot.ts";
import { timestampInUtc as inUtc } from "../timestamp.ts";

/** A string that has to be there. */
export const text = v.string("a string");

/** A string where there is one; anything else is null. */
export const maybeText = v.fallback(v.nullable(v.string()), null);

/** A finite number where there is one; anything else, such as "NaN", is null. */
export const maybeNumber = v.fallback(v.nullable(v.pipe(v.number(), v.finite())), null);

/** True or false where it is there; anything else is null. */
export const maybeBoolean = v.fallback(v.nullable(v.boolean()), null);

/** Anything, or nothing: for what is looked at later. */
export const anything = v.optional(v.unknown());

/** A duration in milliseconds, where it is known in another unit. */
export function toMs(value: number | null, unitMs: number): number | null {
  return value === null ? null : value * unitMs;
}

/** Whether a value is an object with fields. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The system's name as Deno has it, such as `linux`; other names stay as they are. */
export function systemName(name: string | null): string | null {
  if (name === null) return null;
  if (/^(windows|win32|microsoft windows)/i.test(name)) return "windows";
  if (/^(darwin|mac ?os)/i.test(name)) return "darwin";
  return /^linux/i.test(name) ? "linux" : name;
}

/** The architecture's name as Deno has it, such as `x86_64`; other names stay as they are. */
export function architectureName(name: string | null): string | null {
  if (name === null) return null;
  if (/^(amd64|x64|x86_64)$/i.test(name)) return "x86_64";
  return /^(arm64|aarch64)$/i.test(name) ? "aarch64" : name;
}

/** A time that does not say its zone, taken for one in UTC; null where it is no time. */
export function timestampAsInUtc(time: string): string | null {
  return inUtc(`${time}Z`);
}

/** What to say of {@linkcode timestampAsInUtc}. */
export function warnOfZone(source: string): string {
  return `${source}: its times say no zone, and are read as UTC`;
}

/** A time with its distance to UTC, as ISO 8601 in UTC; null where it has none, or is no time. */
export function timestampInUtc(time: string | null): string | null {
  return time === null ? null : inUtc(time);
}

/** What a time has to be that is a number, for messages. */
export const WANTED_TIME = "milliseconds since 1970";

/** A time in milliseconds since 1970, up to the end of the years that four digits can say. */
export const milliseconds = v.pipe(
  v.number(WANTED_TIME),
  v.minValue(0, WANTED_TIME),
  v.maxValue(Date.UTC(10_000, 0) - 1, WANTED_TIME),
);

/** Such a time where there is one, as ISO 8601 in UTC; anything else is null. */
export const maybeTime = v.pipe(
  v.fallback(v.nullable(milliseconds), null),
  v.transform((ms) => ms === null ? null : new Date(ms).toISOString()),
);
