import { assertEquals } from "@std/assert";
import { benchmarkDotnet } from "../../../scripts/result/import/formats/benchmark_dotnet.ts";
import { assertRefused, importText } from "../../helpers/importing.ts";
import { assertReadsBack } from "../../helpers/written.ts";
import { written } from "./written/dotnet.ts";

/** Returns a report, with one benchmark per line from line 2 on. */
function report(benchmarks: readonly string[], host = ""): string {
  return `{"HostEnvironmentInfo": {${host}}, "Benchmarks": [\n${benchmarks.join(",\n")}\n]}`;
}

/** Returns a benchmark called `N.T.M`. */
function benchmark(fields: string): string {
  return `{"Namespace": "N", "Type": "T", "Method": "M", ${fields}}`;
}

/** Returns a measurement of 10 calls. */
function measured(mode: string, stage: string | null, launch: number, totalNs: string): string {
  const stages = stage === null ? "" : `"IterationStage": "${stage}", `;
  return `{"IterationMode": "${mode}", ${stages}"LaunchIndex": ${launch}, "Operations": 10, ` +
    `"Nanoseconds": ${totalNs}}`;
}

/** Returns the means of the rounds, in nanoseconds. */
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
      "reads a launch as a round, using its results",
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
      "uses the measurements if there are no results",
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
      "does not read the measurements of one launch as rounds",
      [measured("Workload", "Result", 1, "100"), measured("Workload", "Result", 1, "200")],
      [],
    ],
  ] as const
) {
  Deno.test(`benchmarkDotnet ${what}`, () => assertEquals(roundsOf(measurements), [...rounds]));
}

for (
  const [what, fields, group, name, shortName] of [
    ["the default job", '"DisplayInfo": "T.M: DefaultJob"', "N.T", "M", null],
    ["no job", '"Parameters": ""', "N.T", "M", null],
    [
      "a named job",
      '"DisplayInfo": "T.M: ShortRun(LaunchCount=1) [A=1, B=x]", "Parameters": "A=1&B=x", ' +
      '"FullName": "N.T.M(A: 1, B: \\"x\\")"',
      "N.T",
      'M(A: 1, B: "x") ShortRun(LaunchCount=1)',
      'M(A: 1, B: "x")',
    ],
    [
      "a generated name of a job",
      '"DisplayInfo": "T.M: Job-ABCDEF(Runtime=.NET 8.0)", "FullName": "N.T.M"',
      "N.T",
      "M (Runtime=.NET 8.0)",
      "M",
    ],
    [
      "a title with a colon",
      `"MethodTitle": "'a: b'", "DisplayInfo": "T.'a: b': Fast(X=[1])", "Parameters": null`,
      "N.T",
      "M Fast(X=[1])",
      "M",
    ],
    ["no full name", '"Parameters": "A=1&B=2"', "N.T", "M(A=1&B=2)", null],
    ["a nested class", '"FullName": "N.O+P+T.M(T.M: 1)"', "N.O+P+T", "M(T.M: 1)", null],
    ["no namespace", '"Namespace": null, "FullName": "T.M(a: 1)"', "T", "M(a: 1)", null],
    ["a different full name", '"FullName": "something"', "N.T", "M", null],
  ] as const
) {
  Deno.test(`benchmarkDotnet names a benchmark with ${what}`, () => {
    const text = report([benchmark(`${fields}, "Statistics": {"Mean": 5}`)]);
    const [found] = importText(benchmarkDotnet, text).benchmarks;
    assertEquals([found!.group, found!.name, found!.short_name], [group, name, shortName]);
  });
}

Deno.test("benchmarkDotnet takes the time from the title, and says that its zone is unknown", () => {
  const of = (title: string) => {
    const text = report([benchmark('"Statistics": {"Mean": 5}')]).replace(
      "{",
      `{"Title": "${title}",`,
    );
    const { timestamp, warnings } = importText(benchmarkDotnet, text);
    return [timestamp, warnings];
  };
  assertEquals(of("N.T-20260301-101112"), [
    "2026-03-01T10:11:12.000Z",
    ["a.json: its times have no zone and are read as UTC"],
  ]);
  assertEquals(of("N.T-20260231-101112"), [null, []]);
  assertEquals(of("N.T"), [null, []]);
});

Deno.test("benchmarkDotnet reads measurements other than times as metrics", () => {
  const metric = (value: string, id: string, unit: string, greater: boolean) =>
    `{"Value": ${value}, "Descriptor": {"Id": "${id}", "Unit": "${unit}", "TheGreaterTheBetter": ${greater}}}`;
  const metrics = [
    metric("2.5", "Gen0Collects", "Count", false),
    metric("40", "Allocated Memory", "B", false),
    metric('""', "LockContentionCount", "Count", false),
    metric("3", "InstructionsPerCycle", "", true),
  ];
  const text = report([
    benchmark(
      `"Statistics": {"Mean": 5}, "Memory": {"BytesAllocatedPerOperation": 40}, "Metrics": [${metrics}]`,
    ),
  ]);
  const [found] = importText(benchmarkDotnet, text).benchmarks;
  assertEquals(found!.memory_mb, 0.00004);
  assertEquals(found!.metrics.map(({ name, unit, value, better }) => [name, unit, value, better]), [
    ["Gen0Collects", "Count", 2.5, "lower"],
    ["InstructionsPerCycle", "", 3, "higher"],
  ]);
});

Deno.test("benchmarkDotnet reads back random files", () => {
  assertReadsBack(written);
});

Deno.test("benchmarkDotnet skips unreadable benchmarks, and names them", () => {
  const text = report([
    benchmark('"FullName": "N.T.M(a: 1)", "Statistics": {"Mean": 0}'),
    '{"Namespace": "N", "Method": "M"}',
    benchmark('"FullName": "N.T.M(a: 2)", "Statistics": {"Mean": 5}, "Measurements": 1'),
    benchmark('"FullName": "N.T.M(a: 3)", "Statistics": {"Mean": 5}'),
  ]);
  const { benchmarks, warnings } = importText(benchmarkDotnet, text);
  assertEquals(benchmarks.map(({ name, duration_ms }) => [name, duration_ms]), [
    ["M(a: 1)", null],
    ["M(a: 2)", null],
    ["M(a: 3)", 5e-6],
  ]);
  assertEquals(warnings, [
    "a.json: 2 of 3 benchmarks without figures: N.T/M(a: 1): line 2: Benchmarks[0].Statistics.Mean " +
    "must be a time above 0 and at most a day, found 0 and 1 more",
    "a.json: 1 left out: line 3: Benchmarks[1].Type must be a string, found nothing",
  ]);
});

Deno.test("benchmarkDotnet reads the environment of old versions", () => {
  const host = '"OsVersion": "Microsoft Windows NT 6.2", "ProcessorName": {"Value": "P"}, ' +
    '"ProcessorCount": 8, "ClrVersion": "MS.NET 4.0", "Architecture": "64-bit"';
  const text = report([benchmark('"Statistics": {"Mean": 5}')], host);
  assertEquals(importText(benchmarkDotnet, text).environment, {
    os: "windows",
    arch: "64-bit",
    cpu: "P",
    cpu_cores: 8,
    runtime: "MS.NET 4.0",
  });
});

Deno.test("benchmarkDotnet keeps failures", () => {
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
      "a measurement of zero calls",
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
