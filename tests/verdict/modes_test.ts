import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { findModes } from "../../scripts/verdict/statistics/modes.ts";
import { findOutliers } from "../../scripts/verdict/statistics/outliers.ts";
import { FEWEST_TRIMMED } from "../../scripts/verdict/statistics/trimmed.ts";
import { type Random, seeded } from "../helpers/draws.ts";

const SAMPLES = 5000;
const SIZES = [6, 10, 16];

/** Returns the share of samples in which it finds something. */
function share(
  size: number,
  draw: (random: Random) => number,
  found: (values: number[]) => boolean,
): number {
  const random = seeded(size);
  let count = 0;
  for (let sample = 0; sample < SAMPLES; sample++) {
    if (found(Array.from({ length: size }, () => draw(random)))) count++;
  }
  return count / SAMPLES;
}

const DISTRIBUTIONS: [what: string, draw: (random: Random) => number][] = [
  ["normal", (random) => random.normal()],
  ["Student's t with 3 degrees of freedom", (random) => random.studentT(3)],
];

Deno.test("findModes() finds no second mode in 99 of 100 samples of one", async (t) => {
  for (const [what, draw] of DISTRIBUTIONS) {
    for (const size of SIZES) {
      await t.step(`${what}, ${size} values`, () => {
        const found = share(size, draw, (values) => findModes(values, 0) !== null);
        assert(found <= 0.01, `${found}`);
      });
    }
  }
});

Deno.test("findModes() finds two modes that are thirty deviations apart", async (t) => {
  for (const size of SIZES) {
    await t.step(`${size} values`, () => {
      const random = seeded(size);
      for (let sample = 0; sample < 500; sample++) {
        const values = Array.from(
          { length: size },
          (_, index) => (index % 2) * 0.3 + 0.01 * random.normal(),
        );
        const modes = findModes(values, 0.05)!;
        assertAlmostEquals(modes.lower, 0, 0.03);
        assertAlmostEquals(modes.upper, 0.3, 0.03);
      }
    });
  }
});

Deno.test("findModes() requires a wide gap and two values on both sides of it", async (t) => {
  const rows: [what: string, values: number[], narrowest: number, found: boolean][] = [
    ["nothing", [], 0.05, false],
    ["three values", [0, 0.5, 0.5], 0.05, false],
    ["two and two", [0, 0.5, 0, 0.5], 0.05, true],
    ["an outlier", [0, 0.01, 0.02, 0, 0.01, 0.9], 0.05, false],
    ["an outlier on each side", [-0.9, 0.01, 0.02, 0, 0.01, 0.9], 0.05, false],
    ["two of six, far away", [0, 0.01, 0.02, 0.01, 0.9, 0.91], 0.05, true],
    ["evenly spread", [0, 0.1, 0.2, 0.3, 0.4, 0.5], 0.05, false],
    ["equal values", [0.2, 0.2, 0.2, 0.2], 0, false],
    ["a gap no wider than the narrowest", [0, 0, 0.05, 0.05], 0.05, false],
    ["a gap just wider than the narrowest", [0, 0, 0.051, 0.051], 0.05, true],
  ];
  for (const [what, values, narrowest, found] of rows) {
    await t.step(what, () => {
      const given = values.slice();
      assertEquals(findModes(values, narrowest) !== null, found);
      assertEquals(values, given);
    });
  }
});

Deno.test("findOutliers() sets nothing aside in 999 of 1000 normal samples", async (t) => {
  for (const size of SIZES) {
    await t.step(`${size} values`, () => {
      const found = share(size, (random) => random.normal(), (values) => {
        return findOutliers(values, 0).length > 0;
      });
      assert(found <= 0.001, `${found}`);
    });
  }
});

Deno.test("findOutliers() sets an outlying process aside in samples too small to trim", async (t) => {
  for (const size of SIZES) {
    await t.step(`one of ${size}`, () => {
      const random = seeded(size);
      for (let sample = 0; sample < 500; sample++) {
        const values = Array.from({ length: size }, () => 0.01 * random.normal());
        values[3] = 0.7;
        assertEquals(findOutliers(values, 0.05), size < FEWEST_TRIMMED ? [3] : []);
      }
    });
  }
});
