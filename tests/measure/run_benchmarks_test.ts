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

Deno.test("measureInRounds() continues without files and benchmarks that fail", async (t) => {
  await using project = await Project.create({
    "a_bench.ts": `Deno.bench("hung", () => {});\n${HANG}\n`,
    "b_bench.ts": `Deno.bench("killed", () => {});\nDeno.kill(Deno.pid, "SIGKILL");\n`,
    // "once" fails in the second round, since it finds the mark of the first.
    "c_bench.ts": `${BUSY}
const BRIEF = { n: 10, warmup: 0 };
let mark = "";
try { mark = Deno.readTextFileSync("mark"); } catch { /* the first round */ }
Deno.bench("steady", BRIEF, () => busy(1));
Deno.bench("once", BRIEF, () => {
  if (mark !== "") throw new Error("not\\n  again");
  Deno.writeTextFileSync("mark", "x");
  busy(1);
});
Deno.bench("no error", () => { throw "a text"; });
`,
  });
  const outcome = await measureInRounds(options(project, {
    rounds: 3,
    benchTimeoutMs: 4000,
    flags: ["--no-check", "--allow-read", "--allow-write", "--allow-run"],
  }));
  assert(!outcome.partial);
  const found = outcome.benchmarks.map(({ name, rounds, failures }) =>
    [name, rounds.length, failures] as const
  );
  await t.step("a file that hangs or ends the process while it loads", () => {
    assertEquals(
      found.slice(0, 2).map(([name, rounds, failures]) => [name, rounds, failures.length]),
      [["hung", 0, 1], ["killed", 0, 1]],
    );
    assertEquals(outcome.unloadedFiles.map((file) => file.replace(/.*\//, "")), [
      "a_bench.ts",
      "b_bench.ts",
    ]);
  });
  await t.step("a benchmark that failed in an earlier round", () => {
    assertEquals(found.slice(2), [
      ["steady", 3, []],
      ["once", 1, [{ round: 2, message: "not again" }]],
      ["no error", 0, [{ round: 1, message: '"a text"' }]],
    ]);
  });
});

Deno.test("measureInRounds() names the first type error", async () => {
  await using project = await Project.create({
    "a_bench.ts": 'export const a: number = "";\n',
    // The checker takes a third of the time if it knows fewer types.
    "deno.json": '{ "compilerOptions": { "lib": ["es5"] } }',
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
