import { assert, assertAlmostEquals, assertEquals, assertGreater } from "@std/assert";
import { LOOK_RATES, LOOKS } from "../../scripts/verdict/judge_duet.ts";
import type { Benchmark } from "../../scripts/verdict/benchmark.ts";
import { diagnose, TARGET_CHANGES } from "../../scripts/verdict/diagnosis.ts";
import { smallestVisible } from "../../scripts/verdict/statistics/power.ts";
import { toDuetRounds } from "../helpers/simulated_duet.ts";
import { versioned } from "../helpers/versioned.ts";

/** Returns rounds of a benchmark against itself; the sides take turns to start. */
function measured(
  logRatios: readonly number[],
  secondsPerRound = 0.5,
  failure: Benchmark["failure"] = null,
): Benchmark {
  const rounds = toDuetRounds(logRatios);
  return versioned("sum", { rounds, failure, spentMs: rounds.length * secondsPerRound * 1000 });
}

/** Four rounds with this deviation, and two degrees of freedom. */
const deviating = (deviation: number) =>
  [1, 1, -1, -1].map((sign) => sign * deviation / Math.SQRT2);

Deno.test("diagnose() returns the deviation of a round, without the effect of the order", async (t) => {
  const rows: [shows: string, logRatios: number[], wanted: number][] = [
    ["rounds that differ", deviating(0.01), 0.01],
    ["equal rounds", [0.02, 0.02, 0.02, 0.02], 0],
    ["rounds that differ only by the starting side", [0.01, -0.01, 0.01, -0.01, 0.01, -0.01], 0],
  ];
  for (const [shows, logRatios, wanted] of rows) {
    await t.step(shows, () => {
      const [one] = diagnose([measured(logRatios)], 6);
      assertAlmostEquals(one!.deviation!, wanted, 1e-12);
    });
  }
});

Deno.test("diagnose() counts the rounds that the budget allows, up to the maximum", async (t) => {
  const last = LOOKS.at(-1)!;
  const rows: [shows: string, secondsPerRound: number, budget: number, rounds: number][] = [
    ["twelve", 0.5, 6, 12],
    ["a partial round does not count", 0.5, 6.4, 12],
    ["the maximum", 0.01, 6, last],
    ["the minimum, whatever the rounds cost", 7, 6, 4],
  ];
  for (const [shows, secondsPerRound, budget, rounds] of rows) {
    await t.step(shows, () => {
      const [one] = diagnose([measured(deviating(0.01), secondsPerRound)], budget);
      assertEquals(one!.rounds, rounds);
    });
  }
});

/**
 * Twelve rounds have looks after six, ten and twelve; the last look gets the remaining error rate.
 */
const LAST_LOOK = 5 * LOOK_RATES.family;

Deno.test("diagnose() estimates the smallest visible slowdown beyond the tolerance", () => {
  const [one] = diagnose([measured(deviating(0.01))], 6);
  const reach = smallestVisible(0.01, 12, LAST_LOOK);
  assertAlmostEquals(one!.visible!, 1.05 * Math.exp(reach) - 1, 1e-9);
  const [still] = diagnose([measured([0, 0, 0, 0])], 6);
  assertAlmostEquals(still!.visible!, 0.05, 1e-12, "without any deviation");
  const [short] = diagnose([measured(deviating(0.05))], 1);
  assertEquals([short!.rounds, short!.honest], [4, false], "four rounds show little");
});

Deno.test("diagnose() sees only larger slowdowns if more benchmarks are judged together", () => {
  const one = measured(deviating(0.01));
  const [alone] = diagnose([one], 6), [among] = diagnose(Array(20).fill(one), 6);
  assertGreater(among!.visible!, alone!.visible!);
});

Deno.test("diagnose() counts the rounds for smaller and smaller slowdowns", () => {
  const [one] = diagnose([measured(deviating(0.01))], 6);
  assertEquals(one!.roundsFor.length, TARGET_CHANGES.length);
  const counts = one!.roundsFor.map((rounds) => rounds!);
  assertEquals(counts, counts.toSorted((a, b) => a - b));
  assert(counts.at(-1)! > counts[0]!);
  const [wild] = diagnose([measured(deviating(1))], 6);
  assertEquals(wild!.roundsFor.at(-1), null, "more than a thousand");
});

Deno.test("diagnose() calls gating honest if it would see a moderate slowdown", async (t) => {
  const limit = Math.log(1.2 / 1.05) / smallestVisible(1, 12, LAST_LOOK);
  const rows: [shows: string, deviation: number, honest: boolean][] = [
    ["slightly less noise than the limit", limit * 0.999, true],
    ["slightly more", limit * 1.001, false],
  ];
  for (const [shows, deviation, honest] of rows) {
    await t.step(shows, () => {
      assertEquals(diagnose([measured(deviating(deviation))], 6)[0]!.honest, honest);
    });
  }
});

Deno.test("diagnose() reports nothing but the failure of a failed benchmark", async (t) => {
  const failure = { side: "baseline", message: "Error: no" } as const;
  const named = { side: "both", message: "a_bench.ts:sum cannot be run: Error: no" } as const;
  const few = "a_bench.ts:sum: fewer than two rounds finished";
  const rows: [shows: string, Benchmark, message: string][] = [
    ["a failure", measured(deviating(0.01), 0.5, failure), "a_bench.ts:sum: Error: no"],
    ["a failure with a name", measured(deviating(0.01), 0.5, named), named.message],
    ["no round", measured([]), few],
    ["one round, whose deviation is unknown", measured([0.1]), few],
  ];
  for (const [shows, one, message] of rows) {
    await t.step(shows, () => {
      const [found] = diagnose([one], 6);
      assertEquals(found!.failure, message);
      assertEquals([found!.deviation, found!.visible, found!.honest], [null, null, false]);
      assertEquals(found!.roundsFor, TARGET_CHANGES.map(() => null));
    });
  }
  assertEquals(diagnose([], 6), []);
});
