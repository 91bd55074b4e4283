import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { estimateUnpaired } from "../../scripts/verdict/statistics/estimate.ts";
import { rejectHolm } from "../../scripts/verdict/statistics/holm.ts";
import { findOutliers } from "../../scripts/verdict/statistics/outliers.ts";
import { roundsToSee, smallestVisible } from "../../scripts/verdict/statistics/power.ts";
import { studentTCdf, studentTQuantile } from "../../scripts/verdict/statistics/student_t.ts";

Deno.test("studentTQuantile() agrees with published tables", () => {
  const rows: [probability: number, df: number, t: number][] = [
    [0.975, 1, 12.706],
    [0.975, 2, 4.303],
    [0.975, 5, 2.571],
    [0.975, 10, 2.228],
    [0.975, 30, 2.042],
    [0.975, 120, 1.98],
    [0.9995, 10, 4.587],
    [0.9995, 1, 636.619],
    [0.9, 4, 1.533],
    [0.99, 8, 2.896],
  ];
  for (const [probability, df, t] of rows) {
    assertAlmostEquals(studentTQuantile(probability, df), t, t * 5e-4, `${probability}, ${df}`);
    assertAlmostEquals(studentTQuantile(1 - probability, df), -t, t * 5e-4);
  }
});

Deno.test("studentTCdf() is symmetric, reaches its limits and agrees with closed forms", () => {
  for (const t of [0, 0.1, 1, 3, 50]) {
    assertAlmostEquals(studentTCdf(t, 7) + studentTCdf(-t, 7), 1, 1e-12);
    // One degree of freedom is Cauchy's distribution, two have a square root.
    assertAlmostEquals(studentTCdf(t, 1), 0.5 + Math.atan(t) / Math.PI, 1e-10);
    assertAlmostEquals(studentTCdf(t, 2), 0.5 + t / (2 * Math.sqrt(2 + t * t)), 1e-10);
  }
  assertEquals([studentTCdf(Infinity, 3), studentTCdf(-Infinity, 3)], [1, 0]);
  assertAlmostEquals(studentTCdf(1.959964, 1e6), 0.975, 1e-6);
});

Deno.test("Student's t refuses what is no probability or no degrees of freedom", () => {
  for (const p of [0, 1, -1, NaN]) assertThrows(() => studentTQuantile(p, 5), RangeError);
  for (const df of [0, -1, NaN]) assertThrows(() => studentTCdf(1, df), RangeError);
});

Deno.test("rejectHolm() rejects step by step", () => {
  const rows: [p: number[], rejected: boolean[]][] = [
    [[], []],
    [[0.04], [true]],
    [[0.06], [false]],
    // Holm's textbook case: .01 <= .05/4, .02 > .05/3, so the later ones stand too.
    [[0.01, 0.04, 0.03, 0.02], [true, false, false, false]],
    [[0.01, 0.016, 0.02, 0.04], [true, true, true, true]],
    [[0.04, 0.001], [true, true]],
  ];
  for (const [p, rejected] of rows) assertEquals(rejectHolm(p, 0.05), rejected, p.join());
});

Deno.test("estimateUnpaired() is Welch's t on the logarithms", () => {
  const e = Math.E;
  // Logs: 0, 1, 2 against 2, 4, 6, 8. Variances 1 and 20/3, errors 1/3 and 5/3.
  const estimate = estimateUnpaired([1, e, e ** 2], [e ** 2, e ** 4, e ** 6, e ** 8])!;
  assertAlmostEquals(estimate.logRatio, 4, 1e-12);
  assertAlmostEquals(estimate.standardError, Math.sqrt(2), 1e-12);
  assertAlmostEquals(estimate.degreesOfFreedom, 4 / (1 / 9 / 2 + 25 / 9 / 3), 1e-9);
  assertEquals(estimate.rounds, 3);
  assertEquals(estimateUnpaired([1], [1, 2]), null);
  assertEquals(estimateUnpaired([2, 2], [3, 3])!.standardError, 0);
});

Deno.test("findOutliers() sets aside single values far off, and no more", () => {
  const rows: [what: string, values: number[], outliers: number[]][] = [
    ["none", [0, 0.01, -0.01, 0.02, 0, 0.01], []],
    ["one of six", [0, 0.01, -0.01, 0.02, 0.9, 0.01], [4]],
    ["one of five is too many", [0, 0.01, -0.01, 0.02, 0.9], []],
    ["two of six are too many", [0, 0.01, -0.01, -0.8, 0.9, 0.01], []],
    ["two of twelve", [0, 1, 0, 0, -1, 0, 0.01, 0, 0, 0, 0, 0], [1, 4]],
    ["far in deviations, near in size", [0, 0, 0, 0, 0, 0.04], []],
    ["wide spread", [-0.3, 0.2, 0.1, -0.2, 0.4, 1], []],
  ];
  for (const [what, values, outliers] of rows) {
    assertEquals(findOutliers(values, 0.05), outliers, what);
  }
});

Deno.test("smallestVisible() and roundsToSee() are each other's inverse", () => {
  for (const deviation of [0.005, 0.01, 0.03]) {
    for (const change of [0.02, 0.05, 0.1]) {
      const rounds = roundsToSee(deviation, change, 0.0005, 1000)!;
      assert(smallestVisible(deviation, rounds, 0.0005) <= change);
      assert(rounds === 3 || smallestVisible(deviation, rounds - 1, 0.0005) > change);
    }
  }
  assertEquals(smallestVisible(0.01, 2, 0.01), Infinity);
  assertEquals(roundsToSee(0.5, 0.01, 0.0005, 100), null);
});
