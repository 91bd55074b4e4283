import { assertEquals } from "@std/assert";
import { Content } from "../../../scripts/result/import/content.ts";
import { hyperfine } from "../../../scripts/result/import/formats/hyperfine.ts";
import { assertRefused, assertSameOnWindows, importText } from "../../helpers/importing.ts";
import { assertReadsBack } from "../../helpers/written.ts";
import { readTestdata } from "../../helpers/testdata.ts";
import { written } from "./written/hyperfine.ts";

/** Returns a report, with one result per line from line 2 on. */
function report(...results: object[]): string {
  return `{"results": [\n${results.map((result) => JSON.stringify(result)).join(",\n")}\n]}`;
}

Deno.test("hyperfine reads each run as a round, and says how many failed", () => {
  const result = { command: "sleep 1", mean: 0.02, times: [0.01, 0.03], exit_codes: [0, 3] };
  const { benchmarks, warnings } = importText(hyperfine, report(result));
  assertEquals(benchmarks[0]!.rounds.map(({ duration_ms }) => duration_ms), [10, 30]);
  assertEquals(warnings, ["sleep 1: 1 of 2 runs failed"]);
});

Deno.test("hyperfine refuses a value that is not a duration, with its line and field", () => {
  const wanted = "a time above 0 and at most a day";
  assertRefused(
    hyperfine,
    '{"results": [\n{"command": "a", "mean": NaN}]}',
    `line 2: results[0].mean must be ${wanted}, found "NaN"`,
  );
});

Deno.test("hyperfine reads runs of 0 s among others", () => {
  const text = report({ command: "true", mean: 0.001, min: 0, max: 0.003, times: [0, 0.003, 0] });
  const [benchmark] = importText(hyperfine, text).benchmarks;
  const { duration_ms, min_ms, max_ms, iterations, rounds } = benchmark!;
  assertEquals([duration_ms, min_ms, max_ms, iterations], [1, 0, 3, 3]);
  // Verdicts take logarithms, and 0 has none.
  assertEquals(rounds, []);
});

Deno.test("hyperfine names commands that took no time at all, and reads the others", () => {
  const nothing = { command: "true", mean: 0, times: [0, 0] };
  const reason = "line 2: results[0].mean must be a time above 0 and at most a day, found 0";
  const { benchmarks, warnings } = importText(
    hyperfine,
    report(nothing, { command: "sleep 1", mean: 1, times: [1, 1] }, { mean: 1 }),
  );
  assertEquals(
    benchmarks.map(({ name, duration_ms, failures }) => [name, duration_ms, failures[0]?.message]),
    [["true", null, reason], ["sleep 1", 1000, undefined]],
  );
  assertEquals(warnings, [
    `a.json: 1 of 2 benchmarks without figures: true: ${reason}`,
    "a.json: 1 left out: line 4: results[2].command must be a string, found nothing",
  ]);
  assertRefused(hyperfine, report(nothing), reason);
});

for (
  const [what, fields, name, short] of [
    ["no parameters", { command: "a" }, "a", null],
    [
      "parameters in the command",
      { command: "sleep 2", parameters: { n: "2" } },
      "sleep 2 (n=2)",
      "sleep 2",
    ],
    [
      "parameters after a name",
      { command: "sort v1", parameters: { n: "1", order: "down" } },
      "sort v1 (n=1, order=down)",
      "sort v1 (order=down)",
    ],
    ["the parameter of an old version", { command: "a", parameter: "3" }, "a (parameter=3)", null],
    ["its number", { command: "a 3", parameter: 3 }, "a 3 (parameter=3)", "a 3"],
  ] as const
) {
  Deno.test(`hyperfine makes a name from ${what}`, () => {
    const [benchmark] = importText(hyperfine, report({ ...fields, mean: 1 })).benchmarks;
    assertEquals([benchmark!.name, benchmark!.short_name], [name, short]);
  });
}

Deno.test("hyperfine reads fields that a version lacks as unknown", () => {
  const text = report(
    { command: "once", mean: 2, stddev: null, median: 2, times: [2], exit_codes: [null] },
    { command: "summary", mean: 2, stddev: 0.5, times: null },
  );
  const { benchmarks, warnings } = importText(hyperfine, text);
  assertEquals(
    benchmarks.map(({ std_dev_ms, median_ms, iterations }) => [std_dev_ms, median_ms, iterations]),
    [[null, 2000, 1], [500, null, null]],
  );
  assertEquals(warnings, ["once: 1 of 1 runs failed"]);
});

Deno.test("hyperfine reads peak memory as a metric", () => {
  const text = report({ command: "a", mean: 1, times: [1, 1], memory_usage_byte: [4096, 8192] });
  assertEquals(importText(hyperfine, text).benchmarks[0]!.metrics, [{
    name: "peak memory",
    unit: "B",
    value: 6144,
    better: "lower",
    exact: false,
    rounds: [4096, 8192],
  }]);
});

Deno.test("hyperfine is recognised by a result with a command and a mean", () => {
  const isHyperfine = (text: string) => hyperfine.recognizes(new Content(text, "a.json"));
  assertEquals(isHyperfine(report({ mean: 1 }, { command: "a", mean: 1 })), true);
  assertEquals(isHyperfine(report()), false);
  assertEquals(isHyperfine(report({ command: "a" })), false);
});

Deno.test("hyperfine reads back random files", () => assertReadsBack(written));

Deno.test("hyperfine reads Windows line endings", async () => {
  assertSameOnWindows(hyperfine, await readTestdata("import/hyperfine/commands.json"));
});
