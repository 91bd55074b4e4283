import { assertEquals } from "@std/assert";
import { bencher } from "../../../scripts/result/import/formats/bencher.ts";
import { Content } from "../../../scripts/result/import/content.ts";
import { assertRefused, importText } from "../../helpers/importing.ts";
import { assertReadsBack } from "../../helpers/written.ts";
import { written } from "./written/bencher.ts";

/** Returns the duration, the throughput, and the name, unit, value and direction of each metric. */
function readOne(measures: Record<string, unknown>): unknown[] {
  const entries = Object.entries(measures).map(([name, value]) => [name, { value }]);
  const text = JSON.stringify({ a: Object.fromEntries(entries) });
  const [found] = importText(bencher, text).benchmarks;
  const metrics = found!.metrics.map((
    { name, unit, value, better },
  ) => [name, unit, value, better]);
  return [found!.duration_ms, found!.throughput, metrics];
}

Deno.test("bencher reads latency in nanoseconds and throughput in calls a second", () => {
  assertEquals(readOne({ latency: 2e6 }), [2, 500, []]);
  assertEquals(readOne({ throughput: 250 }), [4, 250, []]);
  // It makes eight calls at a time.
  assertEquals(readOne({ throughput: 4000, latency: 2e6 }), [2, 4000, []]);
  // So many calls cannot be made in a second, so it counts something else.
  assertEquals(readOne({ throughput: 1e21, latency: 1e6 }), [1, 1e21, []]);
});

Deno.test("bencher reads other measures as metrics, and knows those that are built in", () => {
  assertEquals(
    readOne({
      "build-time": 87,
      "file-size": 42,
      instructions: 7,
      "estimated-cycles": 9,
      score: 0,
    }),
    [null, null, [
      ["build-time", "s", 87, "lower"],
      ["file-size", "B", 42, "lower"],
      ["instructions", "", 7, "lower"],
      ["estimated-cycles", "", 9, "lower"],
      ["score", "", 0, null],
    ]],
  );
});

Deno.test("bencher does not read the bounds of a value as its spread", () => {
  const text = '{"a": {"latency": {"value": 3, "lower_value": 1, "upper_value": 5}}}';
  const [{ min_ms, max_ms, rounds }] = importText(bencher, text).benchmarks as [never];
  assertEquals([min_ms, max_ms, rounds], [null, null, []]);
});

Deno.test("bencher skips unreadable benchmarks, and names them", () => {
  const text = '{"noop": {"latency": {"value": 0}},\n"empty": {},\n"b": 3,\n' +
    '"__proto__": {"latency": {"value": 1e6}}}';
  const { benchmarks, warnings } = importText(bencher, text);
  assertEquals(benchmarks.map(({ name, duration_ms }) => [name, duration_ms]), [
    ["noop", null],
    ["__proto__", 1],
  ]);
  assertEquals(warnings, [
    "a.json: 1 of 2 benchmarks without figures: noop: line 1: noop.latency.value must be a time " +
    "above 0 and at most a day, found 0",
    "a.json: 2 left out: line 2: empty must be a measure, found an object and 1 more",
  ]);
});

Deno.test("bencher recognises a report with a benchmark without measures, and no other objects", () => {
  const recognizes = (value: unknown) =>
    bencher.recognizes(new Content(JSON.stringify(value), "a.json"));
  const one = { latency: { value: 1 } };
  assertEquals([recognizes({ a: one, b: {} }), recognizes({ a: one })], [true, true]);
  const others = [{}, { a: {} }, { a: one, b: 3 }, { a: { latency: {} } }, { a: { value: 1 } }, [
    one,
  ]];
  assertEquals(others.filter(recognizes), []);
});

Deno.test("bencher accepts any name for a benchmark and for a measure", () => {
  const names = ["__proto__", "prototype", "constructor", "toString"];
  const measures = Object.fromEntries(names.map((name) => [name, { value: 1 }]));
  const text = JSON.stringify(Object.fromEntries(names.map((name) => [name, measures])));
  const { benchmarks } = importText(bencher, text);
  assertEquals(benchmarks.map(({ name }) => name), names);
  for (const { metrics } of benchmarks) assertEquals(metrics.map(({ name }) => name), names);
});

for (
  const [what, text, message] of [
    ["an empty object", "{}", "it has no benchmark of Bencher Metric Format"],
    ["other JSON", "[1]", "line 1: the content must be an object, found an array"],
    [
      "a report without a readable value",
      '{"a": {"size": {"value": "large"}},\n"b": {"latency": {"value": -1}}}',
      'line 1: a.size.value must be a number, found "large"',
    ],
  ] as const
) {
  Deno.test(`bencher refuses ${what}`, () => assertRefused(bencher, text, message));
}

Deno.test("bencher reads back random files", () => assertReadsBack(written));
