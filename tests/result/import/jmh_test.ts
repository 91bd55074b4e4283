import { assertEquals } from "@std/assert";
import { jmh } from "../../../scripts/result/import/jmh.ts";
import { assertRefused, importText } from "../../helpers/importing.ts";

/** A result with its metric on the next line. */
function result(mode: string, metric: string, more = ""): string {
  return `{"benchmark": "x.A.b", "mode": "${mode}", ${more}\n"primaryMetric": {${metric}}}`;
}

/** A metric of one fork of one iteration. */
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

Deno.test("jmh takes a fork as a round, in rates by the reciprocal of its mean", () => {
  const raw = '"rawData": [[1, 3], [4, 4]]';
  const rounds = (mode: string, unit: string) =>
    importText(jmh, `[${result(mode, `${metric("3", unit)}, ${raw}`)}]`).benchmarks[0]!.rounds
      .map(({ duration_ms, min_ms, max_ms }) => [duration_ms, min_ms, max_ms]);
  assertEquals(rounds("avgt", "ms/op"), [[2, 1, 3], [4, 4, 4]]);
  assertEquals(rounds("thrpt", "ops/ms"), [[0.5, 0.3333333333, 1], [0.25, 0.25, 0.25]]);
});

Deno.test("jmh weighs what was sampled by its count", () => {
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

Deno.test("jmh does not take the iterations of a single fork for rounds", () => {
  const { benchmarks } = importText(
    jmh,
    `[${result("avgt", `${metric("2", "ms/op")}, "rawData": [[1, 3]]`)}]`,
  );
  assertEquals([benchmarks[0]!.rounds, benchmarks[0]!.max_ms], [[], 3]);
});

Deno.test("jmh puts parameters into the name, and the mode where it tells two apart", () => {
  const time = metric("4", "ms/op");
  const text = `[${
    [
      result("avgt", time, '"params": {"size": "1", "kind": "x"},'),
      result("avgt", time, '"params": {"size": "2", "kind": "x"},'),
      result("ss", time, '"params": {"size": "2", "kind": "x"},'),
    ].join(",")
  }]`;
  assertEquals(importText(jmh, text).benchmarks.map(({ group, name }) => [group, name]), [
    ["x.A", "b(size=1, kind=x)"],
    ["x.A", "b(size=2, kind=x) (avgt)"],
    ["x.A", "b(size=2, kind=x) (ss)"],
  ]);
});

Deno.test("jmh takes the memory from the profiler, of old versions too", () => {
  for (const dot of ["", "·"]) {
    const norm = `"secondaryMetrics": {"${dot}gc.alloc.rate.norm": {${metric("40", "B/op")}}},`;
    const text = `[${result("avgt", metric("4", "ms/op"), norm)}]`;
    assertEquals(importText(jmh, text).benchmarks[0]!.memory_mb, 0.00004);
  }
});

Deno.test("jmh records no virtual machine where there were two, and says so", () => {
  const on = (version: string) =>
    result("avgt", metric("4", "ms/op"), `"vmName": "VM", "vmVersion": "${version}",`);
  const { environment, warnings } = importText(jmh, `[${on("17")}, ${on("21")}]`);
  assertEquals(environment, {});
  assertEquals(warnings[0], "the benchmarks ran on several virtual machines, so none is recorded");
});

for (
  const [what, text, message] of [
    [
      "a file that is cut off",
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
      "a score that is no time",
      `[${result("avgt", metric("4", "MB/sec"))}]`,
      'it has no benchmark of JMH with a time or a rate, found "MB/sec"',
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
