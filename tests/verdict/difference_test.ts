import { assertAlmostEquals, assertEquals, assertGreater, assertThrows } from "@std/assert";
import { Failure } from "../../scripts/result/failure.ts";
import type { Comparison, ComparisonEntry } from "../../scripts/verdict/comparison.ts";
import { checkDifference, differencesOf } from "../../scripts/verdict/difference.ts";
import { estimatePaired } from "../../scripts/verdict/statistics/estimate.ts";
import { richComparison } from "../helpers/rich.ts";
import { commitOf, compareOnDay, dayComparison } from "../helpers/history.ts";
import { judged, roundsOf, versioned } from "../helpers/versioned.ts";

const SLOWER = [0.3, 0.31, 0.29, 0.3, 0.3, 0.31];
const SAME = [0, 0.01, -0.01, 0, 0.01, 0];

/** Returns the comparison with these fields replaced in its only entry. */
function changed(given: Partial<ComparisonEntry>): Pick<Comparison, "entries"> {
  const { entries: [entry] } = dayComparison(2, { sort: SLOWER });
  return { entries: [{ ...entry!, ...given }] };
}

Deno.test("differencesOf() returns both durations, and the error of their ratio", () => {
  const [difference, ...others] = differencesOf(dayComparison(2, { sort: SLOWER }));
  assertEquals(others, []);
  const { benchmark, durationMs, baselineMs, standardError, rounds } = difference!;
  assertEquals(benchmark, { file: null, group: null, name: "sort" });
  const logs = SLOWER.map(Math.log1p);
  const middle = logs.reduce((sum, log) => sum + log) / 6;
  assertAlmostEquals(Math.log(durationMs / baselineMs), middle, 1e-12);
  const squares = logs.reduce((sum, log) => sum + (log - middle) ** 2, 0);
  assertAlmostEquals(standardError!, Math.sqrt(squares / 5 / 6), 1e-12);
  assertEquals(rounds, 6);
});

Deno.test("differencesOf() leaves out the same rounds for the error as for the estimate", () => {
  const [difference] = differencesOf(dayComparison(2, { sort: [...SLOWER.slice(0, 5), 5] }));
  const { standardError, durationMs, baselineMs } = difference!;
  assertAlmostEquals(durationMs / baselineMs, 1.3, 0.001);
  assertGreater(0.005, standardError!);
});

Deno.test("differencesOf() trims many rounds for the error, as for the estimate", () => {
  const near = Array.from({ length: 18 }, (_, index) => 0.3 + 0.002 * (index - 8.5));
  const changes = [...near.slice(0, 9), 5, -0.8, ...near.slice(9)];
  const [difference] = differencesOf(dayComparison(2, { sort: changes }));
  const estimate = estimatePaired(
    changes.map((change) => ({ logRatio: Math.log1p(change), condition: 1 })),
  )!;
  assertAlmostEquals(difference!.standardError!, estimate.standardError, 1e-12);
  // The error of all rounds is above 0.1.
  assertGreater(0.01, difference!.standardError!);
});

Deno.test("differencesOf() returns no error for one round, or for a change without a logarithm", () => {
  const samples = { baseline: [1], current: [1.3], confirming: 0 };
  for (const changes of [[0.3], [0.3, -1], [0.3, -2]]) {
    const [difference] = differencesOf(changed({ samples: { ...samples, changes } }));
    assertEquals([difference!.standardError, difference!.durationMs > 1.29], [null, true]);
  }
});

Deno.test("differencesOf() omits benchmarks that were not measured in turn on both sides", async (t) => {
  const { samples } = changed({}).entries[0]!;
  const rows: [what: string, given: Partial<ComparisonEntry>][] = [
    ["no baseline", { verdict: "added", baseline: null }],
    ["no current", { verdict: "removed", current: null }],
    ["failed after some rounds", { verdict: "failed" }],
    ["a baseline that failed after some rounds", { verdict: "not_compared" }],
    ["another metric", { metric: "memory" }],
    ["a duration of zero", { baseline: 0 }],
    ["a negative duration", { current: -1 }],
    ["rounds of each side alone", { samples: { ...samples, changes: null } }],
  ];
  assertEquals(differencesOf(changed({})).length, 1);
  for (const [what, given] of rows) {
    await t.step(what, () => assertEquals(differencesOf(changed(given)), []));
  }
});

Deno.test("differencesOf() includes every measured benchmark, whatever its verdict", () => {
  const comparison = compareOnDay(2, [
    judged("slower", SLOWER, { confirmation: roundsOf(SLOWER) }),
    judged("not confirmed in time", SLOWER),
    judged("the same", SAME),
    judged("two rounds", [0.1, 0.11]),
    versioned("no round"),
  ]);
  const names = differencesOf(comparison).map(({ benchmark }) => benchmark.name);
  assertEquals(names.sort(), ["not confirmed in time", "slower", "the same", "two rounds"]);
});

Deno.test("checkDifference() accepts only two commits that were measured in turn", async (t) => {
  const comparison = dayComparison(2, {});
  const current = { ...comparison.current, git_commit: null };
  checkDifference(comparison, "Cannot add c.json");
  checkDifference({ ...comparison, current }, "Cannot add c.json");
  const wanted = "Cannot add c.json: a history takes comparisons of";
  const rows: [what: string, comparison: Comparison, message: string][] = [
    [
      "two results",
      richComparison(),
      `${wanted} compare --against, found one of two results; add those results instead`,
    ],
    [
      "one commit",
      { ...comparison, baseline: comparison.current },
      `${wanted} two commits, found "${commitOf(2)}" on both sides`,
    ],
    [
      "no commits",
      { ...comparison, baseline: current, current },
      `${wanted} two commits, found none on either side`,
    ],
  ];
  for (const [what, comparison, message] of rows) {
    await t.step(what, () => {
      const error = assertThrows(() => checkDifference(comparison, "Cannot add c.json"), Failure);
      assertEquals(error.message, message);
    });
  }
});
