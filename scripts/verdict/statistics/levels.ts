/**
 * Where the level of a series changes, told while it grows.
 *
 * After each value the last 3 to 24 are held against the level before them. What is decided stays
 * decided: the breaks of a series are the first breaks of every longer one, because each follows from
 * the values up to then alone.
 *
 * - The noise is estimated from the values before, on whatever level they were, robustly and with its
 *   autocorrelation; its own uncertainty enters by Student's t.
 * - The location of the last values is their middle third, so that no single value makes a break,
 *   however far out it lies. Where such spikes have been seen before, so many values are taken that
 *   the chance of spikes alone is small.
 * - Heavy tails need more than that where there are few values: the guards below.
 * - Where a level that goes on in a sloping line fits the values around a break clearly better than
 *   two levels, it is drift.
 *
 * A sequential two-sample test in the manner of Page (Continuous inspection schemes, Biometrika 41,
 * 1954) with restarts. `tests/verdict/simulation_changes_test.ts` has its rates: fewer than one false
 * break in 2,000 values of normal noise, of Student's t with three degrees of freedom and of noise
 * that is correlated by 0.3.
 *
 * @module
 */
import { mean, squaresAbout } from "../../result/spread.ts";
import {
  addLevel,
  clip,
  NO_NOISE,
  type Noise,
  noiseOf,
  type NoiseSums,
  varianceInflation,
} from "./noise.ts";
import { studentTQuantile } from "./student_t.ts";

/** The chance that one of the tests after one value alarms falsely, on either side. */
const ALPHA = 1e-4;
/** Values farther than so many deviations off are something else than noise. */
const SPIKE = 5;
/** The same for spikes that fall together. */
const SPIKES_ALPHA = 2e-4;
/** A level is taken from so many values at most, so that it follows what is too slow for a break. */
const LEVEL_VALUES = 60;
/** So many of the last values are held against the level at most. */
const LONGEST_TAIL = 24;
/** Fewer could be outliers, all of them. */
const SHORTEST_TAIL = 3;
/** Fewer values make no level. */
const SHORTEST_LEVEL = 3;
/** Values from which the noise is known well enough to begin. */
const FEWEST_DEGREES = 3.5;
/** So many values before a break tell whether it is drift. */
const DRIFT_VALUES = 30;
/** Squares of deviations by which it has to fit better than a step does. */
const DRIFT_MARGIN = 4;
/** What rises over fewer values is a step. */
const SHORTEST_DRIFT = 4;
/** Variance of the middle third of normal values over that of their mean. */
const MIDDLE_VARIANCE = 1.3;
/**
 * Deviations that the last 3, 4, … values have to lie off at least. Normal noise would not need
 * them; for Student's t with three degrees of freedom they keep the rate, as half of 3 values, or a
 * third of 5, then have to be outliers on the same side.
 */
const GUARDS = [6, 4, 3.5, 3, 2.8];
const LAST_GUARD = 2;

/** One value of a series. */
export interface Observation {
  readonly value: number;
  /** Variance of the value that is known from within it; null where it is not. */
  readonly variance: number | null;
}

/** A change of level. */
export interface Break {
  readonly kind: "step" | "drift";
  /** First index of the new level. */
  readonly index: number;
  /** Index of the value with which it was told. */
  readonly decidedBy: number;
  /** Where a drift begins; of a step, its index. */
  readonly from: number;
  /** What the values before the index have shown of the noise. */
  readonly past: NoiseSums;
}

/** A level, estimated from values. */
export interface Level {
  readonly mean: number;
  /** Of the mean. */
  readonly variance: number;
  /** Values it rests on. */
  readonly count: number;
  readonly noise: Noise;
  /** Variance of one value beyond what is known from within it. */
  readonly between: number;
  /** What stands for a variance from within that is not known. */
  readonly typical: number;
}

/** Every break of a series, in order. */
export function findBreaks(series: readonly Observation[]): Break[] {
  const tracker = new Tracker(series);
  const breaks: Break[] = [];
  for (let last = 0; last < series.length; last++) {
    const found = tracker.advance(last);
    if (found !== null) breaks.push(found);
  }
  return breaks;
}

class Tracker {
  readonly #series: readonly Observation[];
  /** First index of the present level. */
  #start = 0;
  /** The last step; a drift goes on over what is a new level for the tests. */
  #steadyFrom = 0;
  /** Noise on the levels before. */
  #past: NoiseSums = NO_NOISE;
  /** The level as it was at each index. */
  readonly #levels: (Level | null)[] = [];
  /** Values up to each index that are no part of the noise. */
  readonly #spikes: number[] = [];

  constructor(series: readonly Observation[]) {
    this.#series = series;
  }

  advance(last: number): Break | null {
    const candidate = this.#findCandidate(last);
    const index = candidate && place(this.#series, candidate, this.#start + SHORTEST_LEVEL, last);
    if (candidate === null || index === null || !this.#holds(candidate, index, last)) {
      this.#countSpike(last);
      this.#levels[last] = this.#levelUpTo(last);
      return null;
    }
    const drift = findDrift(this.#series, candidate, this.#steadyFrom, index, last);
    if (drift === null) this.#steadyFrom = index;
    this.#past = addLevel(this.#past, this.#clippedUpTo(index - 1));
    this.#start = index;
    for (let at = index; at <= last; at++) {
      this.#levels[at] = this.#levelUpTo(at);
      this.#spikes[at] = this.#spikes[index - 1]!;
    }
    const kind = drift === null ? "step" : "drift";
    return { kind, index, decidedBy: last, from: drift ?? index, past: this.#past };
  }

  /** The tail that lies farthest off, in units of what it would have to. */
  #findCandidate(last: number): Candidate | null {
    const longest = Math.min(LONGEST_TAIL, last - this.#start + 1 - SHORTEST_LEVEL);
    const tail: Observation[] = [];
    let best: Candidate | null = null;
    for (let count = 1; count <= longest; count++) {
      insert(tail, this.#series[last - count + 1]!);
      const level = this.#levels[last - count];
      if (count < SHORTEST_TAIL || !level || level.noise.degreesOfFreedom < FEWEST_DEGREES) {
        continue;
      }
      if (chanceOfSpikes(count, this.#spikeShare(last - count)) > SPIKES_ALPHA) continue;
      const location = locate(tail, level);
      const { noise } = level;
      const inflation = MIDDLE_VARIANCE * varianceInflation(count, noise.correlation);
      const error = Math.sqrt(level.variance + inflation * location.variance);
      const guard = (GUARDS[count - SHORTEST_TAIL] ?? LAST_GUARD) * noise.deviation;
      const limit = Math.max(reach(noise.degreesOfFreedom) * error, guard);
      const excess = Math.abs(location.mean - level.mean) / limit;
      if (excess > (best?.excess ?? 1)) best = { excess, count, level, location: location.mean };
    }
    return best;
  }

  /** Whether enough values are nearer to the new level than to the old one. */
  #holds({ level, location }: Candidate, index: number, last: number): boolean {
    const isNew = ({ value }: Observation) =>
      Math.abs(value - location) < Math.abs(value - level.mean);
    return this.#series.slice(index, last + 1).filter(isNew).length >= SHORTEST_TAIL;
  }

  #countSpike(last: number): void {
    const level = this.#levels[last - 1];
    const off = level ? Math.abs(this.#series[last]!.value - level.mean) : 0;
    const isSpike = level && off > SPIKE * level.noise.deviation;
    this.#spikes[last] = (this.#spikes[last - 1] ?? 0) + (isSpike ? 1 : 0);
  }

  /** Of the values up to an index; a single one says nothing of how often they come. */
  #spikeShare(last: number): number {
    const spikes = this.#spikes[last]!;
    return spikes < 2 ? 0 : spikes / (last + 1);
  }

  #clippedUpTo(last: number): number[] {
    const first = Math.max(this.#start, last - LEVEL_VALUES + 1);
    const values = this.#series.slice(first, last + 1).map(({ value }) => value);
    return clip(values, noiseOf(this.#past)?.deviation ?? null);
  }

  #levelUpTo(last: number): Level | null {
    const first = Math.max(this.#start, last - LEVEL_VALUES + 1);
    return estimateLevel(this.#series.slice(first, last + 1), this.#past);
  }
}

/**
 * Estimates the level of values: their mean, clipped and weighted by their variances, of which a part
 * is known from within each and the rest is the same for all.
 *
 * @param values At least one.
 * @param past What other levels have shown of the noise.
 * @returns Null where too little is known of the noise.
 */
export function estimateLevel(values: readonly Observation[], past: NoiseSums): Level | null {
  const clipped = clip(values.map(({ value }) => value), noiseOf(past)?.deviation ?? null);
  const noise = noiseOf(addLevel(past, clipped));
  if (noise === null) return null;
  const known = values.flatMap(({ variance }) => variance ?? []).sort((a, b) => a - b);
  const typical = Math.min(known[known.length >> 1] ?? 0, noise.deviation ** 2);
  const between = Math.max(noise.deviation ** 2 - typical, noise.deviation ** 2 / 4);
  let [sum, weights] = [0, 0];
  for (const [index, { variance }] of values.entries()) {
    const weight = 1 / (between + (variance ?? typical));
    sum += weight * clipped[index]!;
    weights += weight;
  }
  const inflation = varianceInflation(values.length, noise.correlation);
  return {
    ...{ mean: sum / weights, variance: inflation / weights, count: values.length },
    ...{ noise, between, typical },
  };
}

interface Candidate {
  readonly excess: number;
  readonly count: number;
  readonly level: Level;
  readonly location: number;
}

/** Where the last values lie: the middle third of them. */
function locate(
  sorted: readonly Observation[],
  { between, typical }: Level,
): { mean: number; variance: number } {
  const trimmed = Math.floor(sorted.length / 3);
  const middle = sorted.slice(trimmed, sorted.length - trimmed);
  let [sum, weights] = [0, 0];
  for (const { value, variance } of middle) {
    const weight = 1 / (between + (variance ?? typical));
    sum += weight * value;
    weights += weight;
  }
  return { mean: sum / weights, variance: middle.length / sorted.length / weights };
}

/** The chance that so many spikes are among the last values that what is taken of them has some. */
function chanceOfSpikes(count: number, share: number): number {
  const spikes = Math.floor(count / 3) + 1;
  let chance = 1;
  for (let one = 1; one <= spikes; one++) chance *= share * (count - spikes + one) / one;
  return chance;
}

function insert(sorted: Observation[], one: Observation): void {
  let at = sorted.length;
  while (at > 0 && sorted[at - 1]!.value > one.value) at--;
  sorted.splice(at, 0, one);
}

/**
 * The index from which values are nearer to the new level than to the old one: least absolute
 * deviations. At least two values follow.
 */
function place(
  series: readonly Observation[],
  { count, level, location }: Candidate,
  first: number,
  last: number,
): number {
  let best = last - count + 1;
  let [least, cost] = [Infinity, 0];
  for (let index = last; index >= Math.max(first, last - LONGEST_TAIL); index--) {
    const { value } = series[index]!;
    cost += Math.abs(value - location) - Math.abs(value - level.mean);
    if (index < last && cost < least) [best, least] = [index, cost];
  }
  return best;
}

/**
 * The index at which a drift begins that fits the values around a break better than a step there
 * does; null where none does. A drift is level up to there and goes on in a straight line.
 */
function findDrift(
  series: readonly Observation[],
  { count, level }: Candidate,
  start: number,
  index: number,
  last: number,
): number | null {
  const first = Math.max(start, index - Math.max(count, DRIFT_VALUES));
  const values = series.slice(first, last + 1).map(({ value }) => value);
  const far = 3 * level.noise.deviation;
  const squares = (fit: (at: number) => number) =>
    values.reduce((sum, value, at) => sum + Math.min(Math.abs(value - fit(at)), far) ** 2, 0);
  const split = index - first;
  const [before, after] = [mean(values.slice(0, split)), mean(values.slice(split))];
  const step = squares((at) => at < split ? before : after);
  let [least, begin] = [step - DRIFT_MARGIN * level.noise.deviation ** 2, -1];
  for (let hinge = 0; hinge <= values.length - 1 - SHORTEST_DRIFT; hinge++) {
    const rise = values.map((_, at) => Math.max(0, at - hinge));
    const { intercept, slope } = fitLine(values, rise);
    const left = squares((at) => intercept + slope * rise[at]!);
    if (left < least) [least, begin] = [left, hinge];
  }
  return begin < 0 ? null : first + begin;
}

/** The line through values over `x`, by least squares. */
export function fitLine(
  values: readonly number[],
  x: readonly number[],
): { intercept: number; slope: number; slopeVariance: number } {
  const [center, average] = [mean(x), mean(values)];
  const spread = squaresAbout(center, x);
  const slope = values.reduce((sum, value, at) => sum + (x[at]! - center) * value, 0) / spread;
  const intercept = average - slope * center;
  const rest = values.reduce(
    (sum, value, at) => sum + (value - intercept - slope * x[at]!) ** 2,
    0,
  );
  return { intercept, slope, slopeVariance: rest / Math.max(1, values.length - 2) / spread };
}

const reaches = new Map<number, number>();

/** Student's t that is exceeded with the chance of one test; rounded down to half degrees. */
function reach(degreesOfFreedom: number): number {
  const rounded = Math.min(200, Math.max(1, Math.floor(degreesOfFreedom * 2) / 2));
  let found = reaches.get(rounded);
  if (found === undefined) {
    found = studentTQuantile(1 - ALPHA, rounded);
    reaches.set(rounded, found);
  }
  return found;
}
