/**
 * How often a lasting change is seen where there is none, and how soon where there is one. The rates
 * asserted are those that the documentation states; what was found is somewhat better.
 *
 * @module
 */
import { assertGreaterOrEqual, assertLessOrEqual } from "@std/assert";
import { findChanges } from "../../scripts/verdict/changes.ts";
import { DEFAULT_THRESHOLDS } from "../../scripts/verdict/severity.ts";
import { LOOKED_BACK_ON, Tracker } from "../../scripts/verdict/statistics/breaks.ts";
import { RecentValues } from "../../scripts/verdict/statistics/recent_values.ts";
import { type Random, seeded } from "../helpers/draws.ts";
import { seriesOf } from "../helpers/series.ts";
import { lowerBound, trialsOf, upperBound } from "../helpers/thorough.ts";

type Noise = (random: Random) => () => number;

const white: Noise = (random) => () => random.normal();
const heavyTailed: Noise = (random) => () => random.studentT(3);
const spiky = (share: number): Noise => (random) => () =>
  random.chance(share) ? 15 * random.uniform() : random.normal();
const logNormal: Noise = (random) => () => Math.exp(random.normal());

function autocorrelated(correlation: number): Noise {
  const rest = Math.sqrt(1 - correlation ** 2);
  return (random) => {
    let last = random.normal();
    return () => last = correlation * last + rest * random.normal();
  };
}

/** Machines whose levels lie apart by so many deviations take turns at random. */
function machines(apart: number, shares: readonly number[]): Noise {
  return (random) => () => {
    let left = random.uniform();
    const machine = shares.findIndex((share) => (left -= share) < 0);
    return Math.max(0, machine) * apart + random.normal();
  };
}

/** ln 1.2 in deviations of 2 %. */
const TWENTY_PERCENT = Math.log(1.2) / 0.02;

/** Values of series of one kind of noise, in all series of a length together. */
const VALUES = 30_000;

/** Breaks of any size, also such as are within the tolerance, as a share of the values. */
function falseBreaks(noise: Noise, length: number): number {
  const runs = trialsOf(Math.ceil(VALUES / length));
  let count = 0;
  for (let seed = 1; seed <= runs; seed++) {
    const next = noise(seeded(seed));
    const recent = new RecentValues(LOOKED_BACK_ON);
    const tracker = new Tracker(recent);
    for (let at = 0; at < length; at++) {
      recent.add({ value: 0.02 * next(), variance: null });
      if (tracker.advance() !== null) count++;
    }
  }
  return count / (runs * length);
}

for (
  const [name, noise, limit] of [
    ["normal", white, 0.5],
    ["Student's t with three degrees of freedom", heavyTailed, 0.5],
    ["correlated by 0.3", autocorrelated(0.3), 0.5],
    ["correlated by 0.6", autocorrelated(0.6), 1],
    ["2 % spikes", spiky(0.02), 0.5],
    ["10 % spikes", spiky(0.1), 0.5],
    ["two machines, 70 to 30, 20 % apart", machines(TWENTY_PERCENT, [0.7, 0.3]), 0.5],
    ["two machines, 50 to 50, 20 % apart", machines(TWENTY_PERCENT, [0.5, 0.5]), 0.5],
    ["three machines, 13 % apart", machines(6, [1 / 3, 1 / 3, 1 / 3]), 0.5],
    ["log-normal", logNormal, 0.5],
  ] as const
) {
  Deno.test(`false breaks in 1,000 values, ${name}: at most ${limit}`, () => {
    const rates = [falseBreaks(noise, 60), falseBreaks(noise, 300)];
    if (Deno.args.includes("--rates")) console.log(name, rates);
    for (const rate of rates) assertLessOrEqual(rate, upperBound(limit / 1000, VALUES));
  });
}

const SERIES = 200;

/** What is found of a step after `at` results. */
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
  Deno.test(`a drift of ${name} is told in nine of ten histories before it makes half as much again`, () => {
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
