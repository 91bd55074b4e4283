import { assert, assertEquals } from "@std/assert";
import { resolveThresholds } from "../../scripts/verdict/config.ts";
import type { BenchmarkIdentity } from "../../scripts/result/identity.ts";
import { findChanges } from "../../scripts/verdict/changes.ts";
import type { Trend } from "../../scripts/verdict/series.ts";
import { changesOf } from "../../scripts/verdict/series.ts";
import { DEFAULT_THRESHOLDS, type Thresholds, toPercent } from "../../scripts/verdict/severity.ts";
import { type ProposedRule, tune } from "../../scripts/verdict/tune.ts";
import { makeDismissedTrend, type Rise } from "../helpers/dismissed_view.ts";

const asDefault = () => DEFAULT_THRESHOLDS;
const dismissed: Rise[] = [[13, true], [31, false]];
const greater: Rise[] = [[16, true], [31, false]];
const kept: Rise[] = [[31, false]];
const contrary: Rise[] = [[31, true], [14, false]];

function of(spelled: string, rises: readonly Rise[]): Trend {
  const [, file, group, name] = /^(?:([^:]*):)?(?:([^/]*)\/)?([^]*)$/.exec(spelled)!;
  return makeDismissedTrend({ file: file ?? null, group: group ?? null, name: name! }, rises);
}

function told(trends: readonly Trend[], thresholds: Thresholds): string[] {
  return trends.flatMap(({ benchmark, points }) => {
    const { steps, drifts } = findChanges(points, thresholds);
    return [...steps, ...drifts].filter(({ verdict }) => verdict === "regression")
      .map(({ id }) => `${benchmark.name} ${id}`);
  });
}

function wanted(trends: readonly Trend[]): string[] {
  return trends.flatMap((trend) =>
    changesOf(trend).filter(({ verdict, dismissal }) => verdict === "regression" && !dismissal)
      .map(({ id }) => `${trend.benchmark.name} ${id}`)
  );
}

/** Fails unless a rule reports exactly the kept changes, and a lower threshold would not. */
function assertLeast({ before, after, set }: ProposedRule, trends: readonly Trend[]): void {
  assertEquals(told(trends, after), wanted(trends));
  assert(told(trends, before).length > wanted(trends).length);
  const lower = { ...after, threshold: after.threshold - 0.005 };
  assert(told(trends, lower).length > wanted(trends).length);
  assertEquals(set.threshold, toPercent(after.threshold));
  assertEquals((2 * set.threshold!) % 1, 0);
}

Deno.test("a dismissed regression raises the threshold of its benchmark", () => {
  const trends = [of("a.ts:sort", dismissed), of("a.ts:parse", kept), of("a.ts:x", [])];
  const { rules, contradictions, benchmarks } = tune(trends, asDefault);
  assertEquals([benchmarks, contradictions, rules.length], [3, [], 1]);
  const [rule] = rules as [ProposedRule];
  assertEquals([rule.glob, rule.results], ["a.ts:sort", 80]);
  assertEquals(rule.benchmarks, [trends[0]!.benchmark]);
  assertEquals(rule.dismissed.map(({ change }) => change.id), ["id20"]);
  assertEquals(rule.kept.map(({ change }) => change.id), ["id60"]);
  assertLeast(rule, trends.slice(0, 1));
});

Deno.test("nothing is proposed if nothing was dismissed", () => {
  const nothing = { rules: [], contradictions: [] };
  assertEquals(tune([of("sort", kept), of("x", [])], asDefault), { benchmarks: 2, ...nothing });
  assertEquals(tune([], asDefault), { benchmarks: 0, ...nothing });
});

Deno.test("a change within the present thresholds has no effect", () => {
  const trends = [of("sort", dismissed)];
  const [rule] = tune(trends, asDefault).rules as [ProposedRule];
  const thresholdsOf = resolveThresholds({ benchmarks: { [rule.glob]: rule.set } }, {});
  const again = trends.map((trend) => {
    const { steps, drifts } = findChanges(trend.points, thresholdsOf(trend.benchmark));
    const track = (id: string) => ({
      company: null,
      differences: [],
      dismissal: changesOf(trend).find((change) => change.id === id)!.dismissal,
      commits: null,
      explained: null,
    });
    return {
      ...trend,
      steps: steps.map((one) => ({ ...one, ...track(one.id) })),
      drifts: drifts.map((one) => ({ ...one, ...track(one.id) })),
    };
  });
  assertEquals(tune(again, thresholdsOf).rules, []);
});

Deno.test("a smaller kept regression contradicts a dismissed one", () => {
  const { rules, contradictions } = tune([of("sort", contrary)], asDefault);
  assertEquals(rules, []);
  const [{ dismissed, kept }] = contradictions as [typeof contradictions[number]];
  assertEquals([dismissed.change.id, kept!.change.id], ["id20", "id60"]);
});

Deno.test("a rule sets all values that the configuration would otherwise provide", async (t) => {
  const rows: [percents: Record<string, number>, rises: Rise[], keys: string[]][] = [
    [{}, dismissed, ["threshold"]],
    [{}, [[24, true], [70, false]], ["threshold", "moderate"]],
    [{ moderate: 12 }, [[12.8, true]], ["threshold", "moderate"]],
    [{ threshold: 4 }, [[7, true], [31, false]], ["tolerance", "threshold"]],
    [{ threshold: 60 }, [[80, true]], ["threshold", "moderate", "severe"]],
  ];
  for (const [percents, rises, keys] of rows) {
    await t.step(JSON.stringify(percents), () => {
      const thresholdsOf = resolveThresholds(percents, {});
      const trend = makeDismissedTrend(
        { file: null, group: null, name: "sort" },
        rises,
        { thresholds: thresholdsOf({ file: null, group: null, name: "sort" }) },
      );
      const [rule] = tune([trend], thresholdsOf).rules as [ProposedRule];
      assertEquals(Object.keys(rule.set), keys);
      const written = resolveThresholds({ ...percents, benchmarks: { sort: rule.set } }, {});
      assertEquals(written(trend.benchmark), rule.after);
    });
  }
});

Deno.test("benchmarks of a group or file with similar thresholds share a glob", async (t) => {
  const rows: [what: string, sketches: [string, Rise[]][], globs: string[]][] = [
    [
      "a group",
      [["a.ts:g/x", dismissed], ["a.ts:g/y", greater], ["a.ts:g/z", kept], ["a.ts:h/x", kept]],
      ["a.ts:g/*"],
    ],
    ["a group without a file", [["g/x", dismissed], ["g/y", greater], ["z", kept]], ["g/*"]],
    ["a file without groups", [["a.ts:x", dismissed], ["a.ts:y", greater]], ["a.ts:*"]],
    [
      "a file with groups",
      [["a.ts:g/x", dismissed], ["a.ts:h/y", greater], ["a.ts:z", []], ["b.ts:x", kept]],
      ["a.ts:{*,*/*}"],
    ],
    ["a file of groups", [["a.ts:g/x", dismissed], ["a.ts:h/y", greater]], ["a.ts:*/*"]],
    ["names with a slash", [["a.ts:g/x/1", dismissed], ["a.ts:g/y", greater]], ["a.ts:g/**"]],
    [
      "too few benchmarks",
      [["a.ts:x", dismissed], ["a.ts:y", kept], ["a.ts:z", []]],
      ["a.ts:x"],
    ],
    [
      "less than half of the benchmarks",
      [["a.ts:v", []], ["a.ts:w", []], ["a.ts:x", dismissed], ["a.ts:y", greater], ["a.ts:z", []]],
      ["a.ts:x", "a.ts:y"],
    ],
    [
      "thresholds that differ by more than usual",
      [["a.ts:x", dismissed], ["a.ts:y", [[25, true]]]],
      ["a.ts:x", "a.ts:y"],
    ],
    [
      "a kept change that the shared threshold would hide",
      [["a.ts:x", dismissed], ["a.ts:y", greater], ["a.ts:z", [[14.5, false]]]],
      ["a.ts:x", "a.ts:y"],
    ],
    [
      "a benchmark that contradicts itself",
      [["a.ts:x", dismissed], ["a.ts:y", greater], ["a.ts:z", contrary]],
      ["a.ts:x", "a.ts:y"],
    ],
    ["no file and no group", [["x", dismissed], ["y", greater]], ["x", "y"]],
    ["a name that several benchmarks have", [["x", dismissed], ["a.ts:x", kept], ["y", kept]], [
      "x",
    ]],
    ["a number as a name", [["10", dismissed], ["y", kept]], ["[1]0"]],
    ["a name with asterisks", [["a*.ts:[x]", dismissed], ["a*.ts:y", kept]], ["a[*].ts:[[]x]"]],
  ];
  for (const [what, sketches, globs] of rows) {
    await t.step(what, () => {
      const trends = sketches.map(([spelled, rises]) => of(spelled, rises));
      const { rules } = tune(trends, asDefault);
      assertEquals(rules.map(({ glob }) => glob), globs);
      // In their order in the configuration, the rules have the intended effect.
      const benchmarks = Object.fromEntries(rules.map(({ glob, set }) => [glob, set]));
      const written = resolveThresholds({ benchmarks }, {});
      for (const rule of rules) {
        const matched = trends.filter(({ benchmark }) => rule.benchmarks.includes(benchmark));
        for (const { benchmark } of matched) assertEquals(written(benchmark), rule.after);
        assertLeast(rule, matched);
      }
      const others = trends.filter(({ benchmark }) =>
        !rules.some((rule) => rule.benchmarks.includes(benchmark))
      );
      for (const { benchmark } of others) assertEquals(written(benchmark), DEFAULT_THRESHOLDS);
    });
  }
});

Deno.test("benchmarks whose present thresholds differ share no glob", () => {
  const trends = [of("a.ts:x", dismissed), of("a.ts:y", dismissed)];
  const thresholdsOf = ({ name }: BenchmarkIdentity) =>
    name === "x" ? DEFAULT_THRESHOLDS : { ...DEFAULT_THRESHOLDS, threshold: 0.11 };
  const { rules } = tune(trends, thresholdsOf);
  assertEquals(rules.map(({ glob }) => glob), ["a.ts:x", "a.ts:y"]);
});
