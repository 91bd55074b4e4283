// The command `bisect` on real repositories.
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { once, wait } from "./helpers/compare_project.ts";
import { CommandProcess } from "./helpers/command_process.ts";
import { Project, runIn, scripts } from "./project.ts";
import { needs } from "./helpers/needs.ts";
import { ifThorough } from "./helpers/thorough.ts";

const SCRIPT = new URL("bisect.ts", scripts).href;
const PERMISSIONS = [
  "--allow-read",
  "--allow-write",
  "--allow-run=deno,git,taskset",
  "--allow-sys=cpus,systemMemoryInfo",
];

/** One process for all searches that are refused. */
const refused = new CommandProcess("bisect", PERMISSIONS);

const bisect = (project: Project, ...args: string[]) =>
  runIn(project, "deno", ["run", "--no-prompt", ...PERMISSIONS, SCRIPT, ...args]);

async function git(project: Project, ...args: string[]): Promise<string> {
  const who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"];
  const { code, out, error } = await runIn(project, "git", [...who, ...args]);
  assertEquals(code, 0, error);
  return out.trim();
}

/** A commit for each text of the bench file. */
async function repository(texts: readonly string[]): Promise<Project> {
  const project = await Project.create();
  await git(project, "init", "--quiet", "--initial-branch=main");
  for (const [index, text] of texts.entries()) {
    await project.write("a_bench.ts", text);
    await project.write("n", String(index));
    await git(project, "add", "--all");
    await git(project, "commit", "--quiet", "--message", `Change ${index}`);
  }
  return project;
}

const bench = (ms: number) => once("/sum(/", wait(ms));
const BROKEN = 'throw new Error("broken");';

Deno.test({
  ...ifThorough("bisect names the commit, skips one that does not load and leaves nothing behind"),
  async fn() {
    // One becomes faster, since that takes the fewest rounds to see; shorter calls get too few samples.
    const before = bench(80) + bench(20);
    await using project = await repository([before, BROKEN, before, bench(20) + bench(80)]);
    await project.write("a_bench.ts", "not committed");
    const { code, out, error } = await bisect(project, "--good", "HEAD~3");
    assertEquals(code, 0, error);
    assertStringIncludes(out, "a_bench.ts:/sum(/ #2\n");
    assertStringIncludes(out, "severe\n");
    assertStringIncludes(out, "Ada: Change 3");
    assertEquals(out.includes("Ada: Change 2"), false, out);
    assertStringIncludes(out, "skipped");
    assertEquals(await project.read("a_bench.ts"), "not committed");
    assertEquals((await git(project, "worktree", "list")).split("\n").length, 1);
  },
});

Deno.test("bisect refuses impossible searches in one line", async () => {
  await using project = await repository([bench(1), bench(2)]);
  const head = (await git(project, "rev-parse", "HEAD")).slice(0, 12);
  const rows: [args: string[], message: string][] = [
    [[], "bisect needs --good REF"],
    [["--good", "none"], "Cannot compare against none: git knows no such commit"],
    [
      ["--good", "HEAD"],
      `Cannot search from ${head} to ${head}: the second must come after the first, but they are the same commit`,
    ],
    [
      ["--good", "HEAD", "--bad", "HEAD~1"],
      "the second must come after the first, but it is an ancestor of the first",
    ],
    [["--good", "HEAD~1", "--filter", "none"], "none"],
    [["--good", "HEAD~1", "../x_bench.ts"], "it is outside the repository"],
    [["--god", "HEAD~1"], "Unknown option --god: did you mean --good?"],
  ];
  for (const [args, message] of rows) {
    const { code, out, error } = await refused.run(project.folder, args);
    assertEquals([code, out], [2, ""], args.join(" "));
    assertStringIncludes(error, message);
    assertEquals(error.trimEnd().split("\n").length, 1, error);
  }
  await using plain = await Project.create();
  const { code, error } = await refused.run(plain.folder, ["--good", "HEAD"]);
  assertEquals(code, 2);
  assertStringIncludes(error, "this folder is not in a git repository");
});

Deno.test("bisect says why no commits lead from the good end to the bad one", async () => {
  await using project = await repository([bench(1), bench(2), bench(3)]);
  const shared = (await git(project, "rev-parse", "HEAD~1")).slice(0, 12);
  await git(project, "branch", "before-it-was-rewritten");
  await git(project, "commit", "--quiet", "--amend", "--message", "Change 2, rewritten");
  await git(project, "checkout", "--quiet", "--orphan", "other");
  await git(project, "commit", "--quiet", "--message", "Another beginning");
  const rows: [good: string, message: string][] = [
    ["main", "they share no history"],
    ["before-it-was-rewritten", `they diverged at ${shared}; search from there instead`],
  ];
  for (const [good, message] of rows) {
    const bad = good === "main" ? "other" : "main";
    const args = ["--good", good, "--bad", bad];
    const { code, out, error } = await refused.run(project.folder, args);
    assertEquals([code, out], [2, ""]);
    assertStringIncludes(error, `the second must come after the first, but ${message}\n`);
  }
  await using copy = await Project.create();
  const from = `file://${project.folder}`;
  await git(copy, "clone", "--quiet", "--depth=1", "--branch=main", from, ".");
  await git(copy, "fetch", "--quiet", "--depth=1", "origin", "before-it-was-rewritten");
  const { error } = await refused.run(copy.folder, ["--good", "FETCH_HEAD"]);
  assertStringIncludes(
    error,
    "they share no history; this is a shallow clone, which git fetch --unshallow completes\n",
  );
});

Deno.test({
  ...needs("signals", "an interrupted bisect prints what it has found"),
  async fn() {
    await using project = await repository([bench(10), bench(10), bench(60)]);
    const options = ["--good", "HEAD~2", "--budget", "5", "--verbose"];
    const child = new Deno.Command("deno", {
      args: ["run", "--no-prompt", ...PERMISSIONS, SCRIPT, ...options],
      cwd: project.folder,
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    let said = "";
    const decoder = new TextDecoder();
    // The ends have been compared by then.
    for await (const chunk of child.stderr) {
      said += decoder.decode(chunk);
      if (said.includes("/sum(/: ")) break;
    }
    child.kill("SIGINT");
    const [{ code }, out] = await Promise.all([child.status, new Response(child.stdout).text()]);
    assertEquals(code, 130, said);
    assertMatch(out, /^a_bench\.ts:\/sum\(\/\n/);
    assertStringIncludes(out, "Ada: Change 2");
  },
});
