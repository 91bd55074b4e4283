// Whole comparisons of two versions in temporary git repositories, as a script asks for them.
import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import type { CompareVersionsOptions } from "../../scripts/duet/options.ts";
import type { Comparison } from "../../scripts/verdict/comparison.ts";
import { mergeComparisons } from "../../scripts/verdict/merge.ts";
import { outcomeOf } from "../../scripts/verdict/outcome.ts";
import type { ComparisonRecord } from "../../scripts/verdict/comparison_journal.ts";
import {
  compare,
  compareOnce,
  logRatioOf,
  once,
  textsOf,
  wait,
} from "../helpers/compare_project.ts";
import { memoryJournal } from "../helpers/memory_journal.ts";
import { git, repository } from "../helpers/repository.ts";
import { HANG, inPairs, Project } from "../project.ts";
import { needs } from "../helpers/needs.ts";
import { ifThorough } from "../helpers/thorough.ts";

const verdicts = ({ entries }: Comparison) =>
  Object.fromEntries(entries.map(({ name, verdict }) => [name, verdict]));

/** Everything in a project that belongs to the user. */
async function stateOf(project: Project) {
  const status = await git(project, "status", "--porcelain", "--ignored");
  return {
    status,
    index: await Deno.readFile(project.path(".git/index")),
    worktrees: await git(project, "worktree", "list"),
    refs: await git(project, "for-each-ref"),
    files: await project.list(),
  };
}

Deno.test("an uncommitted slowdown is found, and nothing that belongs to the user changes", async () => {
  await using project = await repository({
    "deno.json": '{ "imports": { "@std/assert": "jsr:@std/assert@1" } }',
    "deno.lock": '{ "version": "5" }\n',
    "a_bench.ts": once("slower", wait(10)) + once("faster", wait(40)),
  });
  await project.write("a_bench.ts", once("slower", wait(40)) + once("faster", wait(10)));
  await project.write("notes.txt", "not tracked");
  const before = await stateOf(project);
  const comparison = await compare(project, { baseline: { ref: "main" }, budgetSeconds: 20 });
  assertEquals(await stateOf(project), before);
  assertEquals(await project.read("deno.lock"), '{ "version": "5" }\n');
  const [slower, faster] = comparison.entries;
  assertEquals([slower!.name, slower!.verdict, slower!.severity], [
    "slower",
    "regression",
    "severe",
  ]);
  assert(slower!.at_least! > 1 && slower!.interval!.lower > 1, `at least ${slower!.at_least}`);
  assertEquals(faster!.verdict, "improvement");
  assertEquals(comparison.current.source, "the working tree");
});

Deno.test("the working tree can be the baseline of a commit", async () => {
  await using project = await repository({ "a_bench.ts": once("stays", "") });
  await project.write("a_bench.ts", once("stays", "") + once("not committed", ""));
  const comparison = await compareOnce(project, {
    baseline: { ref: null },
    current: { ref: "HEAD" },
  });
  assertEquals([comparison.baseline.source, comparison.current.source], [
    "the working tree",
    "HEAD",
  ]);
  assertEquals(verdicts(comparison)["not committed"], "removed");
});

Deno.test("a message names the commit that lacks packages, whichever side it is", async () => {
  await using project = await repository({
    ".gitignore": "node_modules",
    "package.json": "{}",
    "package-lock.json": "1",
    "a_bench.ts": once("a", ""),
  });
  await project.write("package-lock.json", "2");
  await project.write("node_modules/one/index.js", "");
  const run = () => compare(project, { baseline: { ref: null }, current: { ref: "HEAD" } });
  await assertRejects(
    run,
    Error,
    "Cannot prepare the current version: package-lock.json differs from the working tree's",
  );
});

Deno.test({
  ...needs("links", "benchmarks are paired behind links, by absolute paths and across a workspace"),
  async fn() {
    await using project = await repository({
      "deno.json": '{ "workspace": ["./one", "./two"] }',
      "one/deno.json": '{ "name": "@x/one", "exports": "./mod.ts" }',
      "one/mod.ts": "export const one = 1;\n",
      "one/a_bench.ts": once("a", ""),
      "two/deno.json": '{ "name": "@x/two", "exports": "./mod.ts" }',
      "two/mod.ts": "export const two = 2;\n",
      "two/b_bench.ts": `import { one } from "@x/one";\n${once("b", "one;")}`,
    });
    await using elsewhere = await Project.create();
    await Deno.symlink(project.folder, elsewhere.path("link"));
    const root = elsewhere.path("link/one");
    const rows: [options: Partial<CompareVersionsOptions>, files: string[]][] = [
      [{}, ["one/a_bench.ts", "two/b_bench.ts"]],
      [{ files: [project.path("one/a_bench.ts")] }, ["one/a_bench.ts"]],
      [{ root, files: ["../two/b_bench.ts", project.path("one/a_bench.ts")] }, [
        "../two/b_bench.ts",
        "a_bench.ts",
      ]],
    ];
    await inPairs(rows, async ([options, files]) => {
      const { entries, summary } = await compareOnce(project, options);
      assertEquals(entries.map(({ file }) => file).sort(), files);
      assertEquals([summary.added, summary.removed, summary.failed], [0, 0, 0], files.join());
    });
    const outside = () => compare(project, { files: [elsewhere.path("c_bench.ts")] });
    await assertRejects(outside, Error, "it is outside the repository");
  },
});

Deno.test({
  ...ifThorough("a benchmark that a version cannot run has a verdict that depends on the version"),
  async fn() {
    const fine = ["stays", "breaks", "hangs", "exits", "is mended", "stays broken"];
    const texts = (works: Readonly<Record<string, string>>) =>
      Object.entries(works).map(([name, work]) => once(name, work)).join("");
    const before = Object.fromEntries(fine.map((name) => [name, ""]));
    const broken = 'throw new TypeError("broken here");';
    await using project = await repository({
      "a_bench.ts": texts({ ...before, "is mended": broken, "stays broken": broken, goes: "" }),
    });
    await project.write(
      "a_bench.ts",
      texts({
        ...before,
        breaks: broken,
        hangs: HANG,
        exits: "Deno.exit(0);",
        "stays broken": broken,
        comes: "",
      }),
    );
    const comparison = await compareOnce(project, { benchTimeoutSeconds: 2 });
    assertEquals(verdicts(comparison), {
      stays: "not_measured",
      comes: "not_measured",
      goes: "removed",
      breaks: "failed",
      hangs: "failed",
      exits: "failed",
      "is mended": "not_compared",
      "stays broken": "not_compared",
    });
    const ran = comparison.entries.filter(({ rounds }) => rounds.baseline + rounds.current > 0);
    assertEquals(ran.map(({ name }) => name).sort(), ["comes", "stays"]);
    const messages = Object.fromEntries(
      comparison.entries.flatMap(({ name, failures, doubts }) =>
        [...failures, ...doubts].map(({ message }) => [name, message])
      ),
    );
    assertEquals(messages["breaks"], "current: TypeError: broken here");
    assertEquals(messages["hangs"], "current: over the limit of 2 s");
    assertMatch(messages["is mended"]!, /^baseline: TypeError: broken here/);
    assertMatch(
      messages["stays broken"]!,
      /:stays broken cannot be run by either version: TypeError: broken here$/,
    );
  },
});

Deno.test("the merge base is the default baseline, and equal versions are refused", async () => {
  await using project = await repository({ "a_bench.ts": once("a", "") });
  const first = await git(project, "rev-parse", "HEAD");
  await git(project, "checkout", "--quiet", "-b", "topic");
  await git(project, "commit", "--quiet", "--allow-empty", "--message", "second");
  const comparison = await compareOnce(project, { baseline: { ref: "" } });
  assertEquals(comparison.baseline.git_commit, first);
  assertStringIncludes(comparison.baseline.source, "merge base");
  await git(project, "checkout", "--quiet", "main");
  const itself = () => compare(project, { baseline: { ref: "" } });
  await assertRejects(itself, Error, "nothing has changed since the merge base with main");
});

Deno.test("two commits are compared without the working tree", async () => {
  await using project = await repository({ "a_bench.ts": once("a", "") });
  await project.write("a_bench.ts", once("a", "") + once("b", ""));
  await git(project, "commit", "--all", "--quiet", "--message", "second");
  await project.write("a_bench.ts", "not a bench file");
  const comparison = await compareOnce(project, {
    baseline: { ref: "HEAD~1" },
    current: { ref: "HEAD" },
    benchFrom: "own",
  });
  assertEquals(verdicts(comparison), { a: "not_measured", b: "added" });
  assertEquals([comparison.current.source, comparison.current.git_commit], [
    "HEAD",
    await git(project, "rev-parse", "HEAD"),
  ]);
});

Deno.test({
  ...needs("links", "the baseline has packages that git does not check out"),
  async fn() {
    await using project = await repository({
      "package.json": '{ "name": "p", "workspaces": ["part"], "dependencies": { "dep": "1.0.0" } }',
      ".gitignore": "node_modules\n",
      "part/package.json": '{ "name": "@p/part", "version": "1.0.0", "exports": "./mod.js" }',
      "part/mod.js": "export const size = 1;\n",
      "a_bench.ts": 'import { two } from "dep";\nimport { size } from "@p/part";\n' +
        once("a", `two; ${wait(50).replace(" 50)", " 50 * size)")}`),
    });
    await project.write(
      "node_modules/dep/package.json",
      '{ "name": "dep", "version": "1.0.0", "type": "module", "exports": "./index.js" }',
    );
    await project.write("node_modules/dep/index.js", "export const two = 2;\n");
    await Deno.mkdir(project.path("node_modules/@p"));
    await Deno.symlink("../../part", project.path("node_modules/@p/part"));
    await project.write("part/mod.js", "export const size = 4;\n");
    const { journal, records } = memoryJournal<ComparisonRecord>();
    const comparison = await compareOnce(project, { journal });
    assertEquals(comparison.entries.map(({ failures }) => failures), [[]]);
    // Each version has its own copy of the part, or nothing would be seen of what changed in it.
    assert(logRatioOf(records) > Math.log(2), `${logRatioOf(records)}`);
    assertEquals((await project.list("node_modules")).sort(), ["@p", "dep"]);
  },
});

Deno.test("a stopped comparison judges its rounds, or throws the reason if it has none", async () => {
  await using project = await repository({ "a_bench.ts": once("a", wait(200)) });
  await project.write("a_bench.ts", once("a", wait(2)));
  const controller = new AbortController();
  const seen: string[] = [];
  const comparison = await compare(project, {
    budgetSeconds: 600,
    signal: controller.signal,
    onEvent(event) {
      seen.push(event.kind);
      if (event.kind === "round" && event.round === 5) controller.abort("enough");
    },
  });
  assertEquals(comparison.entries.map(({ rounds }) => rounds.current), [4]);
  assertEquals(verdicts(comparison), { a: "improvement" });
  assertEquals(textsOf(comparison).at(-1), "measuring ended early: enough");
  assertEquals(seen.slice(0, 3), ["step", "step", "listed"]);
  const late = compare(project, { signal: AbortSignal.abort("at once") });
  assertEquals(await late.catch((error) => error), "at once");
});

Deno.test({
  ...ifThorough("a resumed comparison measures only what is missing"),
  async fn() {
    await using project = await repository({ "a_bench.ts": once("a", "") + once("b", "") });
    const text = once("a", "") + once("b", 'throw new Error("broken");');
    await project.write("a_bench.ts", text);
    const controller = new AbortController();
    const stopped = memoryJournal<ComparisonRecord>();
    await compare(project, {
      signal: controller.signal,
      journal: stopped.journal,
      onEvent(event) {
        if (event.kind === "round" && event.round === 3) controller.abort("enough");
      },
    });
    const kinds = stopped.records.map(({ kind }) => kind);
    assertEquals(kinds.sort(), ["failure", "round", "round"]);
    assertEquals(stopped.subjects[0]!["baseline"], await git(project, "rev-parse", "HEAD"));

    const resumed = memoryJournal(stopped.records);
    const comparison = await compare(project, { journal: resumed.journal });
    assertEquals(resumed.subjects, stopped.subjects);
    assertEquals(verdicts(comparison)["b"], "failed");
    const measured = resumed.records.filter(({ kind }) => kind === "round").length;
    const [a] = comparison.entries.filter(({ name }) => name === "a");
    assertEquals(a!.rounds.current, 2 + measured);
    assert(textsOf(comparison).includes("some rounds were measured before an interruption"));
  },
});

Deno.test({
  ...ifThorough("every part measures and judges only the files that the change affects"),
  async fn() {
    await using project = await repository({
      "a.ts": "export const a = 1;\n",
      "a_bench.ts": `import { a } from "./a.ts";\n${once("a1", "a;")}${once("a2", "a;")}`,
      "b_bench.ts": once("b", ""),
    });
    await project.write("a.ts", "export const a = 2;\n");
    const parts: Comparison[] = [];
    const { journal, subjects } = memoryJournal<ComparisonRecord>();
    for (const index of [1, 2]) {
      const shard = { index, total: 2 };
      parts.push(await compareOnce(project, { affected: { data: null }, shard, journal }));
    }
    const affected = {
      measured: [{ file: "a_bench.ts", reason: "a.ts differs" }],
      left_out: [{ file: "b_bench.ts", reason: "same 1 module" }],
    };
    for (const part of parts) assertEquals(part.affected, affected);
    const merged = mergeComparisons(
      parts.map((subject, index) => ({ source: `${index}`, subject })),
    );
    assertEquals(merged.entries.map(({ name }) => name).sort(), ["a1", "a2"]);
    assertEquals(merged.affected, affected);

    await project.write("a.ts", "export const a = 1;\n");
    const none = await compare(project, { affected: { data: ["x/*"] }, journal });
    assertEquals([none.entries, outcomeOf(none, true)], [[], { code: 0, message: null }]);
    const all = await compareOnce(project, { files: ["a_bench.ts"], journal });
    assertEquals(all.affected, null);
    // What one way of choosing has measured is no part of another.
    const choices = subjects.map((subject) => subject["affected"]);
    assertEquals(choices, ["null", "null", '["x/*"]', ""]);
  },
});

Deno.test("a comparison reads the load before it adds to it, and needs no steady clock", async () => {
  await using project = await repository({ "a_bench.ts": once("sum", "") });
  const { loadavg } = Deno;
  const { querySync } = Deno.permissions;
  const { now } = Date;
  const seen: string[] = [];
  Deno.loadavg = () => {
    seen.push("load");
    return [0, 0, 0];
  };
  // Tests may read, so this stands for a permission that is granted.
  const granted = { name: "read" } as const;
  Deno.permissions.querySync = (asked) => {
    const isLoad = asked.name === "sys" && asked.kind === "loadavg";
    return querySync.call(Deno.permissions, isLoad ? granted : asked);
  };
  // As if the clock were set back.
  Date.now = () => 0;
  try {
    const { measurement } = await compareOnce(project, {
      onEvent: ({ kind }) => void seen.push(kind),
    });
    assert(measurement!.seconds > 0, `${measurement!.seconds} s`);
  } finally {
    Deno.loadavg = loadavg;
    Deno.permissions.querySync = querySync;
    Date.now = now;
  }
  assertEquals(seen.indexOf("load"), 0, "nothing was started before");
  assertEquals(seen.lastIndexOf("load"), 0, "the load while it measures is its own");
});
