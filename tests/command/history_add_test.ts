// Checks what `history add` accepts and reports.
import { assertEquals, assertMatch } from "@std/assert";
import { stringifyResultDocument } from "../../scripts/result/stringify.ts";
import { dayDocument } from "../helpers/history.ts";
import { readTestdata } from "../helpers/testdata.ts";
import { Project } from "../project.ts";
import { history, kept, resultsIn, TIME } from "../helpers/history_command.ts";

const GO = "BenchmarkSort 1000 5000 ns/op\n";

Deno.test("a history of github-action-benchmark is added once, with one result per commit and run", async () => {
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

Deno.test("only new results of a history are added the next time", async () => {
  await using project = await Project.create({ "data.json": kept([TIME]) });
  await history(project, "add", "data.json");
  await project.write("data.json", kept([TIME], [TIME]));
  const { out } = await history(project, "add", "data.json");
  assertEquals(out, "added 1 result to h; 1 was already there\n");
  assertEquals((await resultsIn(project)).length, 2);
});

Deno.test("results of one time and commit are both kept if their figures differ", async () => {
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

Deno.test("nothing is added if one of the results cannot be", async () => {
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

Deno.test("parts of a history that were left out or that it cannot follow are reported", async () => {
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

Deno.test("a folder of asv is added, with one result per commit and machine", async () => {
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
  // These are the paths that a shell expands a pattern to.
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

Deno.test("files that only describe results are not results", async () => {
  await using project = await asvFolder();
  const machine = await history(project, "add", "results/laptop/machine.json");
  assertEquals([machine.code, machine.error], [
    2,
    "error: Cannot add results/laptop/machine.json: it has no result and only describes other files\n",
  ]);
});

Deno.test("results measured in a different order from their commits are named", async () => {
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

Deno.test("the time of a file is used only for a single result", async () => {
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

Deno.test("--timestamp and --commit supply what a file lacks", async () => {
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

Deno.test("--timestamp and --commit are refused if they cannot be right", async () => {
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
