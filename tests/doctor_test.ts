// The command `doctor`, as a user runs it.
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { Project, runIn, scripts } from "./project.ts";

const DOCTOR = fromFileUrl(new URL("doctor.ts", scripts));
const PERMISSIONS = ["--allow-read", "--allow-write", "--allow-run=deno,git,taskset"];

Deno.test("doctor applies the project's thresholds, and lets no name do harm", async () => {
  const hostile = JSON.stringify("a\u001b[31m\n::error::b");
  const bench = `Deno.bench({ name: ${hostile}, n: 1, warmup: 0, fn() { Math.sqrt(2); } });\n`;
  await using project = await Project.create({
    "a_bench.ts": bench + bench,
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
});

Deno.test("doctor names what cannot be run once, and speaks of no other version", async () => {
  await using project = await Project.create({
    "a_bench.ts": `Deno.bench({ name: "bad", n: 1, warmup: 0, fn() { throw "no"; } });\n`,
    "b_bench.ts": 'throw "never";',
  });
  const args = ["run", "--no-prompt", ...PERMISSIONS, DOCTOR, "--rounds", "4"];
  const { code, out, error } = await runIn(project, "deno", args);
  assertEquals(code, 0, error);
  assertEquals(out.split("\n").filter((line) => line.startsWith("failed: ")), [
    'failed: a_bench.ts:bad cannot be run: threw "no"',
    'failed: b_bench.ts could not be loaded: threw "never"',
  ]);
});
