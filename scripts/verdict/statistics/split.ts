/**
 * Tests whether the last values of a series lie on another level than those before.
 *
 * Three conditions must hold, or two of them very clearly:
 *
 * - The distance of the medians, in deviations: robust ones, from both sides of the split, since
 *   the noise of one side alone may be that of a machine that has not been seen yet. A few values
 *   need more deviations than many.
 * - The ranks: how many values of each side lie beyond the middle of the two medians, by Fisher's
 *   exact test. Noise of any shape, such as the two levels of two alternating machines, passes it
 *   only as often as its probability says.
 * - The correlation of neighbours, which reduces the weight of both.
 *
 * @module
 */
import { sortNumbers } from "../../result/spread.ts";
import { logUpperTail } from "./hypergeometric.ts";
import { MAD_TO_DEVIATION, RESOLUTION } from "./noise.ts";

/** Variance of the median of normal values over that of their mean. */
export const MEDIAN_VARIANCE = Math.PI / 2;
/** Standard errors from which a distance counts as far. */
const FAR = 5;
/** Deviations, and spreads of either side, that make a gap. */
const GAP_DEVIATIONS = 5;
const GAP_SPREADS = 1.5;
/** Deviations by which the median of many values must differ at least. */
const LEAST_GUARD = 1;
/**
 * Two medians are estimated from the values, so few remaining values say little about the
 * deviation.
 */
const FEW_VALUES = 3;
/** A level with fewer values borrows deviations of the levels before. */
const OWN_VALUES = 20;
/** Of so many values, one at either end does not count for their spread. */
const VALUES_PER_OUTLIER = 12;
/** Share of the deviations of earlier levels that defines the width of a level. */
const WIDTH_SHARE = 0.75;
/** The prior weight of a correlation of {@linkcode USUAL_CORRELATION}, in values. */
const PRIOR_VALUES = 10;
const USUAL_CORRELATION = 0.1;
const MOST_CORRELATION = 0.8;
/** Fewer values show no slope. */
const SHORTEST_SLOPE = 20;
/** For the correlation, values further off are moved to so many deviations. */
const CLIP = 2.5;

/** The limits of a split. `deno task constants` recomputes the range of each. */
export interface SplitLimits {
  /** The chance in one test by ranks, after correction for correlation. */
  readonly rankAlpha: number;
  /** The chance without that correction, for a distance that correlated noise does not reach. */
  readonly farAlpha: number;
  /** The chance for few values with a wide gap between the sides. */
  readonly gapAlpha: number;
  /**
   * Deviations by which the median of three values must differ; for others, the limit falls with the
   * square root of their number.
   */
  readonly guardOfThree: number;
}

/** The limits that every search uses. */
export const SPLIT_LIMITS: SplitLimits = {
  rankAlpha: 2e-4,
  farAlpha: 1e-4,
  gapAlpha: 0.013,
  guardOfThree: 4,
};

/** The values on one side of a split. */
interface Side {
  /** In the order of time. */
  readonly values: Float64Array;
  readonly median: number;
  /** Distances to the median, ascending. */
  readonly distances: readonly number[];
}

/** The values before a split. Plain arrays take less time to make than typed ones. */
export interface Before extends Side {
  /** Ascending. */
  readonly sorted: readonly number[];
  /**
   * Distances that give the deviation, ascending; if there are few, also those of earlier levels.
   */
  readonly reference: readonly number[];
  /** The bounds of the values, without outliers. */
  readonly lower: number;
  readonly upper: number;
  /** The wider of that span and that of earlier levels. */
  readonly spread: number;
  /** Null until a test needs them, since many tests share these values. */
  neighbours: Neighbours | null;
}

/** Sums for the correlation of neighbours. */
interface Neighbours {
  readonly squares: number;
  readonly products: number;
}

/** Facts about the levels before the present one. */
export interface Past {
  /** Distances of values to the medians of their levels, ascending. */
  readonly distances: readonly number[];
  /** The span of values on them; 0 if there were none. */
  readonly spread: number;
}

/** The result of {@linkcode testSplit}. */
export interface Split {
  /** Logarithm of the probability by ranks; the smaller the clearer. */
  readonly logProbability: number;
  /** Median after, less that before. */
  readonly distance: number;
  /** Standard deviation of a value about the median of its side. */
  readonly deviation: number;
}

/**
 * Describes earlier levels.
 *
 * @param distances Distances of values to the medians of their levels, in any order.
 */
export function pastOf(distances: readonly number[]): Past {
  const sorted = sortNumbers(distances);
  return {
    distances: sorted,
    spread: sorted.length === 0 ? 0 : 2 * sorted[Math.floor(WIDTH_SHARE * sorted.length)]!,
  };
}

/**
 * Describes the values before a split.
 *
 * @param values At least one; kept.
 * @param sorted The same, ascending.
 */
export function beforeOf(values: Float64Array, sorted: readonly number[], past: Past): Before {
  const center = medianOfSorted(sorted);
  const distances = distancesTo(center, sorted);
  const outliers = Math.floor(values.length / VALUES_PER_OUTLIER);
  const [lower, upper] = [sorted[outliers]!, sorted[sorted.length - 1 - outliers]!];
  return {
    values,
    sorted,
    median: center,
    distances,
    reference: values.length < OWN_VALUES ? merge(distances, past.distances) : distances,
    lower,
    upper,
    spread: Math.max(RESOLUTION, upper - lower, past.spread),
    neighbours: null,
  };
}

/**
 * A quick check whether the values after a split may be far enough off for {@linkcode testSplit};
 * for most splits, they are not.
 *
 * @param sortedAfter Ascending in its first `count`.
 */
export function mayLieApart(
  before: Before,
  sortedAfter: readonly number[],
  count: number,
  limits: SplitLimits = SPLIT_LIMITS,
): boolean {
  const { reference } = before;
  const center = medianOfSorted(sortedAfter, count);
  const total = reference.length + count;
  // The limit of the median distance, with room for rounding.
  const deviation = Math.abs(center - before.median) / deviationsOff(count, limits);
  const limit = deviation / (MAD_TO_DEVIATION * forFew(total)) * (1 + 1e-9);
  const needed = ((total - 1) >> 1) + 1;
  // Most often, too few would be near even if all values after the split were.
  const fewest = needed - count;
  if (fewest > 0 && reference[fewest - 1]! > limit) return false;
  const near = countUpTo(limit, reference.length, (at) => reference[at]!);
  if (near >= needed) return true;
  const middle = count >> 1;
  const above = countUpTo(limit, count - middle, (at) => sortedAfter[middle + at]! - center);
  const below = countUpTo(limit, middle, (at) => center - sortedAfter[middle - 1 - at]!);
  return near + above + below >= needed;
}

/**
 * Tests one split.
 *
 * @param before At least three values.
 * @param after At least three values after the split, in order.
 * @param sortedAfter The same, ascending.
 * @param mostLogProbability Splits that are not less probable than this do not count.
 * @returns Null if there is no change.
 */
export function testSplit(
  before: Before,
  after: Float64Array,
  sortedAfter: readonly number[],
  mostLogProbability: number,
  limits: SplitLimits = SPLIT_LIMITS,
): Split | null {
  const rankLogAlpha = Math.log(limits.rankAlpha);
  const count = after.length;
  const center = medianOfSorted(sortedAfter, count);
  const distance = center - before.median;
  const far = Math.abs(distance);
  const own = distancesTo(center, sortedAfter);
  const deviation = deviationOf(before, own);
  if (far < deviationsOff(count, limits) * deviation) return null;

  const sign = Math.sign(distance);
  const middle = before.median + distance / 2;
  const least = countBeyond(middle, sign, after);
  const logChance = logUpperTail({
    total: before.values.length + count,
    marked: countBeyond(middle, sign, before.values) + least,
    drawn: count,
    least,
  });
  // Correlation, which takes long to estimate, makes nothing less probable.
  if (logChance >= mostLogProbability || logChance > Math.log(limits.gapAlpha)) return null;
  const isApart = far >= GAP_DEVIATIONS * deviation &&
    gapOf(before, sortedAfter, sign) >= GAP_SPREADS * spreadOf(before, sortedAfter);
  if (logChance > rankLogAlpha && !isApart) return null;
  const correlation = correlationOf(before, { values: after, median: center, distances: own });
  const inflation = (1 + correlation) / (1 - correlation);
  const split = { logProbability: logChance / inflation, distance, deviation };
  if (isApart || split.logProbability <= rankLogAlpha) return split;
  const variance = MEDIAN_VARIANCE * inflation * (1 / before.values.length + 1 / count);
  const isFar = far >= FAR * deviation * Math.sqrt(variance);
  return isFar && logChance <= Math.log(limits.farAlpha) ? split : null;
}

/** How many values lie beyond `middle`: above it for a sign of 1. */
function countBeyond(middle: number, sign: number, values: Float64Array): number {
  let count = 0;
  for (const value of values) if (sign * (value - middle) > 0) count++;
  return count;
}

/** The median of sorted values, or of the first `count` of them. */
export function medianOfSorted(sorted: ArrayLike<number>, count = sorted.length): number {
  const middle = count >> 1;
  return count % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** How many of `count` sorted numbers do not exceed a limit. */
function countUpTo(limit: number, count: number, numberAt: (at: number) => number): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numberAt(middle) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Deviations by which the median of so many values must differ. */
function deviationsOff(count: number, { guardOfThree }: SplitLimits): number {
  return Math.max(LEAST_GUARD, guardOfThree * Math.sqrt(3 / count));
}

/** Corrects the median of so many distances to two medians, which is too small. */
function forFew(total: number): number {
  return 1 + FEW_VALUES / Math.max(1, total - 2);
}

/** Standard deviation about the medians of both sides, from the median distance. */
function deviationOf({ distances, reference }: Before, own: readonly number[]): number {
  const middle = medianOfBoth(reference, own);
  // If most values are equal, as in whole milliseconds, only the next larger distances show the
  // noise.
  const known = middle > 0 ? middle : leastAbove0(distances, own);
  return MAD_TO_DEVIATION * Math.max(RESOLUTION, known) * forFew(reference.length + own.length);
}

/** Merges two sorted lists. */
function merge(a: readonly number[], b: readonly number[]): number[] {
  const merged: number[] = [];
  let [first, second] = [0, 0];
  while (first < a.length && second < b.length) {
    merged.push(a[first]! <= b[second]! ? a[first++]! : b[second++]!);
  }
  while (first < a.length) merged.push(a[first++]!);
  while (second < b.length) merged.push(b[second++]!);
  return merged;
}

/** Distances of sorted values to their median, ascending: from the middle outwards. */
function distancesTo(center: number, sorted: readonly number[]): number[] {
  const { length } = sorted;
  const distances = sorted.slice();
  let at = 0;
  let right = length >> 1;
  let left = right - 1;
  while (left >= 0 && right < length) {
    const below = center - sorted[left]!;
    const above = sorted[right]! - center;
    const isBelow = below <= above;
    distances[at++] = Math.abs(isBelow ? below : above);
    if (isBelow) left--;
    else right++;
  }
  while (left >= 0) distances[at++] = Math.abs(center - sorted[left--]!);
  while (right < length) distances[at++] = Math.abs(sorted[right++]! - center);
  return distances;
}

/** The smallest number above 0 in two sorted lists; 0 if there is none. */
function leastAbove0(a: readonly number[], b: readonly number[]): number {
  const isAbove0 = (value: number) => value > 0;
  const least = Math.min(a.find(isAbove0) ?? Infinity, b.find(isAbove0) ?? Infinity);
  return least === Infinity ? 0 : least;
}

/** The median of two sorted lists together. */
function medianOfBoth(a: readonly number[], b: readonly number[]): number {
  const total = a.length + b.length;
  let [first, second, current, last] = [0, 0, 0, 0];
  for (let rank = 0; rank <= total >> 1; rank++) {
    last = current;
    current = second >= b.length || (first < a.length && a[first]! <= b[second]!)
      ? a[first++]!
      : b[second++]!;
  }
  return total % 2 === 1 ? current : (last + current) / 2;
}

function gapOf({ lower, upper }: Before, sortedAfter: readonly number[], sign: number): number {
  return sign > 0 ? sortedAfter[0]! - upper : lower - sortedAfter[sortedAfter.length - 1]!;
}

/** The widest span of either side and of earlier levels. */
function spreadOf({ spread }: Before, sortedAfter: readonly number[]): number {
  return Math.max(spread, sortedAfter[sortedAfter.length - 1]! - sortedAfter[0]!);
}

/**
 * Correlation of neighbours about the middle of their sides, as a first-order autoregression, one
 * standard error above its estimate. A slope is removed first, because drift is not correlation.
 * The estimate from few values is too small on average, which is corrected (Marriott and Pope, Bias
 * in the estimation of autocorrelations, Biometrika 41, 1954).
 */
function correlationOf(before: Before, after: Side): number {
  before.neighbours ??= addNeighbours({ squares: 0, products: 0 }, before);
  const { squares, products } = addNeighbours(before.neighbours, after);
  const count = before.values.length - 1 + after.values.length - 1;
  if (count < 4 || squares === 0) return USUAL_CORRELATION;
  // Fitting a line costs as much of the estimate again as the mean does.
  const longest = Math.max(before.values.length, after.values.length);
  const lost = longest >= SHORTEST_SLOPE ? 2 : 1;
  const raw = (count * products / squares + lost) / (count - 2 - lost);
  const estimate = Math.min(MOST_CORRELATION, Math.max(0, raw));
  const above = estimate + Math.sqrt((1 - estimate ** 2) / count);
  const weighted = (count * above + PRIOR_VALUES * USUAL_CORRELATION) / (count + PRIOR_VALUES);
  return Math.min(MOST_CORRELATION, weighted);
}

/** Adds the squares and the products of neighbours of a side. */
function addNeighbours(sums: Neighbours, { values, median, distances }: Side): Neighbours {
  let { squares, products } = sums;
  const reach = CLIP * MAD_TO_DEVIATION * Math.max(RESOLUTION, medianOfSorted(distances));
  const slope = slopeOf(values);
  const middle = (values.length - 1) / 2;
  let last = 0;
  for (let index = 0; index < values.length; index++) {
    const rest = values[index]! - median - slope * (index - middle);
    const clipped = Math.max(-reach, Math.min(reach, rest));
    squares += clipped ** 2;
    products += clipped * last;
    last = clipped;
  }
  return { squares, products };
}

/** The slope per value, from the medians of both halves. */
function slopeOf(values: Float64Array): number {
  if (values.length < SHORTEST_SLOPE) return 0;
  const half = values.length >> 1;
  const [first, last] = [values.subarray(0, half), values.subarray(values.length - half)];
  return (medianOfSorted(last.toSorted()) - medianOfSorted(first.toSorted())) /
    (values.length - half);
}
