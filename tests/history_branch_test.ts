// The command `history` on a branch, run as a user would.
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { stringifyResultDocument } from "../scripts/result/stringify.ts";
import { seeded } from "./helpers/draws.ts";
import { dayDocument } from "./helpers/history.ts";
import { runGit } from "../scripts/git/git.ts";
import { addServer, git } from "./helpers/repositories.ts";
import { Project } from "./project.ts";
import { days, history, historyAlone } from "./helpers/history_process.ts";

/** Makes two clones, `a` and `b`, of a bare repository. */
async function clones(project: Project): Promise<void> {
  await addServer(project);
  for (const name of ["a", "b"]) await git(project, ".", "clone", "--quiet", "server", name);
}

/** Makes commits without files on the branch main, and returns their hashes. */
async function commitEmpty(project: Project, messages: readonly string[]): Promise<string[]> {
  const stream = messages.map((message, day) =>
    `commit refs/heads/main\ncommitter Ada <ada@example.com> ${1_700_000_000 + day} +0000\n` +
    `data ${message.length}\n${message}\n`
  );
  const { success, complaint } = await runGit(["fast-import", "--quiet"], {
    cwd: project.folder,
    input: stream.join(""),
  });
  assertEquals(success, true, complaint);
  return (await git(project, ".", "rev-list", "--reverse", "main")).split("\n");
}

Deno.test("history --branch keeps all results if several commands push at once, and leaves the working tree alone", async () => {
  await using project = await days(8);
  await clones(project);
  const runs = await Promise.all([
    ...["a", "b"].map((clone, index) =>
      historyAlone(project, ["add", `../r/0${index}.json`, "--branch"], clone)
    ),
    ...["a", "b"].map((clone, index) =>
      history(project, ["add", `../r/0${index + 2}.json`, "--branch"], clone)
    ),
  ]);
  for (const { code, error } of runs) assertEquals(code, 0, error);
  for (const clone of ["a", "b"]) {
    const listed = await history(project, ["list", "--branch"], clone);
    assertStringIncludes(listed.out, "4 results in the branch benchmarks");
    assertEquals(await project.list(clone), [".git"]);
  }
  const log = await git(project, "server", "log", "--format=%s", "benchmarks");
  assertEquals(log.split("\n").length, 4);
  const pruned = await history(project, ["prune", "--branch=benchmarks", "--keep=1"], "a");
  assertEquals([pruned.code, pruned.out], [0, "removed 3 results of 4\n"]);
  assertStringIncludes((await history(project, ["list", "--branch"], "b")).out, "1 result in");
});

Deno.test("history --branch keeps dismissals, and names the commits of a step", async () => {
  await using project = await Project.create();
  await git(project, ".", "init", "--quiet", "--initial-branch=main");
  const messages = Array.from({ length: 24 }, (_, day) => `Change ${day} <b>\x1b[31m`);
  const commits = await commitEmpty(project, messages);
  const random = seeded(4);
  for (const [day, commit] of commits.entries()) {
    const document = dayDocument(day, { a: (day < 12 ? 1 : 2) * Math.exp(0.01 * random.normal()) });
    document.environment.git_commit = commit;
    await project.write(`r/${day}.json`, stringifyResultDocument(document));
  }
  const files = (await project.list("r")).map((name) => `r/${name}`);
  assertEquals((await history(project, ["add", "--branch=results", ...files])).code, 0);
  const check = await history(project, ["check", "--branch=results"]);
  assertEquals(check.code, 1);
  assertMatch(check.out, /\b[0-9a-f]{8} Ada: Change 12 <b>\\x1b\[31m/);
  const [, id] = /id (\w{12})/.exec(check.out)!;
  await history(project, ["dismiss", id!, "--branch=results", "--reason=wanted"]);
  assertEquals((await history(project, ["check", "--branch=results"])).code, 0);
  assert(
    (await git(project, ".", "ls-tree", "-r", "--name-only", "results")).includes("dismissals/"),
  );
});
