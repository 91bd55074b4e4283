// A project that is set up, as a newcomer would do it.
import { assertEquals, assertMatch, assertStringIncludes, assertThrows } from "@std/assert";
import { parse as parseJsonc } from "@std/jsonc/parse";
import { Failure } from "../mod.ts";
import { addTasks } from "../scripts/command/init/scaffold.ts";
import { main } from "../scripts/init.ts";
import { parseConfig } from "../scripts/verdict/config.ts";
import { MemoryIo } from "./helpers/memory_io.ts";
import { Project, runIn } from "./project.ts";

const HOME = "https://example.com/benchline/";
const TASKS = ["bench", "compare", "baseline", "history", "bisect"];
const yes = { home: HOME, confirm: () => true };

Deno.test("init shows what it would write, and writes it once confirmed", async () => {
  const io = new MemoryIo();
  let asked = "";
  const confirm = (question: string) => {
    asked = question;
    assertEquals(io.files.size, 0);
    return true;
  };
  assertEquals(await main([], io, { home: HOME, confirm }), 0);
  assertEquals(asked, "Write deno.json, benchline.jsonc, .github/workflows/benchmarks.yml?");
  assertEquals([...io.files.keys()], [
    "deno.json",
    "benchline.jsonc",
    ".github/workflows/benchmarks.yml",
  ]);
  const { tasks } = JSON.parse(io.files.get("deno.json")!);
  assertEquals(Object.keys(tasks), TASKS);
  assertStringIncludes(tasks.compare, `${HOME}scripts/compare.ts`);
  assertEquals(parseConfig(io.files.get("benchline.jsonc")!, "benchline.jsonc").threshold, 10);
  for (const [, text] of io.files) assertStringIncludes(io.out, text.split("\n")[1]!.trim());
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
      assertEquals(await main(args, io, { home: HOME, confirm }), code);
      assertEquals(io.files.size, 0);
    });
  }
});

Deno.test("init leaves what is there, and a second time finds nothing to do", async () => {
  const before = {
    "deno.jsonc": '{\n  // mine\n  "tasks": { "bench": "mine" }\n}\n',
    "benchline.jsonc": "{}",
    ".github/workflows/benchmarks.yml": "mine",
  };
  const io = new MemoryIo(before);
  assertEquals(await main(["--yes"], io, yes), 0);
  assertEquals(io.files.get("benchline.jsonc"), "{}");
  assertEquals(io.files.get(".github/workflows/benchmarks.yml"), "mine");
  const text = io.files.get("deno.jsonc")!;
  assertStringIncludes(text, "// mine");
  const { tasks } = parseJsonc(text) as { tasks: Record<string, string> };
  assertEquals(Object.keys(tasks).sort(), TASKS.toSorted());
  assertEquals(tasks["bench"], "mine");
  const again = new MemoryIo(Object.fromEntries(io.files));
  assertEquals(await main([], again, { home: HOME, confirm: null }), 0);
  assertEquals(again.out, "Everything is there already; nothing to write.\n");
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
      const after = parseJsonc(addTasks(text, HOME, "deno.json")!.text) as {
        tasks: Record<string, string>;
      };
      const before = parseJsonc(text) as { tasks?: Record<string, string> };
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
  const made = await runIn(project, "deno", [...init, "--yes"]);
  assertEquals(made.code, 0, made.error);
  const bench = await runIn(project, "deno", ["task", "bench", "--rounds", "2"]);
  assertEquals(bench.code, 0, bench.error);
  const accept = await runIn(project, "deno", ["task", "baseline", "accept"]);
  assertEquals(accept.code, 0, accept.error);
  const compare = await runIn(project, "deno", ["task", "compare"]);
  assertEquals(compare.code, 0, compare.error);
  assertMatch(compare.out, /^1 (unchanged|inconclusive)$/m);
});
