// Commands in help and messages are those that the reader can type.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { main as benchline } from "../../scripts/benchline.ts";
import { main as compare } from "../../scripts/compare.ts";
import { asStarted } from "../../scripts/cli/as_started.ts";
import { COMMANDS } from "../../scripts/cli/commands.ts";
import { startAsBenchline } from "../../scripts/cli/program.ts";
import { quoteWord } from "../../scripts/cli/shell_quotes.ts";
import { ProjectTasks } from "../../scripts/command/init/tasks.ts";
import { main as run } from "../../scripts/run.ts";
import { MemoryIo } from "../helpers/memory_io.ts";

Deno.test("asStarted() keeps benchline if that was started, and names tasks otherwise", () => {
  const io = {};
  const text = "benchline run a | benchline compare; a fault in benchline is no benchline comand";
  assertEquals(
    asStarted(text, io),
    "deno task bench a | deno task compare; a fault in benchline is no benchline comand",
  );
  {
    using _ = startAsBenchline(io);
    assertEquals(asStarted(text, io), text);
  }
});

Deno.test("asStarted() names a task only if init makes it", () => {
  const { names } = new ProjectTasks(null, "deno.json");
  for (const [command, task] of Object.entries(names)) {
    assertEquals(asStarted(`benchline ${command} x`, {}), `deno task ${task} x`);
  }
  const others = Object.keys(COMMANDS).filter((name) => !Object.hasOwn(names, name));
  assertEquals(others, ["import", "merge", "doctor", "init", "github"]);
  for (const name of others) {
    const script = fromFileUrl(new URL(`../../scripts/${name}.ts`, import.meta.url));
    const line = asStarted(`benchline ${name} x`, {});
    assert(line.startsWith("deno run -R "), line);
    assert(line.endsWith(` ${quoteWord(script)} x`), line);
  }
  assertStringIncludes(asStarted("benchline github", {}), " '-E=BENCHLINE_*,GITHUB_*,CI,");
});

Deno.test("the help of benchline names no task, and that of a script names no benchline", async () => {
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
