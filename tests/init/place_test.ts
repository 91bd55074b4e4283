// The place of the scripts that tasks and workflows start.
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { parseConfig } from "../../scripts/verdict/config.ts";
import { CHECKOUT, EMPTY, HOME, init, PROJECT, TASKS, tasksIn } from "../helpers/init.ts";

Deno.test("init writes no path that exists only on this machine", async (t) => {
  const rows: [what: string, home: string, args: string[], written: string | null][] = [
    ["a URL", HOME, [], HOME],
    ["a checkout outside", CHECKOUT, [], null],
    ["a checkout beside, named alike", "file:///home/me/project2/", [], null],
    ["the project around it", "file:///home/me/", [], null],
    ["a checkout within", `${PROJECT}tools/benchline/`, [], "./tools/benchline/"],
    ["the project itself", PROJECT, [], "./"],
    ["a place that is named", CHECKOUT, ["--from", HOME], HOME],
    ["a folder that is named", CHECKOUT, ["--from=tools/b"], "./tools/b/"],
  ];
  for (const [what, home, args, written] of rows) {
    await t.step(what, async () => {
      const before = { ...EMPTY, "tools/b/scripts/run.ts": "" };
      const { code, files, out, error } = await init(before, ["--yes", ...args], { home });
      if (written === null) {
        assertEquals([code, files, out], [2, before, ""]);
        const message = `Cannot set up the project from ${home}, which only this machine can read`;
        assertEquals(
          error,
          `error: ${message}: give --from URL of a folder that contains scripts/, such as --from https://raw.githubusercontent.com/YOU/benchline/v0.1/\n`,
        );
        return;
      }
      assertEquals(code, 0, error);
      const tasks = tasksIn(files["deno.json"]!);
      for (const name of TASKS) {
        const script = name === "bench" ? "run" : name;
        assert(tasks[name]!.endsWith(` ${written}scripts/${script}.ts`), tasks[name]);
      }
      const workflow = files[".github/workflows/benchmarks.yml"]!;
      assertStringIncludes(workflow, ` ${written}scripts/github.ts compare\n`);
      const { $schema } = parseConfig(files["benchline.jsonc"]!, "benchline.jsonc");
      assertEquals($schema, `${written}scripts/verdict/config.schema.json`);
    });
  }
});

Deno.test("init refuses a place that no workflow could reach", async (t) => {
  const rows: [from: string, reason: string][] = [
    ["https://jsr.test/$VERSION", '"$" is a placeholder; give the real URL'],
    ["https://jsr.test/<version>/", '"<" is a placeholder'],
    ["https://github.test/OWNER/benchline", '"OWNER" is a placeholder'],
    ["https://github.test/your-name/benchline", '"your-name" is a placeholder'],
    ["https://example.com/benchline", '"example.com" is a placeholder'],
    ["https://bench.example/benchline", '"bench.example" is a placeholder'],
    ["https://URL/benchline", '"URL" is a placeholder'],
    ["https://raw.githubusercontent.com/YOU/benchline/v0.1/", '"YOU" is a placeholder'],
    ["$URL", "expected a URL with https:// or a path from the project's folder"],
    [
      "jsr:@benchline/benchline",
      "expected a URL with https:// or a path from the project's folder",
    ],
    ["/home/me/benchline", "expected a URL with https:// or a path from the project's folder"],
    [CHECKOUT, "only this machine can read it, and a workflow could not"],
    ["../benchline", "it is outside the repository"],
    ["nowhere", "it has no scripts/run.ts"],
  ];
  for (const [from, reason] of rows) {
    await t.step(from, async () => {
      const done = await init(EMPTY, ["--yes", `--from=${from}`], { home: CHECKOUT });
      assertEquals([done.code, done.files], [2, EMPTY]);
      assert(
        done.error.startsWith(`error: Cannot use ${JSON.stringify(from)}: ${reason}`),
        done.error,
      );
    });
  }
  const here = await init(EMPTY, ["--yes", `--from=${CHECKOUT}`, "--workflow=none"]);
  assertEquals(here.code, 0, here.error);
});

Deno.test("init accepts addresses whose parts only look like placeholders", async (t) => {
  const addresses = [
    "https://yourself.test/NAME/b/",
    "https://jsr.test/@user/repo/1.0.0/",
    "https://examples.test/example/",
    "https://bench.test/USERS/your/",
  ];
  for (const from of addresses) {
    await t.step(from, async () => {
      const done = await init(EMPTY, ["--yes", `--from=${from}`], { home: CHECKOUT });
      assertEquals(done.code, 0, done.error);
    });
  }
});

Deno.test("init asks once where everybody can reach the scripts", async () => {
  let asked = "";
  const ask = (question: string) => {
    asked = question;
    return ` ${HOME}\n`;
  };
  const done = await init(EMPTY, ["--yes"], { home: CHECKOUT, ask });
  assertEquals(done.code, 0, done.error);
  assertMatch(asked, /^Which URL can everybody reach the scripts at\?/);
  assertStringIncludes(done.files["deno.json"]!, ` ${HOME}scripts/run.ts"`);
  const again = await init(done.files, [], { home: CHECKOUT });
  assertEquals([again.code, again.files], [0, done.files]);
  assertEquals((await init(EMPTY, ["--yes"], { home: CHECKOUT, ask: () => null })).code, 2);
});

Deno.test("init shows a placeholder if it only shows something and no URL is known", async (t) => {
  const ask = () => {
    throw new Error("it asks");
  };
  for (const [option, code] of [["--dry-run", 0], ["--check", 1]] as const) {
    await t.step(option, async () => {
      const done = await init(EMPTY, [option], { home: CHECKOUT, ask });
      assertEquals([done.code, done.error, done.files], [code, "", EMPTY]);
      assertStringIncludes(done.out, " https://URL/scripts/run.ts");
      assertStringIncludes(
        done.out,
        "https://URL/ is a placeholder, because only this machine can read the scripts: give --from URL",
      );
      const named = await init(EMPTY, [option, `--from=${HOME}`], { home: CHECKOUT, ask });
      assert(!named.out.includes("https://URL/"));
    });
  }
});

Deno.test("init quotes a path if a shell would split it", async () => {
  const { files } = await init(EMPTY, ["--yes"], { home: `${PROJECT}my%20tools/it's/` });
  const { bench } = tasksIn(files["deno.json"]!);
  assert(bench!.endsWith(` './my tools/it'\\''s/scripts/run.ts'`), bench);
});
