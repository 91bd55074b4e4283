// What `history add` takes, and what it says of it.
import { assertEquals, assertMatch } from "@std/assert";
import { denoIo } from "../../scripts/cli/io.ts";
import { main as compare } from "../../scripts/compare.ts";
import { main } from "../../scripts/history.ts";
import { main as merge } from "../../scripts/merge.ts";
import { renderComparisonJson } from "../../scripts/report/comparison/json.ts";
import type { ResultDocument } from "../../scripts/result/schema.ts";
import { stringifyResultDocument } from "../../scripts/result/stringify.ts";
import { commitOf, dayComparison, dayDocument } from "../helpers/history.ts";
import { richComparison } from "../helpers/rich.ts";
import { readTestdata } from "../helpers/testdata.ts";
import { Project } from "../project.ts";

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** Runs the command in the project's folder, as far as its messages tell. */
async function history(project: Project, ...args: readonly string[]): Promise<Ended> {
  let [out, error] = ["", ""];
  const io = {
    ...denoIo,
    writeOut: (text: string) => void (out += text),
    writeError: (text: string) => void (error += text),
  };
  const within = args.map((arg, index) =>
    index > 0 && /[./*]/.test(arg) && !/^-|^\d{4}-/.test(arg) ? project.path(arg) : arg
  );
  const code = await main([...within, "--store", project.path("h")], io);
  const shorten = (text: string) => text.replaceAll(`${project.path("")}`.replace(/\/?$/, "/"), "");
  return { code, out: shorten(out), error: shorten(error) };
}

async function resultsIn(project: Project): Promise<ResultDocument[]> {
  const { out } = await history(project, "export");
  return out.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line));
}

const GO = "BenchmarkSort 1000 5000 ns/op\n";

/** A history of one suite with these benchmarks a commit. */
function kept(...commits: readonly (readonly unknown[])[]): string {
  const list = commits.map((benches, index) => ({
    commit: { id: `${index}`.repeat(40) },
    date: Date.UTC(2024, 0, 1 + index),
    tool: "customSmallerIsBetter",
    benches,
  }));
  return JSON.stringify({ entries: { suite: list } });
}

const TIME = { name: "time", unit: "ms", value: 1 };

Deno.test("a history of github-action-benchmark is added once, a result a commit and run", async () => {
  const text = await readTestdata("import/github-action-benchmark/data.js");
  await using project = await Project.create({ "data.js": text, "copy/other.js": text });
  const added = await history(project, "add", "data.js");
  assertEquals(added, { code: 0, out: "added 4 results to h\n", error: "" });
  const results = await resultsIn(project);
  assertEquals(
    results.map(({ timestamp, environment }) => [timestamp, environment.git_commit!.slice(0, 4)]),
    [
      ["2024-03-01T09:05:12.345Z", "1234"],
      ["2024-03-02T09:05:12.345Z", "2345"],
      ["2024-03-03T09:05:12.345Z", "3456"],
      ["2024-03-09T09:06:12.345Z", "2345"],
    ],
  );
  for (const again of ["data.js", "copy/other.js"]) {
    const { out } = await history(project, "add", again);
    assertEquals(out, "added 0 results to h; 4 were already there\n");
  }
  const { out } = await history(project, "show", "BenchmarkFib10");
  assertMatch(out, /BenchmarkFib10-4/);
});

Deno.test("what a history gains from one time to the next is added", async () => {
  await using project = await Project.create({ "data.json": kept([TIME]) });
  await history(project, "add", "data.json");
  await project.write("data.json", kept([TIME], [TIME]));
  const { out } = await history(project, "add", "data.json");
  assertEquals(out, "added 1 result to h; 1 was already there\n");
  assertEquals((await resultsIn(project)).length, 2);
});

Deno.test("results of one moment and commit are two where their figures differ", async () => {
  await using project = await Project.create({
    "a.json": kept([TIME]),
    "b.json": kept([{ ...TIME, name: "other" }]),
    "c.json": kept([{ ...TIME, value: 2 }]),
    "d.json": kept([{ ...TIME, unit: "bytes" }]),
  });
  for (const name of ["a.json", "b.json", "c.json", "d.json"]) {
    assertEquals((await history(project, "add", name)).out, "added 1 result to h\n");
  }
});

Deno.test("nothing is added where one of the results cannot be", async () => {
  const good = kept([TIME]);
  await using project = await Project.create({
    "good.json": good,
    "code.js": `window.BENCHMARK_DATA = ${good};\nalert(1)`,
    "time.json": stringifyResultDocument(dayDocument(0, { a: 1 }, { timestamp: "yesterday" })),
  });
  const code = await history(project, "add", "good.json", "code.js");
  assertEquals([code.code, code.out], [2, ""]);
  assertMatch(code.error, /^error: Cannot read code\.js: not JSON at line 1, column \d+: .*\n$/);
  const time = await history(project, "add", "good.json", "time.json");
  assertEquals([time.code, time.error.split("\n").length], [2, 2]);
  assertEquals(await resultsIn(project), []);
});

Deno.test("what was left out of a history is said, and what it does not follow", async () => {
  const size = { name: "size", unit: "bytes", value: 3 };
  await using project = await Project.create({
    "one.json": kept([TIME, size, { ...size, name: "code" }], [TIME, size, 7]),
    "many.json": kept(...Array(30).fill(null).map(() => [{ ...TIME, name: "many" }, 7])),
    "sizes.json": kept([{ ...size, name: "alone" }]),
  });
  const one = await history(project, "add", "one.json");
  assertEquals(one.error.trimEnd().split("\n"), [
    "warning: one.json: 1 left out: line 1: entries.suite[1].benches[2] must be an object, found 7",
    "warning: a history follows durations, which 2 benchmarks of 2 results lack, such as suite/size; their metrics are kept in the documents",
  ]);
  const [first] = await resultsIn(project);
  assertEquals(first!.benchmarks.map(({ metrics }) => metrics.length), [0, 1, 1]);
  const many = await history(project, "add", "many.json");
  const lines = many.error.trimEnd().split("\n");
  assertEquals([lines.length, lines[10]], [11, "warning: 20 more warnings in the results"]);
  assertMatch(
    (await history(project, "add", "sizes.json")).error,
    /which 1 benchmark of 1 result lack/,
  );
});

async function asvFolder(): Promise<Project> {
  const read = (name: string) => readTestdata(`import/asv/${name}`);
  const machine = '{"arch":"a","cpu":"A","machine":"m","os":"Linux","ram":"1","version":1}';
  const described = {
    "suite.track_ratio": {
      code: "",
      name: "suite.track_ratio",
      param_names: ["type"],
      params: [],
      type: "track",
      unit: "MB",
      version: "5".repeat(64),
    },
    version: 2,
  };
  return await Project.create({
    "results/benchmarks.json": JSON.stringify(described),
    "results/laptop/machine.json": machine,
    "results/laptop/12345678.json": await read("12345678-py3_11.json"),
    "results/laptop/23456789.json": await read("23456789-py3_12.json"),
    "results/old/machine.json": machine,
    "results/old/3456789a.json": await read("3456789a-py2_7.json"),
  });
}

Deno.test("a folder of asv is added, a result a commit and machine", async () => {
  await using project = await asvFolder();
  const { code, out } = await history(project, "add", "results/**/*.json");
  assertEquals([code, out], [0, "added 3 results to h\n"]);
  const results = await resultsIn(project);
  assertEquals(
    results.map(({ timestamp, environment: { git_commit, cpu } }) => [
      timestamp,
      git_commit!.slice(0, 4),
      cpu!.split("CPU")[0],
    ]),
    [
      ["2013-12-10T15:20:01.000Z", "3456", "Intel(R) Core(TM) i5-2520M "],
      ["2024-03-01T10:46:40.000Z", "1234", "Intel(R) Core(TM) i7-8550U "],
      ["2024-03-02T10:46:40.000Z", "2345", "Intel(R) Core(TM) i7-8550U "],
    ],
  );
  const track = results[2]!.benchmarks.find(({ name }) => name.includes("track"))!;
  assertEquals(track.metrics.map(({ unit }) => unit), ["MB"]);
  // As a shell names them.
  const each = [
    "benchmarks.json",
    "laptop/machine.json",
    "laptop/12345678.json",
    "laptop/23456789.json",
  ]
    .map((name) => `results/${name}`);
  const again = await history(project, "add", ...each);
  assertEquals(again.out, "added 0 results to h; 2 were already there\n");
});

Deno.test("files that only tell of results are no results", async () => {
  await using project = await asvFolder();
  const machine = await history(project, "add", "results/laptop/machine.json");
  assertEquals([machine.code, machine.error], [
    2,
    "error: Cannot add results/laptop/machine.json: it has no result and only describes other files\n",
  ]);
});

Deno.test("results that were measured in another order than their commits were made are named", async () => {
  const of = (commit: string, date: number, started: number) =>
    JSON.stringify({
      commit_hash: commit,
      date,
      params: { machine: "m" },
      requirements: {},
      version: 2,
      result_columns: ["result", "started_at"],
      results: { time_a: [[1], started] },
    });
  await using project = await Project.create({
    "r/m/1.json": of("1", 1e12, 9e12),
    "r/m/2.json": of("2", 2e12, 8e12),
    "r/m/3.json": of("3", 3e12, 9.5e12),
  });
  assertEquals(
    (await history(project, "add", "r/m/*.json")).error,
    "warning: 1 result measured after results of newer commits; a history is ordered by time of measurement\n",
  );
  const inOrder = await history(project, "add", "r/m/1.json", "r/m/3.json");
  assertEquals(inOrder, {
    code: 0,
    out: "added 0 results to h; 2 were already there\n",
    error: "",
  });
});

Deno.test("the time of a file is used for a single result only", async () => {
  await using project = await Project.create({ "r/a.txt": GO, "r/b.txt": GO, "r/c.txt": GO });
  const several = await history(project, "add", "r/a.txt", "r/b.txt", "r/c.txt");
  assertEquals(several, {
    code: 2,
    out: "",
    error:
      "error: Cannot tell when 3 results of r/a.txt and 2 more were measured: they have no time, and the time of a file is used for a single result only; add each from its own file with --timestamp TIME and --commit COMMIT\n",
  });
  assertEquals(await resultsIn(project), []);
  const one = await history(project, "add", "r/a.txt");
  assertEquals([one.code, one.error.split("\n")[0]], [
    0,
    "warning: r/a.txt does not say when it was measured; the time of the file is used",
  ]);
  // The files of a pattern are rounds of one result.
  assertEquals((await history(project, "add", "r/*.txt")).code, 0);
});

Deno.test("--timestamp and --commit say what a file does not", async () => {
  await using project = await Project.create({ "a.txt": GO, "b.txt": GO });
  const commit = "0123abcd".repeat(5);
  const told = (name: string, day: string) =>
    history(project, "add", name, "--timestamp", day, "--commit", commit.toUpperCase());
  const first = await told("a.txt", "2024-01-02");
  assertEquals([first.code, first.error.includes("the time of the file")], [0, false]);
  assertEquals((await told("b.txt", "2024-01-01T12:00:00+02:00")).code, 0);
  assertEquals(
    (await resultsIn(project)).map((one) => [one.timestamp, one.environment.git_commit]),
    [["2024-01-01T10:00:00.000Z", commit], ["2024-01-02T00:00:00.000Z", commit]],
  );
});

Deno.test("--timestamp and --commit are refused where they cannot be right", async () => {
  await using project = await Project.create({
    "a.txt": GO,
    "b.txt": GO,
    "own.json": stringifyResultDocument(dayDocument(0, { a: 1 })),
    "one.json": kept([TIME]),
    "two.json": kept([TIME], [TIME]),
  });
  const time = ["--timestamp", "2024-01-01"];
  const cases: [args: string[], message: string][] = [
    [
      ["a.txt", "b.txt", ...time],
      "--timestamp and --commit are for one result, found 2 results",
    ],
    [["two.json", ...time], "Cannot give two.json one time or one commit: it has 2 results"],
    [
      ["one.json", ...time],
      "Cannot take 2024-01-01T00:00:00.000Z for the time of one.json, which says itself that it was measured at 2024-01-01T00:00:00.000Z",
    ],
    [
      ["one.json", "--commit", "abcdef0"],
      `Cannot take "abcdef0" for the commit of one.json, which says itself that it is of "${
        "0".repeat(40)
      }"`,
    ],
    [
      ["own.json", "--commit", "abcdef0"],
      "Cannot use --timestamp or --commit for own.json: the file already has its time and commit",
    ],
    [
      ["a.txt", "--commit", "HEAD"],
      '--commit must be the hash of a commit, as git rev-parse HEAD prints it, found "HEAD"',
    ],
    [
      ["a.txt", "--timestamp", "yesterday"],
      'A time must look like 2026-01-31 or 2026-01-31T12:00:00Z, found "yesterday"',
    ],
  ];
  for (const [args, message] of cases) {
    const ended = await history(project, "add", ...args);
    assertEquals(ended, { code: 2, out: "", error: `error: ${message}\n` });
  }
  assertEquals(await resultsIn(project), []);
  assertEquals((await history(project, "add", "one.json", "--commit", "0000000")).code, 0);
});

const SLOWER = [0.3, 0.31, 0.29, 0.3];

/** The points that `history show` has of a benchmark. */
async function pointsOf(project: Project, name: string): Promise<Record<string, unknown>[]> {
  const { out } = await history(project, "show", name, "--format=json");
  return JSON.parse(out).benchmarks[0].points;
}

Deno.test("comparisons of two commits are added beside results, as differences", async () => {
  await using project = await Project.create({
    "r/1.json": stringifyResultDocument(dayDocument(1, { a: 1 })),
    "r/2.json": renderComparisonJson(dayComparison(2, { a: SLOWER })),
    "data.js": `window.BENCHMARK_DATA = ${kept([TIME])}`,
  });
  const added = await history(project, "add", "r/*.json", "data.js");
  assertEquals(added, { code: 0, out: "added 3 results to h\n", error: "" });
  const [first, second] = await pointsOf(project, "a");
  assertEquals([first!["git_commit"], first!["against"]], [commitOf(1), null]);
  assertEquals([second!["git_commit"], second!["against"]], [
    commitOf(2),
    { git_commit: commitOf(1), duration_ms: 1 },
  ]);
  const again = await history(project, "add", "r/2.json", "data.js");
  assertEquals(again.out, "added 0 results to h; 2 were already there\n");
  assertEquals((await history(project, "prune", "--keep=1")).out, "removed 2 results of 3\n");
});

Deno.test("what is exported gives the same series in another history", async () => {
  await using project = await Project.create({
    "r/1.json": stringifyResultDocument(dayDocument(1, { a: 1 })),
    "r/2.json": renderComparisonJson(dayComparison(2, { a: SLOWER, b: [0.1, 0.2] })),
    // Neither the order of its fields nor its layout matters.
    "r/3.json": JSON.stringify(
      Object.fromEntries(Object.entries(dayComparison(3, { a: SLOWER })).toReversed()),
    ),
  });
  await history(project, "add", "r/*.json");
  const before = [await pointsOf(project, "a"), await pointsOf(project, "b")];
  assertEquals(before.map((points) => points.length), [3, 1]);
  const { out } = await history(project, "export", `--out=${project.path("exported")}`);
  assertEquals(out, "wrote 3 results to exported\n");
  await Deno.remove(project.path("h"), { recursive: true });
  assertEquals((await history(project, "add", "exported/*.json")).out, "added 3 results to h\n");
  assertEquals([await pointsOf(project, "a"), await pointsOf(project, "b")], before);
});

Deno.test("parts of a comparison are added once they are joined, also by themselves", async () => {
  const part = (index: number, name: string) =>
    renderComparisonJson(dayComparison(2, { [name]: SLOWER }, { shard: { index, total: 2 } }));
  await using project = await Project.create({ "1.json": part(1, "a"), "2.json": part(2, "b") });
  const whole = project.path("whole.json");
  const parts = [project.path("1.json"), project.path("2.json"), "--quiet", `--out=${whole}`];
  await merge(parts, { ...denoIo, writeError: () => {} });
  assertEquals((await history(project, "add", "whole.json")).out, "added 1 result to h\n");
  for (const name of ["a", "b"]) assertEquals((await pointsOf(project, name)).length, 1);
  assertEquals((await history(project, "add", "1.json", "2.json")).out, "added 2 results to h\n");
});

Deno.test("a comparison of anything but two commits is refused, and all with it", async () => {
  const { current, ...rest } = dayComparison(2, { a: SLOWER });
  await using project = await Project.create({
    "good.json": renderComparisonJson(dayComparison(1, { a: SLOWER })),
    "results.json": renderComparisonJson(richComparison()),
    "same.json": renderComparisonJson({ ...rest, current, baseline: current }),
    "cut.json": renderComparisonJson({ ...rest, current }).replace('"gated"', '"gate"'),
  });
  const wanted = "a history takes comparisons of";
  const cases: [args: string[], message: string][] = [
    [
      ["results.json"],
      `Cannot add results.json: ${wanted} compare --against, found one of two results; add those results instead`,
    ],
    [
      ["same.json"],
      `Cannot add same.json: ${wanted} two commits, found "${commitOf(2)}" on both sides`,
    ],
    [["cut.json"], "Cannot read cut.json: gated must be true or false, found nothing"],
  ];
  for (const [args, message] of cases) {
    const ended = await history(project, "add", "good.json", ...args);
    assertEquals(ended, { code: 2, out: "", error: `error: ${message}\n` });
  }
  const origin = await history(project, "add", "good.json", "--commit", "abcdef0");
  assertMatch(origin.error, /^error: Cannot use --timestamp or --commit for good\.json: /);
  assertEquals(await resultsIn(project), []);
});

Deno.test("an imported result of the moment of a comparison is another one", async () => {
  const moment = new Date(Date.UTC(2026, 0, 3));
  const comparison = dayComparison(2, { "suite/time": SLOWER });
  const data = {
    entries: {
      suite: [
        {
          commit: { id: commitOf(2) },
          date: moment.getTime(),
          tool: "customSmallerIsBetter",
          benches: [TIME],
        },
      ],
    },
  };
  await using project = await Project.create({ "data.json": JSON.stringify(data) });
  await history(project, "add", "data.json");
  const [{ environment }] = await resultsIn(project) as [ResultDocument];
  await project.write("c.json", renderComparisonJson({ ...comparison, environment }));
  assertEquals((await history(project, "add", "c.json")).out, "added 1 result to h\n");
  const again = await history(project, "add", "data.json");
  assertEquals(again.out, "added 0 results to h; 1 was already there\n");
});

Deno.test("a result is wanted where a comparison is no result", async () => {
  await using project = await Project.create({
    "c.json": renderComparisonJson(dayComparison(1, { a: SLOWER })),
  });
  let error = "";
  const io = { ...denoIo, writeError: (text: string) => void (error += text) };
  const path = project.path("c.json");
  assertEquals(await compare([`--current=${path}`, `--baseline=${path}`], io), 2);
  assertEquals(error, `error: Cannot read ${path}: expected a result, found a comparison\n`);
});
