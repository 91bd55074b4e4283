import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import {
  measureInRounds,
  type RunOptions,
  type RunProgress,
} from "../../scripts/measure/run_benchmarks.ts";
import { Failure } from "../../scripts/result/failure.ts";
import { BUSY, HANG, Project } from "../project.ts";

function options(project: Project, more: Partial<RunOptions> = {}): RunOptions {
  return {
    root: project.folder,
    files: [],
    rounds: 1,
    filter: null,
    benchTimeoutMs: 60_000,
    flags: ["--no-check"],
    signal: new AbortController().signal,
    ...more,
  };
}

Deno.test("measureInRounds() returns the finished rounds when it is aborted", async () => {
  await using project = await Project.create({
    "a_bench.ts": `${BUSY}\nDeno.bench("quick", { n: 10, warmup: 0 }, () => busy(1));\n`,
    "b_bench.ts": `Deno.bench("endless", () => { ${HANG} });\n`,
  });
  const controller = new AbortController();
  const seen: RunProgress[] = [];
  const outcome = await measureInRounds(options(project, {
    rounds: 3,
    signal: controller.signal,
    onProgress(progress) {
      seen.push(progress);
      if (progress.benchmark === "endless") controller.abort("enough was seen");
    },
  }));
  assert(outcome.partial);
  assertEquals(
    outcome.benchmarks.map(({ name, rounds, failures }) => [name, rounds.length, failures]),
    [["quick", 1, []], ["endless", 0, []]],
  );
  assertStringIncludes(outcome.warnings.at(-1)!, "enough was seen");
  assertEquals(
    seen.map(({ step, round, benchmark, done, total }) => [step, round, benchmark, done, total]),
    [
      ["list", 0, null, 0, 0],
      ["round", 1, "quick", 0, 8],
      ["round", 1, "endless", 1, 8],
    ],
  );
});

Deno.test("measureInRounds() leaves a benchmark that failed out of later rounds", async () => {
  await using project = await Project.create({
    // Fails in the second round only: the first leaves a mark, which nothing else can do.
    "a_bench.ts": `${BUSY}
const BRIEF = { n: 10, warmup: 0 };
let mark = "";
try { mark = Deno.readTextFileSync("${"FOLDER"}/mark"); } catch { /* the first time */ }
Deno.bench("steady", BRIEF, () => busy(1));
Deno.bench("once", BRIEF, () => {
  if (mark !== "") throw new Error("not\\n  again");
  Deno.writeTextFileSync("${"FOLDER"}/mark", "x");
  busy(1);
});
Deno.bench("no error", () => { throw "a text"; });
`,
  });
  await project.write(
    "a_bench.ts",
    (await project.read("a_bench.ts")).replaceAll("FOLDER", project.folder),
  );
  const flags = ["--no-check", "--allow-read", "--allow-write"];
  const { benchmarks } = await measureInRounds(options(project, { rounds: 3, flags }));
  assertEquals(
    benchmarks.map(({ name, rounds, failures }) => [name, rounds.length, failures]),
    [
      ["steady", 3, []],
      ["once", 1, [{ round: 2, message: "not again" }]],
      ["no error", 0, [{ round: 1, message: '"a text"' }]],
    ],
  );
});

Deno.test("measureInRounds() continues without a file that hangs or ends the process", async () => {
  await using project = await Project.create({
    "a_bench.ts": `Deno.bench("hung", () => {});\n${HANG}\n`,
    "b_bench.ts": `Deno.bench("killed", () => {});\nDeno.kill(Deno.pid, "SIGKILL");\n`,
    "c_bench.ts": `${BUSY}\nDeno.bench("kept", { n: 10, warmup: 0 }, () => busy(1));\n`,
  });
  const outcome = await measureInRounds(options(project, {
    benchTimeoutMs: 4000,
    flags: ["--no-check", "--allow-run"],
  }));
  assertEquals(
    outcome.benchmarks.map(({ name, rounds, failures }) => [name, rounds.length, failures.length]),
    [["hung", 0, 1], ["killed", 0, 1], ["kept", 1, 0]],
  );
  assertEquals(outcome.unloadedFiles.map((file) => file.replace(/.*\//, "")), [
    "a_bench.ts",
    "b_bench.ts",
  ]);
  assert(!outcome.partial);
});

Deno.test("measureInRounds() names the first type error", async () => {
  await using project = await Project.create({
    "a_bench.ts": 'export const a: number = "";\n',
  });
  const error = await assertRejects(
    () => measureInRounds(options(project, { flags: [] })),
    Failure,
    "Nothing to run: a_bench.ts could not be loaded: TS2322",
  );
  assertMatch(error.message, /a_bench\.ts:1:14$/);
});

Deno.test("measureInRounds() names every file that lacks a permission, and all flags", async () => {
  await using project = await Project.create({
    "a_bench.ts": 'Deno.readTextFileSync("a.txt");\n',
    "b_bench.ts": 'Deno.env.get("HOME");\n',
    "c_bench.ts": 'Deno.readTextFileSync("c.txt");\n',
  });
  const { message } = await assertRejects(() => measureInRounds(options(project)), Failure);
  assertEquals(
    message.replaceAll(/NotCapable: | at [^;]*:\d+:\d+/g, ""),
    'Nothing to run: a_bench.ts could not be loaded: Requires read access to "a.txt"; ' +
      'b_bench.ts could not be loaded: Requires env access to "HOME"; ' +
      'c_bench.ts could not be loaded: Requires read access to "c.txt"; ' +
      "put flags for Deno after --, as in: -- --allow-env --allow-read",
  );
});

Deno.test("measureInRounds() runs only the benchmarks that the filter matches", async () => {
  await using project = await Project.create();
  await project.write(
    "a_bench.ts",
    ["one", "two", "three"].map((name) =>
      `Deno.bench("${name}", { n: 1, warmup: 0 }, () => Deno.writeTextFileSync("${project.folder}/${name}", ""));\n`
    ).join(""),
  );
  const flags = ["--no-check", "--allow-write"];
  const { benchmarks } = await measureInRounds(options(project, { filter: "two", flags }));
  assertEquals(benchmarks.map(({ name }) => name), ["two"]);
  assertEquals(await project.list(), ["a_bench.ts", "two"]);
});
