import { assertAlmostEquals, assertEquals } from "@std/assert";
import { estimateUnpaired } from "../../scripts/verdict/statistics/estimate.ts";
import { rejectHolm } from "../../scripts/verdict/statistics/holm.ts";

Deno.test("rejectHolm() steps down from alpha / m and stops at the first miss", async (t) => {
  const rows: [what: string, pValues: number[], rejected: boolean[]][] = [
    ["none", [], []],
    ["one at alpha", [0.05], [true]],
    ["one above alpha", [0.0501], [false]],
    ["two at their limits", [0.05, 0.025], [true, true]],
    ["the smallest misses alpha / m, so nothing is rejected", [0.026, 0.026], [false, false]],
    ["a miss ends it: 0.03 > 0.05 / 2", [0.001, 0.03, 0.03, 0.001], [true, false, false, true]],
    ["three steps: 0.0166, 0.025, 0.05", [0.05, 0.0166, 0.025], [true, true, true]],
    ["zero and one", [1, 0], [false, true]],
    ["equal values are rejected together", [0.01, 0.01, 0.01], [true, true, true]],
  ];
  for (const [what, pValues, rejected] of rows) {
    await t.step(what, () => {
      const given = [...pValues];
      assertEquals(rejectHolm(pValues, 0.05), rejected);
      assertEquals(pValues, given, "its argument is unchanged");
    });
  }
});

Deno.test("estimateUnpaired() is Welch's t on the logarithms, worked out by hand", () => {
  // Logarithms 1, 2, 3 (mean 2, variance 1) and 3, 4, 5, 8 (mean 5, variance 14 / 3).
  const baseline = [1, 2, 3].map(Math.exp);
  const current = [3, 4, 5, 8].map(Math.exp);
  const estimate = estimateUnpaired(baseline, current)!;
  assertAlmostEquals(estimate.logRatio, 3, 1e-12);
  // 1 / 3 + 14 / 12 = 1.5
  assertAlmostEquals(estimate.standardError, Math.sqrt(1.5), 1e-12);
  // 1.5² / ((1 / 3)² / 2 + (7 / 6)² / 3) = 2.25 / (1 / 18 + 49 / 108) = 2.25 × 108 / 55
  assertAlmostEquals(estimate.degreesOfFreedom, 243 / 55, 1e-12);
  assertEquals(estimate.rounds, 3);
});

Deno.test("estimateUnpaired() changes its sign when the sides change places", () => {
  const a = [10, 11, 12.5], b = [20, 21];
  const there = estimateUnpaired(a, b)!, back = estimateUnpaired(b, a)!;
  assertAlmostEquals(there.logRatio, -back.logRatio, 1e-12);
  assertAlmostEquals(there.standardError, back.standardError, 1e-12);
  assertAlmostEquals(there.degreesOfFreedom, back.degreesOfFreedom, 1e-9);
});

Deno.test("estimateUnpaired() needs two rounds per side", () => {
  assertEquals(estimateUnpaired([1], [1, 2]), null);
  assertEquals(estimateUnpaired([1, 2], [1]), null);
  assertEquals(estimateUnpaired([], []), null);
  assertEquals(estimateUnpaired([1, 2], [1, 2])!.logRatio, 0);
});

Deno.test("estimateUnpaired() has no error if no round differs", () => {
  assertEquals(estimateUnpaired([1, 1, 1], [2, 2]), {
    logRatio: Math.LN2,
    standardError: 0,
    degreesOfFreedom: 3,
    rounds: 2,
  });
});

Deno.test("estimateUnpaired() has the degrees of freedom of the side that varies, if the other does not", () => {
  const { standardError, degreesOfFreedom } = estimateUnpaired([1, 1, 1], [1, Math.E])!;
  // Variance 0.5 over two rounds.
  assertAlmostEquals(standardError, 0.5, 1e-12);
  assertAlmostEquals(degreesOfFreedom, 1, 1e-12);
});
