/** Reads the required values of a benchmark. @module */
import type { Direction } from "../schema.ts";
import type { Content, Keys } from "./content.ts";
import type { ImportedBenchmark } from "./importer.ts";
import { isDuration, measureOf } from "./units.ts";

/**
 * Reads a value with a unit: a duration if it is a time or calls a second, or else a metric.
 *
 * @param keys Where in the JSON `value` stands.
 * @param name The name of the metric, if it is one.
 * @param better Which values are better; by default, the unit decides.
 * @throws {Failure} Unless the value is a number that the unit allows.
 */
export function readMeasure(
  content: Content,
  keys: Keys,
  value: unknown,
  { name, unit, better }: { name: string; unit: string; better?: Direction | undefined },
): Pick<ImportedBenchmark, "duration_ms" | "metrics"> {
  const measure = measureOf(unit);
  if (measure.kind === "time" && better !== "higher") {
    return { duration_ms: needDuration(content, keys, value, measure.unitMs) };
  }
  if (measure.kind === "calls" && better !== "lower") {
    return { duration_ms: needRate(content, keys, value, measure.unitMs) };
  }
  const told = measure.kind === "other" ? measure.better : null;
  return {
    metrics: [{ name, unit, value: needNumber(content, keys, value), better: better ?? told }],
  };
}

/**
 * Reads a required duration.
 *
 * @param keys Where in the JSON `value` stands.
 * @param unitMs Milliseconds in its unit.
 * @returns Milliseconds.
 * @throws {Failure} Unless it is a number and the duration from a femtosecond to a day.
 */
export function needDuration(
  content: Content,
  keys: Keys,
  value: unknown,
  unitMs: number,
): number {
  if (typeof value === "number" && isDuration(value * unitMs)) return value * unitMs;
  throw content.failureAt(keys, WANTED_DURATION, value);
}

/**
 * Reads a required value of a metric.
 *
 * @param keys Where in the JSON `value` stands.
 * @throws {Failure} Unless it is a finite number.
 */
export function needNumber(content: Content, keys: Keys, value: unknown): number {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw content.failureAt(keys, "a number", value);
}

/**
 * Reads one of several samples, which may be 0 if the clock is coarse.
 *
 * @param keys Where in the JSON `value` stands.
 * @param unitMs Milliseconds in its unit.
 * @returns Milliseconds.
 * @throws {Failure} Unless it is a number and a duration from 0 to a day.
 */
export function needSample(content: Content, keys: Keys, value: unknown, unitMs: number): number {
  if (value === 0) return 0;
  return needDuration(content, keys, value, unitMs);
}

/**
 * Reads the duration of a call from a required rate.
 *
 * @param keys Where in the JSON `value` stands.
 * @param unitMs Milliseconds that `value` calls take.
 * @returns Milliseconds a call.
 * @throws {Failure} Unless it is a number and the duration from a femtosecond to a day.
 */
export function needRate(
  content: Content,
  keys: Keys,
  value: unknown,
  unitMs: number,
): number {
  if (typeof value === "number" && isDuration(unitMs / value)) return unitMs / value;
  throw content.failureAt(keys, "a rate above 0", value);
}

/** What a duration must be, for messages. */
export const WANTED_DURATION = "a time above 0 and at most a day";
