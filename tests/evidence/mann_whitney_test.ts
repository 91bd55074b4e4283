import { assertAlmostEquals, assertEquals } from "@std/assert";
import { mannWhitneyP } from "../../benchmarks/evidence/mann_whitney.ts";
import { seededRandom } from "../kernels/random.ts";

const upTo = (n: number, from = 1) => Array.from({ length: n }, (_, index) => from + index);

Deno.test("mannWhitneyP() returns the exact values of tables", () => {
  const rows = [
    { a: upTo(3), b: upTo(3, 10), p: 2 / 20, shows: "3 + 3 without overlap cannot reach 5 %" },
    { a: upTo(4), b: upTo(4, 10), p: 2 / 70, shows: "4 + 4 without overlap" },
    { a: upTo(5), b: upTo(5, 10), p: 2 / 252, shows: "5 + 5 without overlap" },
    { a: upTo(10), b: upTo(10, 20), p: 2 / 184_756, shows: "10 + 10 without overlap" },
    { a: upTo(25), b: upTo(25, 50), p: 2 / 126_410_606_437_752, shows: "many, in a short time" },
    { a: [1, 2, 3, 5], b: [4, 6, 7, 8], p: 4 / 70, shows: "one step from no overlap" },
    { a: [1, 4], b: [2, 3], p: 1, shows: "neither is greater" },
    { a: [1], b: [2, 3, 4], p: 2 / 4, shows: "unequal sizes" },
    // This is the example of wilcox.test() in R, which is one-sided: 0.1272.
    {
      a: [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46],
      b: [1.15, 0.88, 0.9, 0.74, 1.21],
      p: 0.25441225,
      shows: "placental permeability (Hollander and Wolfe, 1973)",
    },
  ];
  for (const { a, b, p, shows } of rows) {
    assertAlmostEquals(mannWhitneyP(a, b), p, 1e-7 * p, shows);
    assertAlmostEquals(mannWhitneyP(b, a), p, 1e-7 * p, `${shows}, with the sides exchanged`);
  }
});

Deno.test("mannWhitneyP() agrees with counting every division of the ranks", () => {
  const random = seededRandom(1);
  for (let repeat = 0; repeat < 20; repeat++) {
    const a = Array.from({ length: 4 }, random);
    const b = Array.from({ length: 3 }, random);
    assertAlmostEquals(mannWhitneyP(a, b), countAll(a, b), 1e-12);
  }
});

/** Computes the p-value from every choice of `a.length` of the values. */
function countAll(a: readonly number[], b: readonly number[]): number {
  const values = [...a, ...b];
  const distances: number[] = [];
  for (let choice = 0; choice < 2 ** values.length; choice++) {
    const mine = values.filter((_, index) => choice >> index & 1);
    if (mine.length !== a.length) continue;
    const others = values.filter((_, index) => !(choice >> index & 1));
    distances.push(distance(mine, others));
  }
  const found = distance(a, b);
  return distances.filter((one) => one >= found).length / distances.length;
}

function distance(a: readonly number[], b: readonly number[]): number {
  const wins = a.flatMap((one) => b.filter((other) => one > other)).length;
  return Math.abs(wins - a.length * b.length / 2);
}

Deno.test("mannWhitneyP() counts equal values as half a win", () => {
  assertEquals(mannWhitneyP([1, 1, 1, 1], [1, 1, 1, 1]), 1);
  // The tie makes 15.5 wins of 16, which are as rare as samples that do not overlap.
  assertAlmostEquals(mannWhitneyP([4, 5, 6, 7], [1, 2, 3, 4]), 2 / 70, 1e-12);
});
