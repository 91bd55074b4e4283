import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { Failure } from "../../../scripts/result/failure.ts";
import { googleBenchmark } from "../../../scripts/result/import/formats/google_benchmark.ts";
import { importResult } from "../../../scripts/result/import/read.ts";
import { assertRefused, importText } from "../../helpers/importing.ts";
import { readTestdata } from "../../helpers/testdata.ts";
import { assertReadsBack } from "../../helpers/written.ts";
import { written } from "./written/google.ts";

/** Returns a report, with one entry per line from line 3 on. */
function report(...entries: string[]): string {
  return `{"context": {"num_cpus": 4, "library_version": "v1.9.4"},\n"benchmarks": [\n${
    entries.join(",\n")
  }\n]}`;
}

/** Returns the entry of one run. */
function run(name: string, fields: string): string {
  return `{"name": "${name}", "run_name": "${name}", "run_type": "iteration", ${fields}}`;
}

Deno.test("googleBenchmark reads units that differ between entries", () => {
  const units = ["ns", "us", "ms", "s"];
  const entries = units.map((unit) => run(unit, `"real_time": 2, "time_unit": "${unit}"`));
  const { benchmarks, harness } = importText(googleBenchmark, report(...entries));
  assertEquals(benchmarks.map(({ duration_ms }) => duration_ms), [2e-6, 2e-3, 2, 2000]);
  assertEquals(harness, "Google Benchmark 1.9.4");
});

Deno.test("googleBenchmark reads repetitions as entries, and ignores their aggregates", async () => {
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

Deno.test("googleBenchmark recognises aggregates of old versions by their name", () => {
  const entry = (name: string, time: number) => `{"name": "${name}", "real_time": ${time}}`;
  const text = report(entry("a", 10), entry("a", 12), entry("a_mean", 11), entry("b_mean", 5));
  assertEquals(
    importText(googleBenchmark, text).benchmarks.map(({ name }) => name),
    ["a", "a", "b_mean"],
  );
  const alone = ["mean", "median", "stddev"].map((kind, index) => entry(`c_${kind}`, index + 1));
  const { benchmarks } = importText(
    googleBenchmark,
    report(...alone, entry("d", 4), entry("d_mean", 5)),
  );
  assertEquals(
    benchmarks.map(({ name, duration_ms, median_ms }) => [name, duration_ms, median_ms]),
    [["c", 1e-6, 2e-6], ["d", 4e-6, null], ["d_mean", 5e-6, null]],
  );
});

Deno.test("googleBenchmark takes the mean if there are only aggregates", async () => {
  const { benchmarks } = importText(
    googleBenchmark,
    await readTestdata("import/google/aggregates.json"),
  );
  assertEquals(benchmarks.map(({ name }) => name), ["BM_Sum/1000", "BM_Copy"]);
});

Deno.test("googleBenchmark converts rates from processor time to real time", async () => {
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

Deno.test("googleBenchmark keeps failed benchmarks, and names skipped ones", () => {
  const text = report(
    run("a", '"repetition_index": 1, "error_occurred": true, "error_message": "x", "real_time": 0'),
    run("b", '"skipped": true, "skip_message": "no file", "real_time": 0'),
  );
  const { benchmarks, warnings } = importText(googleBenchmark, text);
  assertEquals(benchmarks.map(({ name, failures }) => [name, failures]), [
    ["a", [{ round: 2, message: "x" }]],
  ]);
  assertEquals(warnings, [
    "a.json: 1 of 1 benchmarks without figures: a: x",
    "a.json: 1 left out: b was skipped: no file",
  ]);
});

for (
  const [what, text, message] of [
    [
      "a truncated report",
      report(run("a", '"real_time": 1')).slice(0, -3),
      "not JSON at line 3, column 72: unexpected end",
    ],
    ["a report without benchmarks", report(), "it has no benchmark of Google Benchmark 1.9.4"],
    ["other JSON", '{\n"context": {}}', "line 1: benchmarks must be an array, found nothing"],
    [
      "a unit other than of time",
      report(run("a", '"real_time": 1, "time_unit": "kg"')),
      'line 3: benchmarks[0].time_unit must be a unit of time, found "kg"',
    ],
  ] as const
) {
  Deno.test(`googleBenchmark refuses ${what}`, () => assertRefused(googleBenchmark, text, message));
}

for (const value of ["0", "NaN", "Infinity", "nan", "-inf", "-1", "1e300", '"fast"', "null"]) {
  Deno.test(`googleBenchmark names an entry that took ${value}, and reads the others`, () => {
    const wrong = run("b", `"real_time": ${value}`);
    const found = /^-?[a-z]/i.test(value) && value !== "null" ? `"${value}"` : value;
    const reason = (index: number) =>
      `line ${
        index + 3
      }: benchmarks[${index}].real_time must be a time above 0 and at most a day, ` +
      `found ${found.replace("1e300", "1e+300")}`;
    const { benchmarks } = importText(googleBenchmark, report(run("a", '"real_time": 1'), wrong));
    assertEquals(
      benchmarks.map((
        { name, duration_ms, failures },
      ) => [name, duration_ms, failures[0]?.message]),
      [["a", 1e-6, undefined], ["b", null, reason(1)]],
    );
    assertRefused(googleBenchmark, report(wrong), reason(0));
  });
}

Deno.test("googleBenchmark skips malformed entries, and reads the others", () => {
  const { benchmarks, warnings } = importText(
    googleBenchmark,
    report(
      "3",
      '{"real_time": 1}',
      run("a", '"real_time": 1, "time_unit": "kg"'),
      run("b", '"real_time": 2'),
    ),
  );
  assertEquals(benchmarks.map(({ name, duration_ms }) => [name, duration_ms]), [
    ["a", null],
    ["b", 2e-6],
  ]);
  assertEquals(warnings, [
    "a.json: 1 of 2 benchmarks without figures: a: " +
    'line 5: benchmarks[2].time_unit must be a unit of time, found "kg"',
    "a.json: 2 left out: line 3: benchmarks[0] must be an object, found 3 and 1 more",
  ]);
});

Deno.test("googleBenchmark reads counters as metrics, except those that are not numbers", () => {
  const counters = '"hits": 3, "undefined": nan, "endless": inf, "frames_per_second": 60, ' +
    '"max_bytes_used": 4096, "allocs_per_iter": 2, "threads": 4, "label": "x"';
  const [benchmark] =
    importText(googleBenchmark, report(run("a", `"real_time": 4, ${counters}`))).benchmarks;
  assertEquals(
    benchmark!.metrics.map(({ name, unit, value, better }) => [name, unit, value, better]),
    [
      ["hits", "", 3, null],
      ["frames_per_second", "", 60, "higher"],
      ["max_bytes_used", "B", 4096, "lower"],
      ["allocs_per_iter", "", 2, "lower"],
    ],
  );
  assertEquals(benchmark!.description, "x");
});

/** Returns a report of one binary, run on a machine. */
function reportOf(executable: string, host: string, ...entries: string[]): string {
  const context = { executable, host_name: host, num_cpus: 4 };
  return `{"context": ${JSON.stringify(context)}, "benchmarks": [${entries.join()}]}`;
}

const files = (...texts: string[]) =>
  texts.map((text, index) => ({
    source: `${index}.json`,
    text,
    modified: "2026-01-31T12:00:00.000Z",
  }));

Deno.test("googleBenchmark distinguishes binaries that have benchmarks of the same name", () => {
  const entry = (time: number) => run("BM_Sum", `"real_time": ${time}`);
  const texts = [
    reportOf("./build/sum", "bench-1", entry(1)),
    reportOf(".\\build\\cart.exe", "bench-1", entry(5)),
    reportOf("build/sum", "bench-1", entry(3)),
  ];
  const { benchmarks } = importResult(files(...texts), null);
  assertEquals(
    benchmarks.map((
      { file, name, rounds },
    ) => [file, name, rounds.map(({ duration_ms }) => duration_ms)]),
    [["build/sum", "BM_Sum", [1e-6, 3e-6]], ["build/cart.exe", "BM_Sum", []]],
  );
});

Deno.test("googleBenchmark does not join results of two machines, but joins those of containers", () => {
  const on = (host: string) => reportOf("sum", host, run("BM_Sum", '"real_time": 1'));
  assertThrows(
    () => importResult(files(on("bench-1"), on("bench-2")), null),
    Failure,
    'sum:BM_Sum was measured with host "bench-1" and with "bench-2"',
  );
  const { benchmarks } = importResult(files(on("0a1b2c3d4e5f"), on("5f4e3d2c1b0a")), null);
  assertEquals(benchmarks[0]!.rounds.length, 2);
});

Deno.test("googleBenchmark ignores a time without its zone", () => {
  const text = (date: string) =>
    `{"context": {"date": "${date}", "num_cpus": 4}, "benchmarks": [${
      run("a", '"real_time": 1')
    }]}`;
  const timeOf = (date: string) => importText(googleBenchmark, text(date)).timestamp;
  assertEquals(timeOf("2026-03-02T10:00:00+02:00"), "2026-03-02T08:00:00.000Z");
  assertEquals(timeOf("2026-03-02 10:00:00"), null);
});

Deno.test("googleBenchmark reads a rate of NaN as unknown", () => {
  const [benchmark] =
    importText(googleBenchmark, report(run("a", '"real_time": 4, "items_per_second": NaN')))
      .benchmarks;
  assertEquals([benchmark!.throughput, benchmark!.throughput_unit], [250_000_000, "op/s"]);
});

Deno.test("googleBenchmark names benchmarks with neither repetitions nor a mean", () => {
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
  assertEquals(warnings, ["a.json: 1 left out: b has neither repetitions nor their mean"]);
});

Deno.test("googleBenchmark reads back random files", () => assertReadsBack(written));
