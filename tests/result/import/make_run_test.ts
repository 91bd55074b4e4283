import { assertEquals, assertThrows } from "@std/assert";
import { Failure } from "../../../scripts/result/failure.ts";
import { Content } from "../../../scripts/result/import/content.ts";
import { makeRun } from "../../../scripts/result/import/make_run.ts";
import { readEach, readFigures } from "../../../scripts/result/import/read_entries.ts";
import { needNumber, needSample, readMeasure } from "../../../scripts/result/import/values.ts";

const content = new Content('{\n  "list": [\n    1,\n    "NaN",\n    0\n  ]\n}', "a.json");

/** Reads an entry of the list as milliseconds. */
function readEntry(value: unknown, index: number) {
  return [{ name: `b${index}`, duration_ms: needNumber(content, ["list", index], value) }];
}

Deno.test("readEach() leaves out unreadable entries with the reason, and reads the others", () => {
  assertEquals(readEach([1, "NaN", 3], readEntry), {
    benchmarks: [{ name: "b0", duration_ms: 1 }, { name: "b2", duration_ms: 3 }],
    leftOut: ['line 4: list[1] must be a number, found "NaN"'],
  });
  assertEquals(readEach([], readEntry), { benchmarks: [], leftOut: [] });
  const counts = [200_000, 2, 0];
  const { benchmarks } = readEach(counts, (count) => Array(count).fill({ name: "b" }));
  assertEquals(benchmarks.length, 200_002);
});

Deno.test("readEach() rethrows errors that are not about an entry", () => {
  for (const error of [new TypeError("a fault"), new Failure("Cannot read another file")]) {
    const read = () => {
      throw error;
    };
    assertThrows(() => readEach([1], read), error.constructor as typeof Error, error.message);
    assertThrows(() => readFigures({ name: "x" }, read), error.constructor as typeof Error);
  }
});

Deno.test("readFigures() makes a failure of unreadable figures, and keeps the name", () => {
  const known = { name: "x", group: "g", file: "a.ts" };
  assertEquals(readFigures(known, () => ({ duration_ms: 1 })), { ...known, duration_ms: 1 });
  assertEquals(
    readFigures(known, () => ({ duration_ms: needNumber(content, ["list", 1], "NaN") })),
    {
      ...known,
      isUnreadable: true,
      failures: [{ round: null, message: 'line 4: list[1] must be a number, found "NaN"' }],
    },
  );
});

Deno.test("readMeasure() reads a duration, a rate of calls, or a metric", async (t) => {
  type Wanted = ReturnType<typeof readMeasure>;
  const metric = (unit: string, value: number, better: "lower" | "higher" | null): Wanted => ({
    metrics: [{ name: "m", unit, value, better }],
  });
  const rows: [unit: string, value: number, better: "lower" | "higher" | null, Wanted][] = [
    ["ns/iter", 1500, null, { duration_ms: 0.0015 }],
    ["Milliseconds", 2, "lower", { duration_ms: 2 }],
    ["ops/sec", 4, null, { duration_ms: 250 }],
    ["ops/sec", 4, "higher", { duration_ms: 250 }],
    ["MB/s", 0, null, metric("MB/s", 0, "higher")],
    ["points", -3, null, metric("points", -3, null)],
    ["points", 3, "higher", metric("points", 3, "higher")],
    // The direction that the file states outranks that of the unit.
    ["ms", 3, "higher", metric("ms", 3, "higher")],
    ["ops/sec", 4, "lower", metric("ops/sec", 4, "lower")],
  ];
  for (const [unit, value, better, wanted] of rows) {
    await t.step(`${value} ${unit}, ${better}`, () => {
      const measure = { name: "m", unit, ...better === null ? {} : { better } };
      assertEquals(readMeasure(content, ["list", 0], value, measure), wanted);
    });
  }
});

Deno.test("readMeasure() refuses a value that its unit cannot have", async (t) => {
  const rows: [unit: string, value: unknown, message: string][] = [
    ["ns", 0, "list[2] must be a time above 0 and at most a day, found 0"],
    ["h", 25, "list[2] must be a time above 0 and at most a day, found 25"],
    ["ops/s", 0, "list[2] must be a rate above 0, found 0"],
    ["MB/s", "NaN", 'list[2] must be a number, found "NaN"'],
    ["MB/s", undefined, "list[2] must be a number, found nothing"],
  ];
  for (const [unit, value, message] of rows) {
    await t.step(`${value} ${unit}`, () => {
      const failure = assertThrows(
        () => readMeasure(content, ["list", 2], value, { name: "m", unit }),
        Failure,
      );
      assertEquals(failure.message, `Cannot read a.json: line 5: ${message}`);
    });
  }
});

Deno.test("needSample() accepts 0 among other samples, and no negative numbers", () => {
  assertEquals([0, 3].map((value) => needSample(content, ["list"], value, 2)), [0, 6]);
  assertThrows(() => needSample(content, ["list"], -1, 1), Failure, "must be a time above 0");
});

Deno.test("makeRun() counts benchmarks without figures, and those left out", () => {
  const failures = [{ round: null, message: "threw" }];
  const { benchmarks, warnings } = makeRun(content, {
    harness: "h",
    benchmarks: [
      { name: "x", duration_ms: 1 },
      { name: "y", group: "g", failures },
      { name: "z", failures },
      { name: "counted", metrics: [{ name: "m", unit: "", value: 1, better: null }], failures },
    ],
    leftOut: ["line 3: no name", "line 9: no name"],
    warnings: ["w"],
  });
  assertEquals(benchmarks.map(({ name }) => name), ["x", "y", "z", "counted"]);
  assertEquals(warnings, [
    "w",
    "a.json: 2 of 4 benchmarks without figures: g/y: threw and 1 more",
    "a.json: 2 left out: line 3: no name and 1 more",
  ]);
});

Deno.test("makeRun() refuses a file without readable benchmarks with the first reason", () => {
  const unreadable = readFigures({ name: "x" }, () => {
    throw content.failure(7, "no time");
  });
  const failed = { name: "y", failures: [{ round: null, message: "threw" }] };
  const rows: [found: Partial<Parameters<typeof makeRun>[1]>, message: string | null][] = [
    [{}, "it has no benchmark of h"],
    [{ leftOut: ["line 3: no name"] }, "line 3: no name"],
    [{ benchmarks: [unreadable], leftOut: ["line 3: no name"] }, "line 7: no time"],
    [{ benchmarks: [unreadable, failed] }, null],
    [{ benchmarks: [failed] }, null],
  ];
  for (const [found, message] of rows) {
    const describe = () => makeRun(content, { harness: "h", benchmarks: [], ...found });
    if (message === null) assertEquals(describe().benchmarks.length, found.benchmarks!.length);
    else assertThrows(describe, Failure, `Cannot read a.json: ${message}`);
  }
});
