// Another Deno is started by itself, not through what started it at first.
import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { pinTo, resolveDeno } from "../../scripts/measure/find_deno.ts";
import { Failure } from "../../scripts/result/failure.ts";
import { Project, runIn } from "../project.ts";

const module = new URL("../../scripts/measure/find_deno.ts", import.meta.url);
const signal = new AbortController().signal;

/** What is found, or the message, of each, by a process with permissions of its own. */
async function resolveAll(
  project: Project,
  names: readonly string[],
  programs: readonly string[],
  env: Record<string, string> = {},
): Promise<unknown[]> {
  await project.write(
    "main.ts",
    `import { resolveDeno } from ${JSON.stringify(module.href)};
const found: unknown[] = [];
for (const name of ${JSON.stringify(names)}) {
  const options = { cores: [0], signal: new AbortController().signal };
  const shown = await resolveDeno(name, options).then(({ command }) => command, String);
  found.push(shown);
}
console.log("found", JSON.stringify(found));
`,
  );
  const permissions = ["--allow-read", `--allow-run=${programs.join(",")}`];
  const flags = ["--no-prompt", "--no-config", "--no-lock", ...permissions];
  const { out, error } = await runIn(project, "deno", ["run", ...flags, "main.ts"], env);
  assertMatch(out, /^found /, error);
  return JSON.parse(out.slice("found ".length));
}

async function writeScript(project: Project, name: string, text: string): Promise<void> {
  await project.write(name, `#!/bin/sh\n${text}\n`);
  await Deno.chmod(project.path(name), 0o755);
}

Deno.test("resolveDeno() finds the process that can be ended", async () => {
  await using project = await Project.create({ "plain.txt": "not a program" });
  const path = `PATH=${JSON.stringify(Deno.env.get("PATH") ?? "")}`;
  await writeScript(project, "becomes", `exec deno "$@"`);
  await writeScript(project, "starts", `deno "$@"\nexit 0`);
  await writeScript(project, "other", "echo no");
});
