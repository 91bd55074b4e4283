/**
 * How often a lasting change is found if there is none, and how soon if there is one. The asserted
 * rates are those that the documentation states; the measured ones are somewhat better.
 *
 * @module
 */
import { assertGreaterOrEqual, assertLessOrEqual } from "@std/assert";
import { findChanges } from "../../scripts/verdict/changes.ts";
import { DEFAULT_THRESHOLDS } from "../../scripts/verdict/severity.ts";
import {
  autocorrelated,
  falseBreaks,
  heavyTailed,
  type Noise,
  NOISES,
  white,
} from "../helpers/break_rates.ts";
import { seeded } from "../helpers/draws.ts";
import { seriesOf } from "../helpers/series.ts";
import { lowerBound, trialsOf, upperBound } from "../helpers/thorough.ts";

/** Values of series of one kind of noise, in all series of a length together. */
const VALUES = 30_000;

for (const [name, noise, limit] of NOISES) {
  Deno.test(`false breaks in 1,000 values, ${name}: at most ${limit}`, () => {
    const rates = [60, 300].map((length) => falseBreaks(noise, length, trialsOf(VALUES)));
    if (Deno.args.includes("--rates")) console.log(name, rates);
    for (const rate of rates) assertLessOrEqual(rate, 1000 * upperBound(limit / 1000, VALUES));
  });
}

const SERIES = 200;

/** How often a step after `at` results is found, placed within one result, and inside its interval. */
function power(size: number, deviation: number, at: number, within: number, noise: Noise) {
  const runs = trialsOf(SERIES);
  let [found, placed, covered] = [0, 0, 0];
  for (let seed = 1; seed <= runs; seed++) {
    const next = noise(seeded(seed));
    const durations = Array.from(
      { length: at + 24 },
      (_, index) => Math.exp(deviation * next()) * (index < at ? 1 : 1 + size),
    );
    const thresholds = { ...DEFAULT_THRESHOLDS, tolerance: 0, threshold: 0.01 };
    const points = seriesOf(durations);
    const { steps } = findChanges(points, thresholds);
    const step = steps.find(({ after }) => Math.abs(points.indexOf(after) - at) <= 6);
    if (step === undefined) continue;
    if (points.indexOf(step.decidedBy) < at + within) found++;
    if (Math.abs(points.indexOf(step.after) - at) <= 1) placed++;
    if (step.interval.lower <= size && size <= step.interval.upper) covered++;
  }
  return { found: found / runs, placed: placed / runs, covered: covered / runs };
}

for (
  const [size, deviation, at, within, noise, name, found, placed] of [
    [0.1, 0.02, 20, 10, white, "normal", 0.95, 0.95],
    [0.1, 0.02, 10, 10, white, "normal", 0.8, 0.8],
    [0.1, 0.02, 40, 5, white, "normal", 0.9, 0.9],
    [0.05, 0.01, 40, 5, white, "normal", 0.9, 0.9],
    [0.03, 0.01, 40, 10, white, "normal", 0.75, 0.75],
    [0.1, 0.02, 40, 10, heavyTailed, "heavy-tailed", 0.85, 0.85],
    [0.1, 0.02, 40, 10, autocorrelated(0.3), "correlated", 0.85, 0.85],
  ] as const
) {
  const percent = (fraction: number) => `${Math.round(100 * fraction)} %`;
  Deno.test(
    `a step of ${percent(size)} after ${at} results in ${name} noise of ${percent(deviation)}: ` +
      `found within ${within} results in ${percent(found)}, placed within one in ${
        percent(placed)
      }`,
    () => {
      const rates = power(size, deviation, at, within, noise);
      if (Deno.args.includes("--rates")) console.log(rates);
      assertGreaterOrEqual(rates.found, lowerBound(found, SERIES));
      assertGreaterOrEqual(rates.placed, lowerBound(placed, SERIES));
      const covered = rates.covered / Math.max(rates.placed, 1e-9);
      assertGreaterOrEqual(covered, lowerBound(0.85, SERIES));
    },
  );
}

for (
  const [slope, deviation, name] of [
    [0.001, 0.003, "0.1 % a result in noise of 0.3 %"],
    [0.002, 0.01, "0.2 % a result in noise of 1 %"],
    [0.004, 0.02, "0.4 % a result in noise of 2 %"],
  ] as const
) {
  Deno.test(`a drift of ${name} is reported in nine of ten histories before it makes half as much again`, () => {
    const all = 40;
    const runs = trialsOf(all);
    let told = 0;
    for (let seed = 1; seed <= runs; seed++) {
      const random = seeded(seed);
      const begin = 60;
      const durations = Array.from(
        { length: begin + Math.ceil(0.4 / slope) },
        (_, index) => Math.exp(slope * Math.max(0, index - begin) + deviation * random.normal()),
      );
      const { steps, drifts } = findChanges(seriesOf(durations), DEFAULT_THRESHOLDS);
      if ([...steps, ...drifts].some(({ verdict }) => verdict === "regression")) told++;
    }
    assertGreaterOrEqual(told / runs, lowerBound(0.9, all));
  });
}
