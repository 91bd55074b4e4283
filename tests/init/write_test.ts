// What init writes into a project, and when it writes nothing.
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { main } from "../../scripts/init.ts";
import { Failure } from "../../scripts/result/failure.ts";
import { parseConfig } from "../../scripts/verdict/config.ts";
import { EMPTY, HOME, init, nobody, TASKS, tasksIn } from "../helpers/init.ts";
import { MemoryIo } from "../helpers/memory_io.ts";

Deno.test("init shows what it would write, and writes it after confirmation", async () => {
  const io = new MemoryIo(EMPTY);
  let asked = "";
  const confirm = (question: string) => {
    asked = question;
    assertEquals([...io.files], Object.entries(EMPTY));
    return true;
  };
  assertEquals(await main([], io, { ...nobody, confirm }), 0);
  const paths = ["deno.json", "benchline.jsonc", ".gitignore", ".github/workflows/benchmarks.yml"];
  assertEquals(asked, `Write ${paths.join(", ")}?`);
  assertEquals([...io.files.keys()], paths);
  assertEquals(io.files.get(".gitignore"), "benchmarks/results/\n");
  const tasks = tasksIn(io.files.get("deno.json")!);
  assertEquals(Object.keys(tasks), TASKS);
  assertStringIncludes(tasks["compare"]!, `${HOME}scripts/compare.ts`);
  assertEquals(parseConfig(io.files.get("benchline.jsonc")!, "benchline.jsonc").threshold, 10);
  for (const [, text] of io.files) assertStringIncludes(io.out, text.trim().split("\n").at(-1)!);
  assertStringIncludes(io.out, "next: deno task bench\n");
});

Deno.test("init writes nothing if it is not wanted, not confirmed, or an argument is refused", async (t) => {
  const yes = () => true;
  const rows: [args: string[], confirm: (() => boolean) | null, code: number][] = [
    [["--dry-run"], yes, 0],
    [["--dry-run", "--yes"], yes, 0],
    [[], () => false, 1],
    [["--check"], yes, 1],
    [[], null, 2],
    [["somewhere"], yes, 2],
    [["--workflow", "jenkins"], yes, 2],
    [["--check", "--yes"], yes, 2],
  ];
  for (const [args, confirm, code] of rows) {
    await t.step(`${args.join(" ")} ${confirm}`, async () => {
      const done = await init(EMPTY, args, { confirm });
      assertEquals([done.code, done.files], [code, EMPTY]);
      if (code === 2) assertMatch(done.error, /^error: .*\n$/);
    });
  }
});

Deno.test("init writes no file if it cannot write all of them", async () => {
  const io = new MemoryIo(EMPTY);
  io.unwritable.add("benchline.jsonc");
  assertEquals(await main(["--yes"], io, nobody), 2);
  assertEquals(Object.fromEntries(io.files), EMPTY);
  assertEquals(
    io.error,
    "error: Cannot write benchline.jsonc: the operating system denies it\n",
  );
});

Deno.test("init does not replace a read-only file", async () => {
  const io = new MemoryIo(EMPTY);
  io.appendText = (path) => Promise.reject(new Failure(`Cannot write ${path}: it is denied`));
  assertEquals(await main(["--yes"], io, nobody), 2);
  assertEquals(Object.fromEntries(io.files), EMPTY);
  assertEquals(io.error, "error: Cannot write deno.json: it is denied\n");
});

Deno.test("init sets up only the top folder of a project", async (t) => {
  const rows: [what: string, files: Record<string, string>, error: string | null][] = [
    [
      "nothing",
      {},
      "there is no deno.json, package.json or bench file in it; run init in the folder of a project",
    ],
    ["other files", { "README.md": "" }, "there is no deno.json, package.json or bench file in it"],
    [
      "a folder of a project",
      { "../deno.json": "{}", "../.git/config": "", "a_bench.ts": "" },
      "the project is in ../; run init there",
    ],
    ["a configuration of Deno", { "deno.jsonc": "{}" }, null],
    ["a package", { "package.json": "{}" }, null],
    ["a repository", { ".git/config": "" }, null],
    ["a bench file", { "sort.bench.ts": "" }, null],
  ];
  for (const [what, files, error] of rows) {
    await t.step(what, async () => {
      const done = await init(files, ["--yes"]);
      if (error === null) return assertEquals(done.code, 0, done.error);
      assertEquals([done.code, done.files], [2, files]);
      assertMatch(done.error, /^error: Cannot set up this folder: .*\n$/);
      assertStringIncludes(done.error, error);
    });
  }
});

Deno.test("init keeps what exists, and has nothing to do the second time", async () => {
  const before = {
    "deno.jsonc": '{\n\t// mine\n\t"tasks": {\n\t\t"bench": "mine", // own\n\t},\n}\n',
    "benchline.jsonc": '{ "flags": [] }',
    ".github/workflows/benchmarks.yml": "mine",
    ".gitignore": "/benchmarks/\n",
  };
  const { code, files, out } = await init(before, ["--yes"]);
  assertEquals(code, 0);
  const { "deno.jsonc": text, ...others } = files;
  const { "deno.jsonc": old, ...rest } = before;
  assertEquals<unknown>(others, rest);
  assert(text!.startsWith(old.slice(0, old.indexOf("\t},"))));
  assertEquals(Object.keys(tasksIn(text!)), ["bench", "bench:save", ...TASKS.slice(1)]);
  assertStringIncludes(out, "The task bench stays as it is; it does not start deno bench.\n");
  const again = await init(files, []);
  assertEquals([again.code, again.files], [0, files]);
  assertMatch(again.out, /Everything is already there; nothing to write\.\n$/);
  assertEquals((await init(files, ["--check"])).code, 0);
});

Deno.test("init says that nothing was written", async () => {
  const declined = await init(EMPTY, [], { confirm: () => false });
  assertMatch(declined.out, /\nNothing was written\.\n$/);
  const unattended = await init(EMPTY, []);
  assertEquals(
    unattended.error,
    "error: Cannot ask for confirmation: standard input is not a terminal, so nothing was written; use --yes\n",
  );
});
