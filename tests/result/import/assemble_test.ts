import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { Failure } from "../../../mod.ts";
import { assembleImport } from "../../../scripts/result/import/assemble.ts";
import {
  describeBenchmark,
  type ImportedBenchmark,
  type ImportedRun,
} from "../../../scripts/result/import/importer.ts";

const OPTIONS = { format: "test", root: null };

function file(
  source: string,
  benchmarks: readonly ImportedBenchmark[],
  run: Partial<ImportedRun> = {},
) {
  return {
    source,
    fallbackTimestamp: "2026-01-31T12:00:00.000Z",
    run: {
      harness: "h 1",
      timestamp: "2026-01-30T12:00:00.000Z",
      environment: {},
      warnings: [],
      ...run,
      benchmarks: benchmarks.map(describeBenchmark),
    },
  };
}

Deno.test("assembleImport() makes rounds of what was measured several times", () => {
  const { benchmarks } = assembleImport([
    file("a", [{ name: "x", duration_ms: 1, min_ms: 0.5, iterations: 10 }]),
    file("b", [{ name: "x", duration_ms: 3, min_ms: 0.7, iterations: 10 }, {
      name: "y",
      duration_ms: 2,
    }]),
  ], OPTIONS);
  const [x, y] = benchmarks;
  assertEquals(x!.rounds.map((round) => round.duration_ms), [1, 3]);
  assertEquals([x!.duration_ms, x!.min_ms, x!.iterations, x!.throughput], [2, 0.5, 20, 500]);
  assertEquals([y!.rounds, y!.duration_ms], [[], 2]);
});

Deno.test("assembleImport() warns of what was measured once in all, and of nothing else", () => {
  const [x, y] = [{ name: "x", duration_ms: 1 }, { name: "y", duration_ms: 2 }];
  const failed = { name: "z", failures: [{ round: null, message: "threw" }] };
  const warningsOf = (...files: ImportedBenchmark[][]) =>
    assembleImport(files.map((benchmarks) => file("a", benchmarks)), OPTIONS)
      .warnings;
  const once = "measured once a file; several files, each of a process, make rounds";
  assertEquals(warningsOf([x, y, failed]), [`x and 1 more: ${once}`]);
  assertEquals(warningsOf([x], [x, y]), [`y: ${once}`]);
  assertEquals(warningsOf([x], [x]), []);
});

Deno.test("assembleImport() keeps the rounds that files have, and what a rate counts", () => {
  const rounds = [{ duration_ms: 1 }, { duration_ms: 3 }];
  const rate = { throughput: 50_000, throughput_unit: "rows/s" };
  const { benchmarks } = assembleImport([
    file("a", [{ name: "x", rounds, ...rate }]),
    file("b", [{ name: "x", duration_ms: 5 }]),
  ], OPTIONS);
  assertEquals(benchmarks[0]!.rounds.map((round) => round.duration_ms), [1, 3, 5]);
  assertEquals(benchmarks[0]!.throughput_unit, "rows/s");
  // 100 rows a call of 2 ms; a call takes 3 ms on average.
  assertAlmostEquals(benchmarks[0]!.throughput!, 100_000 / 3);
});

Deno.test("assembleImport() makes rounds of metrics, also of one that some times lack", () => {
  const metric = (name: string, value: number, rounds: number[] = []) => ({
    name,
    unit: "",
    value,
    better: "lower" as const,
    rounds,
  });
  const times = [
    [metric("allocs", 3), metric("once", 7, [6, 8])],
    [metric("allocs", 5, [4, 6]), metric("size", 1)],
    [metric("size", 2), metric("allocs", 2)],
  ];
  const failures = [{ round: null, message: "threw" }];
  const { benchmarks: [joined] } = assembleImport([
    ...times.map((metrics) => file("a", [{ name: "x", metrics }])),
    file("b", [{ name: "x", metrics: [metric("allocs", 99)], failures }]),
  ], OPTIONS);
  assertEquals(joined!.metrics.map(({ name, value, rounds }) => [name, value, rounds]), [
    ["allocs", 3.75, [3, 4, 6, 2]],
    ["once", 7, [6, 8]],
    ["size", 1.5, [1, 2]],
  ]);
});

Deno.test("assembleImport() keeps a failure beside the times that went well", () => {
  const failures = [{ round: null, message: "threw" }];
  const { benchmarks } = assembleImport([
    file("a", [{ name: "x", duration_ms: 1 }]),
    file("b", [{ name: "x", failures }]),
  ], OPTIONS);
  assertEquals(benchmarks[0]!.rounds.length, 1);
  assertEquals(benchmarks[0]!.failures, failures);
});

Deno.test("assembleImport() says where the time and the figures come from", () => {
  const document = assembleImport([
    file("a", [{ name: "x", duration_ms: 1 }], { timestamp: null, warnings: ["w"] }),
    file("b", [{ name: "x", duration_ms: 1 }], { warnings: ["w"] }),
  ], OPTIONS);
  assertEquals(document.timestamp, "2026-01-30T12:00:00.000Z");
  assertEquals(document.warnings, [
    "a does not say when it was measured; the time of the file is taken",
    "w",
  ]);
  assertEquals(document.metadata, {
    imported: { format: "test", harness: "h 1", files: ["a", "b"] },
  });
});

Deno.test("assembleImport() joins what files say of one machine, and refuses two", () => {
  const of = (source: string, environment: ImportedRun["environment"]) =>
    file(source, [{ name: "x", duration_ms: 1 }], { environment });
  const { environment } = assembleImport(
    [of("a", { cpu: "A" }), of("b", { os: "linux" })],
    OPTIONS,
  );
  assertEquals([environment.cpu, environment.os, environment.arch], ["A", "linux", null]);
  assertThrows(
    () => assembleImport([of("a", { cpu: "A" }), of("b", {}), of("c", { cpu: "B" })], OPTIONS),
    Failure,
    'Cannot join c with a: its cpu is "B", there it is "A"',
  );
});

Deno.test("assembleImport() refuses what no result document can hold", () => {
  assertThrows(
    () => assembleImport([file("a", [{ name: "x", duration_ms: 1e12 }])], OPTIONS),
    Failure,
    "Cannot import a: benchmarks[0].duration_ms must be at most 86400000",
  );
});
