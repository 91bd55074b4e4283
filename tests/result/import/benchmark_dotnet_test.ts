import { assertEquals } from "@std/assert";
import { benchmarkDotnet } from "../../../scripts/result/import/benchmark_dotnet.ts";
import { assertRefused, importText } from "../../helpers/importing.ts";
import { readTestdata } from "../../helpers/testdata.ts";

/** A report, each benchmark on a line of its own from line 2. */
function report(benchmarks: readonly string[], host = ""): string {
  return `{"HostEnvironmentInfo": {${host}}, "Benchmarks": [\n${benchmarks.join(",\n")}\n]}`;
}

/** A benchmark called `N.T.M`. */
function benchmark(fields: string): string {
  return `{"Namespace": "N", "Type": "T", "Method": "M", ${fields}}`;
}

/** A measurement of 10 calls. */
function measured(mode: string, stage: string | null, launch: number, totalNs: string): string {
  const stages = stage === null ? "" : `"IterationStage": "${stage}", `;
  return `{"IterationMode": "${mode}", ${stages}"LaunchIndex": ${launch}, "Operations": 10, ` +
    `"Nanoseconds": ${totalNs}}`;
}

/** The means of the rounds, in nanoseconds. */
function roundsOf(measurements: readonly string[]): number[] {
  const text = report([
    benchmark(`"Statistics": {"Mean": 5}, "Measurements": [${measurements.join(",")}]`),
  ]);
  return importText(benchmarkDotnet, text).benchmarks[0]!.rounds
    .map(({ duration_ms }) => duration_ms * 1e6);
}

for (
  const [what, measurements, rounds] of [
    [
      "takes a launch as a round, by its results",
      [
        measured("Overhead", "Actual", 1, "7"),
        measured("Workload", "Warmup", 1, "900"),
        measured("Workload", "Actual", 1, "110"),
        measured("Workload", "Result", 1, "100"),
        measured("Workload", "Result", 1, "300"),
        measured("Workload", "Result", 2, "400"),
      ],
      [20, 40],
    ],
    [
      "takes what was measured where there are no results",
      [measured("Workload", "Actual", 1, "100"), measured("Workload", "Actual", 2, "200")],
      [10, 20],
    ],
    [
      "reads launches of old versions, which have no stages",
      [
        measured("MainTarget", null, 1, "1"),
        measured("Result", null, 1, "100"),
        measured("MainTarget", null, 2, "200"),
      ],
      [10, 20],
    ],
    [
      "does not take the measurements of one launch for rounds",
      [measured("Workload", "Result", 1, "100"), measured("Workload", "Result", 1, "200")],
      [],
    ],
  ] as const
) {
  Deno.test(`benchmarkDotnet ${what}`, () => assertEquals(roundsOf(measurements), [...rounds]));
}

Deno.test("benchmarkDotnet puts parameters into the name, and the job where it tells two apart", async () => {
  const namesIn = async (file: string) =>
    importText(benchmarkDotnet, await readTestdata(`import/dotnet/${file}.json`)).benchmarks
      .map(({ group, name }) => `${group} ${name}`);
  assertEquals(await namesIn("full"), [
    "Demo.Sorting Quick(N: 1000)",
    "Demo.Sorting Quick(N: 10000)",
    "Demo.Sorting Broken",
  ]);
  assertEquals((await namesIn("brief")).slice(0, 3), [
    "Demo.Sorting Parse Job-AAQKPL(Runtime=.NET 8.0)",
    "Demo.Sorting Parse(Text: a, b) Job-AAQKPL(Runtime=.NET 8.0)",
    "Demo.Sorting Parse Job-UJHWOZ(Runtime=.NET 9.0)",
  ]);
});

Deno.test("benchmarkDotnet reads the environment of old versions", () => {
  const host = '"OsVersion": "Microsoft Windows NT 6.2", "ProcessorName": {"Value": "P"}, ' +
    '"ProcessorCount": 8, "ClrVersion": "MS.NET 4.0", "Architecture": "64-bit"';
  const text = report([benchmark('"Statistics": {"Mean": 5}')], host);
  assertEquals(importText(benchmarkDotnet, text).environment, {
    ...{ os: "windows", arch: "64-bit", cpu: "P", cpu_cores: 8, runtime: "MS.NET 4.0" },
  });
});

Deno.test("benchmarkDotnet keeps what failed", () => {
  const [found] = importText(benchmarkDotnet, report([benchmark('"Statistics": null')])).benchmarks;
  assertEquals([found!.duration_ms, found!.failures.length], [null, 1]);
});

for (
  const [what, text, message] of [
    [
      "a report that is cut off",
      report(["{}"]).slice(0, -2),
      "not JSON at line 2, column 3: unexpected end",
    ],
    ["a report without benchmarks", report([]), "it has no benchmark of BenchmarkDotNet"],
    [
      "other JSON",
      '{"HostEnvironmentInfo":\n3}',
      "line 2: HostEnvironmentInfo must be an object, found 3",
    ],
    [
      "a measurement of no calls",
      report([
        benchmark(
          '"Measurements": [{"IterationMode": "Workload", "LaunchIndex": 1,\n"Operations": 0}]',
        ),
      ]),
      "line 3: Benchmarks[0].Measurements[0].Operations must be a number above 0, found 0",
    ],
    [
      "a measurement that is NaN",
      report([
        benchmark(
          `"Statistics": {"Mean": 5}, "Measurements": [\n${
            measured("Workload", "Result", 1, "NaN")
          }]`,
        ),
      ]),
      "line 3: Benchmarks[0].Measurements[0].Nanoseconds must be a time above 0 and at most a day, " +
      'found "NaN"',
    ],
    ...["0", "NaN", "Infinity", "-1"].map((value) =>
      [
        `a mean of ${value}`,
        report([benchmark(`\n"Statistics": {"Mean": ${value}}`)]),
        `line 3: Benchmarks[0].Statistics.Mean must be a time above 0 and at most a day, found ${
          /[NI]/.test(value) ? `"${value}"` : value
        }`,
      ] as const
    ),
  ] as const
) {
  Deno.test(`benchmarkDotnet refuses ${what}`, () => assertRefused(benchmarkDotnet, text, message));
}
