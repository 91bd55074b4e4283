import { assertEquals, assertThrows } from "@std/assert";
import { makeProject, withUnits } from "../../benchmarks/evidence/project.ts";
import { runProcess } from "../../benchmarks/evidence/process.ts";
import { ifThorough } from "../helpers/thorough.ts";

const { signal } = new AbortController();

Deno.test({
  ...ifThorough(
    "makeProject() makes a commit and a plain copy of it, which differ in one planted number",
  ),
  async fn() {
    await using project = await makeProject(signal);
    const options = { cwd: project.current, signal };
    assertEquals(await runProcess("git", ["status", "--porcelain"], options), "");
    await runProcess("deno", ["check", "--quiet", "."], options);
    for (const name of ["kinds_bench.ts", "units.ts", "deno.json"]) {
      assertEquals(
        await Deno.readTextFile(`${project.baseline}/${name}`),
        await runProcess("git", ["show", `HEAD:${name}`], options),
      );
    }
    await project.plant(100);
    await project.plant(15);
    const changes = await runProcess("git", ["diff", "--unified=0"], options);
    assertEquals(
      changes.split("\n").filter((line) => /^[+-](?![+-])/.test(line)),
      [
        "-export const units = Int32Array.of(100);",
        "+export const units = Int32Array.of(115);",
      ],
    );
    await project.plant(0);
    assertEquals(await runProcess("git", ["status", "--porcelain"], options), "");
  },
});

Deno.test("makeProject() removes its folder on disposal", async () => {
  let folder: string;
  {
    await using project = await makeProject(signal);
    folder = project.baseline.replace(/[^/\\]+$/, "");
  }
  assertEquals(await Deno.stat(folder).catch((error) => error.name), "NotFound");
});

Deno.test("withUnits() refuses a template without units", () => {
  assertThrows(() => withUnits("export const units = 100;", 115), Error, "no units");
});
