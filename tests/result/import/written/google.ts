/** Random reports of Google Benchmark 1.4 and later. @module */
import { fc } from "../../../../scripts/deps/fast_check.ts";
import { isDuration } from "../../../../scripts/result/import/units.ts";
import { anyText, figures, fileName } from "../../../helpers/any.ts";
import type { WrittenBenchmark, WrittenFile, WrittenFormat } from "./written.ts";

/** Before version 1.5, only the name marks an aggregate. */
const name = anyText.filter((text) => !/_(?:mean|median|stddev|cv|BigO|RMS)$/.test(text));

const UNITS = [["ns", 1e-6], ["us", 1e-3], ["ms", 1], ["s", 1000]] as const;

const entry = fc.record({
  name,
  times: fc.array(figures(1e-3), { minLength: 1, maxLength: 3 }),
  error: fc.option(anyText, { freq: 3 }),
  unit: fc.constantFrom(...UNITS),
  counter: fc.option(fc.constantFrom("nan", "inf", "-inf", "NaN", "Infinity", "1.5e+00")),
}).filter(({ times, unit: [, unitMs] }) => times.every((time) => isDuration(time * unitMs)));

type Entry = typeof entry extends fc.Arbitrary<infer T> ? T : never;

/** Writes fields by hand, since the library writes some that are not JSON. */
function write({ name, times, error, unit: [unit], counter }: Entry, version: string): string[] {
  const line = (kind: "iteration" | "aggregate", index: number, time: number) => {
    const suffix = kind === "iteration" ? "" : `_${AGGREGATES[index]}`;
    const known = version === "1.4" ? [] : [
      `"run_name": ${JSON.stringify(name)}`,
      `"run_type": "${kind}"`,
      `"repetitions": ${times.length}`,
      kind === "iteration"
        ? `"repetition_index": ${index}`
        : `"aggregate_name": "${AGGREGATES[index]}"`,
    ];
    return `    {\n      ${
      [
        `"name": ${JSON.stringify(name + suffix)}`,
        ...known,
        ...error === null
          ? []
          : [`"error_occurred": true`, `"error_message": ${JSON.stringify(error)}`],
        `"iterations": 10`,
        `"real_time": ${(error === null ? time : 0).toExponential(16)}`,
        `"cpu_time": 1.0000000000000000e+00`,
        `"time_unit": "${unit}"`,
        ...counter === null ? [] : [`"counter": ${counter}`],
      ].join(",\n      ")
    }\n    }`;
  };
  return [
    ...times.map((time, index) => line("iteration", index, time)),
    ...times.length > 1 && error === null
      ? AGGREGATES.map((_, index) => line("aggregate", index, 1))
      : [],
  ];
}

const AGGREGATES = ["mean", "median", "stddev"];

const files = fc.record({
  version: fc.constantFrom("1.4", "1.7", "1.9"),
  executable: fileName,
  entries: fc.uniqueArray(entry, { minLength: 1, maxLength: 6, selector: ({ name }) => name }),
}).map(({ version, executable, entries }): WrittenFile => {
  const context = [
    `"date": "${version === "1.4" ? "2026-01-31 12:00:00" : "2026-01-31T12:00:00+01:00"}"`,
    ...version === "1.4" ? [] : [`"host_name": "bench-1"`],
    `"executable": ${JSON.stringify(`./${executable}`)}`,
    `"num_cpus": 4`,
    `"caches": []`,
    ...version === "1.9" ? [`"library_version": "v1.9.5"`] : [],
  ];
  return {
    text: `{\n  "context": {\n    ${context.join(",\n    ")}\n  },\n  "benchmarks": [\n${
      entries.flatMap((entry) => write(entry, version)).join(",\n")
    }\n  ]\n}\n`,
    benchmarks: entries.map(({ name, times, error, unit: [, unitMs] }): WrittenBenchmark => ({
      file: executable,
      group: null,
      name,
      duration_ms: error === null
        ? times.reduce((sum, time) => sum + time * unitMs, 0) / times.length
        : null,
    })),
  };
});

export const written: WrittenFormat = { format: "google", files, source: "bench.json" };
