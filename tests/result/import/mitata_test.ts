import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { Failure } from "../../../scripts/result/failure.ts";
import { mitata } from "../../../scripts/result/import/formats/mitata.ts";
import { importResult } from "../../../scripts/result/import/read.ts";
import { assertRefused, assertSameOnWindows, importText } from "../../helpers/importing.ts";
import { assertReadsBack } from "../../helpers/written.ts";
import { readTestdata } from "../../helpers/testdata.ts";
import { written } from "./written/mitata.ts";

const read = (name: string) => readTestdata(`import/mitata/${name}.json`);

/** Returns a report of version 1 with one benchmark per list of runs. */
function report(runs: unknown[][], { runtime = "node", version = "20.1.0" } = {}) {
  return JSON.stringify({
    context: { runtime, version, arch: "x64-linux", cpu: { name: "c" } },
    layout: [{ name: null }, { name: null }],
    benchmarks: runs.map((runs, index) => ({ alias: `b${index}`, group: index, runs })),
  });
}

const run = (name: string, avg: unknown) => ({ name, args: {}, stats: { avg } });

Deno.test("mitata reads back the output of versions 0.1 and 1", () => assertReadsBack(written));

Deno.test("mitata takes groups from the layout, and reads arguments as part of the name", async () => {
  const { benchmarks, environment, timestamp } = importText(mitata, await read("groups"));
  assertEquals(benchmarks.map(({ group, name }) => [group, name]), [
    ["sort", "built in"],
    ["sort", "typed array"],
    [null, "fill 64"],
    [null, "fill 1024"],
  ]);
  assertEquals(environment.runtime, "Node.js 20.20.2");
  assertEquals([environment.os, environment.arch], ["linux", "x86_64"]);
  assertEquals(timestamp, "2026-11-23T21:44:06.823Z");
  assertEquals(benchmarks.every(({ rounds }) => rounds.length === 0), true);
});

Deno.test("mitata reads every version, and what was thrown", async () => {
  const first = [["join", null], ["throws", "planted"], ["built in", null], ["typed array", null]];
  const all = [
    ...first,
    ["throws text", "planted text"],
    ["fill 64", null],
    ["fill 1024", null],
    // The name itself has no placeholder for the arguments.
    ["fill (size=64, kind=a)", null],
    ["fill (size=1024, kind=a)", null],
  ];
  const rows: [file: string, benchmarks: (string | null)[][]][] = [
    ["version0.1", first],
    ["version1.0.10", [["built in", null], ["throws", "planted"], ["fill 64", null], [
      "fill 1024",
      null,
    ]]],
    ["version1.0.20", all],
    ["version1.0.34", all],
  ];
  for (const [file, expected] of rows) {
    const { benchmarks, environment } = importText(mitata, await read(file));
    assertEquals(
      benchmarks.map(({ name, failures }) => [name, failures[0]?.message ?? null]),
      expected,
      file,
    );
    assertEquals(environment.runtime, "Node.js 20.20.2", file);
    assertEquals([environment.cpu, environment.os, environment.arch], [
      "AMD EPYC",
      "linux",
      "x86_64",
    ]);
    const inGroup = benchmarks.filter(({ group }) => group === "sort").map(({ name }) => name);
    assertEquals(inGroup, file === "version1.0.10" ? [] : ["built in", "typed array"], file);
  }
});

Deno.test("mitata reads nanoseconds and bytes", async () => {
  const { benchmarks } = importText(mitata, await read("failed"));
  const sort = benchmarks.find(({ name }) => name === "built in")!;
  assertAlmostEquals(sort.duration_ms!, 0.10283231321, 1e-9);
  assertAlmostEquals(sort.memory_mb!, 0.0263965869, 1e-9);
});

Deno.test("mitata names benchmarks without figures, whatever was thrown, and reads the others", () => {
  const wanted = "a time above 0 and at most a day";
  const thrown = [{ message: "planted" }, { message: "" }, "text", null, 5, { a: 1 }];
  const { benchmarks, warnings } = importText(
    mitata,
    report([
      [run("good", 2e6), run("zero", 0), run("none", null), { name: "nothing" }, {
        stats: { avg: 1 },
      }],
      thrown.map((error, index) => ({ name: `t${index}`, error })),
    ]),
  );
  const keys = "benchmarks[0].runs";
  assertEquals(benchmarks.map(({ name, failures }) => [name, failures[0]?.message]), [
    ["good", undefined],
    ["zero", `line 1: ${keys}[1].stats.avg must be ${wanted}, found 0`],
    ["none", `line 1: ${keys}[2].stats.avg must be ${wanted}, found null`],
    ["nothing", `line 1: ${keys}[3].stats must be an object, found nothing`],
    ["t0", "planted"],
    ["t1", "it failed; the file does not say why"],
    ["t2", "text"],
    ["t3", "null"],
    ["t4", "5"],
    ["t5", '{"a":1}'],
  ]);
  assertEquals(
    warnings.at(-1),
    `a.json: 1 left out: line 1: ${keys}[4].name must be a string, found nothing`,
  );
  assertRefused(
    mitata,
    report([[run("zero", 0)]]),
    `line 1: ${keys}[0].stats.avg must be ${wanted}, found 0`,
  );
});

Deno.test("mitata numbers benchmarks of one name in groups without names", () => {
  const { benchmarks } = importText(mitata, report([[run("a", 1)], [run("a", 2)]]));
  assertEquals(benchmarks.map(({ name }) => name), ["a", "a #2"]);
});

Deno.test("mitata reads a report between other output", () => {
  const text = `warming up {\n${report([[run("a", 2e6)]])}\ndone in [3 s]\n`;
  const { benchmarks } = importResult(
    [{ source: "a.log", text, modified: "2026-01-31T12:00:00Z" }],
    null,
  );
  assertEquals(benchmarks.map(({ name, duration_ms }) => [name, duration_ms]), [["a", 2]]);
});

Deno.test("mitata does not join runs of Deno and of Node.js", () => {
  const modified = "2026-01-31T12:00:00Z";
  const files = ["node", "deno"].map((runtime) => ({
    source: runtime,
    text: report([[run("a", 1)]], { runtime }),
    modified,
  }));
  assertThrows(
    () => importResult(files, null),
    Failure,
    'a was measured with runtime "node 20.1.0" and with "deno 20.1.0"',
  );
});

Deno.test("mitata accepts any name for a runtime and for an argument", () => {
  const args = JSON.parse('{"__proto__": 1, "constructor": "b"}');
  const text = report([[{ ...run("a", 5), args }]], { runtime: "constructor", version: "1" });
  const { environment, benchmarks } = importText(mitata, text);
  assertEquals(environment.runtime, "constructor 1");
  assertEquals(benchmarks.map(({ name }) => name), ["a (__proto__=1, constructor=b)"]);
});

Deno.test("mitata reads Windows line endings", async () => {
  assertSameOnWindows(mitata, await read("groups"));
});
