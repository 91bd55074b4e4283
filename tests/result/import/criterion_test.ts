import { assertEquals } from "@std/assert";
import { criterion } from "../../../scripts/result/import/criterion.ts";
import { assertRefused, importText } from "../../helpers/importing.ts";

const estimates = (mean: string) => `{\n  "mean": {\n    "point_estimate": ${mean}\n  }\n}`;

/** A message of cargo-criterion. */
function message(mean: string, unit = "ns", more = ""): string {
  return `{"reason":"benchmark-complete","id":"a","iteration_count":[1,2],` +
    `"measured_values":[10,24],"unit":"${unit}",${more}"mean":{"estimate":${mean},"unit":"${unit}"}}`;
}

for (
  const [source, name] of [
    ["target/criterion/copy/clone/64/new/estimates.json", "copy/clone/64"],
    ["C:\\demo\\target\\criterion\\sum\\base\\estimates.json", "sum"],
    ["criterion/criterion/new/estimates.json", "criterion"],
    ["kept/sum.json", "sum"],
  ]
) {
  Deno.test(`criterion takes the name from ${source}`, () => {
    const { benchmarks } = importText(criterion, estimates("2000000"), source);
    assertEquals([benchmarks[0]!.name, benchmarks[0]!.duration_ms], [name, 2]);
  });
}

Deno.test("criterion reads units that change from message to message", () => {
  const text = ["ps", "ns", "us", "µs", "ms", "s"].map((unit) => message("12", unit)).join("\n");
  const { benchmarks } = importText(criterion, text);
  assertEquals(benchmarks.map(({ duration_ms }) => duration_ms), [
    ...[1.2e-8, 1.2e-5, 0.012, 0.012, 12, 12_000],
  ]);
  assertEquals(benchmarks[1]!.max_ms, 1.2e-5);
});

Deno.test("criterion passes over what is printed between messages", () => {
  const text = `Gnuplot not found\n${message("12")}\n{"reason":"other"}\n\n`;
  assertEquals(importText(criterion, text).benchmarks.length, 1);
});

for (
  const [what, text, refusal] of [
    [
      "estimates that are cut off",
      '{"mean":\n{',
      "not JSON at line 2, column 2: unexpected end",
    ],
    ["other JSON", '{\n  "mean": 3\n}', "line 2: mean must be an object, found 3"],
    [
      "a message that is cut off",
      `${message("12")}\n${message("12").slice(0, 60)}`,
      "line 2: the message is no JSON: cut off?",
    ],
    [
      "a message without a mean",
      `\n${message("null")}\n`,
      "line 2: mean.estimate must be a time above 0 and at most a day, found null",
    ],
    [
      "messages that measure no time",
      message("12", "cycles"),
      'it has no benchmark of cargo-criterion with a time or a rate, found "cycles"',
    ],
  ] as const
) {
  Deno.test(`criterion refuses ${what}`, () => assertRefused(criterion, text, refusal));
}

Deno.test("criterion refuses estimates whose path has no name", () => {
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
