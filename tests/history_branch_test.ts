// The command `history` on a branch, run as a user would.
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { stringifyResultDocument } from "../scripts/result/stringify.ts";
import { seeded } from "./helpers/draws.ts";
import { dayDocument } from "./helpers/history.ts";
import { Project, runIn } from "./project.ts";
import { days, history, historyAlone } from "./helpers/history_process.ts";

/** Two clones of a bare repository. */
async function clones(project: Project): Promise<void> {
  const git = async (folder: string, ...args: string[]) => {
    const { code, error } = await runIn(project, "git", ["-C", folder, ...args]);
    assertEquals(code, 0, error);
  };
  await git(".", "init", "--quiet", "--bare", "--initial-branch=main", "server");
  for (const name of ["a", "b"]) await git(".", "clone", "--quiet", "server", name);
}

Deno.test("history --branch: two that push at once both get in, the working tree stays as it is", async () => {
  await using project = await days(8);
  await clones(project);
  const runs = await Promise.all(
    ["a", "b", "a", "b"].map((clone, index) =>
      historyAlone(project, ["add", `../r/0${index}.json`, "--branch"], clone)
    ),
  );
  for (const { code, error } of runs) assertEquals(code, 0, error);
  for (const clone of ["a", "b"]) {
    const listed = await history(project, ["list", "--branch"], clone);
    assertStringIncludes(listed.out, "4 results in the branch benchmarks");
    assertEquals(await project.list(clone), [".git"]);
  }
  const server = await runIn(project, "git", ["-C", "server", "log", "--format=%s", "benchmarks"]);
  assertEquals(server.out.trim().split("\n").length, 4);
  const pruned = await history(project, ["prune", "--branch=benchmarks", "--keep=1"], "a");
  assertEquals([pruned.code, pruned.out], [0, "removed 3 results of 4\n"]);
  assertStringIncludes((await history(project, ["list", "--branch"], "b")).out, "1 result in");
});

Deno.test("history --branch keeps dismissals, and names the commits of a step", async () => {
  await using project = await Project.create();
  const git = async (...args: string[]) => {
    const who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"];
    const { code, out, error } = await runIn(project, "git", [...who, ...args]);
    assertEquals(code, 0, error);
    return out.trim();
  };
  await git("init", "--quiet", "--initial-branch=main");
  const random = seeded(4);
  for (let day = 0; day < 24; day++) {
    await git("commit", "--quiet", "--allow-empty", "--message", `Change ${day} <b>\x1b[31m`);
    const document = dayDocument(day, { a: (day < 12 ? 1 : 2) * Math.exp(0.01 * random.normal()) });
    document.environment.git_commit = await git("rev-parse", "HEAD");
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
  assert((await git("ls-tree", "-r", "--name-only", "results")).includes("dismissals/"));
});
