import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { Failure } from "../../../scripts/result/failure.ts";
import { assembleImport, assembleImports } from "../../../scripts/result/import/assemble.ts";
import {
  completeBenchmark,
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
      benchmarks: benchmarks.map(completeBenchmark),
    },
  };
}

Deno.test("assembleImport() makes rounds of repeated measurements", () => {
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

Deno.test("assembleImport() warns only of benchmarks that were measured once", () => {
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

Deno.test("assembleImport() keeps the rounds of files, and what a rate counts", () => {
  const rounds = [{ duration_ms: 1 }, { duration_ms: 3 }];
  const rate = { throughput: 50_000, throughput_unit: "rows/s" };
  const { benchmarks } = assembleImport([
    file("a", [{ name: "x", rounds, ...rate }]),
    file("b", [{ name: "x", duration_ms: 5 }]),
  ], OPTIONS);
  assertEquals(benchmarks[0]!.rounds.map((round) => round.duration_ms), [1, 3, 5]);
  assertEquals(benchmarks[0]!.throughput_unit, "rows/s");
  // Each call of 2 ms processes 100 rows; a call takes 3 ms on average.
  assertAlmostEquals(benchmarks[0]!.throughput!, 100_000 / 3);
});

Deno.test("assembleImport() makes rounds of metrics, even if some runs lack one", () => {
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

Deno.test("assembleImport() keeps a failure beside successful runs", () => {
  const failures = [{ round: null, message: "threw" }];
  const { benchmarks } = assembleImport([
    file("a", [{ name: "x", duration_ms: 1 }]),
    file("b", [{ name: "x", failures }]),
  ], OPTIONS);
  assertEquals(benchmarks[0]!.rounds.length, 1);
  assertEquals(benchmarks[0]!.failures, failures);
});

Deno.test("assembleImport() names the sources of times and figures", () => {
  const document = assembleImport([
    file("a", [{ name: "x", duration_ms: 1 }], { timestamp: null, warnings: ["w"] }),
    file("b", [{ name: "x", duration_ms: 1 }], { warnings: ["w"] }),
  ], OPTIONS);
  assertEquals(document.timestamp, "2026-01-30T12:00:00.000Z");
  assertEquals(document.warnings, [
    "a does not say when it was measured; the time of the file is used",
    "w",
  ]);
  assertEquals(document.metadata, {
    imported: { format: "test", harness: "h 1", files: ["a", "b"] },
  });
});

/** A file with one benchmark, measured in this environment. */
function fileOf(source: string, environment: ImportedRun["environment"], durationMs = 1) {
  return file(source, [{ name: "x", duration_ms: durationMs }], { environment });
}

Deno.test("assembleImport() joins files from one machine, and refuses two machines", () => {
  const { environment } = assembleImport(
    [fileOf("a", { cpu: "A" }), fileOf("b", { os: "linux", cpu: null })],
    OPTIONS,
  );
  assertEquals([environment.cpu, environment.os, environment.arch], ["A", "linux", null]);
  assertThrows(
    () =>
      assembleImport(
        [fileOf("a", { cpu: "A" }), fileOf("b", {}), fileOf("c", { cpu: "B" })],
        OPTIONS,
      ),
    Failure,
    'Cannot join c with a: cpu is "B", not "A"; read them separately',
  );
  assertThrows(
    () =>
      assembleImport(
        [fileOf("a", { deno_version: "2.9.5" }), fileOf("a", { deno_version: "2.9.6" })],
        OPTIONS,
      ),
    Failure,
    'Cannot read a as one result: deno_version is both "2.9.5" and "2.9.6" in it; give a file each',
  );
});

Deno.test("assembleImport() joins runs of continuous integration in different folders", () => {
  const ci = (run: string) => ({ ci: { provider: "github", run, ref: "main" } });
  const { environment } = assembleImport([fileOf("a", ci("1")), fileOf("b", ci("2"))], OPTIONS);
  assertEquals(environment.ci?.run, "1");
});

Deno.test("assembleImport() refuses a benchmark with two configurations, and joins others", () => {
  const of = (source: string, name: string, configuration?: Record<string, string>) =>
    file(source, [{ name, duration_ms: 1 }], configuration === undefined ? {} : { configuration });
  const refused: [files: ReturnType<typeof file>[], message: string][] = [
    [
      [of("a", "x", { toolchain: "go1.24" }), of("b", "x", { toolchain: "go1.25" })],
      'Cannot join the results of b: x was measured with toolchain "go1.24" and with "go1.25"; import them separately',
    ],
    [
      [of("a", "x"), of("b", "x", { GOAMD64: "v3" })],
      'Cannot join the results of b: x was measured with GOAMD64 "none" and with "v3"; import them separately',
    ],
  ];
  for (const [files, message] of refused) {
    assertThrows(() => assembleImport(files, OPTIONS), Failure, message);
  }
  const { benchmarks } = assembleImport([
    of("a", "x", { toolchain: "go1.24" }),
    of("b", "y", { toolchain: "go1.25" }),
    of("c", "x", { toolchain: "go1.24" }),
  ], OPTIONS);
  assertEquals(benchmarks.map(({ name, rounds }) => [name, rounds.length]), [["x", 2], ["y", 0]]);
});

Deno.test("assembleImport() makes only paths within the project relative to it", async (t) => {
  const rows: [root: string | null, file: string | null, wanted: string | null][] = [
    ["/w/shop", "/w/shop/a/x.ts", "a/x.ts"],
    ["/w/shop/", "/w/shop/a/x.ts", "a/x.ts"],
    ["/", "/x.ts", "x.ts"],
    ["D:/w", "D:/w/x.ts", "x.ts"],
    ["/w/shop", "/w/shopping/x.ts", "/w/shopping/x.ts"],
    ["/w/shop", "a/x.ts", "a/x.ts"],
    ["/w/shop", null, null],
    [null, "/w/shop/x.ts", "/w/shop/x.ts"],
  ];
  for (const [root, path, wanted] of rows) {
    await t.step(`${path} in ${root}`, () => {
      const { benchmarks } = assembleImport(
        [file("a", [{ name: "x", duration_ms: 1, file: path }])],
        { format: "test", root },
      );
      assertEquals(benchmarks.map(({ file }) => file), [wanted]);
    });
  }
});

Deno.test("assembleImport() never pools files with equal names, or with a common prefix", () => {
  const { benchmarks } = assembleImport([
    file("a", [{ name: "sum", duration_ms: 1, file: "/w/a/mod_bench.ts" }]),
    file("b", [{ name: "sum", duration_ms: 900, file: "/w/b/mod_bench.ts" }]),
    file("c", [{ name: "Sum-4", short_name: "Sum", duration_ms: 2 }]),
    file("d", [{ name: "Sum-8", short_name: "Sum", duration_ms: 3 }]),
  ], OPTIONS);
  assertEquals(benchmarks.map(({ duration_ms }) => duration_ms), [1, 900, 2, 3]);
});

Deno.test("assembleImports() makes one result per commit", async (t) => {
  const rows: [shows: string, commits: (string | null)[], results: [string | null, number][]][] = [
    ["one commit", ["a", "a"], [["a", 2]]],
    ["no known commit", [null, null], [[null, 2]]],
    ["some files without a commit", ["a", null], [["a", 2]]],
    ["two commits", ["a", "b", "a"], [["a", 2], ["b", 1]]],
    ["two commits, and some files without one", ["a", "b", null], [["a", 1], ["b", 1], [null, 1]]],
  ];
  for (const [shows, commits, results] of rows) {
    await t.step(shows, () => {
      const files = commits.map((git_commit, index) => fileOf(String(index), { git_commit }));
      const documents = assembleImports(files, OPTIONS);
      assertEquals(
        documents.map(({ document: { environment, metadata } }) => [
          environment.git_commit,
          (metadata["imported"] as { files: string[] }).files.length,
        ]),
        results,
      );
    });
  }
});

Deno.test("assembleImports() keeps the runs of a history separate, even on one commit", () => {
  const of = (timestamp: string, durationMs: number) =>
    file("data.js", [{ name: "x", duration_ms: durationMs }], {
      isOfHistory: true,
      timestamp,
      environment: { git_commit: "a" },
    });
  const documents = assembleImports(
    [of("2026-01-01T00:00:00.000Z", 1), of("2026-01-02T00:00:00.000Z", 2)],
    OPTIONS,
  );
  assertEquals(
    documents.map(({ document: { timestamp, benchmarks } }) => [timestamp, benchmarks[0]!.rounds]),
    [
      ["2026-01-01T00:00:00.000Z", []],
      ["2026-01-02T00:00:00.000Z", []],
    ],
  );
});

Deno.test("assembleImport() refuses what a result document cannot hold", () => {
  assertThrows(
    () => assembleImport([file("a", [{ name: "x", duration_ms: 1e12 }])], OPTIONS),
    Failure,
    "Cannot import a: benchmarks[0].duration_ms must be at most 86400000",
  );
});
