/** What github-action-benchmark calls customSmallerIsBetter and customBiggerIsBetter. @module */
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
 * Results in the format of a list of `{name, unit, value}`. Units of time are durations, and so
 * are calls a second; the rest are metrics, each named as its unit. Which values are better, the unit
 * says or nobody: a file does not tell which of the two formats it is of. A `range` may be of anything,
 * so that it is no spread.
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

/** The same where it is known that smaller values are better, unless the unit says otherwise. */
export const smallerIsBetter: Importer = {
  ...customResults,
  read: (content) => read(content, "customSmallerIsBetter", "lower"),
};

/** The same where it is known that bigger values are better; a time of which that is so is a metric. */
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
      // Who names this format may only have chosen it among others: what a unit says stays.
      const told = better === "higher" || better === "lower" && isSilent
        ? { ...known, better }
        : known;
      return readMeasure(content, [index, "value"], numberOf(value), told);
    })];
  });
  return onlyRun(content, { harness, benchmarks: joinUnits(benchmarks), leftOut });
}

const PLAIN = /^\s*[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?\s*$/i;
/** With a comma before every three digits; in "1,234" it may be that of a fraction. */
const GROUPED = /^\s*[+-]?\d{1,3}(?:(?:,\d{3})+\.\d+|(?:,\d{3}){2,})\s*$/;

/** A number that a text is, if there is no doubt about which; else the value itself. */
function numberOf(value: unknown): unknown {
  if (typeof value !== "string") return value;
  return PLAIN.test(value) || GROUPED.test(value) ? Number(value.replaceAll(",", "")) : value;
}

/** What has one name and several units is one benchmark; of equal units each is a measurement. */
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
