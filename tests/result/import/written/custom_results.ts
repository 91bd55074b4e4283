/**
 * Random lists of `{name, unit, value}`, as scripts write them for github-action-benchmark. @module
 */
import { fc } from "../../../../scripts/deps/fast_check.ts";
import { anyText, figures } from "../../../helpers/any.ts";
import { isDuration } from "../../../../scripts/result/import/units.ts";
import type { WrittenBenchmark, WrittenFile, WrittenFormat } from "./written.ts";

/** A spelling of a unit, and the duration of a value in it; null if it is not a unit of time. */
const unit = fc.constantFrom<readonly [string, (value: number) => number | null]>(
  ["ns", (value) => value * 1e-6],
  ["ns/iter", (value) => value * 1e-6],
  ["Microseconds", (value) => value * 1e-3],
  ["msec/op", (value) => value],
  ["ops/sec", (value) => 1000 / value],
  ["iterations per second", (value) => 1000 / value],
  ["req/s", () => null],
  ["MB/s", () => null],
  ["KiB", () => null],
  ["%", () => null],
  ["", () => null],
);

const entry = fc.record({
  name: anyText,
  unit,
  value: fc.option(figures(1e-3), { freq: 6 }),
  isText: fc.boolean(),
  range: fc.option(fc.constantFrom<unknown>("± 3%", "±0.68", "3", 3), { nil: undefined }),
  extra: fc.option(anyText, { nil: undefined }),
});

type Entry = typeof entry extends fc.Arbitrary<infer T> ? T : never;

function durationOf({ unit: [, durationOf], value }: Entry): number | null {
  return value === null ? null : durationOf(value);
}

function isReadable(entry: Entry): boolean {
  const duration = durationOf(entry);
  return duration === null || isDuration(duration);
}

const entries = fc.uniqueArray(entry.filter(isReadable), {
  minLength: 1,
  maxLength: 8,
  selector: ({ name }) => name,
}).filter((entries) => entries.some(({ value }) => value !== null));

const files = fc.tuple(entries, fc.constantFrom(0, 2, "\t")).map(
  ([entries, indent]): WrittenFile => {
    const list = entries.map(({ name, unit: [unit], value, isText, range, extra }) => ({
      name,
      unit,
      value: isText && value !== null ? String(value) : value,
      range,
      extra,
    }));
    return {
      text: JSON.stringify(list, null, indent),
      benchmarks: entries.map((entry): WrittenBenchmark => ({
        file: null,
        group: null,
        name: entry.name,
        duration_ms: durationOf(entry),
      })),
    };
  },
);

export const written: WrittenFormat = {
  format: "customSmallerIsBetter",
  files,
  source: "output.json",
};
