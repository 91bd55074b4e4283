// Checks how `history add` adds comparisons beside results.
import { assertEquals, assertMatch } from "@std/assert";
import { denoIo } from "../../scripts/cli/io.ts";
import { main as compare } from "../../scripts/compare.ts";
import { main as merge } from "../../scripts/merge.ts";
import { renderComparisonJson } from "../../scripts/report/comparison/json.ts";
import type { ResultDocument } from "../../scripts/result/schema.ts";
import { stringifyResultDocument } from "../../scripts/result/stringify.ts";
import { commitOf, dayComparison, dayDocument } from "../helpers/history.ts";
import { richComparison } from "../helpers/rich.ts";
import { Project } from "../project.ts";
import { history, kept, resultsIn, TIME } from "../helpers/history_command.ts";

const SLOWER = [0.3, 0.31, 0.29, 0.3];

/** Returns the points of a benchmark in `history show`. */
async function pointsOf(project: Project, name: string): Promise<Record<string, unknown>[]> {
  const { out } = await history(project, "show", name, "--format=json");
  return JSON.parse(out).benchmarks[0].points;
}

Deno.test("history add adds comparisons of two commits as differences", async () => {
  await using project = await Project.create({
    "r/1.json": stringifyResultDocument(dayDocument(1, { a: 1 })),
    "r/2.json": renderComparisonJson(dayComparison(2, { a: SLOWER })),
    "data.js": `window.BENCHMARK_DATA = ${kept([TIME])}`,
  });
  const added = await history(project, "add", "r/*.json", "data.js");
  assertEquals(added, { code: 0, out: "added 3 results to h\n", error: "" });
  const [first, second] = await pointsOf(project, "a");
  assertEquals([first!["git_commit"], first!["against"]], [commitOf(1), null]);
  assertEquals([second!["git_commit"], second!["against"]], [
    commitOf(2),
    { git_commit: commitOf(1), duration_ms: 1 },
  ]);
  const again = await history(project, "add", "r/2.json", "data.js");
  assertEquals(again.out, "added 0 results to h; 2 were already there\n");
  assertEquals((await history(project, "prune", "--keep=1")).out, "removed 2 results of 3\n");
});

Deno.test("a history gives the same series after its export is added to another one", async () => {
  await using project = await Project.create({
    "r/1.json": stringifyResultDocument(dayDocument(1, { a: 1 })),
    "r/2.json": renderComparisonJson(dayComparison(2, { a: SLOWER, b: [0.1, 0.2] })),
    // Neither the order of the fields nor the layout matters.
    "r/3.json": JSON.stringify(
      Object.fromEntries(Object.entries(dayComparison(3, { a: SLOWER })).toReversed()),
    ),
  });
  await history(project, "add", "r/*.json");
  const before = [await pointsOf(project, "a"), await pointsOf(project, "b")];
  assertEquals(before.map((points) => points.length), [3, 1]);
  const { out } = await history(project, "export", `--out=${project.path("exported")}`);
  assertEquals(out, "wrote 3 results to exported\n");
  await Deno.remove(project.path("h"), { recursive: true });
  assertEquals((await history(project, "add", "exported/*.json")).out, "added 3 results to h\n");
  assertEquals([await pointsOf(project, "a"), await pointsOf(project, "b")], before);
});

Deno.test("history add adds a merged comparison, and its parts", async () => {
  const part = (index: number, name: string) =>
    renderComparisonJson(dayComparison(2, { [name]: SLOWER }, { shard: { index, total: 2 } }));
  await using project = await Project.create({ "1.json": part(1, "a"), "2.json": part(2, "b") });
  const whole = project.path("whole.json");
  const parts = [project.path("1.json"), project.path("2.json"), "--quiet", `--out=${whole}`];
  await merge(parts, { ...denoIo, writeError: () => {} });
  assertEquals((await history(project, "add", "whole.json")).out, "added 1 result to h\n");
  for (const name of ["a", "b"]) assertEquals((await pointsOf(project, name)).length, 1);
  assertEquals((await history(project, "add", "1.json", "2.json")).out, "added 2 results to h\n");
});

Deno.test("history add refuses a comparison of anything but two commits, and adds nothing", async () => {
  const { current, ...rest } = dayComparison(2, { a: SLOWER });
  await using project = await Project.create({
    "good.json": renderComparisonJson(dayComparison(1, { a: SLOWER })),
    "results.json": renderComparisonJson(richComparison()),
    "same.json": renderComparisonJson({ ...rest, current, baseline: current }),
    "cut.json": renderComparisonJson({ ...rest, current }).replace('"gated"', '"gate"'),
  });
  const wanted = "a history takes comparisons of";
  const cases: [args: string[], message: string][] = [
    [
      ["results.json"],
      `Cannot add results.json: ${wanted} compare --against, found one of two results; add those results instead`,
    ],
    [
      ["same.json"],
      `Cannot add same.json: ${wanted} two commits, found "${commitOf(2)}" on both sides`,
    ],
    [["cut.json"], "Cannot read cut.json: gated must be true or false, found nothing"],
  ];
  for (const [args, message] of cases) {
    const ended = await history(project, "add", "good.json", ...args);
    assertEquals(ended, { code: 2, out: "", error: `error: ${message}\n` });
  }
  const origin = await history(project, "add", "good.json", "--commit", "abcdef0");
  assertMatch(origin.error, /^error: Cannot use --timestamp or --commit for good\.json: /);
  assertEquals(await resultsIn(project), []);
});

Deno.test("history add keeps an imported result and a comparison of the same moment", async () => {
  const moment = new Date(Date.UTC(2026, 0, 3));
  const comparison = dayComparison(2, { "suite/time": SLOWER });
  const data = {
    entries: {
      suite: [
        {
          commit: { id: commitOf(2) },
          date: moment.getTime(),
          tool: "customSmallerIsBetter",
          benches: [TIME],
        },
      ],
    },
  };
  await using project = await Project.create({ "data.json": JSON.stringify(data) });
  await history(project, "add", "data.json");
  const [{ environment }] = await resultsIn(project) as [ResultDocument];
  await project.write("c.json", renderComparisonJson({ ...comparison, environment }));
  assertEquals((await history(project, "add", "c.json")).out, "added 1 result to h\n");
  const again = await history(project, "add", "data.json");
  assertEquals(again.out, "added 0 results to h; 1 was already there\n");
});

Deno.test("compare refuses a comparison in place of a result", async () => {
  await using project = await Project.create({
    "c.json": renderComparisonJson(dayComparison(1, { a: SLOWER })),
  });
  let error = "";
  const io = { ...denoIo, writeError: (text: string) => void (error += text) };
  const path = project.path("c.json");
  assertEquals(await compare([`--current=${path}`, `--baseline=${path}`], io), 2);
  assertEquals(error, `error: Cannot read ${path}: expected a result, found a comparison\n`);
});
