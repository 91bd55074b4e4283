import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { Failure } from "../../../scripts/result/failure.ts";
import { denoBench } from "../../../scripts/result/import/formats/deno_bench.ts";
import { importResult } from "../../../scripts/result/import/read.ts";
import { assertLinear } from "../../bounds/doubling.ts";
import { assertRefused, assertSameOnWindows, importText } from "../../helpers/importing.ts";
import { assertReadsBack } from "../../helpers/written.ts";
import { readTestdata } from "../../helpers/testdata.ts";
import { written } from "./written/deno.ts";

const read = (name: string) => readTestdata(`import/deno/${name}.json`);
const modified = "2026-01-31T12:00:00.000Z";

function stats(avg: unknown) {
  return { n: 5, min: 1e6, max: 2e6, avg, p75: 1e6, p99: 2e6, highPrecision: true };
}

/** Returns a report with one entry per list of results. */
function report(
  results: unknown[][],
  { runtime = "Deno/2.9.6 aarch64-apple-darwin", origin = "file:///p/a_bench.ts" } = {},
): string {
  const benches = results.map((results, index) => ({
    origin,
    group: null,
    name: `b${index}`,
    baseline: false,
    results,
  }));
  return JSON.stringify({ version: 1, runtime, cpu: "Apple M4", benches }, null, 2);
}

Deno.test("denoBench reads back the output of deno bench", () => assertReadsBack(written));

Deno.test("denoBench names a file by its absolute path, whatever else the report contains", () => {
  const rows: [origin: string, file: string][] = [
    ["file:///home/ann/shop/x%20y_bench.ts", "/home/ann/shop/x y_bench.ts"],
    ["file:///D:/shop/a_bench.ts", "D:/shop/a_bench.ts"],
    ["file://server/shop/a_bench.ts", "//server/shop/a_bench.ts"],
    ["file:///home/ann/100%/a_bench.ts", "/home/ann/100%/a_bench.ts"],
    ["https://a.example/x%20y_bench.ts?v=1", "https://a.example/x%20y_bench.ts?v=1"],
  ];
  for (const [origin, file] of rows) {
    const { benchmarks } = importText(denoBench, report([[{ ok: stats(1e6) }]], { origin }));
    assertEquals(benchmarks.map((one) => one.file), [file]);
  }
});

Deno.test("denoBench recognises one file in two spellings of its path", () => {
  const files = ["file:///p/a%2Dx.ts", "file:///p/a-x.ts"].map((origin) =>
    importText(denoBench, report([[{ ok: stats(1e6) }]], { origin })).benchmarks[0]!.file
  );
  assertEquals(files, ["/p/a-x.ts", "/p/a-x.ts"]);
});

Deno.test("denoBench reads the machine, and the baseline of each group", async () => {
  const { environment } = importText(denoBench, report([[{ ok: stats(1e6) }]]));
  assertEquals(environment, {
    cpu: "Apple M4",
    arch: "aarch64",
    os: "darwin",
    deno_version: "2.9.6",
  });
  const { benchmarks } = importText(denoBench, await read("sort"));
  assertEquals(
    benchmarks.filter(({ baseline }) => baseline).map(({ group, name }) => [group, name]),
    [["sort", "built in"]],
  );
});

Deno.test("denoBench counts calls, which fast benchmarks make in batches of 10,000", () => {
  const fast = { ...stats(3), highPrecision: false };
  const { n: _, ...uncounted } = stats(1);
  const text = report([[{ ok: stats(2e6) }], [{ ok: fast }], [{ ok: uncounted }]]);
  const { benchmarks } = importText(denoBench, text);
  assertEquals(benchmarks.map(({ iterations }) => iterations), [5, 50_000, null]);
  assertAlmostEquals(benchmarks[1]!.duration_ms!, 3e-6);
});

Deno.test("denoBench reads reports of Deno 1, which have no version", async () => {
  const { benchmarks, environment, harness } = importText(denoBench, await read("version1.46"));
  assertEquals(harness, "deno bench 1.46.3");
  assertEquals(environment.deno_version, "1.46.3");
  assertEquals(benchmarks.map(({ name, failures }) => [name, failures.length]), [
    ["join", 0],
    ["throws", 1],
    ["built in", 0],
    ["typed array", 0],
  ]);
  const older = importText(denoBench, await read("version1.37")).benchmarks;
  // It is unknown whether a sample is one call.
  assertEquals(older.map(({ name, iterations }) => [name, iterations]), [
    ["parse", null],
    ["stringify", null],
    ["throws", null],
  ]);
});

Deno.test("denoBench names benchmarks without figures, and reads the others", () => {
  const text = report([
    [{ ok: stats(1e6) }],
    [],
    [{}],
    [{ ok: stats(null) }],
    [{ ok: null }],
    [{ ok: stats(0) }],
    [{ failed: { message: "planted" } }],
  ]);
  const { benchmarks, warnings } = importText(denoBench, text);
  assertEquals(benchmarks.map(({ duration_ms }) => duration_ms), [1, ...Array(6).fill(null)]);
  const wanted = "a time above 0 and at most a day";
  assertEquals(benchmarks.flatMap(({ failures }) => failures.map(({ message }) => message)), [
    "it has no result",
    "it has no result",
    `line 52: benches[3].results[0].ok.avg must be ${wanted}, found null`,
    "line 67: benches[4].results[0].ok must be an object, found null",
    `line 82: benches[5].results[0].ok.avg must be ${wanted}, found 0`,
    "planted",
  ]);
  assertEquals(warnings, [
    "a.json: 6 of 7 benchmarks without figures: /p/a_bench.ts:b1: it has no result and 5 more",
  ]);
});

Deno.test("denoBench leaves out an entry without a name, and refuses a report of only these", () => {
  const good = report([[{ ok: stats(1e6) }]]);
  const bad = good.replace('"name": "b0"', '"name": 3');
  const joined = JSON.parse(good);
  joined.benches.push(...JSON.parse(bad).benches);
  const { benchmarks, warnings } = importText(denoBench, JSON.stringify(joined));
  assertEquals(benchmarks.map(({ name }) => name), ["b0"]);
  const reason = "benches[1].name must be a string, found 3";
  assertEquals(warnings, [`a.json: 1 left out: line 1: ${reason}`]);
  assertRefused(denoBench, bad, "line 9: benches[0].name must be a string, found 3");
  assertRefused(denoBench, '{\n"version": 2}', "line 2: version must be 1, found 2");
});

Deno.test("denoBench reads a report from which a program removed null values", () => {
  const text = report([[{ ok: stats(1e6) }]]).replace(
    /\n *"(?:group": null|cpu": "Apple M4"),/g,
    "",
  );
  const { benchmarks, environment } = importText(denoBench, text);
  assertEquals(benchmarks.map(({ group, name }) => [group, name]), [[null, "b0"]]);
  assertEquals(environment.cpu, null);
});

Deno.test("denoBench keeps the reason of a failure, whatever was thrown", async () => {
  const { benchmarks } = importText(denoBench, await read("version2.5"));
  const failed = benchmarks.filter(({ failures }) => failures.length > 0);
  assertEquals(failed.map(({ name, failures }) => [name, failures[0]!.message]), [
    ["throws", "planted"],
    ["throws text", '"planted"'],
  ]);
});

Deno.test("denoBench numbers benchmarks registered twice under one name", async () => {
  const { benchmarks, warnings } = importText(denoBench, await read("version2.5"));
  const twice = benchmarks.filter(({ name }) => name.startsWith("twice"));
  assertEquals(twice.map(({ name }) => name), ["twice", "twice #2"]);
  assertEquals(
    warnings[0],
    "a.json: 1 named as another, and numbered: /home/user/texts/texts_bench.ts:twice #2",
  );
});

Deno.test("denoBench reads all reports in a file, and skips what bench files print", () => {
  const one = (avg: number) => report([[{ ok: stats(avg) }]]);
  const text = `corpus: 3 documents\n${one(1e6)}\n{ "not": "a report" }\n${one(3e6)}\ndone\n`;
  const { benchmarks } = importResult([{ source: "a.json", text, modified }], null);
  assertEquals(benchmarks.map(({ rounds }) => rounds.map(({ duration_ms }) => duration_ms)), [
    [1, 3],
  ]);
});

Deno.test("denoBench does not join reports of two versions of Deno", () => {
  const of = (source: string, runtime: string) => ({
    source,
    text: report([[{ ok: stats(1e6) }]], { runtime }),
    modified,
  });
  const target = "x86_64-unknown-linux-gnu";
  assertThrows(
    () => importResult([of("a", `Deno/2.9.5 ${target}`), of("b", `Deno/2.9.6 ${target}`)], null),
    Failure,
    'Cannot join b with a: deno_version is "2.9.6", not "2.9.5"',
  );
});

Deno.test("denoBench reads Windows line endings", async () => {
  assertSameOnWindows(denoBench, await read("sort"));
});

Deno.test("denoBench is linear in the length of paths and in the number of equal names", async () => {
  const result = { ok: stats(1e6) };
  await assertLinear(
    "paths",
    (size) => report([[result]], { origin: `file:///a${"/%41".repeat(size)}` }),
    (text) => importText(denoBench, text),
  );
  await assertLinear(
    "names",
    (size) => report([Array(size).fill(result)]),
    (text) => importText(denoBench, text),
  );
});
