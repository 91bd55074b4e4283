import { assertEquals } from "@std/assert";
import { Content } from "../../../scripts/result/import/content.ts";
import { vitest } from "../../../scripts/result/import/formats/vitest.ts";
import { assertRefused, assertSameOnWindows, importText } from "../../helpers/importing.ts";
import { assertReadsBack } from "../../helpers/written.ts";
import { readTestdata } from "../../helpers/testdata.ts";
import { written } from "./written/vitest.ts";

const read = (name: string) => readTestdata(`import/vitest/${name}.json`);
const file = "/home/user/texts/src/sum.bench.ts";

/** Returns a report of version 4 with one group per list of benchmarks. */
function report(groups: unknown[][], { fullName = "a.bench.ts", filepath = "/p/a.bench.ts" } = {}) {
  return {
    files: [{ filepath, groups: groups.map((benchmarks) => ({ fullName, benchmarks })) }],
  };
}

Deno.test("vitest reads back the reports of versions 1 to 5", () => assertReadsBack(written));

Deno.test("vitest reads the reports of versions 1 to 4, and names failed benchmarks", async () => {
  for (const version of ["version1", "version2", "version3"]) {
    const { benchmarks } = importText(vitest, await read(version));
    assertEquals(
      benchmarks.map((
        { file, group, name, failures },
      ) => [file, group, name, failures[0]?.message]),
      [
        [file, null, "alone > at the top", undefined],
        [file, "sort", "built in", undefined],
        [file, "sort", "typed array", undefined],
        [file, "text > join", "1,000 numbers", undefined],
        [file, "text > join", "throws", "it failed; the file does not say why"],
      ],
      version,
    );
  }
  const { benchmarks } = importText(vitest, await read("failed"));
  const failed = benchmarks.filter(({ failures }) => failures.length > 0);
  assertEquals(failed.map(({ name, duration_ms }) => [name, duration_ms]), [["throws", null]]);
});

Deno.test("vitest distinguishes the path of a file from suites", () => {
  const rows: [fullName: string, filepath: string, file: string, group: string | null][] = [
    ["src/a > b.bench.ts > c > d", "/p/src/a > b.bench.ts", "/p/src/a > b.bench.ts", "c > d"],
    ["a.bench.ts", "C:\\p\\a.bench.ts", "C:/p/a.bench.ts", null],
    ["other.ts > c", "/p/a.bench.ts", "/p/a.bench.ts", "c"],
  ];
  for (const [fullName, filepath, file, group] of rows) {
    const text = JSON.stringify(report([[{ name: "n", mean: 1 }]], { fullName, filepath }));
    const [only] = importText(vitest, text).benchmarks;
    assertEquals([only!.file, only!.group], [file, group], fullName);
  }
});

Deno.test("vitest reads the tests of version 5, and names those that failed or were left out", async () => {
  const { benchmarks, warnings, timestamp, harness } = importText(vitest, await read("version5"));
  assertEquals([harness, timestamp], ["vitest 5", "2026-11-26T08:23:25.030Z"]);
  assertEquals(
    benchmarks.map(({ group, name, iterations, failures }) => [
      group,
      name,
      iterations,
      failures[0]?.message,
    ]),
    [
      ["sort", "typed array", 601, undefined],
      ["sort", "built in", 56, undefined],
      ["text > join", "1,000 numbers", 285, undefined],
      ["text > join > named > group", "stringify", 966, undefined],
      ["text", "throws", null, "Error: planted"],
      ["text > half", "good", 385, undefined],
      ["text", "half", null, "Error: after"],
      ["text > old", "now", 413, undefined],
    ],
  );
  assertEquals(benchmarks.every((one) => one.file === file), true);
  const folder = "/home/user/texts/src";
  assertEquals(warnings, [
    `a.json: 2 of 8 benchmarks without figures: ${file}:text/throws: Error: planted and 1 more`,
    `a.json: 4 left out: ${folder}/broken.bench.ts: Cannot find module './missing.ts' imported from ${folder}/broken.bench.ts and 3 more`,
  ]);
});

/** Returns a report of version 5 with the tests of one file. */
function testReport(tests: object[], name = "/p/a.bench.ts") {
  const assertionResults = tests.map((test) => ({
    ancestorTitles: [],
    title: "test",
    status: "passed",
    failureMessages: [],
    benchmarks: [],
    ...test,
  }));
  return { startTime: 0, testResults: [{ name, status: "passed", message: "", assertionResults }] };
}

const task = (name: string, mean: unknown, more = {}) => ({ name, latency: { mean }, ...more });

Deno.test("vitest gives the reason for each benchmark that it leaves out", () => {
  const rows: [test: object, reason: string][] = [
    [{ status: "skipped", title: "s" }, "/p/a.bench.ts:s: it is skipped"],
    [{ status: "todo", title: "t" }, "/p/a.bench.ts:t: it is todo"],
    [
      { benchmarks: [{ name: "test", tasks: [task("old", 1, { fromStore: true })] }] },
      "test/old: it was not measured but read from a file",
    ],
    [
      { benchmarks: [{ name: "test", tasks: [{ latency: { mean: 1 } }] }] },
      "line 1: testResults[0].assertionResults[1].benchmarks[0].tasks[0].name must be a string, found nothing",
    ],
  ];
  const good = { benchmarks: [{ name: "test", tasks: [task("good", 1)] }] };
  for (const [test, reason] of rows) {
    const { benchmarks, warnings } = importText(vitest, JSON.stringify(testReport([good, test])));
    assertEquals(benchmarks.map(({ name }) => name), ["good"]);
    assertEquals(warnings, [`a.json: 1 left out: ${reason}`]);
  }
});

Deno.test("vitest names a benchmark with unreadable figures, and reads the others", () => {
  const wanted = "a time above 0 and at most a day";
  const old = report([[{ name: "a", mean: 1 }, { name: "b", mean: 0 }, { mean: 1 }], [3]]);
  const read = importText(vitest, JSON.stringify(old));
  assertEquals(read.benchmarks.map(({ name, failures }) => [name, failures[0]?.message]), [
    ["a", undefined],
    ["b", `line 1: files[0].groups[0].benchmarks[1].mean must be ${wanted}, found 0`],
  ]);
  assertEquals(read.warnings.length, 2);
  const tasks = [task("a", 1), task("b", 0), { name: "c" }];
  const tests = testReport([{ benchmarks: [{ name: "test", tasks }] }]);
  const { benchmarks } = importText(vitest, JSON.stringify(tests));
  const keys = "testResults[0].assertionResults[0].benchmarks[0].tasks";
  assertEquals(benchmarks.map(({ name, failures }) => [name, failures[0]?.message]), [
    ["a", undefined],
    ["b", `line 1: ${keys}[1].latency.mean must be ${wanted}, found 0`],
    ["c", `line 1: ${keys}[2].latency must be an object, found nothing`],
  ]);
  assertRefused(
    vitest,
    '{"files": [{"groups": [{"fullName": "f", "benchmarks": [\n{"name": "a", "mean": -1}]}]}]}',
    `line 2: files[0].groups[0].benchmarks[0].mean must be ${wanted}, found -1`,
  );
});

Deno.test("vitest skips files of tests, unless benchmarks are in files of any name", () => {
  const good = { benchmarks: [{ name: "test", tasks: [task("good", 1)] }] };
  const failed = { status: "failed", title: "sum", failureMessages: ["no"] };
  const [bench] = testReport([good]).testResults;
  const [tests] = testReport([failed], "/p/a.test.ts").testResults;
  const mixed = { testResults: [bench, tests] };
  const namesOf = (report: object) =>
    importText(vitest, JSON.stringify(report)).benchmarks.map(({ name }) => name);
  assertEquals(namesOf(mixed), ["good"]);
  assertEquals(namesOf({ testResults: [{ ...bench, name: "/p/speed.ts" }, tests] }), [
    "good",
    "sum",
  ]);
  assertRefused(
    vitest,
    JSON.stringify({ testResults: [tests] }),
    "it has no benchmark of vitest 5",
  );
  const jest = {
    testResults: [{ name: "/p/a.test.js", assertionResults: [{ status: "passed" }] }],
  };
  assertEquals(vitest.recognizes(new Content(JSON.stringify(jest), "a.json")), false);
});

Deno.test("vitest refuses a report of two projects, which it cannot distinguish", () => {
  const message =
    "it has /p/a.bench.ts twice, as if from two projects; give a report each (vitest bench --project NAME)";
  const { files } = report([[{ name: "a", mean: 1 }]]);
  assertRefused(vitest, JSON.stringify({ files: [...files, ...files] }), message);
  const good = { benchmarks: [{ name: "test", tasks: [task("good", 1)] }] };
  const { testResults } = testReport([good]);
  assertRefused(vitest, JSON.stringify({ testResults: [...testResults, ...testResults] }), message);
});

Deno.test("vitest numbers a second benchmark of one name", () => {
  const text = JSON.stringify(report([[{ name: "a", mean: 1 }, { name: "a", mean: 2 }]]));
  const { benchmarks } = importText(vitest, text);
  assertEquals(benchmarks.map(({ name }) => name), ["a", "a #2"]);
});

Deno.test("vitest names a file after the path that writeResult receives", async () => {
  const { benchmarks, warnings } = importText(vitest, await read("join"), "results/join.json");
  assertEquals(benchmarks.map(({ name, iterations }) => [name, iterations]), [["join", 718]]);
  assertEquals(warnings, [
    "results/join.json does not name its benchmark; it gets the name join from the file",
  ]);
});

Deno.test("vitest does not claim other lists of files", () => {
  for (
    const json of ['{"files": [], "include": ["src/**/*.ts"]}', '{"files": [{"path": "a.ts"}]}']
  ) {
    assertEquals(vitest.recognizes(new Content(json, "a.json")), false, json);
  }
});

Deno.test("vitest reads Windows line endings", async () => {
  assertSameOnWindows(vitest, await read("suites"));
});
