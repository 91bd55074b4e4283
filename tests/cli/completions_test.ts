// What shells complete after `benchline`: bash is asked, the others are held to their text.
import { assert, assertEquals } from "@std/assert";
import { main } from "../../scripts/benchline.ts";
import { completionsFor } from "../../scripts/cli/completions.ts";
import { MemoryIo } from "../helpers/memory_io.ts";
import { assertGolden } from "../helpers/testdata.ts";
import { Project, runIn } from "../project.ts";

async function scriptFor(shell: string): Promise<string> {
  const io = new MemoryIo();
  assertEquals(await main(["completions", shell], io), 0);
  assertEquals(io.error, "");
  return io.out;
}

/** Runs a script in a shell; null where the shell is not installed. The tests may not run shells. */
async function runShell(project: Project, shell: string, script: string): Promise<string | null> {
  await project.write(`try.${shell}`, script);
  const alias = `alias.x=!${shell} ./try.${shell}`;
  const { code, out, error } = await runIn(project, "git", ["-c", alias, "x"]);
  if (code === 127) return null;
  assertEquals([code, error], [0, ""]);
  return out;
}

Deno.test("completions of zsh and fish are as they were read and tried", async () => {
  for (const shell of ["zsh", "fish"]) {
    await assertGolden(`completions.${shell}`, await scriptFor(shell));
  }
});

/** What bash completes a line to, whose last word is not finished. */
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
  // Files are left to bash.
  ["compare --baseline ", ""],
  ["compare --against main --out --", ""],
  ["run a", ""],
];

Deno.test("bash completes commands, options and choices, and leaves files to itself", async (t) => {
  await using project = await Project.create();
  const asked = ASKED.map(([line]) => {
    // As bash hands a line on: = is a word of its own.
    const words = ["benchline", ...line.split(/ |(?<==)|(?==)/)];
    const quoted = words.map((word) => `'${word}'`).join(" ");
    return `COMP_WORDS=(${quoted}); COMP_CWORD=${
      words.length - 1
    }; _benchline; echo "\${COMPREPLY[*]}"`;
  });
  const script = `set -u\n${await scriptFor("bash")}\n${asked.join("\n")}\n`;
  const out = await runShell(project, "bash", script);
  if (out === null) {
    console.log("bash is not installed: its completions were not tried");
    return;
  }
  const lines = out.split("\n");
  for (const [index, [line, completed]] of ASKED.entries()) {
    await t.step(line, () => assertEquals(lines[index], completed));
  }
});

Deno.test("zsh and fish can read their completions, where they are installed", async () => {
  await using project = await Project.create();
  await project.write("benchline.zsh", await scriptFor("zsh"));
  const defined = await runShell(project, "zsh", "compdef() { print $1; }\n. ./benchline.zsh\n");
  if (defined !== null) assertEquals(defined, "_benchline\n");
  await project.write("benchline.fish", await scriptFor("fish"));
  const asked = ["com", "compare --placement ", "history di", "compare --gr"];
  const lines = asked.map((line) =>
    `complete -C 'benchline ${line}' | string split -f1 \\t | string join ' '`
  );
  const out = await runShell(
    project,
    "fish",
    `source ./benchline.fish\n${lines.join("\n")}\ntrue\n`,
  );
  if (out === null) return;
  assertEquals(out.split("\n"), ["compare completions", "pair single", "dismiss", "--groups", ""]);
});

Deno.test("completionsFor() keeps what is in a help from ending a quote", () => {
  const options = { a: { type: "text", help: "it's [a] $(b) `c`: d" } } as const;
  const commands = [{ name: "try", summary: "It's $(a).", options, actions: [] }];
  for (const shell of ["zsh", "fish"]) {
    const text = completionsFor([shell], commands);
    assert(text.includes(shell === "zsh" ? "it'\\''s \\[a\\]" : "it\\'s [a]"), text);
  }
});
