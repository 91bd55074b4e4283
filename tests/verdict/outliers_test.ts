import { assertEquals } from "@std/assert";
import { findOutliers } from "../../scripts/verdict/statistics/outliers.ts";

Deno.test("findOutliers() splits off single values far outside the rest", async (t) => {
  // Mean 0 and deviation 0.01: with six values the limit is 27 deviations.
  const spread = [-0.01, 0.01, -0.01, 0.01, 0];
  const rows: [shows: string, values: number[], narrowest: number, found: number[]][] = [
    ["none of none", [], 0.05, []],
    ["none of one", [5], 0.05, []],
    ["none of equals", [1, 1, 1, 1, 1, 1], 0, []],
    ["one of six", [0.01, 0, -0.01, 0.02, 0, 1.24], 0.05, [5]],
    ["one below", [0.01, -1.24, -0.01, 0.02, 0, 0], 0.05, [1]],
    ["none of five: that would be more than one in six", [0, 0, 0, 0, 1], 0.05, []],
    ["none where two of six are out", [0.01, 0, -0.01, 0.02, 1.2, 1.24], 0.05, []],
    ["two of twelve", [0, 0, 5, 0, 0, 0, 0, 0, 0, 0, -5, 0], 0.05, [2, 10]],
    ["none where three of twelve are out", [0, 0, 5, 0, 0, 9, 0, 0, 0, 0, -5, 0], 0.05, []],
    ["beyond the limit of six values", [...spread, 0.29], 0, [5]],
    ["short of it", [...spread, 0.25], 0, []],
    ["never what is as close as the narrowest", [0, 0, 0, 0, 0, 0.05], 0.05, []],
    ["what is a little farther", [0, 0, 0, 0, 0, 0.051], 0.05, [5]],
    ["the values' place does not matter", [9.5, 9.51, 9.49, 9.5, 12, 9.5], 0.05, [4]],
  ];
  for (const [shows, values, narrowest, found] of rows) {
    await t.step(shows, () => assertEquals(findOutliers(values, narrowest), found));
  }
});

Deno.test("findOutliers() does not change its argument", () => {
  assertEquals(findOutliers(Object.freeze([3, 0, 0, 0, 0, 0]), 0.1), [0]);
});
