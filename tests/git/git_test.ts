import { assertEquals, assertMatch, assertRejects, assertStringIncludes } from "@std/assert";
import { reasonOf } from "../../scripts/git/complaints.ts";
import { NOWHERE, nowhere, runGit } from "../../scripts/git/git.ts";
import { Failure } from "../../scripts/result/failure.ts";
import { Interruption } from "../../scripts/result/interruption.ts";
import { git, makeRepository, snapshot } from "../helpers/repositories.ts";
import { needs } from "../helpers/needs.ts";
import { runIn } from "../project.ts";

const script = (path: string) => new URL(`../../scripts/${path}`, import.meta.url).href;
const PERMISSIONS = ["--no-prompt", "--allow-read", "--allow-write", "--allow-run=git"];

Deno.test("reasonOf() finds the reason why git failed", async (t) => {
  const rows: [shows: string, written: string, reason: string][] = [
    ["nothing", "", ""],
    ["progress first", "Preparing worktree (detached HEAD 12)\nfatal: no space\n", "no space"],
    ["the first of two", "error: unable to write\nfatal: could not reset\n", "unable to write"],
    [
      "neither word",
      "hint: this\ngit: 'x' is not a git command\n",
      "git: 'x' is not a git command",
    ],
    ["line ends of Windows", "Preparing\r\nfatal: no\r\n", "no"],
    [
      "what the server says",
      "git@host: Permission denied (publickey).\nfatal: Could not read from remote repository.\n",
      "git@host: Permission denied (publickey).; Could not read from remote repository.",
    ],
    [
      "what would help",
      "fatal: detected dubious ownership in repository at '/a'\nTo add an exception, call:\n\n\tgit config --global --add safe.directory /a\n",
      "detected dubious ownership in repository at '/a'; git config --global --add safe.directory /a lets git read it",
    ],
  ];
  for (const [shows, written, reason] of rows) {
    await t.step(shows, () => assertEquals(reasonOf(written), reason));
  }
});

Deno.test("runGit() names a missing folder", async () => {
  const run = () => runGit(["status"], { cwd: "/no/such/folder" });
  const { message } = await assertRejects(run, Failure, "Cannot run git: there is no folder ");
  assertMatch(message, /[/\\]no[/\\]such[/\\]folder to start it in$/);
});

Deno.test({
  ...needs(
    "signals",
    "runGit() reports a signal that has ended git, as Ctrl-C ends all processes of a terminal",
  ),
  async fn() {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      const kill = `alias.stopped=!kill -${signal.slice(3)} $$`;
      const error = await assertRejects(() => runGit(["-c", kill, "stopped"]), Interruption);
      assertEquals(error.signal, signal);
    }
  },
});

Deno.test("runGit() keeps configuration from the environment, and spaces in names", async () => {
  await using project = await makeRepository([{ " a ": "" }]);
  const cwd = project.path("repository");
  const env = { GIT_CONFIG_COUNT: "1", GIT_CONFIG_KEY_0: "a.b", GIT_CONFIG_VALUE_0: "it's" };
  assertEquals((await runGit(["config", "a.b"], { cwd, env })).output, "it's");
  assertEquals((await runGit(["ls-files"], { cwd })).output, " a ");
  assertEquals((await runGit(["hash-object", "--stdin"], { cwd, input: "" })).success, true);
});

Deno.test("runGit() passes on no variable that names a repository", async () => {
  await using project = await makeRepository([]);
  const cwd = project.path("repository");
  const { output } = await runGit(["rev-parse", "--local-env-vars"], { cwd });
  // The first two configure git and name no repository; with the last, git refuses most commands.
  const others = ["GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT", "GIT_INTERNAL_SUPER_PREFIX"];
  const names = output.split("\n").filter((name) => !others.includes(name));
  assertEquals(names.includes("GIT_INDEX_FILE"), true);
  const env = Object.fromEntries(names.map((name) => [name, "/nowhere"]));
  const inside = await runGit(["-c", "alias.variables=!env", "variables"], { cwd, env });
  assertEquals(inside.success, true, inside.complaint);
  assertEquals(inside.output.split("\n").filter((line) => line.endsWith("=/nowhere")), []);
});

/** Reads and checks out as a comparison does, and adds a line of facts to a file. */
const LOOK = `
import { isClean, openRepository } from ${JSON.stringify(script("git/repository.ts"))};
import { checkOutVersion } from ${JSON.stringify(script("git/version_folder.ts"))};
import { listBranch, readBlobs } from ${JSON.stringify(script("git/objects.ts"))};
const repository = await openRepository();
const folder = await checkOutVersion("HEAD");
const [[path, hash]] = await listBranch(folder.commit, ["file"]);
const facts = [
  repository.top,
  await isClean(repository),
  await Deno.readTextFile(folder.root + "/file"),
  path,
  await readBlobs([hash]),
];
await folder.remove();
await Deno.writeTextFile(Deno.args[0], JSON.stringify(facts) + "\\n", { append: true });
`;

Deno.test("in a hook of git, the user's index and commit do not change", async () => {
  await using project = await makeRepository([{ "file": "1", "other": "1" }]);
  await project.write("look.ts", LOOK);
  const log = project.path("log");
  const hook = `#!/bin/sh
deno run --no-check --quiet ${PERMISSIONS.join(" ")} ${project.path("look.ts")} ${log} || exit 1
`;
  for (const name of ["pre-commit", "post-commit", "post-checkout", "pre-push"]) {
    await project.write(`repository/.git/hooks/${name}`, hook);
    await Deno.chmod(project.path(`repository/.git/hooks/${name}`), 0o755);
  }
  await git(project, ".", "init", "--quiet", "--bare", "server");
  const facts = async () =>
    (await project.read("log")).trim().split("\n").map((l) => JSON.parse(l));
  const top = project.path("repository");

  await project.write("repository/file", "2");
  await git(project, "repository", "commit", "--quiet", "--all", "--message", "second");
  assertEquals(await git(project, "repository", "show", "HEAD:file"), "2");
  assertEquals(await git(project, "repository", "show", "HEAD:other"), "1");
  assertEquals(await git(project, "repository", "status", "--porcelain"), "");
  assertEquals(await facts(), [
    [top, false, "1", "file", ["1"]],
    [top, true, "2", "file", ["2"]],
  ]);

  // In a linked worktree, hooks get an absolute GIT_DIR.
  await Deno.remove(log);
  const side = project.path("side");
  await git(project, "repository", "worktree", "add", "--quiet", "-b", "side", side);
  await project.write("side/file", "3");
  const main = await snapshot(project);
  await git(project, "side", "commit", "--quiet", "--all", "--message", "third");
  assertEquals(await git(project, "side", "show", "HEAD:file"), "3");
  assertEquals(await git(project, "side", "status", "--porcelain"), "");
  assertEquals(
    (await snapshot(project) as { index: unknown }).index,
    (main as { index: unknown }).index,
  );
  assertEquals((await facts()).map(([folder, , text]) => [folder, text]), [
    [side, "2"],
    [side, "2"],
    [side, "3"],
  ]);

  await Deno.remove(log);
  await git(project, "repository", "push", "--quiet", project.path("server"), "main");
  assertEquals(await facts(), [[top, true, "2", "file", ["2"]]]);
});

Deno.test("runGit() starts git even if variables are set that Deno does not pass on", async () => {
  await using project = await makeRepository([{ "file": "1" }]);
  await project.write("look.ts", LOOK);
  // Tests may not set them either, so git does.
  const deno = `deno run --no-check --quiet ${PERMISSIONS.join(" ")} ../look.ts ../log`;
  const alias = `alias.look=!LD_LIBRARY_PATH=/nowhere LD_X=1 exec ${deno}`;
  await git(project, "repository", "-c", alias, "look");
  assertStringIncludes(await project.read("log"), '"file"');
});

Deno.test("runGit() shows no password of a remote repository, even if git cannot parse its URL", async () => {
  for (const url of ["https://u:se/kret@127.0.0.1:1/r", "https://u:sekret@127.0.0.1:1/r"]) {
    const { success, complaint } = await runGit(["ls-remote", url]);
    assertEquals([success, /kret|u:/.test(complaint)], [false, false], complaint);
    assertStringIncludes(complaint, "https://127.0.0.1:1/r");
  }
});

Deno.test("nowhere() is a path at which git finds no repository, on every system", async () => {
  assertEquals(nowhere("linux"), "/dev/null");
  assertEquals(nowhere("windows", "C:\\a b\\deno.exe"), "C:/a b/deno.exe/none");
  await using project = await makeRepository([{ "file": "1" }]);
  const args = ["-c", "alias.go=!echo there", "go"];
  for (const env of [{ GIT_DIR: NOWHERE }, { GIT_DIR: nowhere("windows") }]) {
    assertEquals((await runIn(project, "git", args, env)).out, "there\n");
  }
});
