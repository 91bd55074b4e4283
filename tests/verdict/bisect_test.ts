import { assertAlmostEquals, assertEquals, assertLessOrEqual } from "@std/assert";
import {
  addNoise,
  BISECT_ALPHA,
  type Level,
  nextPlace,
  NO_ROUNDS,
  placeCommit,
  rangeOf,
  type RoundNoise,
  splitRange,
  type Standing,
  stepsFor,
} from "../../scripts/verdict/bisect.ts";
import { LOOKS } from "../../scripts/verdict/judge_duet.ts";
import { DEFAULT_THRESHOLDS } from "../../scripts/verdict/severity.ts";
import { type Random, seeded } from "../helpers/draws.ts";
import { toDuetRounds } from "../helpers/simulated_duet.ts";

const at = (standing: Standing, logRatio = 0, isBeyond = false): Level => (
  { standing, logRatio, standardError: 0.01, isBeyond }
);

/** Halves the range until no commit is left to measure, with exact answers. */
function halve(last: number, guilty: number, isSkipped: (place: number) => boolean) {
  let range = rangeOf(0, last, 1);
  let steps = 0;
  for (;;) {
    const place = nextPlace(range, isSkipped);
    if (place === null) return { range, steps };
    [range] = splitRange(range, place, at(place < guilty ? "good" : "bad")) as [typeof range];
    steps++;
  }
}

Deno.test("halving finds every place in histories of every length, in the fewest steps", () => {
  for (let last = 1; last <= 40; last++) {
    for (let guilty = 1; guilty <= last; guilty++) {
      const { range, steps } = halve(last, guilty, () => false);
      assertEquals([range.good, range.bad], [guilty - 1, guilty]);
      assertLessOrEqual(steps, stepsFor(last));
    }
  }
});

Deno.test("halving skips commits that cannot be measured, and no others", () => {
  for (const broken of [[3], [4, 5, 6], [1, 2, 3, 4], [9, 10, 11]]) {
    for (let guilty = 1; guilty <= 12; guilty++) {
      const { range: { good, bad } } = halve(12, guilty, (place) => broken.includes(place));
      assertEquals(good < guilty && guilty <= bad, true);
      for (let place = good + 1; place < bad; place++) {
        assertEquals(broken.includes(place), true, `${place} was left out`);
      }
    }
  }
});

Deno.test("nextPlace() soon leaves a long row of commits that cannot be measured", () => {
  const skipped = new Set<number>();
  const range = rangeOf(0, 1000, 1);
  const isBroken = (place: number) => place > 350 && place < 650;
  for (;;) {
    const place = nextPlace(range, (one) => skipped.has(one))!;
    if (!isBroken(place)) break;
    skipped.add(place);
  }
  assertLessOrEqual(skipped.size, 10);
});

Deno.test("splitRange() continues where the benchmark becomes slower, and knows by how much", () => {
  const range = { ...rangeOf(10, 30, 0.5), good: 12, bad: 28 };
  const rows: [level: Level, parts: ReturnType<typeof splitRange>][] = [
    [at("good", 0.01), [{ ...range, good: 20 }]],
    [at("bad", 0.49), [{ ...range, bad: 20 }]],
    [at("between", 0.2), [
      { from: 10, to: 20, logRatio: 0.2, good: 12, bad: 20 },
      { from: 20, to: 30, logRatio: 0.3, good: 20, bad: 28 },
    ]],
    [at("good", -0.25, true), [{ from: 20, to: 30, logRatio: 0.75, good: 20, bad: 28 }]],
    [at("bad", 0.75, true), [{ from: 10, to: 20, logRatio: 0.75, good: 12, bad: 20 }]],
  ];
  for (const [level, parts] of rows) assertEquals(splitRange(range, 20, level), parts);
});

/** Returns the rounds of a commit that is slower by `logRatio`. */
function rounds(random: Random, count: number, logRatio: number, deviation = 0.03) {
  return toDuetRounds(
    Array.from({ length: count }, () => logRatio + deviation * random.normal()),
  );
}

const question = (logRatio: number, noise: RoundNoise = NO_ROUNDS) => (
  { logRatio, thresholds: DEFAULT_THRESHOLDS, steps: 6, noise }
);

/** Places a commit as a step does, adding rounds until it is decided. */
function takeStep(random: Random, logRatio: number, whole: number, noise?: RoundNoise) {
  const all = rounds(random, LOOKS.at(-1)!, logRatio);
  for (const look of LOOKS) {
    const place = placeCommit(all.slice(0, look), question(whole, noise), look === LOOKS.at(-1));
    if (place !== null) return { ...place, look };
  }
  return null;
}

const standingOf = (seed: number, logRatio: number, whole: number) =>
  takeStep(seeded(seed), logRatio, whole)?.standing;

Deno.test("placeCommit() distinguishes the ends and the commits between them", () => {
  assertEquals(placeCommit(rounds(seeded(1), 1, 0), question(0.2), false), null);
  const whole = 2 * Math.log(1.2);
  for (let seed = 1; seed <= 200; seed++) {
    assertEquals(standingOf(seed, 0, whole), "good");
    assertEquals(standingOf(seed, whole, whole), "bad");
    assertEquals(standingOf(seed, whole / 2, whole), "between");
  }
});

Deno.test("placeCommit() says that a commit is beyond an end", () => {
  const whole = Math.log(1.3);
  const far = takeStep(seeded(1), 2 * whole, whole)!;
  assertEquals([far.standing, far.isBeyond], ["bad", true]);
  assertAlmostEquals(far.logRatio, 2 * whole, 0.05);
  const low = takeStep(seeded(1), -whole, whole)!;
  assertEquals([low.standing, low.isBeyond], ["good", true]);
});

Deno.test("placeCommit() places a commit between two halves that are too small after all rounds", () => {
  const whole = Math.log(1.15);
  const middle = rounds(seeded(3), LOOKS.at(-1)!, whole / 2);
  assertEquals(placeCommit(middle, question(whole), false), null);
  assertEquals(placeCommit(middle, question(whole), true)?.standing, "between");
});

Deno.test("placeCommit() needs fewer rounds if the noise is known, and as many if there is more noise", () => {
  const known = Array.from({ length: 8 }, (_, seed) => rounds(seeded(seed), 6, 0))
    .reduce((noise, one) => addNoise(noise, one, DEFAULT_THRESHOLDS), NO_ROUNDS);
  assertAlmostEquals(Math.sqrt(known.squares / known.degreesOfFreedom), 0.03, 0.005);
  const whole = Math.log(1.2);
  let [alone, pooled] = [0, 0];
  for (let seed = 1; seed <= 100; seed++) {
    alone += takeStep(seeded(seed), 0, whole)!.look;
    pooled += takeStep(seeded(seed), 0, whole, known)!.look;
  }
  assertLessOrEqual(pooled, 650);
  assertLessOrEqual(pooled * 1.3, alone);
  const loud = rounds(seeded(1), 6, 0, 0.3);
  assertEquals(placeCommit(loud, question(whole, known), false), null);
});

Deno.test("a commit just beside the middle goes to the wrong side no more often than allowed", () => {
  // The halves are within the tolerance, so nothing is between them.
  const whole = Math.log(1.15);
  const runs = 3000;
  let wrong = 0;
  for (let seed = 1; seed <= runs; seed++) {
    if (standingOf(seed, whole / 2 - 1e-9, whole) === "bad") wrong++;
  }
  // A search makes about six steps; three standard errors of the count are allowed.
  const allowed = runs * BISECT_ALPHA / 6 / 2;
  assertLessOrEqual(wrong, allowed + 3 * Math.sqrt(allowed));
});

Deno.test("a commit within the tolerance of an end is rarely placed between", () => {
  const whole = Math.log(1.5);
  const runs = 2000;
  let wrong = 0;
  for (let seed = 1; seed <= runs; seed++) {
    if (standingOf(seed, Math.log1p(DEFAULT_THRESHOLDS.tolerance), whole) === "between") wrong++;
  }
  const allowed = runs * BISECT_ALPHA / 6 / 2;
  assertLessOrEqual(wrong, allowed + 3 * Math.sqrt(allowed));
});
