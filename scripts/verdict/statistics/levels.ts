/** The level of the values of a series, and how well it is known. @module */
import { addLevel, clip, type Noise, noiseOf, type NoiseSums, varianceInflation } from "./noise.ts";

/** One value of a series. */
export interface Observation {
  readonly value: number;
  /** Variance of the value that is known from within it; null where it is not. */
  readonly variance: number | null;
}

/** A level, estimated from values. */
export interface Level {
  readonly mean: number;
  /** Of the mean. */
  readonly variance: number;
  /** Values it rests on. */
  readonly count: number;
  readonly noise: Noise;
}

/**
 * Estimates the levels on both sides of a break, with the noise that both show.
 *
 * @param before At least one value.
 * @param after At least one value.
 * @param past What earlier levels have shown of the noise.
 * @returns Null where too little is known of the noise.
 */
export function estimateLevels(
  before: readonly Observation[],
  after: readonly Observation[],
  past: NoiseSums,
): { before: Level; after: Level } | null {
  const [clippedBefore, clippedAfter] = [clipValues(before, past), clipValues(after, past)];
  const noise = noiseOf(addLevel(addLevel(past, clippedBefore), clippedAfter));
  return noise === null ? null : {
    before: describeLevel(before, clippedBefore, noise),
    after: describeLevel(after, clippedAfter, noise),
  };
}

function clipValues(values: readonly Observation[], past: NoiseSums): number[] {
  return clip(values.map(({ value }) => value), noiseOf(past)?.deviation ?? null);
}

/**
 * The mean of values, clipped and weighted by their variances, of which a part is known from within
 * each and the rest is the same for all.
 */
function describeLevel(
  values: readonly Observation[],
  clipped: readonly number[],
  noise: Noise,
): Level {
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
  return { mean: sum / weights, variance: inflation / weights, count: values.length, noise };
}
