import { assert, assertAlmostEquals, assertEquals, assertGreater } from "@std/assert";
import { LOOK_RATES, LOOKS } from "../../scripts/verdict/judge_duet.ts";
import type { Benchmark } from "../../scripts/verdict/benchmark.ts";
import { diagnose, TARGET_CHANGES } from "../../scripts/verdict/diagnosis.ts";
import { smallestVisible } from "../../scripts/verdict/statistics/power.ts";
import { toDuetRounds } from "../helpers/simulated_duet.ts";
import { versioned } from "../helpers/versioned.ts";

/** Rounds of a benchmark against itself, which start with either side in turn. */
function measured(
  logRatios: readonly number[],
  secondsPerRound = 0.5,
  failure: Benchmark["failure"] = null,
): Benchmark {
  const rounds = toDuetRounds(logRatios);
  return versioned("sum", { rounds, failure, spentMs: rounds.length * secondsPerRound * 1000 });
}

/** Four rounds that deviate by this much, two of them degrees of freedom. */
const deviating = (deviation: number) =>
  [1, 1, -1, -1].map((sign) => sign * deviation / Math.SQRT2);

Deno.test("diagnose() gives the deviation of a round, without the effect of the order", async (t) => {
  const rows: [shows: string, logRatios: number[], wanted: number][] = [
    ["rounds that differ", deviating(0.01), 0.01],
    ["rounds that do not", [0.02, 0.02, 0.02, 0.02], 0],
    ["rounds that differ by which side starts alone", [0.01, -0.01, 0.01, -0.01, 0.01, -0.01], 0],
  ];
  for (const [shows, logRatios, wanted] of rows) {
    await t.step(shows, () => {
      const [one] = diagnose([measured(logRatios)], 6);
      assertAlmostEquals(one!.deviation!, wanted, 1e-12);
    });
  }
});

Deno.test("diagnose() counts the rounds that the budget allows, up to the most rounds", async (t) => {
  const last = LOOKS.at(-1)!;
  const rows: [shows: string, secondsPerRound: number, budget: number, rounds: number][] = [
    ["twelve", 0.5, 6, 12],
    ["a part of a round is none", 0.5, 6.4, 12],
    ["all that are ever made", 0.01, 6, last],
    ["the fewest, whatever they cost", 7, 6, 4],
  ];
  for (const [shows, secondsPerRound, budget, rounds] of rows) {
    await t.step(shows, () => {
      const [one] = diagnose([measured(deviating(0.01), secondsPerRound)], budget);
      assertEquals(one!.rounds, rounds);
    });
  }
});

/** Twelve rounds are looked at after six, ten and twelve: the last time with what is left. */
const LAST_LOOK = 5 * LOOK_RATES.family;

Deno.test("diagnose() says how small a slowdown beyond the tolerance can be seen", () => {
  const [one] = diagnose([measured(deviating(0.01))], 6);
  const reach = smallestVisible(0.01, 12, LAST_LOOK);
  assertAlmostEquals(one!.visible!, 1.05 * Math.exp(reach) - 1, 1e-9);
  const [still] = diagnose([measured([0, 0, 0, 0])], 6);
  assertAlmostEquals(still!.visible!, 0.05, 1e-12, "without any deviation");
  const [short] = diagnose([measured(deviating(0.05))], 1);
  assertEquals([short!.rounds, short!.honest], [4, false], "four rounds show little");
});

Deno.test("diagnose() sees less if more benchmarks are judged together", () => {
  const one = measured(deviating(0.01));
  const [alone] = diagnose([one], 6), [among] = diagnose(Array(20).fill(one), 6);
  assertGreater(among!.visible!, alone!.visible!);
});

Deno.test("diagnose() counts rounds for smaller and smaller slowdowns", () => {
  const [one] = diagnose([measured(deviating(0.01))], 6);
  assertEquals(one!.roundsFor.length, TARGET_CHANGES.length);
  const counts = one!.roundsFor.map((rounds) => rounds!);
  assertEquals(counts, counts.toSorted((a, b) => a - b));
  assert(counts.at(-1)! > counts[0]!);
  const [wild] = diagnose([measured(deviating(1))], 6);
  assertEquals(wild!.roundsFor.at(-1), null, "more than a thousand");
});

Deno.test("diagnose() calls gating honest while a moderate slowdown would be seen", async (t) => {
  const limit = Math.log(1.2 / 1.05) / smallestVisible(1, 12, LAST_LOOK);
  const rows: [shows: string, deviation: number, honest: boolean][] = [
    ["a little less noise than that", limit * 0.999, true],
    ["a little more", limit * 1.001, false],
  ];
  for (const [shows, deviation, honest] of rows) {
    await t.step(shows, () => {
      assertEquals(diagnose([measured(deviating(deviation))], 6)[0]!.honest, honest);
    });
  }
});

Deno.test("diagnose() says only that a benchmark failed", async (t) => {
  const failure = { side: "baseline", message: "Error: no" } as const;
  const named = { side: "both", message: "a_bench.ts:sum cannot be run: Error: no" } as const;
  const few = "a_bench.ts:sum: fewer than two rounds finished";
  const rows: [shows: string, Benchmark, message: string][] = [
    ["a failure", measured(deviating(0.01), 0.5, failure), "a_bench.ts:sum: Error: no"],
    ["a failure with a name", measured(deviating(0.01), 0.5, named), named.message],
    ["no round", measured([]), few],
    ["one round, whose deviation is not known", measured([0.1]), few],
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
