// Every command that writes, killed at random moments: `deno task test:kill` tries a hundred of each.
import { assertEquals } from "@std/assert";
import { fromFileUrl } from "@std/path";
import { parseResultDocument } from "../../scripts/result/parse.ts";
import { stringifyResultDocument } from "../../scripts/result/stringify.ts";
import { dayDocument } from "../helpers/history.ts";
import { copyProject, testKilled as test, textsOf } from "../helpers/kill.ts";
import { git } from "../helpers/repositories.ts";
import { trialsOf } from "../helpers/thorough.ts";
import { Project, runIn, scripts } from "../project.ts";

const READ_AND_WRITE = ["--allow-read", "--allow-write"];
const HISTORY = [...READ_AND_WRITE, "--allow-run=git"];

function script(name: string, permissions: readonly string[], ...args: string[]): string[] {
  const path = fromFileUrl(new URL(`${name}.ts`, scripts));
  return ["run", "--quiet", "--no-prompt", ...permissions, path, ...args];
}

/** A project with the results of so many days in `r/`. */
async function days(count: number): Promise<Project> {
  const project = await Project.create();
  for (let day = 0; day < count; day++) {
    const slow = day < 15 ? 1 : 2;
    const names = Array.from({ length: trialsOf(50) }, (_, index) => [
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

let history: Promise<Project> | null = null;

/** Copies a project whose history in a folder has the results of `r/`; copies are quicker to make. */
async function copyHistory(): Promise<Project> {
  return await copyProject(await (history ??= makeHistory()));
}

/** A project whose history in a folder has the results of `r/`. */
async function makeHistory(): Promise<Project> {
  const project = await days(30);
  const { code, error } = await runIn(
    project,
    "deno",
    script("history", HISTORY, "add", "r/*.json"),
  );
  assertEquals(code, 0, error);
  // Several tests copy it.
  addEventListener("unload", () => Deno.removeSync(project.folder, { recursive: true }));
  return project;
}

/** All that a history in a folder keeps; the index is not the same where it was made in other steps. */
const inFolder = {
  result: (project: Project) =>
    textsOf(
      project,
      "benchmarks/history",
      /^\.index\.sqlite(\.search)?$|^\.gitignore$|\.tmp(\/|$)/,
    ),
  async assertWhole(project: Project) {
    const files = await textsOf(project, "benchmarks/history/results", /\.tmp(\/|$)/);
    for (const [name, text] of files) {
      parseResultDocument(text, name);
    }
  },
};

test("history add, 40 results to a folder", async () => ({
  template: await days(40),
  args: script("history", HISTORY, "add", "r/*.json"),
  ...inFolder,
  async assertWhole(project) {
    await inFolder.assertWhole(project);
    const list = script("history", HISTORY, "list", "--format=json");
    const count = JSON.parse((await runIn(project, "deno", list)).out).results.length;
    assertEquals(count === 0 || count === 40, true, `${count} of 40 results are there`);
  },
}));

test("history prune, 25 results of a folder", async () => ({
  template: await copyHistory(),
  args: script("history", HISTORY, "prune", "--before=2026-01-26"),
  ...inFolder,
}));

test(`history dismiss, ${trialsOf(50)} benchmarks`, async () => {
  const template = await copyHistory();
  const { out } = await runIn(template, "deno", script("history", HISTORY, "check"));
  const [, id] = /id (event-\w{12})/.exec(out)!;
  return {
    template,
    args: script("history", HISTORY, "dismiss", id!, "--reason=wanted"),
    async result(project) {
      const texts = await textsOf(project, "benchmarks/history/dismissals", /\.tmp$/);
      return new Map([...texts].map(([name, text]) => {
        const { timestamp, ...rest } = JSON.parse(text);
        assertEquals(typeof timestamp, "string");
        return [name, rest];
      }));
    },
    assertWhole: inFolder.assertWhole,
  };
});

test("history report", async () => ({
  template: await copyHistory(),
  args: script("history", HISTORY, "report", "--out=site"),
  async result(project) {
    const texts = await textsOf(project, "site", /\.tmp$/);
    // Each page says when it was made.
    return new Map(
      [...texts].map((
        [name, text],
      ) => [name, text.replaceAll(/20\d\d-\d\d-\d\d[ T][\d:.Z]+/g, "")]),
    );
  },
  async assertWhole(project) {
    for (const [name, text] of await textsOf(project, "site", /\.tmp$/)) {
      assertEquals(/(<\/html>|\})\n$/.test(text), true, name);
    }
  },
}));

test("history export", async () => ({
  template: await copyHistory(),
  args: script("history", HISTORY, "export", "--out=exported"),
  result: (project) => textsOf(project, "exported", /\.tmp$/),
  async assertWhole(project) {
    for (const [name, text] of await textsOf(project, "exported", /\.tmp$/)) {
      parseResultDocument(text, name);
    }
  },
}));

/** What git keeps of the branch of a history in the repository `folder`, and of the user's work. */
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

/** A project with a repository `work` in which the user is at work, and `server` if it has a remote. */
async function repositories(count: number, hasRemote: boolean): Promise<Project> {
  const project = await days(count);
  await git(project, ".", "init", "--quiet", "--initial-branch=main", "work");
  await project.write("work/file", "1");
  await git(project, "work", "add", "file");
  await git(project, "work", "commit", "--quiet", "--message=first");
  if (hasRemote) {
    await git(project, ".", "init", "--quiet", "--bare", "--initial-branch=main", "server");
    await git(project, "work", "remote", "add", "origin", "../server");
    await git(project, "work", "push", "--quiet", "origin", "main");
  }
  await project.write("work/file", "2");
  await project.write("work/staged", "3");
  await git(project, "work", "add", "staged");
  return project;
}

for (const hasRemote of [false, true]) {
  const where = hasRemote ? "a branch of a remote" : "a branch";
  test(`history add, 40 results to ${where}`, async () => ({
    template: await repositories(40, hasRemote),
    folder: "work",
    args: script("history", HISTORY, "add", "--branch=benchmarks", "../r/*.json"),
    ...onBranch(hasRemote ? "server" : "work"),
  }));

  test(`history prune, 25 results of ${where}`, async () => {
    const template = await repositories(30, hasRemote);
    const work = { folder: template.path("work") };
    const add = script("history", HISTORY, "add", "--branch=benchmarks", "../r/*.json");
    assertEquals((await runIn(work, "deno", add)).code, 0);
    return {
      template,
      folder: "work",
      args: script("history", HISTORY, "prune", "--branch=benchmarks", "--before=2026-01-26"),
      ...onBranch(hasRemote ? "server" : "work"),
    };
  });
}

test("baseline accept", async () => {
  const template = await days(2);
  const file = "benchmarks/baselines/baseline_results.json";
  await template.write(file, await template.read("r/00.json"));
  return {
    template,
    args: script("baseline", ["--allow-read=.", "--allow-write=benchmarks"], "accept", "r/01.json"),
    result: (project) => textsOf(project, "benchmarks", /\.tmp$/),
    async assertWhole(project) {
      const texts = await textsOf(project, "benchmarks", /\.tmp$/);
      for (const [name, text] of texts) parseResultDocument(text, name);
      // The one before is never gone.
      assertEquals([...texts.values()].includes(await project.read("r/00.json")), true);
    },
  };
});

test("import --out", async () => {
  const template = await Project.create({
    "go.txt": Array.from(
      { length: trialsOf(20_000) },
      (_, index) => `BenchmarkN${index % 400}-2 1000 ${5000 + index} ns/op\n`,
    ).join(""),
  });
  await Deno.utime(template.path("go.txt"), 1_700_000_000, 1_700_000_000);
  const outputs = ["result.json", "bencher:bencher.json", "go:go.out"];
  return {
    template,
    args: script(
      "import",
      READ_AND_WRITE,
      "go.txt",
      ...outputs.map((output) => `--out=out/${output}`)
        .map((output) => output.replace(/--out=out\/(\w+):/, "--out=$1:out/")),
    ),
    result: (project) => textsOf(project, "out", /\.tmp$/),
    async assertWhole(project) {
      for (const [name, text] of await textsOf(project, "out", /\.tmp$/)) {
        if (name.endsWith(".json")) JSON.parse(text);
        else assertEquals(text.endsWith("\n"), true, name);
      }
    },
  };
});

test("merge --out", async () => {
  const template = await Project.create();
  for (const index of [1, 2]) {
    const names = Array.from({ length: trialsOf(2000) }, (_, at) => [`n${index}-${at}`, 1 + at]);
    const document = dayDocument(1, Object.fromEntries(names), { shard: { index, total: 2 } });
    await template.write(`r/${index}.json`, stringifyResultDocument(document));
  }
  return {
    template,
    args: script(
      "merge",
      READ_AND_WRITE,
      "r/1.json",
      "r/2.json",
      "--out=out/a.json",
      "--out=go:out/a.txt",
      "--out=bencher:out/b.json",
    ),
    result: (project) => textsOf(project, "out", /\.tmp$/),
    async assertWhole(project) {
      for (const [name, text] of await textsOf(project, "out", /\.tmp$/)) {
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
  args: script(
    "init",
    ["--allow-read", "--allow-write=."],
    "--yes",
    "--from=https://bench.test/b",
  ),
  result: (project) => textsOf(project, ".", /\.tmp$/),
  async assertWhole(project) {
    assertEquals(JSON.parse(await project.read("deno.json")).tasks.own, "true");
    assertEquals((await project.read(".gitignore")).startsWith("x\n"), true);
  },
}));
