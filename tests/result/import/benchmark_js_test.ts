import { assertAlmostEquals, assertEquals } from "@std/assert";
import { benchmarkJs } from "../../../scripts/result/import/formats/benchmark_js.ts";
import { assertRefused, assertSameOnWindows, importText } from "../../helpers/importing.ts";
import { assertReadsBack } from "../../helpers/written.ts";
import { readTestdata } from "../../helpers/testdata.ts";
import { written } from "./written/benchmark_js.ts";

const read = (name: string) => readTestdata(`import/benchmark.js/${name}.txt`);
const line = (name: string, rate: string) => `${name} x ${rate} ops/sec ±0.50% (90 runs sampled)`;

function namesIn(lines: readonly string[]): string[] {
  return importText(benchmarkJs, lines.join("\n")).benchmarks.map(({ name }) => name);
}

Deno.test("benchmarkJs reads back the output of benchmark.js", () => assertReadsBack(written));

Deno.test("benchmarkJs converts rates to durations, and skips other lines", () => {
  const lines = [
    "hello",
    line("a x b", "1,234,567"),
    "slow x 0.05 ops/sec ±1.20% (1 run sampled)",
    "Fastest is a x b",
  ];
  const { benchmarks, warnings } = importText(benchmarkJs, lines.join("\n"));
  assertEquals(warnings, []);
  assertEquals(benchmarks.map(({ name }) => name), ["a x b", "slow"]);
  assertAlmostEquals(benchmarks[0]!.duration_ms!, 1000 / 1234567);
  assertEquals(benchmarks[1]!.duration_ms, 20_000);
  assertEquals(benchmarks[0]!.throughput, 1234567);
});

Deno.test("benchmarkJs reads every version, and names failed benchmarks", async () => {
  const rows: [file: string, names: string[]][] = [
    ["version2.0", ["sort#built in", "[1,2,3] join", "a x b", "throws", "<Test #5>"]],
    ["brackets", ["sort#built in", "[1,2,3] join", "a x b", "throws", "<Test #5>"]],
    ["failed", ["sort#built in", "sort#typed array", "throws"]],
  ];
  for (const [file, names] of rows) {
    const { benchmarks } = importText(benchmarkJs, await read(file));
    assertEquals(benchmarks.map(({ name }) => name), names, file);
    const failed = benchmarks.filter(({ failures }) => failures.length > 0);
    assertEquals(
      failed.map(({ name, failures }) => [name, failures[0]!.message]),
      [["throws", "it failed; the file does not say why"]],
      file,
    );
  }
});

Deno.test("benchmarkJs reads the columns of a reporter", async () => {
  const { benchmarks } = importText(benchmarkJs, await read("beautified"));
  assertEquals(benchmarks.map(({ name }) => name), ["short", "much longer name"]);
});

Deno.test("benchmarkJs names benchmarks without a rate, and reads the others", () => {
  const rates = ["0.00", "0", "Infinity", "NaN", "-1"];
  const lines = [line("good", "1,000"), ...rates.map((rate) => line(`r${rate}`, rate))];
  const { benchmarks, warnings } = importText(benchmarkJs, lines.join("\n"));
  assertEquals(benchmarks.map(({ duration_ms }) => duration_ms), [1, null, null, null, null, null]);
  assertEquals(
    benchmarks.flatMap(({ name, failures }) => failures.map(({ message }) => [name, message])),
    rates.map((rate, index) => [
      `r${rate}`,
      `line ${index + 2}: ops/sec must be a rate above 0, found ${rate}`,
    ]),
  );
  assertEquals(warnings.length, 1);
  assertRefused(
    benchmarkJs,
    lines.slice(1).join("\n"),
    "line 1: ops/sec must be a rate above 0, found 0.00",
  );
});

Deno.test("benchmarkJs warns of lines that may come from failed benchmarks", () => {
  const lines = ["Sorting:", line("a", "5"), "throws:", "host bench[9]: ", line("b", "5")];
  const { benchmarks, warnings } = importText(benchmarkJs, lines.join("\n"));
  assertEquals(benchmarks.map(({ name }) => name), ["a", "b"]);
  assertEquals(warnings, [
    "a.json: no figures, so these may have failed: line 1: Sorting and 2 more",
  ]);
});

Deno.test("benchmarkJs refuses a text without measurements", () => {
  assertRefused(benchmarkJs, "throws: \n", "it has no benchmark of benchmark.js");
  assertRefused(benchmarkJs, "hello\n", "it has no benchmark of benchmark.js");
});

Deno.test("benchmarkJs does not read the times of a log as part of a name", () => {
  const times = [
    "2026-03-02T10:00:07.1234567Z ",
    "2026-03-02 10:00:07 ",
    "[10:00:07] ",
    "10:00:07.123 ",
    "[2026-03-02T10:00:07+02:00] ",
  ];
  for (const time of times) {
    assertEquals(namesIn([`${time}${line("sort", "5")}`, `${time}throws: `]), ["sort", "throws"]);
  }
  // A benchmark may be about dates.
  const names = ["2026-03-02T10:00:07Z", "2026-03-02 parse", "10:00:07"];
  assertEquals(namesIn(names.map((name) => line(name, "5"))), names);
});

Deno.test("benchmarkJs reads ± garbled by other encodings", () => {
  for (const sign of ["±", "Â±", "┬▒", "+-", "+/-", "\ufffd", "?"]) {
    assertEquals(namesIn([line("sort", "5").replace("±", sign)]), ["sort"]);
  }
});

Deno.test("benchmarkJs keeps brackets that begin every name", () => {
  const text = [line("[1,2]", "9"), line("[1,2] push", "8"), line("[1,2] pop", "7")].join("\n");
  assertEquals(importText(benchmarkJs, text).benchmarks.map(({ name }) => name), [
    "[1,2]",
    "[1,2] push",
    "[1,2] pop",
  ]);
});

Deno.test("benchmarkJs reads Windows line endings", async () => {
  assertSameOnWindows(benchmarkJs, await read("suite"));
});
