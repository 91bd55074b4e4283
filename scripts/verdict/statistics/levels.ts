/** Estimates the level of a series and its error. @module */
import { addLevel, clip, type Noise, noiseOf, type NoiseSums, varianceInflation } from "./noise.ts";

/** One value of a series. */
export interface Observation {
  readonly value: number;
  /** Variance of the value, if it is known from its own rounds; else null. */
  readonly variance: number | null;
}

/** A level, estimated from values. */
export interface Level {
  readonly mean: number;
  /** Variance of the mean. */
  readonly variance: number;
  /** Number of values behind it. */
  readonly count: number;
  readonly noise: Noise;
}

/** The values on one side of a break. */
export interface Side {
  readonly values: readonly Observation[];
  readonly clipped: readonly number[];
  /** The median of the values' own variances; 0 for none. */
  readonly known: number;
}

/**
 * Describes the values on one side of a break.
 *
 * @param values At least one.
 * @param past Noise on earlier levels.
 */
export function sideOf(values: readonly Observation[], past: NoiseSums): Side {
  const clipped = clip(values.map(({ value }) => value), noiseOf(past)?.deviation ?? null);
  const known = Float64Array.from(values.flatMap(({ variance }) => variance ?? [])).sort();
  return { values, clipped, known: known[known.length >> 1] ?? 0 };
}

/**
 * Estimates the levels on both sides of a break, with their common noise.
 *
 * @param past Noise on earlier levels.
 * @returns Null if too little is known about the noise.
 */
export function estimateLevels(
  before: Side,
  after: Side,
  past: NoiseSums,
): { before: Level; after: Level } | null {
  const noise = noiseOf(addLevel(addLevel(past, before.clipped), after.clipped));
  return noise === null ? null : {
    before: estimateLevel(before, noise),
    after: estimateLevel(after, noise),
  };
}

/**
 * The mean of values, clipped and weighted by their variances. A part of each variance is the
 * value's own; the rest is the same for all.
 */
function estimateLevel({ values, clipped, known }: Side, noise: Noise): Level {
  const typical = Math.min(known, noise.deviation ** 2);
  const between = Math.max(noise.deviation ** 2 - typical, noise.deviation ** 2 / 4);
  let [sum, weights] = [0, 0];
  for (const [index, { variance }] of values.entries()) {
    const weight = 1 / (between + (variance ?? typical));
    sum += weight * clipped[index]!;
    weights += weight;
  }
  const inflation = varianceInflation(values.length, noise.correlation);
  return { mean: sum / weights, variance: inflation / weights, count: values.length, noise };
}
