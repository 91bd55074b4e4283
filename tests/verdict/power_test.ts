import { assertAlmostEquals, assertEquals, assertLess } from "@std/assert";
import { roundsToSee, smallestVisible } from "../../scripts/verdict/statistics/power.ts";

const ALPHA = 0.0005;

Deno.test("smallestVisible() is Johnson and Welch's approximation, worked out by hand", async (t) => {
  const rows: [shows: string, deviation: number, rounds: number, alpha: number, wanted: number][] =
    [
      ["4 rounds: t.95 with 2 degrees of freedom is 2.92", 0.02, 4, 0.05, 0.01 * (2.555 + 2.2676)],
      ["12 rounds: t.9995 with 10 is 4.587", 0.01, 12, ALPHA, 0.0028868 * (4.4723 + 1.8359)],
      ["no deviation shows everything", 0, 6, ALPHA, 0],
      ["two rounds show nothing", 0.01, 2, ALPHA, Infinity],
      ["no rounds show nothing", 0.01, 0, ALPHA, Infinity],
      ["two rounds show nothing even without deviation", 0, 2, ALPHA, Infinity],
    ];
  for (const [shows, deviation, rounds, alpha, wanted] of rows) {
    await t.step(shows, () => {
      assertAlmostEquals(smallestVisible(deviation, rounds, alpha), wanted, 2e-5);
    });
  }
});

Deno.test("smallestVisible() falls with more rounds, and rises with the deviation and the level of confidence", () => {
  for (let rounds = 3; rounds < 40; rounds++) {
    const here = smallestVisible(0.01, rounds, ALPHA);
    assertLess(smallestVisible(0.01, rounds + 1, ALPHA), here, `${rounds} rounds`);
    assertLess(here, smallestVisible(0.011, rounds, ALPHA), `${rounds} rounds`);
    assertLess(here, smallestVisible(0.01, rounds, ALPHA / 2), `${rounds} rounds`);
  }
});

Deno.test("roundsToSee() gives the fewest rounds that are enough", async (t) => {
  for (const change of [0.005, 0.01, 0.02, 0.05, 0.1, 0.5]) {
    await t.step(`a change of ${change}`, () => {
      const rounds = roundsToSee(0.01, change, ALPHA, 1000)!;
      assertEquals(smallestVisible(0.01, rounds, ALPHA) <= change, true);
      assertEquals(smallestVisible(0.01, rounds - 1, ALPHA) > change, true);
      assertEquals(roundsToSee(0.01, change, ALPHA, rounds), rounds, "no more than allowed");
      assertEquals(roundsToSee(0.01, change, ALPHA, rounds - 1), null, "one more than allowed");
    });
  }
});

Deno.test("roundsToSee() returns at least three rounds, and null if too many would be needed", () => {
  assertEquals(roundsToSee(0, 0.01, ALPHA, 1000), 3);
  assertEquals(roundsToSee(1, 0.001, ALPHA, 1000), null);
});
