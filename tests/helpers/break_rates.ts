/**
 * Measures how often breaks are found in series without any, and how soon in series with one.
 * @module
 */
import { LOOKED_BACK_ON, Tracker } from "../../scripts/verdict/statistics/breaks.ts";
import { RecentValues } from "../../scripts/verdict/statistics/recent_values.ts";
import { SPLIT_LIMITS, type SplitLimits } from "../../scripts/verdict/statistics/split.ts";
import { type Random, seeded } from "./draws.ts";

/** Makes a source of values around 0. */
export type Noise = (random: Random) => () => number;

export const white: Noise = (random) => () => random.normal();
export const heavyTailed: Noise = (random) => () => random.studentT(3);
const spiky = (share: number): Noise => (random) => () =>
  random.chance(share) ? 15 * random.uniform() : random.normal();
const logNormal: Noise = (random) => () => Math.exp(random.normal());

/** Makes normal noise with correlated neighbours, as a first-order autoregression. */
export function autocorrelated(correlation: number): Noise {
  const rest = Math.sqrt(1 - correlation ** 2);
  return (random) => {
    let last = random.normal();
    return () => last = correlation * last + rest * random.normal();
  };
}

/** Makes noise of machines that take turns at random; their levels are so many deviations apart. */
function machines(apart: number, shares: readonly number[]): Noise {
  return (random) => () => {
    let left = random.uniform();
    const machine = shares.findIndex((share) => (left -= share) < 0);
    return Math.max(0, machine) * apart + random.normal();
  };
}

/** ln 1.2 in deviations of 2 %. */
const TWENTY_PERCENT = Math.log(1.2) / 0.02;

/** Noise of each tested shape, and the allowed number of breaks in a thousand values. */
export const NOISES: readonly (readonly [name: string, noise: Noise, limit: number])[] = [
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
];

/**
 * Returns the number of breaks of any size in a thousand values of noise, including those below the
 * tolerance.
 *
 * @param length The number of values in a series.
 * @param total The number of values in all series.
 */
export function falseBreaks(
  noise: Noise,
  length: number,
  total: number,
  limits: SplitLimits = SPLIT_LIMITS,
): number {
  const runs = Math.ceil(total / length);
  let count = 0;
  for (let seed = 1; seed <= runs; seed++) {
    const next = noise(seeded(seed));
    count += breaksIn(Array.from({ length }, () => 0.02 * next()), limits).length;
  }
  return count / (runs * length) * 1000;
}

/**
 * Returns the share of series in which a step is found in time.
 *
 * @param size The size of the step in deviations of the noise.
 * @param at The number of values before the step.
 * @param within The number of values after it within which it has to be found.
 */
export function foundSteps(
  { size, at, within, series }: {
    readonly size: number;
    readonly at: number;
    readonly within: number;
    readonly series: number;
  },
  limits: SplitLimits = SPLIT_LIMITS,
): number {
  let found = 0;
  for (let seed = 1; seed <= series; seed++) {
    const random = seeded(seed);
    const values = Array.from(
      { length: at + within },
      (_, index) => 0.02 * (random.normal() + (index < at ? 0 : size)),
    );
    if (breaksIn(values, limits).some((index) => Math.abs(index - at) <= 6)) found++;
  }
  return found / series;
}

/** Returns the indexes at which a search finds breaks. */
function breaksIn(values: readonly number[], limits: SplitLimits): number[] {
  const recent = new RecentValues(LOOKED_BACK_ON);
  const tracker = new Tracker(recent, undefined, limits);
  const found: number[] = [];
  for (const value of values) {
    recent.add({ value, variance: null });
    const one = tracker.advance();
    if (one !== null) found.push(one.index);
  }
  return found;
}
