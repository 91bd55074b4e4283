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

/** The values on one side of a break. */
export interface Side {
  readonly values: readonly Observation[];
  readonly clipped: readonly number[];
  /** The median of the variances that are known from within the values; 0 for none. */
  readonly known: number;
}

/**
 * Describes the values on one side of a break.
 *
 * @param values At least one.
 * @param past What earlier levels have shown of the noise.
 */
export function sideOf(values: readonly Observation[], past: NoiseSums): Side {
  const clipped = clip(values.map(({ value }) => value), noiseOf(past)?.deviation ?? null);
  const known = Float64Array.from(values.flatMap(({ variance }) => variance ?? [])).sort();
  return { values, clipped, known: known[known.length >> 1] ?? 0 };
}

/**
 * Estimates the levels on both sides of a break, with the noise that both show.
 *
 * @param past What earlier levels have shown of the noise.
 * @returns Null where too little is known of the noise.
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
 * The mean of values, clipped and weighted by their variances, of which a part is known from within
 * each and the rest is the same for all.
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
