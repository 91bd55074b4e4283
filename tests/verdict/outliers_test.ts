import { assertEquals } from "@std/assert";
import { findOutliers } from "../../scripts/verdict/statistics/outliers.ts";

Deno.test("findOutliers() separates single values far outside the rest", async (t) => {
  // Mean 0 and deviation 0.01: with six values the limit is 27 deviations.
  const spread = [-0.01, 0.01, -0.01, 0.01, 0];
  const rows: [shows: string, values: number[], narrowest: number, found: number[]][] = [
    ["none of none", [], 0.05, []],
    ["none of one", [5], 0.05, []],
    ["none of equal values", [1, 1, 1, 1, 1, 1], 0, []],
    ["one of six", [0.01, 0, -0.01, 0.02, 0, 1.24], 0.05, [5]],
    ["one low value", [0.01, -1.24, -0.01, 0.02, 0, 0], 0.05, [1]],
    ["none of five: one would be more than one in six", [0, 0, 0, 0, 1], 0.05, []],
    ["none if two of six are outliers", [0.01, 0, -0.01, 0.02, 1.2, 1.24], 0.05, []],
    ["two of twelve", [0, 0, 5, 0, 0, 0, 0, 0, 0, 0, -5, 0], 0.05, [2, 10]],
    ["none if three of twelve are outliers", [0, 0, 5, 0, 0, 9, 0, 0, 0, 0, -5, 0], 0.05, []],
    ["a value beyond the limit of six", [...spread, 0.29], 0, [5]],
    ["a value short of the limit", [...spread, 0.25], 0, []],
    ["no value as close as the narrowest gap", [0, 0, 0, 0, 0, 0.05], 0.05, []],
    ["a value slightly farther", [0, 0, 0, 0, 0, 0.051], 0.05, [5]],
    ["outliers in any place", [9.5, 9.51, 9.49, 9.5, 12, 9.5], 0.05, [4]],
  ];
  for (const [shows, values, narrowest, found] of rows) {
    await t.step(shows, () => assertEquals(findOutliers(values, narrowest), found));
  }
});

Deno.test("findOutliers() does not change its argument", () => {
  assertEquals(findOutliers(Object.freeze([3, 0, 0, 0, 0, 0]), 0.1), [0]);
});
