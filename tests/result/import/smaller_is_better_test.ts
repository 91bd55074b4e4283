import { assertEquals } from "@std/assert";
import { Failure } from "../../../scripts/result/failure.ts";
import { importResult, recognizeFormat } from "../../../scripts/result/import/read.ts";
import {
  biggerIsBetter,
  customResults,
  smallerIsBetter,
} from "../../../scripts/result/import/formats/smaller_is_better.ts";
import type { Importer } from "../../../scripts/result/import/importer.ts";
import { assertLinear } from "../../bounds/doubling.ts";
import { assertRefused, importText } from "../../helpers/importing.ts";
import { assertReadsBack } from "../../helpers/written.ts";
import { written } from "./written/custom_results.ts";

/**
 * Returns the milliseconds that an importer reads from one value, or unit, value and direction of a
 * metric.
 */
function readOne(importer: Importer, unit: string, value: unknown): unknown {
  const [found] = importText(importer, JSON.stringify([{ name: "a", unit, value }])).benchmarks;
  const [metric] = found!.metrics;
  return metric === undefined
    ? found!.duration_ms
    : [metric.name, metric.unit, metric.value, metric.better];
}

for (
  const [unit, unnamed, smaller, bigger] of [
    ["Milliseconds", 4, 4, ["Milliseconds", "Milliseconds", 4, "higher"]],
    ["usec", 0.004, 0.004, ["usec", "usec", 4, "higher"]],
    [" msec/op ", 4, 4, ["msec/op", "msec/op", 4, "higher"]],
    ["ops per second", 250, 250, 250],
    ["Hz", 250, 250, 250],
    [
      "req/s",
      ["req/s", "req/s", 4, "higher"],
      ["req/s", "req/s", 4, "higher"],
      ["req/s", "req/s", 4, "higher"],
    ],
    ["Kb", ["Kb", "Kb", 4, "lower"], ["Kb", "Kb", 4, "lower"], ["Kb", "Kb", 4, "higher"]],
    ["%", ["%", "%", 4, null], ["%", "%", 4, "lower"], ["%", "%", 4, "higher"]],
    ["", ["value", "", 4, null], ["value", "", 4, "lower"], ["value", "", 4, "higher"]],
  ] as const
) {
  Deno.test(`custom results in ${JSON.stringify(unit)} are read`, () => {
    assertEquals(readOne(customResults, unit, 4), unnamed);
    assertEquals(readOne(smallerIsBetter, unit, 4), smaller);
    assertEquals(readOne(biggerIsBetter, unit, 4), bigger);
  });
}

Deno.test("custom results have a direction if --from states it", () => {
  const text = '[{"name": "a", "unit": "points", "value": 4}]';
  const betterAs = (from: string | null) => {
    const file = { source: "a.json", text, modified: "2026-01-31T12:00:00.000Z" };
    const { benchmarks, metadata } = importResult([file], from);
    return [benchmarks[0]!.metrics[0]!.better, (metadata.imported as { format: string }).format];
  };
  assertEquals(recognizeFormat(text, "a.json"), "customSmallerIsBetter");
  assertEquals(betterAs(null), [null, "customSmallerIsBetter"]);
  assertEquals(betterAs("customSmallerIsBetter"), ["lower", "customSmallerIsBetter"]);
  assertEquals(betterAs("customBiggerIsBetter"), ["higher", "customBiggerIsBetter"]);
});

Deno.test("custom results may have numbers in strings if they are unambiguous", () => {
  const read = (value: unknown) => {
    try {
      return readOne(customResults, "ms", value);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return "refused";
    }
  };
  assertEquals(["4", " 4.5 ", "1e3", "1,234.5", "-0"].map(read), [4, 4.5, 1000, 1234.5, "refused"]);
  assertEquals(["1,234,567"].map(read), [1234567]);
  assertEquals(["1,234", "1.234,5", "4 ms", "", "NaN", null, true, [4]].map(read), [
    ...Array(8).fill("refused"),
  ]);
});

Deno.test("custom results of one name make one benchmark, with a metric per unit and a round per repetition", () => {
  const entry = (unit: string, value: number) => ({ name: "a", unit, value });
  const text = JSON.stringify([
    entry("B", 10),
    entry("ns", 1e6),
    entry("ms", 3),
    entry("B", 20),
    { name: "b", unit: "ns", value: 2e6 },
  ]);
  const file = { source: "a.json", text, modified: "2026-01-31T12:00:00.000Z" };
  const { benchmarks } = importResult([file], null);
  assertEquals(
    benchmarks.map(({ name, duration_ms, metrics, rounds }) => [
      name,
      duration_ms,
      rounds.map((round) => round.duration_ms),
      metrics.map(({ value, rounds }) => [value, rounds]),
    ]),
    [["a", 2, [1, 3], [[15, [10, 20]]]], ["b", 2, [], []]],
  );
});

Deno.test("custom results that are unreadable are skipped and named", () => {
  const text = '[{"name": "noop", "unit": "ns", "value": 0},\n{"name": "b", "value": 1},\n' +
    '3,\n{"name": "c", "unit": "ns", "value": 5}]';
  const { benchmarks, warnings } = importText(customResults, text);
  assertEquals(recognizeFormat(text, "a.json"), "customSmallerIsBetter");
  assertEquals(benchmarks.map(({ name, duration_ms }) => [name, duration_ms]), [
    ["noop", null],
    ["c", 0.000005],
  ]);
  assertEquals(warnings, [
    "a.json: 1 of 2 benchmarks without figures: noop: line 1: [0].value must be a time above 0 and " +
    "at most a day, found 0",
    "a.json: 2 left out: line 2: [1].unit must be a string, found nothing and 1 more",
  ]);
});

for (
  const [what, text, message] of [
    ["an empty list", "[]", "it has no benchmark of customSmallerIsBetter"],
    ["other JSON", '{"a": 1}', "line 1: the content must be an array, found an object"],
    [
      "a list without a readable value",
      '[{"name": "a", "unit": "op/s", "value": 0},\n{"name": "b", "unit": "%", "value": "x"}]',
      "line 1: [0].value must be a rate above 0, found 0",
    ],
    [
      "a list of entries without a unit",
      '[{"name": "a", "value": 1}]',
      "line 1: [0].unit must be a string, found nothing",
    ],
  ] as const
) {
  Deno.test(`custom results: ${what} is refused`, () =>
    assertRefused(customResults, text, message));
}

Deno.test("custom results are read in linear time, however long their units are", async () => {
  for (const [before, part, after] of [["a", " ", "b"], ["", "/", "\n"], ["", " per", ""]]) {
    await assertLinear(
      JSON.stringify([before, part, after]),
      (size) => {
        const unit = before + part!.repeat(size / part!.length) + after;
        return JSON.stringify([{ name: "a", unit, value: 1 }]);
      },
      (text) => importText(customResults, text),
    );
  }
});

Deno.test("random custom results read back", () => {
  assertReadsBack(written);
});
