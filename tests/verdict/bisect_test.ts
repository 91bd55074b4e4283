import { assertEquals, assertGreater, assertLessOrEqual } from "@std/assert";
import {
  BISECT_ALPHA,
  decideSide,
  searchCommits,
  type StepOutcome,
  stepsFor,
} from "../../scripts/verdict/bisect.ts";
import { LOOKS } from "../../scripts/verdict/judge_duet.ts";
import type { DuetRound } from "../../scripts/result/duet.ts";
import { type Random, seeded } from "../helpers/draws.ts";

const always = (guilty: number) => (index: number): Promise<StepOutcome> =>
  Promise.resolve(index < guilty ? "good" : "bad");

Deno.test("searchCommits() finds every place in lines of every length", async () => {
  for (let last = 1; last <= 40; last++) {
    for (let guilty = 1; guilty <= last; guilty++) {
      let steps = 0;
      const found = await searchCommits(0, last, (index) => {
        steps++;
        return always(guilty)(index);
      });
      assertEquals(found, { good: guilty - 1, bad: guilty, skipped: [] });
      assertLessOrEqual(steps, stepsFor(last));
    }
  }
});

Deno.test("searchCommits() steps over what cannot be measured, and says which", async () => {
  for (const broken of [[3], [4, 5, 6], [1, 2, 3, 4], [9, 10, 11]]) {
    for (let guilty = 1; guilty <= 12; guilty++) {
      const found = await searchCommits(
        0,
        12,
        (index) =>
          broken.includes(index) ? Promise.resolve({ reason: "broken" }) : always(guilty)(index),
      );
      assertEquals(found.good < guilty && guilty <= found.bad, true);
      for (let index = found.good + 1; index < found.bad; index++) {
        assertEquals(broken.includes(index), true, `${index} was left out`);
      }
      assertEquals(found.skipped.every(({ index }) => broken.includes(index)), true);
    }
  }
});

Deno.test("searchCommits() ends where nothing can be measured", async () => {
  const found = await searchCommits(0, 5, () => Promise.resolve({ reason: "broken" }));
  assertEquals([found.good, found.bad, found.skipped.length], [0, 5, 4]);
});

/** Rounds of a commit that is slower by `logRatio`, with a deviation of 3 %. */
function rounds(random: Random, count: number, logRatio: number): DuetRound[] {
  return Array.from({ length: count }, (_, index) => ({
    logRatio: logRatio + 0.03 * random.normal(),
    first: index % 2 === 0 ? "baseline" : "current",
  } as DuetRound));
}

/** A step as it is taken: more rounds until it is decided. */
function takeStep(random: Random, logRatio: number, whole: number): "good" | "bad" | null {
  const all = rounds(random, LOOKS.at(-1)!, logRatio);
  for (const look of LOOKS) {
    const side = decideSide(all.slice(0, look), whole, 6);
    if (side !== null) return side;
  }
  return null;
}

Deno.test("decideSide() tells the ends apart, and nothing of too few rounds", () => {
  const random = seeded(1);
  assertEquals(decideSide(rounds(random, 1, 0), 0.2, 6), null);
  assertEquals(takeStep(random, 0, Math.log(1.2)), "good");
  assertEquals(takeStep(random, Math.log(1.2), Math.log(1.2)), "bad");
});

Deno.test("a commit just beside the middle goes to the wrong side no more often than is allowed", () => {
  const whole = Math.log(1.2);
  let wrong = 0;
  const runs = 3000;
  for (let seed = 1; seed <= runs; seed++) {
    if (takeStep(seeded(seed), whole / 2 - 1e-9, whole) === "bad") wrong++;
  }
  // One side of a step among six; three standard errors of the count are allowed for.
  const allowed = runs * BISECT_ALPHA / 6 / 2;
  assertLessOrEqual(wrong, allowed + 3 * Math.sqrt(allowed));
});

Deno.test("a search of 60 commits names the right one in at least 99 of 100 cases", async () => {
  let right = 0;
  let told = 0;
  for (let seed = 1; seed <= 300; seed++) {
    const random = seeded(seed);
    const guilty = 1 + Math.floor(60 * random.uniform());
    const whole = Math.log(1.15);
    const found = await searchCommits(0, 60, (index) => {
      const side = takeStep(random, index < guilty ? 0 : whole, whole);
      return Promise.resolve(side ?? { reason: "open" });
    });
    if (found.bad - found.good === 1) told++;
    if (found.good < guilty && guilty <= found.bad) right++;
  }
  assertGreater(right / 300, 0.99 - 1e-9);
  assertGreater(told / 300, 0.95);
});
