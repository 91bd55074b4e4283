// How often rounds measured afresh confirm what is there, and what is not.
import { assert } from "@std/assert";
import { endsConfirmation, isConfirmed, LOOKS } from "../../scripts/verdict/judge_duet.ts";
import { DEFAULT_THRESHOLDS } from "../../scripts/verdict/severity.ts";
import { type Random, seeded } from "../helpers/draws.ts";
import { toDuetRounds } from "../helpers/simulated_duet.ts";
import { lowerBound, trialsOf, upperBound } from "../helpers/thorough.ts";

const DEVIATION = 0.015;

/** The share of confirmations in which the slowdown is confirmed. */
function shareConfirmed(
  looks: readonly number[],
  draw: (random: Random, round: number) => number,
  { trials, seed }: { trials: number; seed: number },
): number {
  const random = seeded(seed);
  let confirmed = 0;
  for (let trial = 0; trial < trials; trial++) {
    const rounds = toDuetRounds(
      Array.from({ length: looks.at(-1)! }, (_, round) => draw(random, round)),
    );
    for (const look of looks) {
      const state = {
        rounds: rounds.slice(0, look),
        thresholds: DEFAULT_THRESHOLDS,
      };
      if (look !== looks.at(-1) && !endsConfirmation(state)) continue;
      if (isConfirmed(state)) confirmed++;
      break;
    }
  }
  return confirmed / trials;
}

const noise = (random: Random) => DEVIATION * random.normal();
const FIFTEEN = Math.log(1.15);
/** One round of the first six is off by 20 %, as happens beside busy neighbours. */
const withOneOddRound = (random: Random, round: number) =>
  FIFTEEN + noise(random) - (round === 2 ? 0.2 : 0);

Deno.test("the confirmation passes a change at the tolerance in about one of ten cases", () => {
  const atTolerance = (random: Random) => Math.log1p(DEFAULT_THRESHOLDS.tolerance) + noise(random);
  const all = 4000;
  const share = shareConfirmed(LOOKS, atTolerance, { trials: trialsOf(all), seed: 11 });
  assert(share <= upperBound(0.1, all), `${share}`);
  assert(share >= lowerBound(0.025, all), `${share}: more than one look`);
});

Deno.test("the confirmation finds 15 % despite one odd round, which a single look would not", () => {
  const all = 1000;
  const trials = trialsOf(all);
  const share = shareConfirmed(LOOKS, withOneOddRound, { trials, seed: 12 });
  assert(share >= lowerBound(0.98, all), `${share}`);
  const atOneLook = shareConfirmed([LOOKS[0]!], withOneOddRound, { trials, seed: 12 });
  assert(atOneLook <= upperBound(0.5, all), `${atOneLook}`);
});
