/** Means from which the lowest and the highest values are left out. @module */
import { mean, median, sortNumbers, squaresAbout } from "../../result/spread.ts";

/** The share of many values that is left out at either end. */
export const TRIMMED = 0.2;
/** All of fewer values count, because it would be unclear whether they are symmetric. */
export const FEWEST_TRIMMED = 16;
/**
 * The most asymmetry of signed ranks that allows trimming. It is the deviation for 90 symmetric
 * values (`tests/constants/found.ts`), so seven in ten such samples are trimmed. Using the plain
 * mean for the others costs little power, because there are several looks; trimming skewed values
 * would cost coverage.
 */
export const MOST_ASYMMETRIC = 0.6;
/**
 * How many times larger the squared standard error of the plain mean must be than that of the
 * trimmed one. For values without outliers it is 0.9 times, and fewer degrees of freedom cost
 * power.
 */
const WORTH = 1.5;
/**
 * Median deviations beyond which a value lies far out: four standard deviations of normal values.
 */
const FAR = 6;
/** The largest (above − below)² / (above + below) of those: three on only one side are too many. */
const MOST_UNBALANCED = 2;

/** A mean, and the figures that give its error. */
export interface TrimmedMean {
  readonly mean: number;
  /** Values that are not left out. */
  readonly kept: number;
  /**
   * Squares of all values about their mean, with those left out moved to the outermost kept ones.
   */
  readonly squares: number;
}

/**
 * The mean without a share of the values at either end.
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
  const sorted = sortNumbers(values);
  if (left === 0) {
    const center = mean(sorted);
    return { mean: center, kept: sorted.length, squares: squaresAbout(center, sorted) };
  }
  const kept = sorted.slice(left, sorted.length - left);
  const [lowest, highest] = [kept[0]!, kept.at(-1)!];
  const winsorized = sorted.fill(lowest, 0, left).fill(highest, sorted.length - left);
  return {
    mean: mean(kept),
    kept: kept.length,
    squares: squaresAbout(mean(winsorized), winsorized),
  };
}

/**
 * The share of values to leave out: {@linkcode TRIMMED} if there are many, some lie far out, and
 * they are symmetric; else none.
 *
 * The log ratios of two sides that run the same code are symmetric, even if a process is sometimes
 * compiled or placed differently: that may happen to either side. A few such rounds make a plain
 * mean useless. Values that lie further out on one side than on the other show a true difference,
 * so none of them is left out.
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
 * Whether values reach about as far above their median as below, by their signed ranks, in which no
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

/** Distances from the median, in any order. */
function distancesOf(values: readonly number[]): number[] {
  const center = median(values);
  return values.map((value) => value - center);
}

/**
 * How much further values reach above their median than below, by the signed ranks of their
 * distances (Wilcoxon, Individual comparisons by ranking methods, Biometrics Bulletin 1, 1945). For
 * symmetric values, its deviation is about the same for any number of them.
 */
export function asymmetryOf(values: readonly number[]): number {
  const { length } = values;
  const distances = distancesOf(values).sort((a, b) => Math.abs(a) - Math.abs(b));
  let ranks = 0;
  for (let from = 0, to = 0; from < length; from = to) {
    while (to < length && Math.abs(distances[to]!) === Math.abs(distances[from]!)) to++;
    // Equal distances all get the mean of their ranks.
    for (const distance of distances.slice(from, to)) {
      ranks += Math.sign(distance) * (from + 1 + to) / 2;
    }
  }
  return ranks / (length * (length + 1) / 2) * Math.sqrt(length);
}
