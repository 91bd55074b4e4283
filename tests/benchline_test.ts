// All commands under one name: how they are found, loaded and ended.
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { main } from "../scripts/benchline.ts";
import { COMMANDS, flagsOf, joinPermissions } from "../scripts/cli/commands.ts";
import { COMMON_OPTIONS } from "../scripts/cli/output_options.ts";
import { VERSION } from "../scripts/result/version.ts";
import { pointDocumentText } from "./helpers/documents.ts";
import { MemoryIo } from "./helpers/memory_io.ts";
import { Project, runIn, scripts } from "./project.ts";

const { github: _, ...LISTED } = COMMANDS;
const NAMES = Object.keys(LISTED);

async function benchline(args: readonly string[], files: Readonly<Record<string, string>> = {}) {
  const io = new MemoryIo(files);
  const code = await main(args, io);
  return { code, io };
}

Deno.test("benchline --help has a line for every command, and the permissions of all", async () => {
  for (const args of [["--help"], ["-h"], ["help"], ["--quiet", "--help"]]) {
    const { code, io } = await benchline(args);
    assertEquals([code, io.error], [0, ""]);
    for (const name of NAMES) assertMatch(io.out, new RegExp(`^  ${name} {2,}[A-Z].*\\.$`, "m"));
    const long = io.out.split("\n").filter((line) => line.length > 80);
    assert(long.every((line) => /^ +-E=\S+ \\$/.test(line)), long.join("\n"));
    assertStringIncludes(io.out, `    ${fromFileUrl(new URL("benchline.ts", scripts))}\n`);
    for (const flag of flagsOf(joinPermissions(Object.values(LISTED))).split(" ")) {
      assertStringIncludes(io.out, `\n    ${flag} \\\n`);
    }
    const words = io.out.replaceAll(/\s+/g, " ");
    for (const [name, { help }] of Object.entries(COMMON_OPTIONS)) {
      assertStringIncludes(words, ` --${name} ${help} `);
    }
  }
});

Deno.test("benchline shows the help of a command wherever --help is", async () => {
  for (const name of NAMES) {
    const { code, io } = await benchline([name, "--help"]);
    assertEquals([code, io.error], [0, ""]);
    assertStringIncludes(io.out, `\n  benchline ${name} `);
    for (const args of [["help", name], [name, "--bogus", "-h"], ["--help", name]]) {
      assertEquals((await benchline(args)).io.out, io.out, args.join(" "));
    }
  }
});

Deno.test("benchline refuses an unknown command in one line, and suggests another", async (t) => {
  const all = [...NAMES, "help", "version", "completions"].join(", ");
  const rows: [args: string[], message: string][] = [
    [["comapre"], 'Unknown command "comapre": did you mean compare?'],
    [["Run"], 'Unknown command "Run": did you mean run?'],
    [["hepl"], 'Unknown command "hepl": did you mean help?'],
    [["github", "compare"], "github is not a command of benchline: run scripts/github.ts"],
    [["__proto__"], `Unknown command "__proto__": one of ${all} is wanted`],
    [["a\n::error::b"], `Unknown command "a\\n::error::b": one of ${all} is wanted`],
    [["help", "comapre"], 'Unknown command "comapre": did you mean compare?'],
    [
      ["--quiet", "compare"],
      "A command comes before its options, as in: benchline compare --quiet",
    ],
    [["--quiet"], `A command comes before its options, one of ${NAMES.join(", ")}`],
    [["compare", "--good", "HEAD"], "compare has no option --good: it belongs to bisect"],
    [["merge", "--rounds=3"], "merge has no option --rounds: it belongs to run, doctor"],
    [["compare", "--treshold=5"], "Unknown option --treshold=5: did you mean --threshold?"],
    [["completions"], "completions needs a shell: bash, zsh or fish, found nothing"],
    [["completions", "tcsh"], 'The shell must be bash, zsh or fish, found "tcsh"'],
    [["completions", "bash", "zsh"], 'The shell must be bash, zsh or fish, found "bash zsh"'],
  ];
  for (const [args, message] of rows) {
    await t.step(args.join(" "), async () => {
      const { code, io } = await benchline(args);
      assertEquals([code, io.out, io.error], [2, "", `error: ${message}\n`]);
    });
  }
});

Deno.test("benchline without a command shows all commands on standard error", async () => {
  const { code, io } = await benchline([]);
  assertEquals([code, io.out], [2, ""]);
  assert(io.error.startsWith("Usage:\n  benchline COMMAND [OPTIONS]\n"), io.error);
  for (const name of NAMES) assertMatch(io.error, new RegExp(`^  ${name} {2,}[A-Z].*\\.$`, "m"));
  assert(
    io.error.endsWith("\nbenchline --help shows more, and benchline COMMAND --help the options.\n"),
  );
  assert(!io.error.includes("Install:"));
});

Deno.test("benchline prints its version", async () => {
  for (const args of [["--version"], ["version"], ["compare", "--version"]]) {
    const { code, io } = await benchline(args);
    assertEquals([code, io.out, io.error], [0, `benchline ${VERSION}\n`, ""]);
  }
});

Deno.test("benchline passes its arguments on, and ends with the exit code of the command", async () => {
  const file = "benchmarks/results/2026-01-31T12-00-00Z_results.json";
  const { code, io } = await benchline(["baseline", "accept"], {
    [file]: pointDocumentText({ a: 1 }),
  });
  assertEquals([code, io.error], [0, ""]);
  assert(io.files.has("benchmarks/baselines/baseline_results.json"));
  const handed = await benchline(["compare", "--", "--help"]);
  assertEquals(handed.code, 2);
  assertStringIncludes(handed.io.error, "Cannot use flags after -- without --against or --groups");
});

/** Runs `benchline` with modules that throw as soon as they are loaded. */
async function runWithout(project: Project, modules: readonly string[], args: readonly string[]) {
  const fault = `data:application/javascript,throw new Error("loaded")`;
  const imports = Object.fromEntries(modules.map((path) => [new URL(path, scripts).href, fault]));
  const map = `data:application/json,${encodeURIComponent(JSON.stringify({ imports }))}`;
  const script = fromFileUrl(new URL("benchline.ts", scripts));
  const flags = ["--quiet", "--no-prompt", "--no-config", "--no-check", `--import-map=${map}`];
  return await runIn(project, "deno", ["run", ...flags, script, ...args]);
}

Deno.test("benchline loads only the command that it runs", async () => {
  await using project = await Project.create();
  const mains = NAMES.map((name) => `${name}.ts`);
  const specs = NAMES.map((name) => `command/${name}/spec.ts`);
  const all = [...mains, ...specs];
  const overview = await runWithout(project, [...all, "cli/options.ts", "cli/help.ts"], ["--help"]);
  assertEquals([overview.code, overview.error], [0, ""]);
  const others = all.filter((path) => path !== "command/compare/spec.ts");
  const help = await runWithout(
    project,
    [...others, "report/comparison/formats.ts", "report/result/formats.ts"],
    ["compare", "--help"],
  );
  assertEquals([help.code, help.error], [0, ""]);
  // The modules exist: otherwise, the assertions above would prove nothing.
  const broken = await runWithout(project, all, ["compare"]);
  assertEquals(broken.code, 70);
  assertStringIncludes(broken.error, "loaded");
});

Deno.test("deno install makes benchline a program", async () => {
  await using project = await Project.create();
  const path = fromFileUrl(new URL("benchline.ts", scripts));
  const flags = ["--global", "--no-config", `--root=${project.folder}`, "--name=benchline"];
  const installed = await runIn(project, "deno", ["install", "--quiet", ...flags, "-R", path]);
  assertEquals(installed.code, 0, installed.error);
  // The permissions of the tests do not include the new program.
  const program = project.path("bin/benchline");
  const ended = await runIn(project, "git", ["-c", `alias.x=!'${program}' --version`, "x"]);
  assertEquals([ended.code, ended.out], [0, `benchline ${VERSION}\n`], ended.error);
});
