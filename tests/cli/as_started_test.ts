// Checks that help and messages name commands that the reader can type.
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { main as benchline } from "../../scripts/benchline.ts";
import { main as compare } from "../../scripts/compare.ts";
import { asStarted } from "../../scripts/cli/as_started.ts";
import { COMMANDS } from "../../scripts/cli/commands.ts";
import { startAsBenchline } from "../../scripts/cli/program.ts";
import { findTask } from "../../scripts/cli/project_task.ts";
import { quoteShown } from "../../scripts/cli/shell_quotes.ts";
import { ProjectTasks } from "../../scripts/command/init/tasks.ts";
import { main as run } from "../../scripts/run.ts";
import { MemoryIo } from "../helpers/memory_io.ts";
import { Project, runIn, scripts } from "../project.ts";

const noTask = () => null;

Deno.test("asStarted() keeps benchline if that was started, and otherwise names tasks", () => {
  const io = {};
  const text = "benchline run a | benchline compare; a fault in benchline is no benchline comand";
  const task = (script: string) => script.endsWith("/run.ts") ? "bench:save" : "compare";
  assertEquals(
    asStarted(text, io, task),
    "deno task bench:save a | deno task compare; a fault in benchline is no benchline comand",
  );
  {
    using _ = startAsBenchline(io);
    assertEquals(asStarted(text, io, task), text);
  }
});

Deno.test("asStarted() names scripts with their permissions if the project has no task for them", () => {
  for (const name of Object.keys(COMMANDS)) {
    const script = fromFileUrl(new URL(`../../scripts/${name}.ts`, import.meta.url));
    const line = asStarted(`benchline ${name} x`, {}, noTask);
    assert(line.startsWith("deno run -R"), line);
    assert(line.endsWith(` ${quoteShown(script)} x`), line);
  }
  assertMatch(asStarted("benchline github", {}, noTask), / ['"]-E=BENCHLINE_\*,GITHUB_\*,CI,/);
});

Deno.test("findTask() names a task only if it runs that script and nothing else", () => {
  const script = "file:///tools/benchline/scripts/run.ts";
  const url = "https://a.test/scripts/run.ts";
  const rows: [command: unknown, script: string, isFound: boolean][] = [
    ["deno run -R=. -W=. --allow-run=deno,git ../tools/benchline/scripts/run.ts", script, true],
    ["deno run -R /tools/benchline/scripts/run.ts", script, true],
    ["deno run -R '-E=PG*' '/tools/benchline/scripts/run.ts'", script, true],
    [{ description: "d", command: `deno run -R ${url}` }, url, true],
    [`deno run -R ${url}`, script, false],
    ["deno run -R scripts/run.ts", script, false],
    ["deno run -R /tools/benchline/scripts/run.ts --rounds=1", script, false],
    ["deno bench", script, false],
    [{ dependencies: ["a"] }, script, false],
    [null, script, false],
  ];
  for (const [command, wanted, isFound] of rows) {
    const config = { tasks: { bench: "deno bench", "bench:save": command } };
    assertEquals(
      findTask(config, "/project", wanted),
      isFound ? "bench:save" : null,
      JSON.stringify(command),
    );
  }
  for (const config of [null, [], {}, { tasks: null }, { tasks: "deno run a.ts" }]) {
    assertEquals(findTask(config, "/project", script), null);
  }
});

Deno.test("findTask() finds the tasks that init makes", () => {
  const rows: [home: string, folder: string][] = [
    ["https://a.test/", "https://a.test/"],
    ["/tools/my scripts/", "file:///tools/my%20scripts/"],
  ];
  for (const [home, folder] of rows) {
    const tasks = new ProjectTasks('{ "tasks": { "bench": "deno bench" } }', "deno.json");
    const config = JSON.parse(tasks.plan(home, false)!.text);
    assertEquals(findTask(config, "/project", `${folder}scripts/run.ts`), "bench:save");
    assertEquals(findTask(config, "/project", `${folder}scripts/bisect.ts`), "bisect");
  }
});

Deno.test("the hints of a script name a task of the project only if it runs that script", async () => {
  const script = fromFileUrl(new URL("baseline.ts", scripts));
  const run = fromFileUrl(new URL("run.ts", scripts));
  const rows: [config: string, hint: RegExp][] = [
    ['{ "tasks": { "bench": "deno bench" } }', /make one with: deno run -R=\. .*\/run\.ts'?\n$/],
    [`{ "tasks": { "bench": "deno run -R=. ${run}" } }`, /make one with: deno task bench\n$/],
    ["{", /make one with: deno run -R=\. .*\/run\.ts'?\n$/],
  ];
  for (const [config, hint] of rows) {
    await using project = await Project.create({ "deno.json": config });
    const args = ["run", "--no-config", "--no-prompt", "-R=.", script, "accept"];
    const { code, error } = await runIn(project, "deno", args);
    assertEquals(code, 2, error);
    assertMatch(error, hint);
  }
});

Deno.test("the help of benchline names no task, and that of a script does not name benchline", async () => {
  for (const name of ["run", "compare", "baseline", "history", "bisect", "import", "merge"]) {
    const io = new MemoryIo();
    await benchline([name, "--help"], io);
    assert(!io.out.includes("deno task"), io.out);
    assertStringIncludes(io.out, `Examples:\n  `);
    assertStringIncludes(io.out, `benchline ${name}`);
  }
  const script = new MemoryIo();
  await run(["--help"], script);
  assert(!/\bbenchline run\b/.test(script.out), script.out);
  assertStringIncludes(script.out, "deno task bench");
});

Deno.test("hints name the program that was started", async () => {
  const installed = new MemoryIo();
  assertEquals(await benchline(["compare"], installed), 2);
  assertStringIncludes(
    installed.error,
    "; make one with: benchline run, then: benchline baseline accept\n",
  );
  const script = new MemoryIo();
  assertEquals(await compare([], script), 2);
  assertStringIncludes(
    script.error,
    "; make one with: deno task bench, then: deno task baseline accept\n",
  );
});
