/** Means from which the lowest and the highest values are left out. @module */
import { mean, median, squaresAbout } from "../../result/spread.ts";

/** The share of many values that is left out at either end. */
export const TRIMMED = 0.2;
/** Of fewer values all count: whether they lie symmetrically could not be told. */
export const FEWEST_TRIMMED = 16;
/**
 * The farthest that signed ranks may be from symmetry. Those of 90 symmetric values have this deviation
 * (`tests/constants/found.ts`), so that seven in ten such samples are trimmed. The plain mean that the
 * others keep costs little power, since there are several looks; trimming what is skewed costs coverage.
 */
export const MOST_ASYMMETRIC = 0.6;
/**
 * How many times the squared standard error of the trimmed mean that of the plain one has to be. Of
 * values without outliers it is 0.9, and fewer degrees of freedom cost power.
 */
const WORTH = 1.5;
/** Median deviations from which on a value lies far out; four standard deviations of normal ones. */
const FAR = 6;
/** The greatest (above − below)² / (above + below) of those: three on one side alone are too many. */
const MOST_UNBALANCED = 2;

/** A mean, and what its error follows from. */
export interface TrimmedMean {
  readonly mean: number;
  /** Values that are not left out. */
  readonly kept: number;
  /** Squares about their mean of all values, those left out put at the outermost that are kept. */
  readonly squares: number;
}

/**
 * The mean of what is left where a share of the values is left out at either end.
 *
 * Its squared standard error is `squares / (kept · (kept − 1))`, with `kept − 1` degrees of freedom
 * (Tukey and McLaughlin, Less vulnerable confidence and significance procedures for location based on
 * a single sample, Sankhya A 25, 1963; Yuen, The two-sample trimmed t for unequal population
 * variances, Biometrika 61, 1974).
 *
 * @param values At least one, in any order; not modified.
 * @param share From 0, below one half.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(trimmedMean([1, 2, 3, 4, 900], 0.2), { mean: 3, kept: 3, squares: 4 });
 * ```
 */
export function trimmedMean(values: readonly number[], share: number): TrimmedMean {
  const left = Math.floor(share * values.length);
  const sorted = values.toSorted((a, b) => a - b);
  const kept = sorted.slice(left, sorted.length - left);
  const [lowest, highest] = [kept[0]!, kept.at(-1)!];
  const winsorized = sorted.map((value) => Math.min(highest, Math.max(lowest, value)));
  return {
    mean: mean(kept),
    kept: kept.length,
    squares: squaresAbout(mean(winsorized), winsorized),
  };
}

/**
 * The share to leave out of values: {@linkcode TRIMMED} where they are many, some lie far out, and they
 * lie symmetrically; else none.
 *
 * The log ratios of two sides that run the same code are symmetric, however often one process in many
 * is compiled or placed otherwise: what may happen to one side may happen to the other. A few such
 * rounds make a plain mean useless. Values that lie farther out on one side than on the other tell
 * what the sides truly differ in, so that none of them is left out.
 */
export function shareToTrim(values: readonly number[]): number {
  const isWorthIt = values.length >= FEWEST_TRIMMED &&
    squaredErrorOf(trimmedMean(values, 0)) > WORTH * squaredErrorOf(trimmedMean(values, TRIMMED));
  return isWorthIt && isSymmetric(values) ? TRIMMED : 0;
}

function squaredErrorOf({ squares, kept }: TrimmedMean): number {
  return squares / (kept * (kept - 1));
}

/**
 * Whether values reach about as far above their median as below: by their signed ranks, in which no
 * single value weighs more than its rank, and by the signs of those that lie far out.
 */
function isSymmetric(values: readonly number[]): boolean {
  const distances = distancesOf(values);
  const far = FAR * median(distances.map(Math.abs));
  const above = distances.filter((distance) => distance > far).length;
  const below = distances.filter((distance) => distance < -far).length;
  return Math.abs(asymmetryOf(values)) <= MOST_ASYMMETRIC &&
    (above - below) ** 2 <= MOST_UNBALANCED * (above + below);
}

/** From the median, in any order. */
function distancesOf(values: readonly number[]): number[] {
  const center = median(values);
  return values.map((value) => value - center);
}

/**
 * How much farther values reach above their median than below, by their signed ranks by the distance
 * from it (Wilcoxon, Individual comparisons by ranking methods, Biometrics Bulletin 1, 1945). Of
 * symmetric values it has about the same deviation, however many there are.
 */
export function asymmetryOf(values: readonly number[]): number {
  const { length } = values;
  const distances = distancesOf(values).sort((a, b) => Math.abs(a) - Math.abs(b));
  let ranks = 0;
  for (let from = 0, to = 0; from < length; from = to) {
    while (to < length && Math.abs(distances[to]!) === Math.abs(distances[from]!)) to++;
    // Equal distances share the mean of their ranks.
    for (const distance of distances.slice(from, to)) {
      ranks += Math.sign(distance) * (from + 1 + to) / 2;
    }
  }
  return ranks / (length * (length + 1) / 2) * Math.sqrt(length);
}
