import { assertAlmostEquals, assertEquals, assertMatch } from "@std/assert";
import { type BenchmarkMeasurement, type DenoBenchStats, normalizeBenchmark } from "../../mod.ts";
import { VERSION } from "../../scripts/result/version.ts";

const stats = (avg: number, more: Partial<DenoBenchStats> = {}): DenoBenchStats => ({
  n: 100,
  min: avg * 0.9,
  max: avg * 2,
  avg,
  p75: avg * 1.1,
  p99: avg * 1.5,
  highPrecision: true,
  ...more,
});

const measurement = (more: Partial<BenchmarkMeasurement>): BenchmarkMeasurement => ({
  name: "a",
  group: null,
  file: "a_bench.ts",
  description: null,
  work: null,
  rounds: [stats(1e6), stats(3e6)],
  samples: null,
  failures: [],
  ...more,
});

Deno.test("normalizeBenchmark() weighs every round the same", () => {
  const entry = normalizeBenchmark(measurement({ rounds: [stats(1e6, { n: 1 }), stats(3e6)] }));
  assertEquals(entry.duration_ms, 2);
  assertEquals([entry.min_ms, entry.max_ms], [0.9, 6]);
  assertAlmostEquals(entry.p75_ms!, 2.2);
  assertAlmostEquals(entry.p99_ms!, 3);
  assertEquals(entry.iterations, 101);
  assertEquals(entry.rounds.map((round) => round.duration_ms), [1, 3]);
  assertEquals(entry.failures, []);
});

Deno.test("normalizeBenchmark() counts batches as ten thousand calls each", () => {
  const rounds = [stats(50, { n: 7, highPrecision: false }), stats(50, { n: 3 })];
  const entry = normalizeBenchmark(measurement({ rounds }));
  assertEquals(entry.rounds.map(({ iterations, batched }) => [iterations, batched]), [
    [70_000, true],
    [3, false],
  ]);
  assertEquals(entry.iterations, 70_003);
});

Deno.test("normalizeBenchmark() gives throughput in the declared operations", () => {
  const work = { operations: null, unit: null, bytes: null, flops: null };
  const rows = [
    { work: null, throughput: 500, unit: "op/s" },
    { work: { ...work, flops: 7 }, throughput: 500, unit: "op/s" },
    { work: { ...work, operations: 64, unit: "rows" }, throughput: 32_000, unit: "rows/s" },
    { work: { ...work, operations: 64 }, throughput: 32_000, unit: "op/s" },
  ];
  for (const { work, throughput, unit } of rows) {
    const entry = normalizeBenchmark(measurement({ work }));
    assertEquals([entry.throughput, entry.throughput_unit], [throughput, unit]);
  }
});

Deno.test("normalizeBenchmark() takes median, deviation and heap from the samples", () => {
  const samples = { medianNs: 1.5e6, standardDeviationNs: 2e5, allocatedBytes: 250 };
  const entry = normalizeBenchmark(measurement({ samples }));
  assertEquals([entry.median_ms, entry.std_dev_ms, entry.memory_mb], [1.5, 0.2, 0.00025]);
  const none = normalizeBenchmark(measurement({ samples: { ...samples, allocatedBytes: null } }));
  assertEquals(none.memory_mb, null);
  assertEquals(normalizeBenchmark(measurement({})).median_ms, null);
});

Deno.test("normalizeBenchmark() makes a failure of what cannot be a duration", () => {
  for (const avg of [0, -1, NaN, Infinity]) {
    const entry = normalizeBenchmark(measurement({ rounds: [stats(1e6), stats(avg)] }));
    assertEquals(entry.rounds.length, 1, String(avg));
    assertEquals(entry.failures[0]!.round, 2);
    assertMatch(entry.failures[0]!.message, /nothing is left to time/);
  }
});

Deno.test("normalizeBenchmark() without rounds has no figures and says why", () => {
  const entry = normalizeBenchmark(measurement({ rounds: [] }));
  assertEquals([entry.duration_ms, entry.throughput, entry.iterations], [null, null, null]);
  assertEquals(entry.failures, [{ round: null, message: "no round finished" }]);
  const failures = [{ round: 1, message: "boom" }];
  assertEquals(normalizeBenchmark(measurement({ rounds: [], failures })).failures, failures);
});

Deno.test("the program's version is that of the package", async () => {
  const text = await Deno.readTextFile(new URL("../../deno.json", import.meta.url));
  assertEquals(JSON.parse(text).version, VERSION);
});
