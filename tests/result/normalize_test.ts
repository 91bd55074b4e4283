import { assertEquals } from "@std/assert";
import {
  type BenchmarkMeasurement,
  normalizeBenchmark,
  normalizeRun,
} from "../../scripts/result/normalize.ts";
import { parseResultDocument } from "../../scripts/result/parse.ts";
import type { RoundResult } from "../../scripts/result/schema.ts";
import { stringifyResultDocument } from "../../scripts/result/stringify.ts";
import { normalizeRound, parseDenoBenchReport } from "../../scripts/result/deno_bench.ts";
import { ENVIRONMENT } from "../helpers/documents.ts";
import { readTestdata } from "../helpers/testdata.ts";

/** Returns a round whose samples all took the same time. */
function round(durationMs: number, given: Partial<RoundResult> = {}): RoundResult {
  return {
    duration_ms: durationMs,
    min_ms: durationMs,
    max_ms: durationMs,
    p75_ms: durationMs,
    p99_ms: durationMs,
    iterations: 10,
    batched: false,
    ...given,
  };
}

function measurement(given: Partial<BenchmarkMeasurement> = {}): BenchmarkMeasurement {
  return {
    name: "a",
    group: null,
    file: "a_bench.ts",
    description: null,
    work: null,
    line: 7,
    rounds: [round(2)],
    samples: null,
    failures: [],
    ...given,
  };
}

Deno.test("normalizeBenchmark() gives every round the same weight, whatever its iterations", () => {
  const result = normalizeBenchmark(measurement({
    rounds: [
      round(1, { iterations: 1000, min_ms: 0.5, max_ms: 4, p75_ms: 2, p99_ms: 3 }),
      round(3, { iterations: 10, min_ms: 2, max_ms: 9, p75_ms: 4, p99_ms: 8 }),
    ],
  }));
  assertEquals(result.duration_ms, 2);
  assertEquals([result.min_ms, result.max_ms], [0.5, 9]);
  assertEquals([result.p75_ms, result.p99_ms], [3, 5.5]);
  assertEquals(result.iterations, 1010);
  assertEquals(result.throughput, 500);
  assertEquals(result.throughput_unit, "op/s");
  assertEquals(result.failures, []);
  assertEquals(result.rounds[1], {
    duration_ms: 3,
    min_ms: 2,
    max_ms: 9,
    p75_ms: 4,
    p99_ms: 8,
    iterations: 10,
    batched: false,
  });
});

Deno.test("normalizeBenchmark() leaves out a figure that one of the rounds lacks", () => {
  const unknown = { min_ms: null, max_ms: null, p75_ms: null, p99_ms: null, iterations: null };
  const result = normalizeBenchmark(measurement({ rounds: [round(1), round(3, unknown)] }));
  assertEquals(result.duration_ms, 2);
  assertEquals([result.min_ms, result.max_ms, result.p75_ms], [null, null, null]);
  assertEquals([result.p99_ms, result.iterations], [null, null]);
});

Deno.test("normalizeBenchmark() marks the baseline of a group", () => {
  assertEquals(normalizeBenchmark(measurement()).baseline, false);
  assertEquals(normalizeBenchmark(measurement({ baseline: true })).baseline, true);
});

Deno.test("normalizeBenchmark() gives throughput in the unit of the declared work", async (t) => {
  const nothing = { operations: null, unit: null, bytes: null, flops: null };
  const rows: [what: string, given: Partial<BenchmarkMeasurement>, rate: number, unit: string][] = [
    ["no work", {}, 500, "op/s"],
    ["rows", { work: { ...nothing, operations: 1000, unit: "rows" } }, 500_000, "rows/s"],
    ["operations without a unit", { work: { ...nothing, operations: 3 } }, 1500, "op/s"],
    ["a fraction of an operation", { work: { ...nothing, operations: 0.5 } }, 250, "op/s"],
    ["a unit without operations", { work: { ...nothing, unit: "rows" } }, 500, "op/s"],
    ["flops and bytes only", { work: { ...nothing, flops: 10, bytes: 20 } }, 500, "op/s"],
  ];
  for (const [what, given, rate, unit] of rows) {
    await t.step(what, () => {
      const result = normalizeBenchmark(measurement(given));
      assertEquals([result.throughput, result.throughput_unit], [rate, unit]);
      assertEquals(result.work, given.work ?? null);
    });
  }
});

Deno.test("normalizeBenchmark() takes median, deviation and memory from the samples", () => {
  const samples = { medianMs: 1.5, standardDeviationMs: 0.2, allocatedBytes: 2_500_000 };
  const result = normalizeBenchmark(measurement({ samples }));
  assertEquals([result.median_ms, result.std_dev_ms, result.memory_mb], [1.5, 0.2, 2.5]);
  const untold = normalizeBenchmark(
    measurement({ samples: { ...samples, allocatedBytes: null } }),
  );
  assertEquals([untold.median_ms, untold.memory_mb], [1.5, null]);
  const none = normalizeBenchmark(measurement());
  assertEquals([none.median_ms, none.std_dev_ms, none.memory_mb], [null, null, null]);
  const frugal = normalizeBenchmark(measurement({ samples: { ...samples, allocatedBytes: 0 } }));
  assertEquals(frugal.memory_mb, 0);
});

Deno.test("normalizeBenchmark() turns a round without measurements into a failure", async (t) => {
  for (const ns of [0, -1, NaN, Infinity]) {
    await t.step(String(ns), () => {
      const result = normalizeBenchmark(measurement({ rounds: [round(ns / 1e6), round(2)] }));
      assertEquals(result.failures, [
        { round: 1, message: `measured ${ns} ns a call: nothing is left to time` },
      ]);
      assertEquals([result.rounds.length, result.duration_ms], [1, 2]);
    });
  }
  await t.step("all of them", () => {
    const result = normalizeBenchmark(measurement({ rounds: [round(0), round(0)] }));
    assertEquals(result.failures.map(({ round }) => round), [1, 2]);
    assertEquals([result.duration_ms, result.throughput, result.iterations], [null, null, null]);
  });
});

Deno.test("normalizeBenchmark() gives every benchmark figures or a reason for having none", () => {
  const bare = normalizeBenchmark(measurement({ rounds: [] }));
  assertEquals(bare.failures, [{ round: null, message: "no round finished" }]);
  assertEquals([bare.duration_ms, bare.min_ms, bare.max_ms], [null, null, null]);
  const failures = [{ round: 1, message: "threw" }];
  assertEquals(normalizeBenchmark(measurement({ rounds: [], failures })).failures, failures);
  const beside = normalizeBenchmark(measurement({ failures }));
  assertEquals([beside.failures, beside.duration_ms], [failures, 2]);
});

Deno.test("normalizeBenchmark() writes no digits beyond the precision of the measurement", () => {
  const result = normalizeBenchmark(
    measurement({ rounds: [round(0.1), round(0.2), round(0.30000000000000006)] }),
  );
  assertEquals([result.duration_ms, result.throughput], [0.2, 5000]);
  assertEquals(
    normalizeBenchmark(measurement({ rounds: [round(1 / 3)] })).duration_ms,
    0.3333333333,
  );
});

Deno.test("normalizeRun() makes a document that reads back, from the output of deno bench", async () => {
  const text = await readTestdata("deno_bench/good.txt");
  const { benches, cpu } = parseDenoBenchReport(text, "deno bench")!;
  const document = normalizeRun({
    startedAt: new Date("2026-01-31T13:00:00+01:00"),
    environment: { ...ENVIRONMENT, cpu },
    benchmarks: benches.map(({ name, group, results }) =>
      measurement({ name, group, rounds: results.map(({ ok }) => normalizeRound(ok!)) })
    ),
    partial: true,
    warnings: ["one"],
  });
  assertEquals(document.timestamp, "2026-01-31T12:00:00.000Z");
  assertEquals([document.partial, document.warnings], [true, ["one"]]);
  assertEquals(document.benchmarks.map(({ name }) => name), ["tiny", "async", "sort", "join"]);
  assertEquals(document.benchmarks[0]!.duration_ms, 0.00001864654115);
  assertEquals(document.benchmarks[0]!.iterations, 28_430_000);
  assertEquals(document.benchmarks[1]!.duration_ms, 2.406753);
  assertEquals(parseResultDocument(stringifyResultDocument(document), "a.json"), document);
});
