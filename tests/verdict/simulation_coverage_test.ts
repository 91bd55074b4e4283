// That 95 % intervals hold the truth 95 times in a hundred, from slices that behave as those of a
// shared machine do.
import { assert } from "@std/assert";
import { judgeDuet } from "../../scripts/verdict/judge_duet.ts";
import { DEFAULT_THRESHOLDS } from "../../scripts/verdict/severity.ts";
import {
  type Estimate,
  estimatePaired,
  type PairedRound,
} from "../../scripts/verdict/statistics/estimate.ts";
import { studentTQuantile } from "../../scripts/verdict/statistics/student_t.ts";
import { type Random, seeded } from "../helpers/draws.ts";
import {
  simulatePairs,
  simulateRounds,
  toDuetRounds,
  type Weather,
} from "../helpers/simulated_duet.ts";
import { lowerBound, type Trials, trialsOf, upperBound } from "../helpers/thorough.ts";

const ALL: Trials = { all: 4000, least: 420 };
const TRIALS = trialsOf(ALL);
const ROUNDS = [6, 10];
const TRUTH = 0.1;

const plain = (random: Random) => 0.05 * random.normal();
const tier = (share: number) => (random: Random) => random.chance(share) ? 0.3 : 0;

function holds({ logRatio, standardError, degreesOfFreedom }: Estimate, truth: number): boolean {
  return Math.abs(logRatio - truth) <= studentTQuantile(0.975, degreesOfFreedom) * standardError;
}

/** The share of trials whose interval holds the truth, for each number of rounds. */
function coverage(
  weather: Weather,
  seed: number,
  estimate: (rounds: readonly PairedRound[]) => Estimate = (rounds) => estimatePaired(rounds)!,
): number[] {
  const random = seeded(seed);
  const held = ROUNDS.map(() => 0);
  for (let trial = 0; trial < TRIALS; trial++) {
    const rounds = simulateRounds(random, weather, Math.max(...ROUNDS), TRUTH);
    for (const [index, count] of ROUNDS.entries()) {
      if (holds(estimate(rounds.slice(0, count)), TRUTH)) held[index]!++;
    }
  }
  return held.map((count) => count / TRIALS);
}

const isWithin = (least: number, most: number) => (share: number) =>
  share >= lowerBound(least, ALL) && share <= upperBound(most, ALL);

Deno.test("estimatePaired() gives intervals that hold the truth in 95 ± 1 % of trials", async (t) => {
  const rows: [what: string, weather: Weather][] = [
    ["plain", { slice: plain }],
    ["processes differ", { slice: plain, process: (random) => 0.02 * random.normal() }],
    ["heavy-tailed slices", { slice: (random) => 0.05 * random.studentT(2) }],
    ["skewed slices", { slice: (random) => 0.02 * random.lognormal(1.5) }],
    ["heavy-tailed processes", { slice: plain, process: (random) => 0.03 * random.studentT(3) }],
    ["bimodal slices", { slice: (random) => plain(random) + tier(0.3)(random) }],
    ["autocorrelated slices", { slice: plain, drift: { correlation: 0.95, deviation: 0.03 } }],
    ["the first side is faster", { slice: plain, firstSide: -0.03 }],
    ["the first slice of a pair is slower", { slice: plain, firstSlice: 0.05 }],
  ];
  for (const [index, [what, weather]] of rows.entries()) {
    await t.step(what, () => {
      const shares = coverage(weather, index);
      assert(shares.every(isWithin(0.94, 0.96)), `${ROUNDS}: ${shares}`);
    });
  }
});

Deno.test("estimatePaired() gives wider intervals if rounds take few different values", async (t) => {
  const rows: [what: string, weather: Weather, atMost: number][] = [
    ["processes of two tiers, each as often", { slice: plain, process: tier(0.5) }, 0.97],
    ["one process in five is odd", { slice: plain, process: tier(0.2) }, 0.985],
    ["one process in twenty is odd", { slice: plain, process: tier(0.05) }, 0.99],
    [
      "slices of two speeds and hardly any noise",
      { slice: (random) => plain(random) / 5 + tier(0.3)(random) },
      0.985,
    ],
  ];
  for (const [index, [what, weather, atMost]] of rows.entries()) {
    await t.step(what, () => {
      const shares = coverage(weather, 30 + index);
      assert(shares.every(isWithin(0.94, atMost)), `${ROUNDS}: ${shares}`);
    });
  }
});

Deno.test("without the order as a covariate, the interval would be too wide", () => {
  const blind = (rounds: readonly PairedRound[]) =>
    estimatePaired(rounds.map(({ logRatio }) => ({ logRatio, condition: 1 })))!;
  const shares = coverage({ slice: plain, firstSide: -0.03 }, 12, blind);
  assert(shares.every((share) => share > lowerBound(0.99, ALL)), `${ROUNDS}: ${shares}`);
});

Deno.test("slices taken for independent trials would give intervals that are too narrow", () => {
  const random = seeded(13);
  const weather = { slice: plain, process: (random: Random) => 0.02 * random.normal() };
  const all = 500;
  const trials = trialsOf(all);
  let held = 0;
  for (let trial = 0; trial < trials; trial++) {
    const slices = Array.from(
      { length: 10 },
      (_, round) => [...simulatePairs(random, weather, round % 2 === 0 ? 1 : -1)],
    ).flat();
    const pretended = slices.map((logRatio, index): PairedRound => ({
      logRatio,
      condition: index % 2 === 0 ? 1 : -1,
    }));
    if (holds(estimatePaired(pretended)!, 0)) held++;
  }
  assert(held / trials < upperBound(0.75, all), `${held} of ${trials}`);
});

Deno.test("judgeDuet() keeps the coverage when it sets outlying rounds aside", async (t) => {
  const rows: [what: string, draw: (random: Random) => number][] = [
    ["normal", (random) => 0.05 * random.normal()],
    ["Student's t with 3 degrees of freedom", (random) => 0.03 * random.studentT(3)],
  ];
  for (const [index, [what, draw]] of rows.entries()) {
    await t.step(what, () => {
      const random = seeded(20 + index);
      let held = 0;
      for (let trial = 0; trial < TRIALS; trial++) {
        const rounds = toDuetRounds(Array.from({ length: 6 }, () => TRUTH + draw(random)));
        const [judgement] = judgeDuet([{ rounds, thresholds: DEFAULT_THRESHOLDS }]);
        const { lower, upper } = judgement!.interval!;
        if (lower <= Math.expm1(TRUTH) && Math.expm1(TRUTH) <= upper) held++;
      }
      assert(isWithin(0.94, 0.97)(held / TRIALS), `${held} of ${TRIALS}`);
    });
  }
});
