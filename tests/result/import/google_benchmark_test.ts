import { assertAlmostEquals, assertEquals } from "@std/assert";
import { googleBenchmark } from "../../../scripts/result/import/google_benchmark.ts";
import { assertRefused, importText } from "../../helpers/importing.ts";
import { readTestdata } from "../../helpers/testdata.ts";

/** A report, each entry on a line of its own from line 3. */
function report(...entries: string[]): string {
  return `{"context": {"num_cpus": 4, "library_version": "v1.9.4"},\n"benchmarks": [\n${
    entries.join(",\n")
  }\n]}`;
}

/** An entry of one run. */
function run(name: string, fields: string): string {
  return `{"name": "${name}", "run_name": "${name}", "run_type": "iteration", ${fields}}`;
}

Deno.test("googleBenchmark reads units that change from entry to entry", () => {
  const units = ["ns", "us", "ms", "s"];
  const entries = units.map((unit) => run(unit, `"real_time": 2, "time_unit": "${unit}"`));
  const { benchmarks, harness } = importText(googleBenchmark, report(...entries));
  assertEquals(benchmarks.map(({ duration_ms }) => duration_ms), [2e-6, 2e-3, 2, 2000]);
  assertEquals(harness, "Google Benchmark 1.9.4");
});

Deno.test("googleBenchmark takes repetitions as entries, and what is computed of them as none", async () => {
  const { benchmarks } = importText(
    googleBenchmark,
    await readTestdata("import/google/repetitions.json"),
  );
  const names = benchmarks.map(({ name }) => name);
  assertEquals([...new Set(names)], [
    "BM_Sum/1000",
    "BM_Sleep/real_time",
    "BM_Missing",
    "BM_Sort/64",
  ]);
  assertEquals(names.length, 12);
});

Deno.test("googleBenchmark tells aggregates of old versions by their name", () => {
  const entry = (name: string, time: number) => `{"name": "${name}", "real_time": ${time}}`;
  const text = report(entry("a", 10), entry("a", 12), entry("a_mean", 11), entry("b_mean", 5));
  assertEquals(
    importText(googleBenchmark, text).benchmarks.map(({ name }) => name),
    ["a", "a", "b_mean"],
  );
});

Deno.test("googleBenchmark takes the mean where only aggregates are there", async () => {
  const { benchmarks } = importText(
    googleBenchmark,
    await readTestdata("import/google/aggregates.json"),
  );
  assertEquals(benchmarks.map(({ name }) => name), ["BM_Sum/1000", "BM_Copy"]);
});

Deno.test("googleBenchmark gives rates of real time, which the report gives of processor time", async () => {
  const { benchmarks } = importText(googleBenchmark, await readTestdata("import/google/once.json"));
  for (
    const [name, items] of [
      ["BM_Sum/1000", 1000],
      ["BM_Sleep/real_time", 1],
      ["BM_Sleep/iterations:20", 1],
      ["BM_Threads/threads:2", 1000],
      ["BM_Copy", 4096],
    ] as const
  ) {
    const { duration_ms, throughput } = benchmarks.find((one) => one.name === name)!;
    assertAlmostEquals(throughput! * duration_ms! / 1000, items, items * 1e-6, name);
  }
});

Deno.test("googleBenchmark keeps what failed and names what was skipped", () => {
  const text = report(
    run("a", '"repetition_index": 1, "error_occurred": true, "error_message": "x", "real_time": 0'),
    run("b", '"skipped": true, "skip_message": "no file", "real_time": 0'),
  );
  const { benchmarks, warnings } = importText(googleBenchmark, text);
  assertEquals(benchmarks.map(({ name, failures }) => [name, failures]), [
    ["a", [{ round: 2, message: "x" }]],
  ]);
  assertEquals(warnings, ["b was skipped: no file"]);
});

for (
  const [what, text, message] of [
    [
      "a report that is cut off",
      report(run("a", '"real_time": 1')).slice(0, -3),
      "not JSON at line 3, column 72: unexpected end",
    ],
    ["a report without benchmarks", report(), "it has no benchmark of Google Benchmark 1.9.4"],
    ["other JSON", '{\n"context": {}}', "line 1: benchmarks must be an array, found nothing"],
    [
      "a unit that is no time",
      report(run("a", '"real_time": 1, "time_unit": "kg"')),
      'line 3: benchmarks[0].time_unit must be a unit of time, found "kg"',
    ],
    ...["0", "NaN", "Infinity", "-1", "1e300", '"fast"'].map((value) =>
      [
        `a time of ${value}`,
        report(run("a", '"real_time": 1'), run("b", `"real_time": ${value}`)),
        `line 4: benchmarks[1].real_time must be a time above 0 and at most a day, found ${
          /^[NI]/.test(value) ? `"${value}"` : value.replace("1e300", "1e+300")
        }`,
      ] as const
    ),
  ] as const
) {
  Deno.test(`googleBenchmark refuses ${what}`, () => assertRefused(googleBenchmark, text, message));
}

Deno.test("googleBenchmark takes NaN for a rate as not known", () => {
  const [benchmark] =
    importText(googleBenchmark, report(run("a", '"real_time": 4, "items_per_second": NaN')))
      .benchmarks;
  assertEquals([benchmark!.throughput, benchmark!.throughput_unit], [250_000_000, "op/s"]);
});

Deno.test("googleBenchmark says of what it has neither repetitions nor a mean", () => {
  const aggregate = (name: string, kind: string) =>
    `{"name": "${name}_${kind}", "run_name": "${name}", "run_type": "aggregate",` +
    ` "aggregate_name": "${kind}", "real_time": 1, "time_unit": "ns"}`;
  const entries = [
    run("a", '"real_time": 2, "time_unit": "ns"'),
    aggregate("b", "stddev"),
    aggregate("c", "BigO"),
  ];
  const { benchmarks, warnings } = importText(googleBenchmark, report(...entries));
  assertEquals(benchmarks.map(({ name }) => name), ["a"]);
  assertEquals(warnings, ["left out b: it has neither repetitions nor their mean"]);
});
