import { assertEquals, assertThrows } from "@std/assert";
import { Failure } from "../../../scripts/result/failure.ts";
import { criterion } from "../../../scripts/result/import/formats/criterion.ts";
import { importResult } from "../../../scripts/result/import/read.ts";
import { assertRefused, importText } from "../../helpers/importing.ts";

const estimates = (mean: string) => `{\n  "mean": {\n    "point_estimate": ${mean}\n  }\n}`;

/** Returns a message of cargo-criterion. */
function message(mean: string, unit = "ns", more = ""): string {
  return `{"reason":"benchmark-complete","id":"a","iteration_count":[1,2],` +
    `"measured_values":[10,24],"unit":"${unit}",${more}"mean":{"estimate":${mean},"unit":"${unit}"}}`;
}

for (
  const [source, name] of [
    ["target/criterion/copy/clone/64/new/estimates.json", "copy/clone/64"],
    ["C:\\demo\\target\\criterion\\sum\\base\\estimates.json", "sum"],
    ["criterion/criterion/new/estimates.json", "criterion"],
    ["/home/user/criterion/target/criterion/criterion/sum/new/estimates.json", "criterion/sum"],
    ["kept/sum.json", "sum"],
  ]
) {
  Deno.test(`criterion takes the name from ${source}`, () => {
    const { benchmarks } = importText(criterion, estimates("2000000"), source);
    assertEquals([benchmarks[0]!.name, benchmarks[0]!.duration_ms], [name, 2]);
  });
}

Deno.test("criterion reads units that differ between messages", () => {
  const text = ["ps", "ns", "us", "µs", "ms", "s"].map((unit) => message("12", unit)).join("\n");
  const { benchmarks } = importText(criterion, text);
  assertEquals(benchmarks.map(({ duration_ms }) => duration_ms), [
    ...[1.2e-8, 1.2e-5, 0.012, 0.012, 12, 12_000],
  ]);
  assertEquals(benchmarks[1]!.max_ms, 1.2e-5);
});

Deno.test("criterion skips output between messages", () => {
  const text = `Gnuplot not found\n${message("12")}\n{"reason":"other"}\n\n`;
  assertEquals(importText(criterion, text).benchmarks.length, 1);
});

for (
  const [what, text, refusal] of [
    [
      "truncated estimates",
      '{"mean":\n{',
      "not JSON at line 2, column 2: unexpected end",
    ],
    ["other JSON", '{\n  "mean": 3\n}', "line 2: mean must be an object, found 3"],
    [
      "a truncated message",
      `${message("12")}\n${message("12").slice(0, 60)}`,
      "line 2: the message is not JSON; it may have been cut off",
    ],
    [
      "a message without a mean",
      `\n${message("null")}\n`,
      "line 2: mean.estimate must be a time above 0 and at most a day, found null",
    ],
    [
      "a change since the previous run",
      '{"mean": {"point_estimate": 0.01}, "median": {"point_estimate": 0.02}}',
      "it has the change since the last time, not times; give NAME/new/estimates.json",
    ],
  ] as const
) {
  Deno.test(`criterion refuses ${what}`, () => assertRefused(criterion, text, refusal));
}

Deno.test("criterion reads values other than times as metrics", () => {
  const [benchmark] = importText(criterion, message("12", "cycles")).benchmarks;
  assertEquals(benchmark!.duration_ms, null);
  assertEquals(benchmark!.metrics, [{
    name: "cycles",
    unit: "cycles",
    value: 12,
    better: "lower",
    exact: false,
    rounds: [],
  }]);
});

Deno.test("criterion skips a message without figures, and reads the others", () => {
  const { benchmarks, warnings } = importText(
    criterion,
    `${message("null").replace('"id":"a"', '"id":"b"')}\n${message("12")}`,
  );
  assertEquals(benchmarks.map(({ name, duration_ms }) => [name, duration_ms]), [
    ["b", null],
    ["a", 1.2e-5],
  ]);
  assertEquals(warnings, [
    "a.json: 1 of 2 benchmarks without figures: b: line 1: mean.estimate must be a time above 0 " +
    "and at most a day, found null",
  ]);
});

Deno.test("criterion reads the estimates of old versions", () => {
  const text = '{"Mean": {"point_estimate": 4.5}, "Median": {"point_estimate": 4}, ' +
    '"StdDev": {"point_estimate": 1}, "Slope": {"point_estimate": 9}}';
  const [benchmark] = importText(criterion, text, "criterion/a/new/estimates.json").benchmarks;
  const { duration_ms, median_ms, std_dev_ms } = benchmark!;
  assertEquals([duration_ms, median_ms, std_dev_ms], [4.5e-6, 4e-6, 1e-6]);
});

Deno.test("criterion does not read two versions of one benchmark as rounds", () => {
  const files = ["base", "new"].map((version) => ({
    source: `target/criterion/price/10/${version}/estimates.json`,
    text: estimates("2"),
    modified: "2026-01-31T12:00:00.000Z",
  }));
  assertThrows(() => importResult(files, null), Failure, 'saved version "base" and with "new"');
});

Deno.test("criterion refuses estimates whose path contains no name", () => {
  const refusal = "the path must have the name of the benchmark, such as " +
    "target/criterion/NAME/new/estimates.json";
  assertRefused(criterion, estimates("1"), refusal, "estimates.json");
});

for (const value of ["0", "NaN", "-1", "Infinity"]) {
  Deno.test(`criterion refuses a mean of ${value}`, () => {
    const found = /[a-z]/i.test(value) ? `"${value}"` : value;
    assertRefused(
      criterion,
      estimates(value),
      `line 3: mean.point_estimate must be a time above 0 and at most a day, found ${found}`,
    );
  });
}
