/**
 * The formats customSmallerIsBetter and customBiggerIsBetter of github-action-benchmark.
 *
 * @module
 */
import * as v from "../../../deps/valibot.ts";
import type { Direction } from "../../schema.ts";
import type { Content } from "../content.ts";
import { onlyRun } from "../make_run.ts";
import { readEach, readFigures } from "../read_entries.ts";
import { readMeasure } from "../values.ts";
import { anything, isRecord, text } from "../fields.ts";
import type { ImportedBenchmark, ImportedRun, Importer } from "../importer.ts";
import { measureOf } from "../units.ts";

const entrySchema = v.object({ name: text, unit: text, value: anything }, "an object");

/**
 * Reads lists of `{name, unit, value}`. Values in units of time or in calls a second are durations.
 * The rest are metrics, named after their units. Only the unit can say which values are better,
 * because a file does not say which of the two formats it has. A `range` may mean anything, so it
 * is not a spread.
 */
export const customResults: Importer = {
  name: "customSmallerIsBetter",
  recognizes: ({ json }) =>
    Array.isArray(json) &&
    json.some((entry) =>
      isRecord(entry) && typeof entry.name === "string" && typeof entry.unit === "string" &&
      "value" in entry
    ),
  read: (content) => read(content, "customSmallerIsBetter", null),
};

/** Reads lists in which smaller values are better, unless the unit says otherwise. */
export const smallerIsBetter: Importer = {
  ...customResults,
  read: (content) => read(content, "customSmallerIsBetter", "lower"),
};

/** Reads lists in which bigger values are better. A time of which more is better is a metric. */
export const biggerIsBetter: Importer = {
  ...customResults,
  name: "customBiggerIsBetter",
  read: (content) => read(content, "customBiggerIsBetter", "higher"),
};

function read(
  content: Content,
  harness: string,
  better: Direction | null,
): ImportedRun[] {
  const entries = content.read(v.array(v.unknown(), "an array"));
  const { benchmarks, leftOut } = readEach(entries, (entry, index) => {
    const { name, unit, value } = content.readPart([index], entry, entrySchema);
    return [readFigures({ name }, () => {
      const known = { name: unit.trim() || "value", unit: unit.trim() };
      const measure = measureOf(unit);
      const isSilent = measure.kind === "other" && measure.better === null;
      // A user may have named this format for want of a better one, so the unit takes precedence.
      const told = better === "higher" || better === "lower" && isSilent
        ? { ...known, better }
        : known;
      return readMeasure(content, [index, "value"], numberOf(value), told);
    })];
  });
  return onlyRun(content, { harness, benchmarks: joinUnits(benchmarks), leftOut });
}

const PLAIN = /^\s*[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?\s*$/i;
/** With a comma before every three digits. In "1,234" it may be a decimal comma. */
const GROUPED = /^\s*[+-]?\d{1,3}(?:(?:,\d{3})+\.\d+|(?:,\d{3}){2,})\s*$/;

/** The number in a text, if it is unambiguous; else the value itself. */
function numberOf(value: unknown): unknown {
  if (typeof value !== "string") return value;
  return PLAIN.test(value) || GROUPED.test(value) ? Number(value.replaceAll(",", "")) : value;
}

/**
 * Entries with one name and several units are one benchmark. Entries with the same unit are
 * separate measurements.
 */
function joinUnits(benchmarks: readonly ImportedBenchmark[]): ImportedBenchmark[] {
  const counts = new Map<string, number>();
  const joined = Map.groupBy(benchmarks, ({ name, duration_ms, metrics, failures }, index) => {
    if (failures !== undefined) return JSON.stringify([name, "failed", index]);
    const unit = duration_ms === undefined ? metrics![0]!.name : null;
    const key = JSON.stringify([name, unit]);
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    return JSON.stringify([name, count]);
  });
  return [...joined.values()].map((units) => {
    const main = units.find(({ duration_ms }) => duration_ms !== undefined) ?? units[0]!;
    return { ...main, metrics: units.flatMap(({ metrics = [] }) => metrics) };
  });
}
