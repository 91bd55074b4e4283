// One process runs a command many times, and each run behaves like the first.
import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { relative } from "@std/path";
import { Project } from "../project.ts";
import { CommandProcess } from "./command_process.ts";

const GO = "BenchmarkA-2 100 5 ns/op\n";

Deno.test("CommandProcess returns the exit codes and the streams of runs in their order", async () => {
  await using project = await Project.create({ "go.txt": GO });
  const process = new CommandProcess("import", ["--allow-read"]);
  const [first, second, third] = await Promise.all([
    process.run(project.folder, ["--quiet", "go.txt"]),
    process.run(project.folder, ["none.txt"]),
    process.run(project.folder, ["--quiet", "go.txt"]),
  ]);
  assertEquals(first.code, 0, first.error);
  assertMatch(first.out, /\bBenchmarkA-2\b/);
  assertEquals([second.code, second.out], [2, ""]);
  assertMatch(second.error, /^error: Cannot read none\.txt: [^\n]*\n$/);
  assertEquals(third, first);
});

Deno.test("CommandProcess starts each run from the folder in which it was started itself", async () => {
  // From a folder deeper than this checkout, the same relative path does not lead to the root.
  const deep = Deno.cwd().replaceAll(/[^/\\]+/g, "a").replace(/^.*?a/, "a/a");
  await using project = await Project.create({ [`${deep}/go.txt`]: GO });
  const process = new CommandProcess("import", ["--allow-read"]);
  const folder = relative(Deno.cwd(), project.path(deep));
  const first = await process.run(folder, ["--quiet", "go.txt"]);
  assertEquals(first.code, 0, first.error);
  assertEquals(await process.run(folder, ["--quiet", "go.txt"]), first);
  assertEquals((await process.run(folder, ["none.txt"])).code, 2);
  assertEquals(await process.run(folder, ["--quiet", "go.txt"]), first);
});

Deno.test("CommandProcess sets variables for one run", async () => {
  await using project = await Project.create();
  const process = new CommandProcess("github", [
    "--allow-read",
    "--allow-env=BENCHLINE_*,GITHUB_*",
  ]);
  const without = await process.run(project.folder, ["keep"]);
  const token = { GITHUB_TOKEN: "secret" };
  const refused = await process.run(project.folder, ["run"], token);
  assertEquals(refused.code, 2);
  assertMatch(refused.error, /GITHUB_TOKEN/);
  assertEquals(await process.run(project.folder, ["keep"]), without);
  const other = await process.run(project.folder, ["run"]);
  assertEquals(other.error.includes("GITHUB_TOKEN"), false, other.error);
});

Deno.test("CommandProcess reports how its process ended", async () => {
  await using project = await Project.create();
  const process = new CommandProcess("no_such_script", ["--allow-read"]);
  for (const _ of ["first", "second"]) {
    await assertRejects(
      () => process.run(project.folder, ["--out", "a"]),
      Error,
      "Cannot run no_such_script --out a: the process has ended with 1",
    );
  }
});
