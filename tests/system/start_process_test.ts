// Deno starts no process with some variables, which conda, CUDA and actions/setup-python set.
import { assertEquals } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { refusedVariables } from "../../scripts/result/foreign_words.ts";
import { git, repository } from "../helpers/repository.ts";
import { ifThorough, isOneIn } from "../helpers/thorough.ts";
import { type Project, runIn, scripts } from "../project.ts";

Deno.test("refusedVariables() finds the names in a message of Deno", async (t) => {
  const rows: [message: string, names: string[]][] = [
    [
      "Requires --allow-run permissions to spawn subprocess with LD_LIBRARY_PATH environment variable. Alternatively",
      ["LD_LIBRARY_PATH"],
    ],
    [
      "Requires --allow-run permissions to spawn subprocess with DYLD_X, LD_Y environment variables. Alternatively",
      ["DYLD_X", "LD_Y"],
    ],
    ['Requires run access to "git", run again with the --allow-run flag', []],
  ];
  for (const [message, names] of rows) {
    await t.step(names.join() || "none", () => {
      assertEquals(refusedVariables(new Deno.errors.NotCapable(message)), names);
    });
  }
  assertEquals(refusedVariables(new Error(rows[0]![0])), []);
});

const WARNING =
  "warning: Benchmarks ran without LD_LIBRARY_PATH, LD_X: Deno passes these variables on only if --allow-run allows every program\n";

/** Runs a command with such variables. Tests may not set them either, so git does. */
function runWith(project: Project, command: string, args: readonly string[]) {
  const script = fromFileUrl(new URL(`${command}.ts`, scripts));
  const flags = ["--quiet", "--no-prompt", "--allow-read", "--allow-write"];
  const programs = "--allow-run=deno,git,taskset";
  const alias = "alias.x=!LD_LIBRARY_PATH=/nowhere LD_X=1 exec deno run";
  return runIn(project, "git", ["-c", alias, "x", ...flags, programs, script, ...args]);
}

Deno.test({
  ...ifThorough(
    "commands measure even if such variables are set, and say once that benchmarks lack them",
  ),
  async fn(t) {
    await using project = await repository({
      "a_bench.js": `const seen = ["LD_LIBRARY_PATH", "LD_X"].map((name) => Deno.env.get(name));
  Deno.bench("seen: " + seen, { n: 1, warmup: 0 }, () => {});\n`,
    });
    await git(project, "commit", "--quiet", "--allow-empty", "--message", "second");
    const flags = ["--", "--allow-env=LD_LIBRARY_PATH,LD_X"];
    const nothing = "--filter=no benchmark";
    const none = 'error: Nothing to run: the filter "no benchmark" matches none of 1 benchmarks\n';
    const rows: [command: string, args: string[], error: string][] = [
      ["compare", ["--against=HEAD~1", nothing, ...flags], none],
      ["compare", ["--against=HEAD~1", "--setup=git --version", nothing, ...flags], none],
      ["bisect", ["--good=HEAD~1", nothing, ...flags], none],
      ["doctor", [nothing, ...flags], none],
      ["run", [nothing, ...flags], none],
    ];
    for (const [index, [command, args, error]] of rows.entries()) {
      if (!isOneIn(3, index)) continue;
      await t.step(`${command} ${args.join(" ")}`, async () => {
        assertEquals((await runWith(project, command, args)).error, error + WARNING);
      });
    }
    await t.step("run", async () => {
      const args = ["--quiet", "--rounds=1", "--format=json", "--out=r.json", ...flags];
      const { code, out, error } = await runWith(project, "run", args);
      // It may also warn of an empty function.
      assertEquals([code, error.replace(/^warning: a_bench.js:seen.*\n/, "")], [0, WARNING]);
      assertEquals(JSON.parse(out).benchmarks[0].name, "seen: ,");
    });
    await t.step("a command that only asks git does not mention them", async () => {
      const { code, error } = await runWith(project, "history", ["list", "--branch=none"]);
      assertEquals([code, error], [0, ""]);
    });
  },
});
