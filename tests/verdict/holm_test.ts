import { assertEquals } from "@std/assert";
import { rejectHolm } from "../../scripts/verdict/statistics/holm.ts";

Deno.test("rejectHolm() steps down from the smallest p-value", async (t) => {
  const rows: [shows: string, pValues: number[], alpha: number, rejected: boolean[]][] = [
    [
      "the textbook example: stops at 0.03 > 0.05 / 2, and 0.04 falls with it",
      [
        0.01,
        0.04,
        0.03,
        0.005,
      ],
      0.05,
      [true, false, false, true],
    ],
    ["all, although plain Bonferroni rejects only the first", [0.01, 0.02, 0.04], 0.05, [
      true,
      true,
      true,
    ]],
    ["none: the smallest of five misses 0.01", [0.011, 0.02, 0.03, 0.04, 0.05], 0.05, [
      false,
      false,
      false,
      false,
      false,
    ]],
    [
      "a later p-value below its own limit does not count once one has missed",
      [
        0.026,
        0.026,
      ],
      0.05,
      [false, false],
    ],
    ["a p-value at the limit is rejected", [0.025, 0.05], 0.05, [true, true]],
    ["a single p-value at alpha", [0.05], 0.05, [true]],
    ["a single p-value above alpha", [0.0501], 0.05, [false]],
    ["equal p-values", [0.01, 0.01, 0.01], 0.05, [true, true, true]],
    ["zeros", [0, 1, 0], 0.01, [true, false, true]],
    ["NaN is never rejected", [NaN], 0.05, [false]],
    ["nothing to test", [], 0.05, []],
  ];
  for (const [shows, pValues, alpha, rejected] of rows) {
    await t.step(shows, () => assertEquals(rejectHolm(pValues, alpha), rejected));
  }
});

Deno.test("rejectHolm() does not change its argument", () => {
  const pValues = Object.freeze([0.04, 0.001, 0.03]);
  assertEquals(rejectHolm(pValues, 0.05), [false, true, false]);
});
