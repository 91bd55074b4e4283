// Every command that writes, killed at random moments. `deno task test:kill` tries a hundred for each.
import { assertEquals } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { parseResultDocument } from "../../scripts/result/parse.ts";
import { stringifyResultDocument } from "../../scripts/result/stringify.ts";
import { CommandProcess } from "../helpers/command_process.ts";
import { Template } from "../helpers/copy_project.ts";
import { dayDocument } from "../helpers/history.ts";
import {
  sizeOf,
  testKilled as test,
  testKilledThoroughly as testThoroughly,
  textsOf,
} from "../helpers/kill.ts";
import { addRepository, addServer, git } from "../helpers/repositories.ts";
import { isOneIn } from "../helpers/thorough.ts";
import { Project, scripts } from "../project.ts";

const READ_AND_WRITE = ["--allow-read", "--allow-write"];
const HISTORY = [...READ_AND_WRITE, "--allow-run=git"];

/** Files that a killed command may leave, also in folders that are not complete. */
const TEMPORARY = /\.tmp(\/|$)/;

function script(name: string, permissions: readonly string[]): string[] {
  const path = fromFileUrl(new URL(`${name}.ts`, scripts));
  return ["run", "--quiet", "--no-prompt", ...permissions, path];
}

/** How the command `history` is started to be killed. */
const ofHistory = { start: script("history", HISTORY) };
/** A process for every run of it that is not killed, and that follows no kill. */
const prepared = new CommandProcess("history", HISTORY);

/** Runs the command `history` undisturbed, and returns what it prints. */
async function history(project: Project, folder: string, ...args: string[]): Promise<string> {
  const { code, out, error } = await prepared.run(project.path(folder), args);
  assertEquals(code, 0, error);
  return out;
}

/** Makes a project with results of this many days in `r/`. */
async function days(count: number): Promise<Project> {
  const project = await Project.create();
  for (let day = 0; day < count; day++) {
    const slow = day < 15 ? 1 : 2;
    const names = Array.from({ length: sizeOf(50) }, (_, index) => [
      `n${index}`,
      slow * (1 + index / 100) * (1 + ((day * 7 + index) % 5) / 1000),
    ]);
    await project.write(
      `r/${String(day).padStart(2, "0")}.json`,
      stringifyResultDocument(dayDocument(day, Object.fromEntries(names))),
    );
  }
  return project;
}

/** A project whose history in a folder has the results of `r/`. */
const kept = new Template(async () => {
  const project = await days(30);
  await history(project, ".", "add", "r/*.json");
  return project;
});

/** Everything that a history in a folder keeps. The index is left out: it depends on the steps. */
const inFolder = {
  result: (project: Project) =>
    textsOf(
      project,
      "benchmarks/history",
      /^\.index\.sqlite(\.search)?$|^\.gitignore$|\.tmp(\/|$)/,
    ),
  async assertWhole(project: Project) {
    const files = await textsOf(project, "benchmarks/history/results", TEMPORARY);
    for (const [name, text] of files) {
      parseResultDocument(text, name);
    }
  },
};

test("history add, 40 results to a folder", async () => ({
  template: await days(40),
  ...ofHistory,
  args: ["add", "r/*.json"],
  ...inFolder,
  async assertWhole(project) {
    await inFolder.assertWhole(project);
    const listed = await history(project, ".", "list", "--format=json");
    const count = JSON.parse(listed).results.length;
    assertEquals(count === 0 || count === 40, true, `${count} of 40 results are there`);
  },
}));

testThoroughly("history prune, 25 results of a folder", async () => ({
  template: await kept.copy(),
  ...ofHistory,
  args: ["prune", "--before=2026-01-26"],
  ...inFolder,
}));

testThoroughly(`history dismiss, ${sizeOf(50)} benchmarks`, async () => {
  const template = await kept.copy();
  const [, id] = /id (event-\w{12})/.exec(await history(template, ".", "check"))!;
  return {
    template,
    ...ofHistory,
    args: ["dismiss", id!, "--reason=wanted"],
    async result(project) {
      const texts = await textsOf(project, "benchmarks/history/dismissals", TEMPORARY);
      return new Map([...texts].map(([name, text]) => {
        const { timestamp, ...rest } = JSON.parse(text);
        assertEquals(typeof timestamp, "string");
        return [name, rest];
      }));
    },
    assertWhole: inFolder.assertWhole,
  };
});

testThoroughly("history report", async () => ({
  template: await kept.copy(),
  ...ofHistory,
  args: ["report", "--out=site"],
  async result(project) {
    const texts = await textsOf(project, "site", TEMPORARY);
    // Each page shows when it was made.
    return new Map(
      [...texts].map((
        [name, text],
      ) => [name, text.replaceAll(/20\d\d-\d\d-\d\d[ T][\d:.Z]+/g, "")]),
    );
  },
  async assertWhole(project) {
    for (const [name, text] of await textsOf(project, "site", TEMPORARY)) {
      assertEquals(/(<\/html>|\})\n$/.test(text), true, name);
    }
  },
}));

testThoroughly("history export", async () => ({
  template: await kept.copy(),
  ...ofHistory,
  args: ["export", "--out=exported"],
  result: (project) => textsOf(project, "exported", TEMPORARY),
  async assertWhole(project) {
    for (const [name, text] of await textsOf(project, "exported", TEMPORARY)) {
      parseResultDocument(text, name);
    }
  },
}));

/** What git keeps of a history on a branch of the repository `folder`, and of the user's work. */
function onBranch(folder: string) {
  const refs = ["for-each-ref", "--format=%(refname)"];
  return {
    async result(project: Project) {
      const kept = await git(project, folder, ...refs);
      const files = kept.includes("refs/heads/benchmarks")
        ? await git(project, folder, "ls-tree", "-r", "benchmarks")
        : null;
      return {
        refs: kept,
        files,
        commits: kept === "" ? null : await git(project, folder, "rev-list", "--count", "--all"),
      };
    },
    async assertWhole(project: Project) {
      assertEquals(await git(project, folder, "fsck", "--strict", "--no-dangling"), "");
      assertEquals(await git(project, "work", "fsck", "--strict", "--no-dangling"), "");
      assertEquals(await git(project, "work", "status", "--porcelain"), " M file\nA  staged");
    },
  };
}

/**
 * Makes a project with results of 40 days in `r/`, and a repository `work` with uncommitted changes.
 * If it has a remote, that is the repository `server`.
 */
async function makeRepository(hasRemote: boolean): Promise<Project> {
  const project = await days(40);
  await addRepository(project, "work", [{ file: "1" }]);
  if (hasRemote) {
    await addServer(project);
    await git(project, "work", "remote", "add", "origin", "../server");
    await git(project, "work", "push", "--quiet", "origin", "main");
  }
  await project.write("work/file", "2");
  await project.write("work/staged", "3");
  await git(project, "work", "add", "staged");
  return project;
}

const ADD = ["add", "--branch=benchmarks", "../r/*.json"];

for (const [remote, where] of ["a branch", "a branch of a remote"].entries()) {
  const repository = remote === 0 ? "work" : "server";
  const cases: readonly (readonly [what: string, before: readonly string[], args: string[]])[] = [
    ["prune, 25 results", ADD, ["prune", "--branch=benchmarks", "--before=2026-01-26"]],
    ["add, 40 results", [], ADD],
  ];
  for (const [index, [what, before, args]] of cases.entries()) {
    if (!isOneIn(2, remote, index)) continue;
    test(`history ${what} of ${where}`, async () => {
      const template = await makeRepository(remote === 1);
      if (before.length > 0) await history(template, "work", ...before);
      return { template, folder: "work", ...ofHistory, args, ...onBranch(repository) };
    });
  }
}

test("baseline accept", async () => {
  const template = await days(2);
  const file = "benchmarks/baselines/baseline_results.json";
  await template.write(file, await template.read("r/00.json"));
  return {
    template,
    start: script("baseline", ["--allow-read=.", "--allow-write=benchmarks"]),
    args: ["accept", "r/01.json"],
    result: (project) => textsOf(project, "benchmarks", TEMPORARY),
    async assertWhole(project) {
      const texts = await textsOf(project, "benchmarks", TEMPORARY);
      for (const [name, text] of texts) parseResultDocument(text, name);
      // The previous baseline is never lost.
      assertEquals([...texts.values()].includes(await project.read("r/00.json")), true);
    },
  };
});

test("import --out", async () => {
  const template = await Project.create({
    "go.txt": Array.from(
      { length: sizeOf(20_000) },
      (_, index) => `BenchmarkN${index % 400}-2 1000 ${5000 + index} ns/op\n`,
    ).join(""),
  });
  await Deno.utime(template.path("go.txt"), 1_700_000_000, 1_700_000_000);
  return {
    template,
    start: script("import", READ_AND_WRITE),
    args: [
      "go.txt",
      "--out=out/result.json",
      "--out=bencher:out/bencher.json",
      "--out=go:out/go.out",
    ],
    result: (project) => textsOf(project, "out", TEMPORARY),
    async assertWhole(project) {
      for (const [name, text] of await textsOf(project, "out", TEMPORARY)) {
        if (name.endsWith(".json")) JSON.parse(text);
        else assertEquals(text.endsWith("\n"), true, name);
      }
    },
  };
});

testThoroughly("merge --out", async () => {
  const template = await Project.create();
  for (const index of [1, 2]) {
    const names = Array.from({ length: sizeOf(2000) }, (_, at) => [`n${index}-${at}`, 1 + at]);
    const document = dayDocument(1, Object.fromEntries(names), { shard: { index, total: 2 } });
    await template.write(`r/${index}.json`, stringifyResultDocument(document));
  }
  return {
    template,
    start: script("merge", READ_AND_WRITE),
    args: [
      "r/1.json",
      "r/2.json",
      "--out=out/a.json",
      "--out=go:out/a.txt",
      "--out=bencher:out/b.json",
    ],
    result: (project) => textsOf(project, "out", TEMPORARY),
    async assertWhole(project) {
      for (const [name, text] of await textsOf(project, "out", TEMPORARY)) {
        if (name.endsWith(".json")) JSON.parse(text);
        else assertEquals(text.endsWith("\n"), true, name);
      }
    },
  };
});

test("init --yes", async () => ({
  template: await Project.create({
    "deno.json": '{ "tasks": { "own": "true" } }',
    ".gitignore": "x\n",
  }),
  start: script("init", ["--allow-read", "--allow-write=."]),
  args: ["--yes", "--from=https://bench.test/b"],
  result: (project) => textsOf(project, ".", TEMPORARY),
  async assertWhole(project) {
    assertEquals(JSON.parse(await project.read("deno.json")).tasks.own, "true");
    assertEquals((await project.read(".gitignore")).startsWith("x\n"), true);
  },
}));
