// The error rates of a whole comparison with all its looks. A benchmark is closed when it is decided,
// as in scripts/duet/measure.ts.
import { assert } from "@std/assert";
import type { Measured } from "../../scripts/verdict/benchmark.ts";
import { decideDuet, judgeDuet, LOOK_RATES, LOOKS } from "../../scripts/verdict/judge_duet.ts";
import { judge, type JudgedVerdict, SINGLE_LOOK } from "../../scripts/verdict/judge.ts";
import { DEFAULT_THRESHOLDS, type Thresholds } from "../../scripts/verdict/severity.ts";
import { estimatePaired } from "../../scripts/verdict/statistics/estimate.ts";
import { type Random, seeded } from "../helpers/draws.ts";
import { toDuetRounds } from "../helpers/simulated_duet.ts";
import { lowerBound, type Trials, trialsOf } from "../helpers/thorough.ts";

const BENCHMARKS = 20;
const DEVIATION = 0.03;
/** With these, every change counts, and identical sides are at the boundary of the test. */
const NO_TOLERANCE: Thresholds = { tolerance: 0, threshold: 0, moderate: 0.2, severe: 0.5 };
const AT_5_PERCENT: Thresholds = { ...NO_TOLERANCE, tolerance: 0.05, threshold: 0.05 };

type Judge = (cases: readonly Measured[]) => readonly { readonly verdict: JudgedVerdict }[];

/** Judges as `judgeDuet` does, without outliers and modes, at the rates of a single look. */
const judgeAtUndividedRates: Judge = (cases) =>
  judge(
    cases.map(({ rounds, thresholds }) => {
      const paired = rounds.map(({ logRatio, first }) => (
        { logRatio, condition: first === "baseline" ? 1 : -1 } as const
      ));
      return { estimate: estimatePaired(paired), change: 0, better: "lower", thresholds };
    }),
    SINGLE_LOOK,
  );

const judgeEachAlone: Judge = (cases) => cases.flatMap((one) => judgeDuet([one]));

/** Returns the verdicts that close the benchmarks of one comparison. */
function compareOnce(
  draw: () => number,
  benchmarks: number,
  thresholds: Thresholds,
  judgeLook: Judge,
): JudgedVerdict[] {
  const tracks = Array.from({ length: benchmarks }, (_, index) => ({
    identity: { file: null, group: null, name: `benchmark ${index}` },
    rounds: toDuetRounds(Array.from({ length: Math.max(...LOOKS) }, draw)),
    done: 0,
    verdict: "inconclusive" as JudgedVerdict,
  }));
  for (const look of LOOKS) {
    const open = tracks.filter(({ verdict }) => verdict === "inconclusive");
    for (const track of open) track.done = look;
    const judged = judgeLook(tracks.map(({ identity, rounds, done }) => (
      { identity, rounds: rounds.slice(0, done), thresholds }
    )));
    for (const [index, track] of tracks.entries()) {
      if (open.includes(track)) track.verdict = judged[index]!.verdict;
    }
  }
  return tracks.map(({ verdict }) => verdict);
}

interface Simulation {
  /** As for {@linkcode trialsOf}. */
  readonly all: Trials;
  readonly seed: number;
  readonly thresholds?: Thresholds;
  readonly draw?: (random: Random) => number;
  readonly judge?: Judge;
}

/** The share of families in which any benchmark is called a regression. */
function falseAlarms(
  { all, seed, thresholds = NO_TOLERANCE, draw = normal, judge = judgeDuet }: Simulation,
): number {
  const random = seeded(seed);
  const families = trialsOf(all);
  let alarms = 0;
  for (let family = 0; family < families; family++) {
    const once = () => draw(random);
    if (compareOnce(once, BENCHMARKS, thresholds, judge).includes("regression")) alarms++;
  }
  return alarms / families;
}

const normal = (random: Random) => DEVIATION * random.normal();

/** A rate and what sampling adds to it in 99 of 100 simulations. */
function limitOf(rate: number, trials: number): number {
  return rate + 2.33 * Math.sqrt(rate * (1 - rate) / trials);
}

Deno.test("judgeDuet() has a false regression in at most 1 % of comparisons of 20 benchmarks", async (t) => {
  const rows: [what: string, simulation: Simulation][] = [
    ["identical sides, no tolerance", { all: 1500, seed: 1 }],
    ["all slower by just the tolerance", {
      all: 500,
      seed: 2,
      thresholds: AT_5_PERCENT,
      draw: (random) => Math.log1p(0.05) + normal(random),
    }],
    ["heavy-tailed rounds", {
      all: 500,
      seed: 3,
      draw: (random) => DEVIATION * random.studentT(3),
    }],
  ];
  for (const [what, simulation] of rows) {
    await t.step(what, () => {
      const share = falseAlarms(simulation);
      assert(share <= limitOf(0.01, trialsOf(simulation.all)), `${share}`);
    });
  }
});

Deno.test("without the corrections, there would be more false regressions", async (t) => {
  const rows: [what: string, simulation: Simulation, atLeast: number][] = [
    [
      "undivided alpha at each look",
      { all: { all: 800, least: 160 }, seed: 1, judge: judgeAtUndividedRates },
      0.018,
    ],
    ["no Holm", { all: { all: 400, least: 80 }, seed: 5, judge: judgeEachAlone }, 0.04],
  ];
  for (const [what, simulation, atLeast] of rows) {
    await t.step(what, () => {
      const share = falseAlarms(simulation);
      assert(share >= lowerBound(atLeast, simulation.all), `${share}`);
    });
  }
});

/** The share of single benchmarks at the threshold exactly that are called unchanged. */
function missed(judgeLook: Judge, trials: number, seed: number): number {
  const random = seeded(seed);
  const draw = () => Math.log1p(DEFAULT_THRESHOLDS.threshold) + normal(random);
  let found = 0;
  for (let trial = 0; trial < trials; trial++) {
    const [verdict] = compareOnce(draw, 1, DEFAULT_THRESHOLDS, judgeLook);
    if (verdict === "unchanged") found++;
  }
  return found / trials;
}

Deno.test("judgeDuet() calls a change at the threshold unchanged in at most 2.5 % of cases", () => {
  const trials = trialsOf(6000);
  const share = missed(judgeDuet, trials, 6);
  assert(share <= limitOf(SINGLE_LOOK.unchanged, trials), `${share}`);
  assert(share >= LOOK_RATES.unchanged, `${share}: never tried`);
});

Deno.test("undivided among the looks, that rate would be passed", () => {
  const all = 2000;
  const share = missed(judgeAtUndividedRates, trialsOf(all), 7);
  assert(share > lowerBound(0.035, all), `${share}`);
});

type JudgeLast = (
  tracks: readonly (Measured & { readonly open: boolean })[],
) => readonly ({ readonly verdict: JudgedVerdict } | null)[];

const judgeSpent: JudgeLast = (tracks) => decideDuet(tracks, () => "spent");
const judgeAtAllRates: JudgeLast = (tracks) => judgeDuet(tracks, 1, LOOKS.length);

/** The verdict on one benchmark whose budget is spent after some rounds. */
function judgeWithin(draw: () => number, last: number, judgeLast: JudgeLast): JudgedVerdict {
  const all = toDuetRounds(Array.from({ length: last }, draw));
  const trackAt = (look: number) => [
    { rounds: all.slice(0, look), thresholds: DEFAULT_THRESHOLDS, open: true },
  ];
  for (const look of LOOKS.filter((look) => look < last)) {
    const [judged] = decideDuet(trackAt(look), () => "open");
    if (judged) return judged.verdict;
  }
  return judgeLast(trackAt(last))[0]!.verdict;
}

/** As {@linkcode missed}, where budgets are spent after any number of rounds. */
function missedWithin(judgeLast: JudgeLast, trials: number, seed: number): number {
  const random = seeded(seed);
  const draw = () => Math.log1p(DEFAULT_THRESHOLDS.threshold) + normal(random);
  let found = 0;
  for (let trial = 0; trial < trials; trial++) {
    const last = LOOKS[0]! + Math.floor(random.uniform() * (LOOKS.at(-1)! - LOOKS[0]! + 1));
    if (judgeWithin(draw, last, judgeLast) === "unchanged") found++;
  }
  return found / trials;
}

Deno.test("decideDuet() keeps that rate if budgets are spent after any number of rounds", () => {
  const trials = trialsOf(6000);
  const share = missedWithin(judgeSpent, trials, 9);
  assert(share <= limitOf(SINGLE_LOOK.unchanged, trials), `${share}`);
  assert(share >= LOOK_RATES.unchanged, `${share}: never tried`);
});

Deno.test("with the rates of all looks for the last one, that rate would be passed", () => {
  const all = 6000;
  const share = missedWithin(judgeAtAllRates, trialsOf(all), 9);
  assert(share > lowerBound(limitOf(SINGLE_LOOK.unchanged, all), all), `${share}`);
});
