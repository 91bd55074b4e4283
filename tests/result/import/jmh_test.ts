import { assertEquals } from "@std/assert";
import { jmh } from "../../../scripts/result/import/formats/jmh.ts";
import type { BenchmarkResult } from "../../../scripts/result/schema.ts";
import { assertRefused, importText } from "../../helpers/importing.ts";
import { assertReadsBack } from "../../helpers/written.ts";
import { written } from "./written/jmh.ts";

/** Returns a result with its metric on the next line. */
function result(mode: string, metric: string, more = ""): string {
  return `{"benchmark": "x.A.b", "mode": "${mode}", ${more}\n"primaryMetric": {${metric}}}`;
}

/** Returns a metric of one fork and one iteration. */
function metric(score: string, unit: string): string {
  return `"score": ${score}, "scoreUnit": "${unit}"`;
}

for (
  const [unit, durationMs] of [
    ["ns/op", 4e-6],
    ["us/op", 4e-3],
    ["ms/op", 4],
    ["s/op", 4000],
    ["min/op", 240_000],
    ["ops/ns", 2.5e-7],
    ["ops/us", 2.5e-4],
    ["ops/ms", 0.25],
    ["ops/s", 250],
    ["ops/min", 15_000],
  ] as const
) {
  Deno.test(`jmh reads 4 ${unit}`, () => {
    const [benchmark] = importText(jmh, `[${result("any", metric("4", unit))}]`).benchmarks;
    assertEquals([benchmark!.duration_ms, benchmark!.throughput], [
      durationMs,
      Number((1000 / durationMs).toPrecision(10)),
    ]);
  });
}

Deno.test("jmh reads a fork as a round, and the mean of a rate as its reciprocal", () => {
  const raw = '"rawData": [[1, 3], [4, 4]]';
  const rounds = (mode: string, unit: string) =>
    importText(jmh, `[${result(mode, `${metric("3", unit)}, ${raw}`)}]`).benchmarks[0]!.rounds
      .map(({ duration_ms, min_ms, max_ms }) => [duration_ms, min_ms, max_ms]);
  assertEquals(rounds("avgt", "ms/op"), [[2, 1, 3], [4, 4, 4]]);
  assertEquals(rounds("thrpt", "ops/ms"), [[0.5, 0.3333333333, 1], [0.25, 0.25, 0.25]]);
});

Deno.test("jmh weights sampled values by their count", () => {
  const raw = '"rawDataHistogram": [[[[0, 1], [2, 2]], [[4, 1]]], [[[6, 3]]]]';
  const [benchmark] = importText(jmh, `[${result("sample", `${metric("4", "ms/op")}, ${raw}`)}]`)
    .benchmarks;
  assertEquals(
    benchmark!.rounds.map(({ duration_ms, min_ms, max_ms, p75_ms, p99_ms }) => [
      ...[duration_ms, min_ms, max_ms, p75_ms, p99_ms],
    ]),
    [[2, 0, 4, 2, 4], [6, 6, 6, 6, 6]],
  );
});

Deno.test("jmh does not read the iterations of a single fork as rounds", () => {
  const { benchmarks } = importText(
    jmh,
    `[${result("avgt", `${metric("2", "ms/op")}, "rawData": [[1, 3]]`)}]`,
  );
  assertEquals([benchmarks[0]!.rounds, benchmarks[0]!.max_ms], [[], 3]);
});

Deno.test("jmh puts parameters, the mode and the threads into the name", () => {
  const time = metric("4", "ms/op");
  const text = `[${
    [
      result("avgt", time, '"params": {"size": "1", "kind": "x"},'),
      result("avgt", time, '"params": {"size": "2", "kind": "x"},'),
      result("ss", time, '"params": {"size": "2", "kind": "x"},'),
      result("avgt", time, '"threads": 8, "params": {"size": "2", "kind": "x"},'),
    ].join(",")
  }]`;
  const { benchmarks } = importText(jmh, text);
  assertEquals(benchmarks.map(({ group, name, short_name }) => [group, name, short_name]), [
    ["x.A", "b(kind=x, size=1) (avgt)", null],
    ["x.A", "b(kind=x, size=2) (avgt)", null],
    ["x.A", "b(kind=x, size=2) (ss)", null],
    ["x.A", "b(kind=x, size=2) (avgt, 8 threads)", "b(kind=x, size=2) (avgt)"],
  ]);
});

Deno.test("jmh distinguishes parameters whose values contain commas", () => {
  const named = (params: object) =>
    importText(
      jmh,
      `[${result("avgt", metric("4", "ms/op"), `"params": ${JSON.stringify(params)},`)}]`,
    ).benchmarks[0]!.name;
  assertEquals(named({ a: "1, b=2", b: "3" }), 'b(a="1, b=2", b=3) (avgt)');
  assertEquals(named({ a: "1", b: "2, b=3" }), 'b(a=1, b="2, b=3") (avgt)');
});

Deno.test("jmh reads a rate of several threads as their total, and a time as that of one call", () => {
  const read = (mode: string, unit: string) => {
    const figures = `${metric("4", unit)}, "rawData": [[4], [8]]`;
    const [found] = importText(jmh, `[${result(mode, figures, '"threads": 8,')}]`).benchmarks;
    return [found!.duration_ms, found!.throughput, found!.rounds.map((round) => round.duration_ms)];
  };
  assertEquals(read("thrpt", "ops/ms"), [2, 4000, [2, 1]]);
  assertEquals(read("avgt", "ms/op"), [4, 2000, [4, 8]]);
});

Deno.test("jmh takes the memory from the profiler, also in old versions", () => {
  for (const dot of ["", "·"]) {
    const norm = `"secondaryMetrics": {"${dot}gc.alloc.rate.norm": {${metric("40", "B/op")}}},`;
    const text = `[${result("avgt", metric("4", "ms/op"), norm)}]`;
    assertEquals(importText(jmh, text).benchmarks[0]!.memory_mb, 0.00004);
  }
});

Deno.test("jmh reads counters, profilers and the methods of a group as metrics", () => {
  const more = {
    "x:y": { score: 3, scoreUnit: "ops/us", rawData: [[1, 3], [4]] },
    "·gc.alloc.rate": { score: 5, scoreUnit: "MB/sec", rawData: [[5], [5]] },
    "instructions:u": { score: 70, scoreUnit: "#/op" },
    hits: { score: 9, scoreUnit: "#", rawData: [[4], [5]] },
    "gc.time": { score: "NaN", scoreUnit: "ms", rawData: [] },
  };
  const text = `[${
    result("avgt", metric("4", "ms/op"), `"secondaryMetrics": ${JSON.stringify(more)},`)
  }]`;
  assertEquals(
    importText(jmh, text).benchmarks[0]!.metrics.map(({ name, unit, value, better, rounds }) => [
      name,
      unit,
      value,
      better,
      rounds,
    ]),
    [
      ["x:y", "ops/us", 3, "higher", [2, 4]],
      ["gc.alloc.rate", "MB/sec", 5, null, [5, 5]],
      ["instructions:u", "#/op", 70, "lower", []],
      ["hits", "#", 9, null, []],
    ],
  );
});

Deno.test("jmh does not read percentiles as metrics, also in old versions", () => {
  for (const name of ["p0.50", "b·p0.999", "read:p1.00"]) {
    const more = JSON.stringify({ [name]: { score: 1, scoreUnit: "ms/op" } });
    const text = `[${result("sample", metric("4", "ms/op"), `"secondaryMetrics": ${more},`)}]`;
    assertEquals(importText(jmh, text).benchmarks[0]!.metrics, []);
  }
});

Deno.test("jmh accepts an iteration of 0, in which calls took no time or none ended", () => {
  const read = (mode: string, unit: string, raw: string) => {
    const text = `[${result(mode, `${metric("2", unit)}, "rawData": ${raw}`)}]`;
    const [{ duration_ms, min_ms, max_ms, rounds }] = importText(jmh, text).benchmarks as [
      BenchmarkResult,
    ];
    return [duration_ms, min_ms, max_ms, rounds.map((round) => round.duration_ms)];
  };
  assertEquals(read("avgt", "ms/op", "[[0, 4], [2]]"), [2, 0, 4, [2, 2]]);
  assertEquals(read("avgt", "ms/op", "[[0, 0], [4]]"), [2, 0, 4, []]);
  assertEquals(read("thrpt", "ops/s", "[[0, 4], [2]]"), [500, 250, null, [500, 500]]);
  assertEquals(read("thrpt", "ops/s", "[[0, 0], [4]]"), [500, 250, null, []]);
});

Deno.test("jmh reads results without raw data, and units of neither time nor calls", () => {
  const text = `[${result("avgt", `${metric("4", "ms/op")}, "rawData": []`)}, ${
    result("thrpt", metric("4", "MB/sec"))
  }]`;
  const [time, rate] = importText(jmh, text).benchmarks;
  assertEquals([time!.duration_ms, time!.rounds, time!.min_ms], [4, [], null]);
  assertEquals([rate!.duration_ms, rate!.metrics], [null, [
    { name: "MB/sec", unit: "MB/sec", value: 4, better: "higher", exact: false, rounds: [] },
  ]]);
});

Deno.test("jmh skips failed benchmarks, and names them", () => {
  const text = `[${
    [
      result("thrpt", metric('"NaN"', "ops/s")),
      '{"benchmark": "x.A.c", "mode": "avgt"}',
      '{"mode": "avgt"}',
      result("avgt", metric("4", "ms/op")),
    ].join(",\n")
  }]`;
  const { benchmarks, warnings } = importText(jmh, text);
  assertEquals(benchmarks.map(({ name, duration_ms }) => [name, duration_ms]), [
    ["b (thrpt)", null],
    ["c (avgt)", null],
    ["b (avgt)", 4],
  ]);
  assertEquals(warnings, [
    "a.json: 2 of 3 benchmarks without figures: x.A/b (thrpt): line 2: [0].primaryMetric.score must " +
    'be a rate above 0, found "NaN" and 1 more',
    "a.json: 1 left out: line 4: [2].benchmark must be a string, found nothing",
  ]);
});

Deno.test("jmh reads back random files", () => assertReadsBack(written));

Deno.test("jmh records no virtual machine if there were two, and says so", () => {
  const on = (mode: string, version: string) =>
    result(mode, metric("4", "ms/op"), `"vmName": "VM", "vmVersion": "${version}",`);
  const { environment, warnings } = importText(jmh, `[${on("avgt", "17")}, ${on("ss", "21")}]`);
  assertEquals(environment, {});
  assertEquals(warnings[0], "the benchmarks ran on several virtual machines, so none is recorded");
});

Deno.test("jmh does not join measurements of a benchmark on two virtual machines", () => {
  const on = (version: string) =>
    result("avgt", metric("4", "ms/op"), `"vmName": "VM", "vmVersion": "${version}",`);
  assertRefused(
    jmh,
    `[${on("17")}, ${on("21")}]`,
    'x.A/b (avgt) was measured on "VM 17" and on "VM 21"; give a file each',
  );
  assertEquals(importText(jmh, `[${on("17")}, ${on("17")}]`).benchmarks.length, 2);
});

for (
  const [what, text, message] of [
    [
      "a truncated file",
      `[${result("avgt", metric("4", "ms/op"))}`,
      "not JSON at line 2, column 53: unexpected end",
    ],
    ["a file without results", "[]", "it has no benchmark of JMH"],
    ["other JSON", '{"benchmarks":\n[]}', "line 1: the content must be an array, found an object"],
    [
      "a result without a metric",
      '[\n{"benchmark": "a", "mode": "avgt"}]',
      "line 2: [0].primaryMetric must be an object, found nothing",
    ],
    [
      "an iteration that is NaN",
      `[${result("avgt", `${metric("4", "ms/op")},\n"rawData": [[1,\n"NaN"]]`)}]`,
      'line 4: [0].primaryMetric.rawData[0][1] must be a time above 0 and at most a day, found "NaN"',
    ],
    ...[["0", "0"], ['"NaN"', '"NaN"'], ["NaN", '"NaN"'], ['"+INF"', '"+INF"'], ["-1", "-1"]]
      .flatMap((
        [value, found],
      ) =>
        [["avgt", "ms/op", "a time above 0 and at most a day"], [
          "thrpt",
          "ops/s",
          "a rate above 0",
        ]].map((
          [mode, unit, wanted],
        ) => [
          `a score of ${value} ${unit}`,
          `[${result(mode!, metric(value!, unit!))}]`,
          `line 2: [0].primaryMetric.score must be ${wanted}, found ${found}`,
        ])
      ),
  ] as [string, string, string][]
) {
  Deno.test(`jmh refuses ${what}`, () => assertRefused(jmh, text, message));
}
