import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { compareWithin } from "../../scripts/verdict/within_group.ts";
import { seeded } from "../helpers/draws.ts";

type Side = Parameters<typeof compareWithin>[0];

function side(durations: readonly number[]): Side {
  const rounds = durations.map((duration_ms) => ({
    duration_ms,
    min_ms: null,
    max_ms: null,
    p75_ms: null,
    p99_ms: null,
    iterations: null,
    batched: null,
  }));
  const mean = durations.reduce((sum, one) => sum + one, 0) / durations.length;
  return { duration_ms: durations.length === 0 ? null : mean, rounds };
}

Deno.test("compareWithin() removes the effect of a round on both", () => {
  const weather = [1, 1.5, 0.8, 1.2, 1.1];
  const found = compareWithin(side(weather), side(weather.map((one) => 2 * one)))!;
  assertAlmostEquals(found.ratio, 2);
  assertAlmostEquals(found.interval!.lower, 2);
  assertAlmostEquals(found.interval!.upper, 2);
});

Deno.test("compareWithin() compares samples if there are no rounds", () => {
  const { ratio, interval } = compareWithin(side([1, 1.02, 0.98, 1]), side([2, 2.02, 1.98]))!;
  assertAlmostEquals(ratio, 2, 0.02);
  assert(interval!.lower > 1.9 && interval!.upper < 2.1);
});

Deno.test("compareWithin() has no interval without a spread, and nothing without a duration", () => {
  assertEquals(compareWithin(side([1]), side([3])), { ratio: 3, interval: null });
  assertEquals(compareWithin(side([]), side([3])), null);
  assertEquals(compareWithin(side([0, 0, 0]), side([1, 1, 1])), null);
  assertEquals(compareWithin(side([0, 1, 1]), side([1, 1, 1]))?.interval, null);
});

Deno.test("compareWithin() covers the ratio with 95 of 100 intervals", () => {
  const random = seeded(17);
  const trials = 2000;
  let held = 0;
  for (let trial = 0; trial < trials; trial++) {
    const weather = Array.from({ length: 5 }, () => random.lognormal(0.2));
    const noisy = (by: number) => side(weather.map((one) => by * one * random.lognormal(0.03)));
    const { interval } = compareWithin(noisy(1), noisy(1.3))!;
    if (interval!.lower <= 1.3 && 1.3 <= interval!.upper) held++;
  }
  assert(Math.abs(held / trials - 0.95) <= 2.58 * Math.sqrt(0.05 * 0.95 / trials), `${held}`);
});
