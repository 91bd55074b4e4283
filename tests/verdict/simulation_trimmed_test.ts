// That many rounds are estimated with intervals that hold the truth 95 times in a hundred, whether
// single processes are far off or the sides truly differ in some of them.
import { assert } from "@std/assert";
import {
  type Estimate,
  estimatePaired,
  type PairedRound,
} from "../../scripts/verdict/statistics/estimate.ts";
import { studentTQuantile } from "../../scripts/verdict/statistics/student_t.ts";
import { trimmedMean } from "../../scripts/verdict/statistics/trimmed.ts";
import { type Random, seeded } from "../helpers/draws.ts";
import { lowerBound, trialsOf, upperBound } from "../helpers/thorough.ts";

const ALL = 2000;
const TRIALS = trialsOf(ALL);
const ROUNDS = [16, 26, 40, 60, 90];
/** What the side that starts first adds. */
const ORDER = 0.5;

/** The noise of a round, and its mean. */
interface Noise {
  readonly draw: (random: Random) => number;
  readonly mean: number;
}

/** The share of intervals that hold the truth, and their mean width, for each number of rounds. */
function intervals(
  { draw, mean }: Noise,
  seed: number,
  estimate: (rounds: readonly PairedRound[]) => Estimate | null = estimatePaired,
): { held: number; width: number }[] {
  const random = seeded(seed);
  return ROUNDS.map((count) => {
    let [held, width] = [0, 0];
    for (let trial = 0; trial < TRIALS; trial++) {
      const rounds = Array.from({ length: count }, (_, round): PairedRound => {
        const condition = round % 2 === 0 ? 1 : -1;
        return { condition, logRatio: draw(random) + ORDER * condition };
      });
      const { logRatio, standardError, degreesOfFreedom } = estimate(rounds)!;
      const quantile = studentTQuantile(0.975, degreesOfFreedom);
      if (Math.abs(logRatio - mean) <= quantile * standardError) held++;
      width += 2 * quantile * standardError / TRIALS;
    }
    return { held: held / TRIALS, width };
  });
}

/** As {@linkcode estimatePaired}, for rounds in balanced order, with a share that is always trimmed. */
const trimming = (share: number) => (rounds: readonly PairedRound[]) => {
  const ratios = rounds.map(({ logRatio, condition }) => logRatio - ORDER * condition);
  const { mean, kept, squares } = trimmedMean(ratios, share);
  const degreesOfFreedom = kept - 1;
  const standardError = Math.sqrt(squares / (degreesOfFreedom * kept));
  return { logRatio: mean, standardError, degreesOfFreedom, rounds: rounds.length };
};

/** One process in ten is off by about ten deviations, on either side. */
const contaminated: Noise = {
  draw: (random) => random.normal() * (random.chance(0.1) ? 10 : 1),
  mean: 0,
};
/** Either side is in a slow mode in one process of seven. */
const modes: Noise = {
  draw: (random) =>
    0.2 * random.normal() + (random.chance(0.15) ? 3 : 0) - (random.chance(0.15) ? 3 : 0),
  mean: 0,
};
/** One side alone is far slower in one process of four. */
const oneSided: Noise = {
  draw: (random) => random.normal() + (random.chance(0.25) ? 20 : 0),
  mean: 5,
};
const skewed: Noise = { draw: (random) => random.lognormal(1), mean: Math.exp(0.5) };

const isWithin = (least: number, most: number) => (share: number) =>
  share >= lowerBound(least, ALL) && share <= upperBound(most, ALL);

Deno.test("estimatePaired() holds the truth in 95 % of trials, with many rounds", async (t) => {
  const rows: [what: string, noise: Noise, least: number, most: number][] = [
    ["normal", { draw: (random) => random.normal(), mean: 0 }, 0.935, 0.96],
    [
      "Student's t, 3 degrees of freedom",
      { draw: (random) => random.studentT(3), mean: 0 },
      0.935,
      0.965,
    ],
    ["one process in ten is off", contaminated, 0.93, 0.965],
    ["two modes on either side", modes, 0.925, 0.975],
  ];
  for (const [index, [what, noise, least, most]] of rows.entries()) {
    await t.step(what, () => {
      const shares = intervals(noise, index).map(({ held }) => held);
      assert(shares.every(isWithin(least, most)), `${ROUNDS}: ${shares}`);
    });
  }
});

Deno.test("estimatePaired() is not moved by a few processes: the plain mean needs far more rounds", async (t) => {
  for (
    const [index, [what, noise]] of ([["one in ten", contaminated], ["modes", modes]] as const)
      .entries()
  ) {
    await t.step(what, () => {
      const [ours, plain] = [estimatePaired, trimming(0)].map((one) =>
        intervals(noise, 10 + index, one).map(({ width }) => width)
      );
      // 1.8 times as many rounds would make an interval 0.75 times as wide.
      assert(ours!.every((width, at) => width < 0.75 * plain![at]!), `${ours} beside ${plain}`);
    });
  }
});

Deno.test("estimatePaired() keeps a true difference between the sides", async (t) => {
  const rows: [what: string, noise: Noise, least: number[]][] = [
    ["one side is slower in some processes", oneSided, [0.78, 0.88, 0.92, 0.92, 0.92]],
    ["skewed", skewed, [0.73, 0.78, 0.83, 0.87, 0.89]],
  ];
  for (const [index, [what, noise, least]] of rows.entries()) {
    await t.step(what, () => {
      const shares = intervals(noise, 20 + index).map(({ held }) => held);
      assert(
        shares.every((share, at) => share >= lowerBound(least[at]!, ALL)),
        `${ROUNDS}: ${shares}`,
      );
    });
    await t.step(`${what}: trimmed all the same, the interval would miss it`, () => {
      const shares = intervals(noise, 20 + index, trimming(0.2)).map(({ held }) => held);
      assert(shares.at(-1)! < upperBound(0.5, ALL), `${ROUNDS}: ${shares}`);
    });
  }
});
