/** Random files of `-rf json` of JMH 1.22 and later. @module */
import { fc } from "../../../../scripts/deps/fast_check.ts";
import { anyText, figures } from "../../../helpers/any.ts";
import { isDuration } from "../../../../scripts/result/import/units.ts";
import type { WrittenBenchmark, WrittenFile, WrittenFormat } from "./written.ts";

const identifier = fc.stringMatching(/^[a-z_$][a-zA-Z0-9_$]{0,8}$/);
/** JMH removes control characters. It did not escape all that it should have until version 1.21. */
const value = anyText.map((text) => text.replace(/\p{Cc}/gu, "."));
const unit = fc.constantFrom(["ns", 1e-6], ["us", 1e-3], ["ms", 1], ["s", 1000], ["min", 6e4]);

const entry = fc.record({
  classPath: fc.array(identifier, { minLength: 1, maxLength: 3 }),
  method: identifier,
  params: fc.uniqueArray(fc.tuple(identifier, value), { maxLength: 2, selector: ([key]) => key }),
  mode: fc.constantFrom("thrpt", "avgt", "sample", "ss"),
  threads: fc.constantFrom(1, 1, 1, 2, 64),
  unit,
  score: fc.option(figures(1e-6), { freq: 5 }),
  forks: fc.integer({ min: 0, max: 3 }),
  profiler: fc.constantFrom("gc.alloc.rate.norm", "·gc.alloc.rate.norm", "p0.50", "hits"),
});

type Entry = typeof entry extends fc.Arbitrary<infer T> ? T : never;

function isReadable(entry: Entry): boolean {
  const duration = durationOf(entry);
  return duration === null || isDuration(duration);
}

/** Writes numbers that JSON lacks as strings, as Java does. */
const number = (value: number | null) => value ?? "NaN";

function nameOf({ method, params, mode, threads }: Entry): string {
  const values = params.toSorted(([a], [b]) => a < b ? -1 : 1).map(([key, value]) =>
    `${key}=${/, |"/.test(value) ? JSON.stringify(value) : value}`
  );
  const title = values.length === 0 ? method : `${method}(${values.join(", ")})`;
  return `${title} (${mode}${threads === 1 ? "" : `, ${threads} threads`})`;
}

function write(entry: Entry, version: string): unknown {
  const { classPath, method, params, mode, threads, forks, profiler } = entry;
  const [unit] = entry.unit;
  const score = number(entry.score);
  const iterations = Array(forks).fill([score, score]);
  const raw = mode === "sample"
    ? { rawDataHistogram: iterations.map(() => entry.score === null ? [] : [[[score, 3]]]) }
    : { rawData: iterations };
  return {
    jmhVersion: version,
    benchmark: [...classPath, method].join("."),
    mode,
    threads,
    forks,
    jvm: "C:\\Program Files\\Java\\bin\\java.exe",
    jvmArgs: [],
    ...version === "1.37" ? { jdkVersion: "21", vmName: "VM", vmVersion: "21+35" } : {},
    ...params.length === 0 ? {} : { params: Object.fromEntries(params) },
    primaryMetric: {
      score,
      scoreError: "NaN",
      scoreConfidence: ["NaN", "NaN"],
      scorePercentiles: { "0.0": score, "100.0": score },
      scoreUnit: mode === "thrpt" ? `ops/${unit}` : `${unit}/op`,
      ...raw,
    },
    secondaryMetrics: {
      [profiler]: { score: "NaN", scoreError: "NaN", scoreUnit: "B/op", rawData: [[]] },
    },
  };
}

function durationOf({ score, mode, threads, unit: [, unitMs] }: Entry): number | null {
  if (score === null) return null;
  return mode === "thrpt" ? threads * unitMs / score : score * unitMs;
}

const entries = fc.uniqueArray(entry.filter(isReadable), {
  minLength: 1,
  maxLength: 8,
  selector: (entry) => JSON.stringify([entry.classPath, nameOf(entry)]),
}).filter((entries) => entries.some(({ score }) => score !== null));

const files = fc.tuple(fc.constantFrom("1.22", "1.37"), entries).map(
  ([version, entries]): WrittenFile => ({
    text: `${JSON.stringify(entries.map((entry) => write(entry, version)), null, 4)}\n\n`,
    benchmarks: entries.map((entry): WrittenBenchmark => ({
      file: null,
      group: entry.classPath.join("."),
      name: nameOf(entry),
      duration_ms: durationOf(entry),
    })),
  }),
);

export const written: WrittenFormat = { format: "jmh", files, source: "jmh-result.json" };
