// Completions of `benchline`: bash runs them; those of zsh and fish are compared as texts.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { main } from "../../scripts/benchline.ts";
import { completionsFor } from "../../scripts/cli/completions.ts";
import type { OptionSpec } from "../../scripts/cli/options.ts";
import { MemoryIo } from "../helpers/memory_io.ts";
import { assertGolden } from "../helpers/testdata.ts";
import { Project, runIn } from "../project.ts";

async function scriptFor(shell: string): Promise<string> {
  const io = new MemoryIo();
  assertEquals(await main(["completions", shell], io), 0);
  assertEquals(io.error, "");
  return io.out;
}

/**
 * Runs a command line of a shell through an alias of git, as the tests may not run shells directly.
 */
function runAlias(project: Project, line: string) {
  return runIn(project, "git", ["-c", `alias.x=!${line}`, "x"]);
}

async function findShells(): Promise<string[]> {
  await using project = await Project.create();
  const shells = ["bash", "zsh", "fish"];
  const found = shells.map((shell) => `command -v ${shell} >/dev/null && echo ${shell}; `);
  const { out } = await runAlias(project, `${found.join("")}true`);
  return out.trim().split("\n");
}

const INSTALLED = await findShells();

async function runShell(project: Project, shell: string, script: string): Promise<string> {
  await project.write(`try.${shell}`, script);
  const { code, out, error } = await runAlias(project, `${shell} ./try.${shell}`);
  assertEquals([code, error], [0, ""]);
  return out;
}

/** Registers a test of a shell, and ignores it if the shell is not installed. */
function testIn(shell: string, fact: string, fn: (t: Deno.TestContext) => Promise<void>): void {
  Deno.test({ name: `${shell} ${fact}`, ignore: !INSTALLED.includes(shell), fn });
}

Deno.test("completions of zsh and fish do not change by accident", async () => {
  for (const shell of ["zsh", "fish"]) {
    await assertGolden(`completions.${shell}`, await scriptFor(shell));
  }
});

/** Returns what bash completes in a line with an unfinished last word. */
const ASKED: readonly (readonly [line: string, completed: string])[] = [
  ["com", "compare completions"],
  ["--v", "--version"],
  ["baseline ", "accept"],
  ["history di", "dismiss"],
  ["completions ", "bash zsh fish"],
  ["help bi", "bisect"],
  ["bisect --go", "--good"],
  ["compare --gr", "--groups"],
  ["compare --good", ""],
  ["compare --format js", "json"],
  ["run --format js", "json"],
  ["compare --format=mark", "markdown"],
  ["compare --placement ", "pair single"],
  ["compare --placement=", "pair single"],
  ["merge --format sar", "sarif"],
  // Bash completes files without benchline.
  ["compare --baseline ", ""],
  ["compare --against main --out --", ""],
  ["init --baseline --dry", "--dry-run"],
  ["run a", ""],
];

testIn("bash", "completes commands, options and choices, and files by itself", async (t) => {
  await using project = await Project.create();
  const asked = ASKED.map(([line]) => {
    // Bash passes = as a separate word.
    const words = ["benchline", ...line.split(/ |(?<==)|(?==)/)];
    const quoted = words.map((word) => `'${word}'`).join(" ");
    return `COMP_WORDS=(${quoted}); COMP_CWORD=${
      words.length - 1
    }; _benchline; echo "\${COMPREPLY[*]}"`;
  });
  const script = `set -u\n${await scriptFor("bash")}\n${asked.join("\n")}\n`;
  const lines = (await runShell(project, "bash", script)).split("\n");
  for (const [index, [line, completed]] of ASKED.entries()) {
    await t.step(line, () => assertEquals(lines[index], completed));
  }
});

testIn("zsh", "can read its completions", async () => {
  await using project = await Project.create({ "benchline.zsh": await scriptFor("zsh") });
  const defined = await runShell(project, "zsh", "compdef() { print $1; }\n. ./benchline.zsh\n");
  assertEquals(defined, "_benchline\n");
});

testIn("fish", "completes commands, options and choices", async () => {
  await using project = await Project.create({ "benchline.fish": await scriptFor("fish") });
  const asked = ["com", "compare --placement ", "history di", "compare --gr"];
  const lines = asked.map((line) =>
    `complete -C 'benchline ${line}' | string split -f1 \\t | string join ' '`
  );
  const script = `source ./benchline.fish\n${lines.join("\n")}\ntrue\n`;
  const out = await runShell(project, "fish", script);
  assertEquals(out.split("\n"), ["compare completions", "pair single", "dismiss", "--groups", ""]);
});

Deno.test("completionsFor() describes what an option does, without its actions and choices", () => {
  const rows: [help: string, choices: string[] | undefined, description: string][] = [
    ["why the change is accepted", undefined, "why the change is accepted"],
    ["show, check: the newest: or none; several with commas", undefined, "the newest: or none"],
    ["with --against: profile everything (some seconds each)", undefined, "profile everything"],
    ["add: the format, the same for all", undefined, "the format, the same for all"],
    ["show, tune: the format: text, json", ["text", "json"], "the format"],
  ];
  for (const [help, choices, description] of rows) {
    const option: OptionSpec = choices === undefined
      ? { type: "text", help }
      : { type: "choice", help, choices };
    const commands = [{ name: "try", summary: "Tries.", options: { a: option }, actions: [] }];
    assertStringIncludes(completionsFor(["fish"], commands), ` -d '${description}'\n`);
    assertStringIncludes(completionsFor(["zsh"], commands), `[${description.replace(":", "\\:")}]`);
  }
});

Deno.test("completionsFor() escapes quotes in help", () => {
  const options = { a: { type: "text", help: "it's [a] $(b) `c`: d" } } as const;
  const commands = [{ name: "try", summary: "It's $(a).", options, actions: [] }];
  for (const shell of ["zsh", "fish"]) {
    const text = completionsFor([shell], commands);
    assert(text.includes(shell === "zsh" ? "it'\\''s \\[a\\]" : "it\\'s [a]"), text);
  }
});
