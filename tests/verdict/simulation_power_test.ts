// That slowdowns are found as often as the formulas say.
import { assert, assertGreaterOrEqual, assertLessOrEqual } from "@std/assert";
import { judgeDuet, LOOK_RATES, LOOKS } from "../../scripts/verdict/judge_duet.ts";
import type { JudgedVerdict } from "../../scripts/verdict/judge.ts";
import { DEFAULT_THRESHOLDS } from "../../scripts/verdict/severity.ts";
import { estimatePaired } from "../../scripts/verdict/statistics/estimate.ts";
import { POWER, smallestVisible } from "../../scripts/verdict/statistics/power.ts";
import { studentTQuantile } from "../../scripts/verdict/statistics/student_t.ts";
import { type Random, seeded } from "../helpers/draws.ts";
import { toDuetRounds } from "../helpers/simulated_duet.ts";
import { lowerBound, trialsOf, upperBound } from "../helpers/thorough.ts";

function judgeOne(logRatios: readonly number[]) {
  const rounds = toDuetRounds(logRatios);
  return judgeDuet([{ rounds, thresholds: DEFAULT_THRESHOLDS }])[0]!;
}

function drawRounds(random: Random, count: number, change: number, deviation: number): number[] {
  return Array.from({ length: count }, () => Math.log1p(change) + deviation * random.normal());
}

Deno.test("smallestVisible() is found nine times in ten, whichever side is faster when first", async (t) => {
  const alpha = LOOK_RATES.family / 20;
  for (const [index, rounds] of LOOKS.entries()) {
    await t.step(`${rounds} rounds`, () => {
      const random = seeded(index);
      const all = 5000;
      const trials = trialsOf(all);
      const change = smallestVisible(0.02, rounds, alpha);
      let found = 0;
      for (let trial = 0; trial < trials; trial++) {
        const estimate = estimatePaired(Array.from({ length: rounds }, (_, round) => {
          const condition = round % 2 === 0 ? 1 : -1;
          return { condition, logRatio: change + 0.05 * condition + 0.02 * random.normal() };
        }))!;
        const { logRatio, standardError, degreesOfFreedom } = estimate;
        if (logRatio > studentTQuantile(1 - alpha, degreesOfFreedom) * standardError) found++;
      }
      assertGreaterOrEqual(found / trials, lowerBound(POWER - 0.02, all));
      assertLessOrEqual(found / trials, upperBound(POWER + 0.02, all));
    });
  }
});

Deno.test("judgeDuet() finds 15 % in 99 of 100, six rounds that vary by 1 %", () => {
  const random = seeded(1);
  const all = 1000;
  const trials = trialsOf(all);
  let found = 0;
  for (let trial = 0; trial < trials; trial++) {
    if (judgeOne(drawRounds(random, 6, 0.15, 0.01)).verdict === "regression") found++;
  }
  assertGreaterOrEqual(found / trials, lowerBound(0.99, all));
});

interface Row {
  readonly change: number;
  readonly deviation: number;
  readonly verdict: JudgedVerdict;
}

const PROPOSALS = 300;

/** The share of trials that are settled as they should after the rounds that a look proposes. */
function settledShare(
  { change, deviation, verdict }: Row,
  propose: (random: Random) => number | null,
): number {
  const random = seeded(Math.round(1000 * change));
  const trials = trialsOf(PROPOSALS);
  let settled = 0;
  let proposals = 0;
  for (let trial = 0; trial < trials; trial++) {
    const rounds = propose(random);
    if (rounds === null) continue;
    proposals++;
    if (judgeOne(drawRounds(random, rounds, change, deviation)).verdict === verdict) settled++;
  }
  assert(proposals > trials / 10, `${proposals} proposals`);
  return settled / proposals;
}

Deno.test("the rounds proposed settle it nine times in ten, the estimate being right", async (t) => {
  const rows: Row[] = [
    { change: 0.07, deviation: 0.1, verdict: "unchanged" },
    { change: 0.09, deviation: 0.05, verdict: "unchanged" },
    { change: 0.105, deviation: 0.07, verdict: "regression" },
    { change: 0.12, deviation: 0.1, verdict: "regression" },
    { change: 0.2, deviation: 0.2, verdict: "regression" },
  ];
  for (const row of rows) {
    await t.step(`a change of ${row.change}, deviation ${row.deviation}`, () => {
      const { roundsNeeded } = judgeOne(exactRounds(16, row.change, row.deviation));
      const share = settledShare(row, () => roundsNeeded);
      assert(share >= lowerBound(0.85, PROPOSALS), `${share} after ${roundsNeeded} rounds`);
    });
  }
});

Deno.test("the rounds proposed after six settle it nearly as often, off the threshold", async (t) => {
  const rows: Row[] = [
    { change: 0.03, deviation: 0.05, verdict: "unchanged" },
    { change: 0.07, deviation: 0.03, verdict: "unchanged" },
    { change: 0.13, deviation: 0.05, verdict: "regression" },
    { change: 0.2, deviation: 0.1, verdict: "regression" },
  ];
  for (const row of rows) {
    await t.step(`a change of ${row.change}, deviation ${row.deviation}`, () => {
      const share = settledShare(
        row,
        (random) => judgeOne(drawRounds(random, 6, row.change, row.deviation)).roundsNeeded,
      );
      assert(share >= lowerBound(0.85, PROPOSALS), `${share}`);
    });
  }
});

/** Rounds with just this mean and deviation, the order of the sides having no effect. */
function exactRounds(count: number, change: number, deviation: number): number[] {
  const shape = Array.from(
    { length: count },
    (_, round) => (round % 4 < 2 ? 1 : -1) * (1 + (round >> 2)),
  );
  const squares = shape.reduce((sum, value) => sum + value ** 2, 0);
  const scale = deviation / Math.sqrt(squares / (count - 2));
  return shape.map((value) => Math.log1p(change) + scale * value);
}
