/** Random suites, as pyperf and its predecessor perf write them since version 0.8.3. @module */
import { fc } from "../../../../scripts/deps/fast_check.ts";
import { anyText, figures } from "../../../helpers/any.ts";
import type { WrittenFile, WrittenFormat } from "./written.ts";

const run = fc.record({
  values: fc.array(figures(1e-10), { minLength: 1, maxLength: 3 }),
  second: fc.integer({ min: 10, max: 59 }),
});

const entry = fc.record({
  name: anyText,
  unit: fc.constantFrom("second", "second", "second", "byte", "integer"),
  calibrations: fc.integer({ min: 0, max: 2 }),
  runs: fc.array(run, { minLength: 1, maxLength: 4 }),
  hasLoops: fc.boolean(),
});

type Entry = typeof entry extends fc.Arbitrary<infer T> ? T : never;

const version = fc.constantFrom(
  { format: 5, name: "0.9.3", key: "samples", common: "common_metadata" },
  { format: 6, name: "0.9.6", key: "values", common: "metadata" },
  { format: "1.0", name: "2.10.0", key: "values", common: "metadata" },
);

type Version = typeof version extends fc.Arbitrary<infer T> ? T : never;

function write({ name, unit, calibrations, runs, hasLoops }: Entry, version: Version): unknown {
  const { key, common } = version;
  const calibration = { warmups: [[1, 0.5]], ...key === "samples" ? { samples: [] } : {} };
  return {
    [common]: { name, unit, perf_version: version.name, ...hasLoops ? { loops: 64 } : {} },
    runs: [
      ...Array(calibrations).fill(calibration),
      ...runs.map(({ values, second }) => ({
        metadata: { date: `2026-03-01 10:00:${second}.123456`, duration: 0.2 },
        warmups: [[64, 0.5]],
        [key]: values,
      })),
    ],
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Benchmarks of a suite have different names. */
const entries = fc.uniqueArray(entry, {
  minLength: 1,
  maxLength: 6,
  selector: ({ name }) => name,
});

const files = fc.tuple(version, entries, fc.constantFrom(0, 4)).map(
  ([version, entries, indent]): WrittenFile => {
    const benchmarks = entries.map((entry) => write(entry, version));
    const head = version.format === 5 ? {} : { metadata: { hostname: "vm" } };
    return {
      text: `${JSON.stringify({ benchmarks, ...head, version: version.format }, null, indent)}\n`,
      benchmarks: entries.map(({ name, unit, runs }) => ({
        file: null,
        group: null,
        name,
        duration_ms: unit === "second" ? 1000 * mean(runs.map(({ values }) => mean(values))) : null,
      })),
    };
  },
);

export const written: WrittenFormat = { format: "pyperf", files, source: "bench.json" };
