import { assertAlmostEquals, assertEquals } from "@std/assert";
import { benchmarkJs } from "../../../scripts/result/import/benchmark_js.ts";
import { denoBench } from "../../../scripts/result/import/deno_bench.ts";
import { hyperfine } from "../../../scripts/result/import/hyperfine.ts";
import { mitata } from "../../../scripts/result/import/mitata.ts";
import { tinybench } from "../../../scripts/result/import/tinybench.ts";
import { vitest } from "../../../scripts/result/import/vitest.ts";
import { assertLinear } from "../../bounds/doubling.ts";
import { assertRefused, assertSameOnWindows, importText } from "../../helpers/importing.ts";
import { readTestdata } from "../../helpers/testdata.ts";

const read = (path: string) => readTestdata(`import/${path}`);

/** A report of deno bench; the parser goes by how Deno sets it out. */
function denoReport(...benches: { origin?: string; avg?: number; highPrecision?: boolean }[]) {
  const entry = ({ origin = "file:///p/a.ts", avg = 1e6, highPrecision = true }) => ({
    ...{ origin, group: null, name: "n" },
    results: [{ ok: { n: 5, min: avg, max: avg, avg, p75: avg, p99: avg, highPrecision } }],
  });
  const head = { version: 1, runtime: "Deno/2.9.6 aarch64-apple-darwin", cpu: "Apple M4" };
  return JSON.stringify({ ...head, benches: benches.map(entry) }, null, 2);
}

Deno.test("denoBench names files by as much of their path as tells them apart", () => {
  const origins = ["file:///p/a/x%20y.ts", "file:///p/b/x%20y.ts", "file:///p/b/z.ts"];
  const { benchmarks, environment } = importText(
    denoBench,
    denoReport(...origins.map((origin) => ({ origin }))),
  );
  assertEquals(benchmarks.map(({ file }) => file), ["a/x y.ts", "b/x y.ts", "b/z.ts"]);
  assertEquals(environment.deno_version, "2.9.6");
  assertEquals([environment.arch, environment.os, environment.cpu], [
    ...["aarch64", "darwin", "Apple M4"],
  ]);
});

Deno.test("denoBench counts calls, of which fast benchmarks make 10,000 at a time", () => {
  const text = denoReport({ avg: 2e6 }, { avg: 3, highPrecision: false });
  const { benchmarks } = importText(denoBench, text);
  assertEquals(benchmarks.map(({ iterations }) => iterations), [5, 50_000]);
  assertAlmostEquals(benchmarks[1]!.duration_ms!, 3e-6);
});

Deno.test("denoBench keeps why a benchmark failed", async () => {
  const { benchmarks } = importText(denoBench, await read("deno/failed.json"));
  const failed = benchmarks.filter(({ failures }) => failures.length > 0);
  assertEquals(failed.map(({ name, failures }) => [name, failures[0]!.message]), [
    ["throws", "planted"],
  ]);
});

Deno.test("vitest tells the file and the suites apart", async () => {
  const { benchmarks } = importText(vitest, await read("vitest/suites.json"));
  assertEquals(benchmarks.map(({ file, group, name }) => [file, group, name]), [
    ["src/sum.bench.ts", "sort", "built in"],
    ["src/sum.bench.ts", "sort", "typed array"],
    ["src/sum.bench.ts", "text > join", "1,000 numbers"],
  ]);
  assertEquals(benchmarks.every(({ rounds }) => rounds.length === 0), true);
});

Deno.test("vitest keeps that a benchmark failed", async () => {
  const { benchmarks } = importText(vitest, await read("vitest/failed.json"));
  const failed = benchmarks.filter(({ failures }) => failures.length > 0);
  assertEquals(failed.map(({ name, duration_ms }) => [name, duration_ms]), [["throws", null]]);
});

Deno.test("mitata takes parameters as part of the name, and a group's name from the layout", async () => {
  const { benchmarks, environment } = importText(mitata, await read("mitata/groups.json"));
  assertEquals(benchmarks.map(({ group, name }) => [group, name]), [
    ["sort", "built in"],
    ["sort", "typed array"],
    [null, "fill 64"],
    [null, "fill 1024"],
  ]);
  assertEquals(environment.runtime, "Node.js 20.20.2");
  assertEquals([environment.os, environment.arch], ["linux", "x86_64"]);
  assertEquals(benchmarks.every(({ rounds }) => rounds.length === 0), true);
});

Deno.test("mitata in nanoseconds, bytes and with what failed", async () => {
  const { benchmarks } = importText(mitata, await read("mitata/failed.json"));
  const byName = new Map(benchmarks.map((one) => [one.name, one]));
  assertEquals(byName.get("throws")!.failures, [{ round: null, message: "planted" }]);
  const sort = byName.get("built in")!;
  assertEquals(sort.duration_ms! > 0.01 && sort.duration_ms! < 10, true);
  assertEquals(sort.memory_mb! > 0.001 && sort.memory_mb! < 1, true);
});

Deno.test("tinybench reads the results of version 2 and of later ones", async () => {
  for (const [file, runtime] of [["version2", undefined], ["tasks", "Node.js 20.20.2"]]) {
    const { benchmarks, environment } = importText(tinybench, await read(`tinybench/${file}.json`));
    assertEquals(benchmarks.map(({ name }) => name), ["join", "stringify"]);
    assertEquals(benchmarks.every(({ duration_ms }) => duration_ms! > 0.005), true);
    assertEquals(environment.runtime, runtime);
  }
  const { benchmarks } = importText(tinybench, await read("tinybench/failed.json"));
  assertEquals(benchmarks.map(({ failures }) => failures.length), [0, 1]);
});

Deno.test("benchmarkJs turns rates to durations and passes over other lines", () => {
  const lines = [
    "hello",
    "a x b x 1,234,567 ops/sec ±0.50% (90 runs sampled)",
    "slow x 0.05 ops/sec ±1.20% (1 run sampled)",
    "failed: ",
    "Fastest is a x b",
  ];
  const { benchmarks, warnings } = importText(benchmarkJs, lines.join("\n"));
  assertEquals(warnings[0], "a.json: line 4: failed has no figures; it may have failed");
  assertEquals(benchmarks.map(({ name }) => name), ["a x b", "slow"]);
  assertAlmostEquals(benchmarks[0]!.duration_ms!, 1000 / 1234567);
  assertEquals(benchmarks[1]!.duration_ms, 20_000);
  assertEquals(benchmarks[0]!.throughput, 1234567);
  const infinite =
    "one x 5 ops/sec ±1% (2 runs sampled)\nb x Infinity ops/sec ±0.00% (0 runs sampled)";
  const message = "line 2: ops/sec must be a rate above 0, found Infinity";
  assertRefused(benchmarkJs, infinite, message);
});

Deno.test("hyperfine takes each run as a round, and parameters where the name lacks them", () => {
  const result = (n: string, exit_codes: number[]) => ({
    ...{ command: "named", mean: 0.02, times: [0.01, 0.03], exit_codes, parameters: { n } },
  });
  const text = JSON.stringify({ results: [result("1", [0, 0]), result("2", [0, 3])] });
  const { benchmarks, warnings } = importText(hyperfine, text);
  assertEquals(benchmarks.map(({ name }) => name), ["named (n=1)", "named (n=2)"]);
  assertEquals(benchmarks[0]!.rounds.map(({ duration_ms }) => duration_ms), [10, 30]);
  assertEquals(warnings, ["named: 1 of 2 runs failed"]);
});

Deno.test("what is no duration is refused with its line and its field", () => {
  const wanted = "a time above 0 and at most a day";
  assertRefused(
    hyperfine,
    '{"results": [\n{"command": "a", "mean": NaN}]}',
    `line 2: results[0].mean must be ${wanted}, found "NaN"`,
  );
  assertRefused(
    vitest,
    '{"files": [{"groups": [{"fullName": "f", "benchmarks": [\n{"name": "a", "mean": -1}]}]}]}',
    `line 2: files[0].groups[0].benchmarks[0].mean must be ${wanted}, found -1`,
  );
  assertRefused(
    tinybench,
    '[\n{"name": "a", "latency": {"mean": Infinity}}]',
    `line 2: [0].latency.mean must be ${wanted}, found "Infinity"`,
  );
  assertRefused(denoBench, '{\n"version": 2}', "line 2: version must be 1, found 2");
});

Deno.test("a byte order mark and the line endings of Windows change nothing", async () => {
  const examples = [
    [denoBench, "deno/sort.json"],
    [vitest, "vitest/suites.json"],
    [mitata, "mitata/groups.json"],
    [tinybench, "tinybench/tasks.json"],
    [benchmarkJs, "benchmark.js/suite.txt"],
    [hyperfine, "hyperfine/commands.json"],
  ] as const;
  for (const [importer, path] of examples) assertSameOnWindows(importer, await read(path));
});

Deno.test("denoBench takes two spellings of one path for one file", () => {
  const origins = ["file:///p/a%2Dx.ts", "file:///p/a-x.ts", "file:///p/b.ts"];
  const { benchmarks } = importText(
    denoBench,
    denoReport(...origins.map((origin) => ({ origin }))),
  );
  assertEquals(new Set(benchmarks.map(({ file }) => file)), new Set(["a-x.ts", "b.ts"]));
});

Deno.test("denoBench is linear in paths that differ at their beginning", async () => {
  const make = (size: number) => {
    const rest = "/x".repeat(size);
    return denoReport({ origin: `file:///a${rest}` }, { origin: `file:///b${rest}` });
  };
  await assertLinear("paths", make, (text) => importText(denoBench, text));
});

Deno.test("mitata takes any name for a runtime", () => {
  const text = JSON.stringify({
    context: { runtime: "constructor", version: "1", arch: "x64-linux", cpu: { name: "c" } },
    layout: [],
    benchmarks: [{ group: 0, runs: [{ name: "a", stats: { avg: 5 } }] }],
  });
  const { environment } = importText(mitata, text);
  assertEquals(environment.runtime, "constructor 1");
});
