// A history on a branch: how many git processes a command starts, and what it leaves for the next.
import { assertEquals, assertStringIncludes } from "@std/assert";
import { stringifyResultDocument } from "../../scripts/result/stringify.ts";
import { CommandProcess } from "../helpers/command_process.ts";
import { traceGit } from "../helpers/git_trace.ts";
import { dayDocument } from "../helpers/history.ts";
import { addRepository, addServer, git } from "../helpers/repositories.ts";
import type { ResultLine } from "../../scripts/history/store.ts";
import { Project } from "../project.ts";

const process = new CommandProcess("history", [
  "--allow-read",
  "--allow-write",
  "--allow-run=git",
  "--allow-env=GIT_TRACE2_EVENT",
]);

/** Makes a repository `work` with results of this many days beside it, and its remote `server`, if any. */
async function repositories(days: number, hasRemote: boolean): Promise<Project> {
  const project = await Project.create();
  await addRepository(project, "work", [{ file: "1" }]);
  for (let day = 0; day < days; day++) {
    await project.write(`r/${day}.json`, stringifyResultDocument(dayDocument(day, { a: 1 })));
  }
  if (hasRemote) {
    await addServer(project);
    await git(project, "work", "remote", "add", "origin", "../server");
  }
  return project;
}

async function history(project: Project, folder: string, ...args: string[]) {
  const { code, error, commands } = await traceGit(
    project,
    (env) => process.run(project.path(folder), [...args, "--branch=kept"], env),
  );
  assertEquals(code, 0, error);
  return commands.join(" ");
}

for (const hasRemote of [false, true]) {
  const where = hasRemote ? "a branch of a remote" : "a branch";
  const find = hasRemote ? "ls-remote fetch" : "for-each-ref";
  const findNone = hasRemote ? "ls-remote" : "for-each-ref";

  Deno.test(`${where}: a handful of git processes adds results, and the next ones read none of them`, async () => {
    await using project = await repositories(12, hasRemote);
    const add = (...files: string[]) => history(project, "work", "add", ...files);
    assertEquals(await add("../r/0.json"), `rev-parse var ${findNone} fast-import push`);
    assertEquals(await history(project, "work", "check"), `rev-parse var ${find} ls-tree`);
    const many = Array.from({ length: 11 }, (_, day) => `../r/${day + 1}.json`);
    assertEquals(await add(...many), `rev-parse var ${find} ls-tree fast-import push`);
    assertEquals(await history(project, "work", "check"), `rev-parse var ${find} ls-tree`);
    assertEquals(await add(...many), `rev-parse var ${find} ls-tree`);
    assertEquals(
      await history(project, "work", "export", "--out=exported"),
      `rev-parse var ${find} ls-tree cat-file`,
    );
    assertEquals((await project.list("work/exported")).length, 12);
    assertEquals(
      await history(project, "work", "prune", "--keep=5"),
      `rev-parse var ${find} ls-tree fast-import push`,
    );
    assertEquals(await history(project, "work", "list"), `rev-parse var ${find} ls-tree`);
    const from = hasRemote ? "server" : "work";
    const kept = await git(project, from, "ls-tree", "-r", "--name-only", "kept");
    assertEquals(kept.split("\n").length, 5);
    assertStringIncludes(kept, "results/2026-01-12T");
  });
}

Deno.test("a branch that is set back, replaced or removed is followed", async () => {
  await using project = await repositories(6, true);
  const listed = async () => {
    const args = ["list", "--branch=kept", "--format=json"];
    const { code, out, error } = await process.run(project.path("work"), args);
    assertEquals(code, 0, error);
    return JSON.parse(out).results.map(({ timestamp }: ResultLine) => timestamp.slice(8, 10));
  };
  const add = (day: number) => history(project, "work", "add", `../r/${day}.json`);
  for (const day of [0, 1, 2]) await add(day);
  await git(project, "server", "update-ref", "refs/heads/kept", "kept~2");
  assertEquals(await listed(), ["01"]);
  await add(3);
  assertEquals(await listed(), ["01", "04"]);
  await git(project, "work", "push", "--quiet", "--force", "origin", "main:kept");
  assertEquals(await listed(), []);
  await add(4);
  assertEquals(await listed(), ["05"]);
  await git(project, "server", "update-ref", "-d", "refs/heads/kept");
  assertEquals(await listed(), []);
  await add(5);
  assertEquals(await listed(), ["06"]);
});

Deno.test("a shallow clone has all results of a branch, and adds to them", async () => {
  await using project = await repositories(4, true);
  for (const day of [0, 1, 2]) await history(project, "work", "add", `../r/${day}.json`);
  const server = `file://${project.path("server")}`;
  await git(project, ".", "clone", "--quiet", "--depth=1", "--branch=kept", server, "shallow");
  assertEquals(await git(project, "shallow", "rev-parse", "--is-shallow-repository"), "true");
  await history(project, "shallow", "add", "../r/3.json");
  assertEquals(await git(project, "server", "rev-list", "--count", "kept"), "4");
  const kept = await git(project, "server", "ls-tree", "-r", "--name-only", "kept");
  assertEquals(kept.split("\n").length, 4);
  for (const folder of ["shallow", "server"]) {
    await git(project, folder, "fsck", "--strict", "--no-dangling");
  }
});
