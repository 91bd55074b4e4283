import { assertAlmostEquals, assertEquals } from "@std/assert";
import { shareToTrim, TRIMMED, trimmedMean } from "../../scripts/verdict/statistics/trimmed.ts";

Deno.test("trimmedMean() leaves out both ends, worked out by hand", async (t) => {
  const rows: [what: string, values: number[], share: number, mean: number, squares: number][] = [
    ["nothing left out", [4, 1, 1], 0, 2, 6],
    // 2, 2, 3, 4, 4 around 3.
    ["one of five at each end", [900, 2, 3, 4, -900], 0.2, 3, 4],
    ["none of four: a fifth is less than one", [1, 2, 3, 6], 0.2, 3, 14],
    ["a single value", [7], 0.2, 7, 0],
  ];
  for (const [what, values, share, mean, squares] of rows) {
    await t.step(what, () => {
      const found = trimmedMean(Object.freeze(values), share);
      assertAlmostEquals(found.mean, mean, 1e-12);
      assertAlmostEquals(found.squares, squares, 1e-12);
      assertEquals(found.kept, values.length - 2 * Math.floor(share * values.length));
    });
  }
});

/** Values placed like normal ones, at equal distances on both sides of 0. */
const symmetric = [0.08, 0.24, 0.4, 0.57, 0.76, 0.99, 1.28, 1.8].flatMap((one) => [one, -one]);

const withFar = (...far: number[]) => [...symmetric, ...far];
const equal = (value: number) => Array<number>(8).fill(value);

Deno.test("shareToTrim() trims many symmetric values, some of which are outliers", async (t) => {
  const rows: [what: string, values: readonly number[], isTrimmed: boolean][] = [
    ["no outliers", symmetric, false],
    ["all equal", Array(16).fill(1), false],
    ["one outlier", withFar(50), true],
    ["the same at another location and scale", withFar(50).map((one) => 5 + 100 * one), true],
    ["one value too few", withFar(50).slice(2), false],
    ["two outliers on one side", withFar(-50, -60), true],
    ["outliers on both sides", withFar(50, 60, 70, -50, -60, -70), true],
    ["three outliers on one side", withFar(50, 60, 70), false],
    ["three outliers on the other side", withFar(-50, -60, -70), false],
    ["skewed", symmetric.map((one) => Math.exp(3 * one)), false],
    ["skewed the other way", symmetric.map((one) => -Math.exp(3 * one)), false],
    ["equal distances, low ones first", [...equal(-1), ...equal(1), 50, -50], true],
    ["equal distances, high ones first", [...equal(1), ...equal(-1), 50, -50], true],
  ];
  for (const [what, values, isTrimmed] of rows) {
    await t.step(what, () => assertEquals(shareToTrim(values), isTrimmed ? TRIMMED : 0));
  }
});
