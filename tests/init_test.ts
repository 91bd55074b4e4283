// A project that is set up, as a newcomer would do it.
import { assert, assertEquals, assertMatch, assertStringIncludes, assertThrows } from "@std/assert";
import { Failure } from "../mod.ts";
import { ignoreResults } from "../scripts/command/init/gitignore.ts";
import { addTasks } from "../scripts/command/init/scaffold.ts";
import { main } from "../scripts/init.ts";
import { parseJsonc } from "../scripts/result/jsonc.ts";
import { parseConfig } from "../scripts/verdict/config.ts";
import { MemoryIo } from "./helpers/memory_io.ts";
import { Project, runIn } from "./project.ts";

const HOME = "https://example.com/benchline/";
const TASKS = ["bench", "compare", "baseline", "history", "bisect"];
const PROJECT = "file:///home/me/project/";
const yes = { home: HOME, project: PROJECT, confirm: () => true };

Deno.test("init shows what it would write, and writes it once confirmed", async () => {
  const io = new MemoryIo();
  let asked = "";
  const confirm = (question: string) => {
    asked = question;
    assertEquals(io.files.size, 0);
    return true;
  };
  assertEquals(await main([], io, { home: HOME, project: PROJECT, confirm }), 0);
  assertEquals(
    asked,
    "Write deno.json, benchline.jsonc, .gitignore, .github/workflows/benchmarks.yml?",
  );
  assertEquals([...io.files.keys()], [
    "deno.json",
    "benchline.jsonc",
    ".gitignore",
    ".github/workflows/benchmarks.yml",
  ]);
  assertEquals(io.files.get(".gitignore"), "benchmarks/results/\n");
  const { tasks } = JSON.parse(io.files.get("deno.json")!);
  assertEquals(Object.keys(tasks), TASKS);
  assertStringIncludes(tasks.compare, `${HOME}scripts/compare.ts`);
  assertEquals(parseConfig(io.files.get("benchline.jsonc")!, "benchline.jsonc").threshold, 10);
  for (const [, text] of io.files) assertStringIncludes(io.out, text.trim().split("\n").at(-1)!);
});

Deno.test("init writes nothing where it is not wanted, or not confirmed", async (t) => {
  const rows: [args: string[], confirm: (() => boolean) | null, code: number][] = [
    [["--dry-run"], () => true, 0],
    [[], () => false, 1],
    [[], null, 2],
    [["somewhere"], () => true, 2],
    [["--workflow", "gitlab"], () => true, 2],
  ];
  for (const [args, confirm, code] of rows) {
    await t.step(`${args.join(" ")} ${confirm}`, async () => {
      const io = new MemoryIo();
      assertEquals(await main(args, io, { home: HOME, project: PROJECT, confirm }), code);
      assertEquals(io.files.size, 0);
    });
  }
});

Deno.test("init leaves what is there, and a second time finds nothing to do", async () => {
  const before = {
    "deno.jsonc": '{\n  // mine\n  "tasks": { "bench": "mine" }\n}\n',
    "benchline.jsonc": "{}",
    ".github/workflows/benchmarks.yml": "mine",
    ".gitignore": "/benchmarks/\n",
  };
  const io = new MemoryIo(before);
  assertEquals(await main(["--yes"], io, yes), 0);
  assertEquals(io.files.get("benchline.jsonc"), "{}");
  assertEquals(io.files.get(".github/workflows/benchmarks.yml"), "mine");
  assertEquals(io.files.get(".gitignore"), "/benchmarks/\n");
  const text = io.files.get("deno.jsonc")!;
  assertStringIncludes(text, "// mine");
  const { tasks } = parseJsonc(text, "deno.json") as { tasks: Record<string, string> };
  assertEquals(Object.keys(tasks).sort(), TASKS.toSorted());
  assertEquals(tasks["bench"], "mine");
  const again = new MemoryIo(Object.fromEntries(io.files));
  assertEquals(await main([], again, { home: HOME, project: PROJECT, confirm: null }), 0);
  assertEquals(again.out, "Everything is there already; nothing to write.\n");
});

Deno.test("init writes no path that only this machine knows", async (t) => {
  const rows: [what: string, home: string, args: string[], written: string | null][] = [
    ["a URL", HOME, [], HOME],
    ["a checkout outside", "file:///home/me/benchline/", [], null],
    ["a checkout beside, named alike", "file:///home/me/project2/", [], null],
    ["the project around it", "file:///home/me/", [], null],
    ["a checkout within", `${PROJECT}tools/benchline/`, [], "./tools/benchline/"],
    ["the project itself", PROJECT, [], "./"],
    ["a place that is named", "file:///home/me/benchline/", ["--from", HOME], HOME],
    ["a folder that is named", "file:///home/me/benchline/", ["--from=../b"], "../b/"],
  ];
  for (const [what, home, args, written] of rows) {
    await t.step(what, async () => {
      const io = new MemoryIo();
      const code = await main(["--yes", ...args], io, { home, project: PROJECT, confirm: null });
      if (written === null) {
        assertEquals([code, io.files.size, io.out], [2, 0, ""]);
        const message = `Cannot set the project up from ${home}, which only this machine knows`;
        assertEquals(io.error, `error: ${message}: give --from URL\n`);
        return;
      }
      assertEquals(code, 0, io.error);
      const { tasks } = JSON.parse(io.files.get("deno.json")!);
      for (const name of TASKS) {
        const script = name === "bench" ? "run" : name;
        assert(tasks[name].endsWith(` ${written}scripts/${script}.ts`), tasks[name]);
      }
      const workflow = io.files.get(".github/workflows/benchmarks.yml")!;
      assertStringIncludes(workflow, ` ${written}scripts/github.ts compare\n`);
      const { $schema } = parseJsonc(io.files.get("benchline.jsonc")!, "benchline.jsonc") as {
        $schema: string;
      };
      assertEquals($schema, `${written}scripts/verdict/config.schema.json`);
    });
  }
});

Deno.test("init quotes a path where the shell would break it", async () => {
  const io = new MemoryIo();
  const home = `${PROJECT}my%20tools/it's/`;
  assertEquals(await main(["--yes"], io, { home, project: PROJECT, confirm: null }), 0);
  const { tasks } = JSON.parse(io.files.get("deno.json")!);
  assert(tasks.bench.endsWith(` './my tools/it'\\''s/scripts/run.ts'`), tasks.bench);
});

Deno.test("ignoreResults() adds the results unless they are ignored already", async (t) => {
  const rows: [what: string, before: string | null, after: string | null][] = [
    ["no list", null, "benchmarks/results/\n"],
    ["an empty list", "", "benchmarks/results/\n"],
    ["others", "node_modules/\n", "node_modules/\nbenchmarks/results/\n"],
    ["no line break at the end", "dist", "dist\nbenchmarks/results/\n"],
    ["Windows", "dist\r\n", "dist\r\nbenchmarks/results/\r\n"],
    ["a comment", "# benchmarks/results/\n", "# benchmarks/results/\nbenchmarks/results/\n"],
    ["elsewhere", "/results/\n", "/results/\nbenchmarks/results/\n"],
    ["taken back", "*.json\n!*_results.json\n", "*.json\n!*_results.json\nbenchmarks/results/\n"],
    [
      "a file of that name",
      "benchmarks/results/x\n",
      "benchmarks/results/x\nbenchmarks/results/\n",
    ],
    ["itself", "benchmarks/results/", null],
    ["without a slash at the end", "benchmarks/results\n", null],
    ["from the root", "/benchmarks/results/ \n", null],
    ["its files", "a\r\nbenchmarks/results/*\r\n!benchmarks/results/.gitkeep\r\n", null],
    ["the folder around it", "/benchmarks/\n", null],
    ["the folder around it, anywhere", "benchmarks\n", null],
    ["its name, anywhere", "results/\n", null],
    ["at any depth", "**/results/\n", null],
    ["everything in the folder around it", "benchmarks/*\n", null],
    ["everything below", "benchmarks/**\n", null],
    ["by the name of the files", "*_results.json\n", null],
    ["what is no glob", "[z-a]\n", "[z-a]\nbenchmarks/results/\n"],
    ["a folder that nothing is taken back of", "benchmarks/\n!benchmarks/results/x.json\n", null],
  ];
  for (const [what, before, after] of rows) {
    await t.step(what, () => assertEquals(ignoreResults(before)?.text ?? null, after));
  }
});

Deno.test("addTasks() keeps everything else of a configuration", async (t) => {
  const rows: [what: string, text: string][] = [
    ["empty", "{}"],
    ["other members", '{ "name": "@a/b" }'],
    ["a comment first", '// { "tasks": {} }\n{ /* x */ "imports": {}, }'],
    ["empty tasks", '{ "tasks": {}, "name": "x" }'],
    ["tasks with a trailing comma", '{ "tasks": { "a": "b", }, }'],
  ];
  for (const [what, text] of rows) {
    await t.step(what, () => {
      const after = parseJsonc(addTasks(text, HOME, "deno.json")!.text, "deno.json") as {
        tasks: Record<string, string>;
      };
      const before = parseJsonc(text, "deno.json") as { tasks?: Record<string, string> };
      const { tasks, ...rest } = after;
      const { tasks: old = {}, ...others } = before;
      assertEquals(rest as unknown, others);
      assertEquals(Object.keys(tasks).length, Object.keys(old).length + TASKS.length);
      for (const [name, command] of Object.entries(old)) assertEquals(tasks[name], command);
    });
  }
});

Deno.test("addTasks() refuses what it cannot change", () => {
  assertThrows(() => addTasks("[]", HOME, "deno.json"), Failure, "an object is wanted");
  assertThrows(() => addTasks("{", HOME, "deno.json"), Failure, "Cannot read deno.json");
});

Deno.test("after init, deno task bench and deno task compare run in an empty project", async () => {
  await using project = await Project.create({
    "a_bench.ts": "let x = 1; Deno.bench('a', () => { x = Math.sqrt(x + 1); });",
  });
  const root = new URL("../", import.meta.url).href;
  const init = [
    "run",
    "--no-prompt",
    "--allow-read=.",
    "--allow-write=.",
    `${root}scripts/init.ts`,
  ];
  const made = await runIn(project, "deno", [...init, "--yes", `--from=${root}`]);
  assertEquals(made.code, 0, made.error);
  const bench = await runIn(project, "deno", ["task", "bench", "--rounds", "2"]);
  assertEquals(bench.code, 0, bench.error);
  const accept = await runIn(project, "deno", ["task", "baseline", "accept"]);
  assertEquals(accept.code, 0, accept.error);
  const compare = await runIn(project, "deno", ["task", "compare"]);
  assertEquals(compare.code, 0, compare.error);
  assertMatch(compare.out, /^1 (unchanged|inconclusive)$/m);
});
