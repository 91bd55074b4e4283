// The command `doctor`, as a user runs it.
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { Project, runIn, scripts } from "./project.ts";

const DOCTOR = fromFileUrl(new URL("doctor.ts", scripts));
const PERMISSIONS = ["--allow-read", "--allow-write", "--allow-run=deno,git,taskset"];

Deno.test("doctor applies the project's thresholds, lets no name do harm and names what fails once", async () => {
  const hostile = JSON.stringify("a\u001b[31m\n::error::b");
  const bench = (name: string, work: string) =>
    `Deno.bench({ name: ${name}, n: 1, warmup: 0, fn() { ${work} } });\n`;
  await using project = await Project.create({
    "a_bench.ts": bench(hostile, "Math.sqrt(2);").repeat(2) + bench('"bad"', 'throw "no";'),
    "b_bench.ts": 'throw "never";',
    "benchline.jsonc": '{ "threshold": 30, "moderate": 40 }',
  });
  const args = ["run", "--no-prompt", ...PERMISSIONS, DOCTOR, "--rounds", "4"];
  const { code, out, error } = await runIn(project, "deno", args);
  assertEquals(code, 0, error);
  assertMatch(out, /Gating at 30 % is (not )?reliable here/);
  assertStringIncludes(
    error,
    "warning: a_bench.ts registers a\\x1b[31m\\n::error::b more than once",
  );
  assertEquals((out + error).includes("\u001b"), false);
  assertEquals(error.split("\n").some((line) => line.startsWith("::")), false);
  // There is no other version to speak of.
  assertEquals(out.split("\n").filter((line) => line.startsWith("failed: ")), [
    'failed: a_bench.ts:bad cannot be run: threw "no"',
    'failed: b_bench.ts could not be loaded: threw "never"',
  ]);
});
