/**
 * Whether the last values of a series lie on another level than those before.
 *
 * Three things have to speak for it, or two of them very clearly:
 *
 * - The distance of the medians, in deviations: robust ones, from both sides of the split, since the
 *   noise of one side alone may be that of a machine that has not been seen yet. A few values need
 *   more of them than many do.
 * - The ranks: how many values of each side lie beyond the middle of the two medians, by Fisher's exact
 *   test. Noise of whatever shape, such as the two levels of two machines that take turns, passes it
 *   only as often as its probability says.
 * - The correlation of neighbours, by which both are worth less.
 *
 * @module
 */
import { logUpperTail } from "./hypergeometric.ts";
import { RESOLUTION } from "./noise.ts";

/** A median deviation times this is the standard deviation of normal values. */
export const MAD_TO_DEVIATION = 1.4826;
/** Variance of the median of normal values over that of their mean. */
export const MEDIAN_VARIANCE = Math.PI / 2;
/** The chance of one test by ranks, after what correlation takes from it. */
const RANK_LOG_ALPHA = Math.log(2e-4);
/** The same without correlation, for a distance that correlated noise does not reach. */
const FAR_LOG_ALPHA = Math.log(1e-4);
/** Standard errors from which a distance is such. */
const FAR = 5;
/** The same for few values with a wide gap between the sides: six and three that are all apart. */
const GAP_LOG_ALPHA = Math.log(0.013);
/** Deviations, and spreads of either side, that make a gap. */
const GAP_DEVIATIONS = 5;
const GAP_SPREADS = 1.5;
/** Deviations that three values have to lie off; others by the square root of their number, … */
const GUARD_OF_THREE = 4;
/** … but at least so many. */
const LEAST_GUARD = 1;
/** Two medians are taken from the values, and what few are left says little of their deviation. */
const FEW_VALUES = 3;
/** A level with fewer values borrows deviations of the levels before. */
const OWN_VALUES = 20;
/** Of so many values one at either end is no part of their spread. */
const VALUES_PER_OUTLIER = 12;
/** Share of the deviations of earlier levels that tells how wide a level is. */
const WIDTH_SHARE = 0.75;
/** Values that a correlation of {@linkcode USUAL_CORRELATION} is worth before there are any. */
const PRIOR_VALUES = 10;
const USUAL_CORRELATION = 0.1;
const MOST_CORRELATION = 0.8;
/** Fewer values show no slope. */
const SHORTEST_SLOPE = 20;
/** Values farther than so many deviations off are taken to be there, for the correlation. */
const CLIP = 2.5;

/** The values on one side of a split. */
interface Side {
  /** In their order. */
  readonly values: Float64Array;
  readonly median: number;
  /** Distances to the median, ascending. */
  readonly distances: Float64Array;
}

/** The values before a split. */
export interface Before extends Side {
  /** What the values span without outliers. */
  readonly lower: number;
  readonly upper: number;
}

/** What {@linkcode testSplit} found. */
export interface Split {
  /** Logarithm of the probability by ranks; the smaller the clearer. */
  readonly logProbability: number;
  /** Median after, less that before. */
  readonly distance: number;
  /** Standard deviation of a value about the median of its side. */
  readonly deviation: number;
}

/**
 * Describes the values before a split.
 *
 * @param values At least one; they are kept.
 */
export function describeBefore(values: Float64Array): Before {
  const sorted = values.toSorted();
  const center = medianOfSorted(sorted);
  const outliers = Math.floor(values.length / VALUES_PER_OUTLIER);
  return {
    values,
    median: center,
    distances: distancesTo(center, sorted),
    lower: sorted[outliers]!,
    upper: sorted[sorted.length - 1 - outliers]!,
  };
}

/**
 * Tests one split.
 *
 * @param before At least three values.
 * @param after Three values or more that follow, in their order.
 * @param sortedAfter The same, ascending.
 * @param past Distances of values to the medians of earlier levels, in any order.
 * @returns Null where nothing is to be told.
 */
export function testSplit(
  before: Before,
  after: Float64Array,
  sortedAfter: Float64Array,
  past: Float64Array,
): Split | null {
  const [count, total] = [after.length, before.values.length + after.length];
  const center = medianOfSorted(sortedAfter);
  const distance = center - before.median;
  const far = Math.abs(distance);
  const guard = Math.max(LEAST_GUARD, GUARD_OF_THREE * Math.sqrt(3 / count));
  if (far < guard * leastDeviation(before, count, past)) return null;
  const own = distancesTo(center, sortedAfter);
  const deviation = deviationOf(before.distances, own, past);
  if (far < guard * deviation) return null;

  const sign = Math.sign(distance);
  const middle = before.median + distance / 2;
  const beyond = (values: Float64Array) =>
    values.reduce((sum, value) => sum + (sign * (value - middle) > 0 ? 1 : 0), 0);
  const least = beyond(after);
  const marked = beyond(before.values) + least;
  const logChance = logUpperTail({ total, marked, drawn: count, least });
  const correlation = correlationOf([
    before,
    { values: after, median: center, distances: own },
  ]);
  const inflation = (1 + correlation) / (1 - correlation);
  const split = { logProbability: logChance / inflation, distance, deviation };
  if (split.logProbability <= RANK_LOG_ALPHA) return split;
  const variance = MEDIAN_VARIANCE * inflation * (1 / before.values.length + 1 / count);
  const isFar = far >= FAR * deviation * Math.sqrt(variance);
  if (isFar && logChance <= FAR_LOG_ALPHA) return split;
  const isApart = logChance <= GAP_LOG_ALPHA && far >= GAP_DEVIATIONS * deviation &&
    gapOf(before, sortedAfter, sign) >= GAP_SPREADS * spreadOf(before, sortedAfter, past);
  return isApart ? split : null;
}

/** The middle of values that are in order. */
export function medianOfSorted(sorted: ArrayLike<number>): number {
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** What {@linkcode deviationOf} is at least, whatever comes after: most splits need no more. */
function leastDeviation({ distances }: Before, count: number, past: Float64Array): number {
  if (distances.length < OWN_VALUES && past.length > 0) return 0;
  // As if all that comes after lay on its median.
  const rank = ((distances.length + count - 1) >> 1) - count;
  return rank < 0 ? 0 : MAD_TO_DEVIATION * distances[rank]!;
}

/** Standard deviation about the medians of both sides, from the median distance. */
function deviationOf(distances: Float64Array, own: Float64Array, past: Float64Array): number {
  const borrows = distances.length < OWN_VALUES && past.length > 0;
  const total = distances.length + own.length + (borrows ? past.length : 0);
  const middle = borrows
    ? medianOfSorted(Float64Array.from([...distances, ...own, ...past]).sort())
    : medianOfBoth(distances, own);
  const small = 1 + FEW_VALUES / Math.max(1, total - 2);
  // Where most values are equal, as in whole milliseconds, the noise hides in the next ones.
  const known = middle > 0 ? middle : leastAbove0(distances, own);
  return MAD_TO_DEVIATION * Math.max(RESOLUTION, known) * small;
}

/** Distances of values in order to their median, ascending: outwards from the middle. */
function distancesTo(center: number, sorted: Float64Array): Float64Array {
  const distances = new Float64Array(sorted.length);
  let right = sorted.length >> 1;
  let left = right - 1;
  for (let at = 0; at < distances.length; at++) {
    const below = left < 0 ? Infinity : center - sorted[left]!;
    const above = right >= sorted.length ? Infinity : sorted[right]! - center;
    distances[at] = Math.abs(below <= above ? below : above);
    if (below <= above) left--;
    else right++;
  }
  return distances;
}

/** The least number above 0 of two lists in order; 0 where there is none. */
function leastAbove0(a: Float64Array, b: Float64Array): number {
  const isAbove0 = (value: number) => value > 0;
  const least = Math.min(a.find(isAbove0) ?? Infinity, b.find(isAbove0) ?? Infinity);
  return least === Infinity ? 0 : least;
}

/** The median of what two lists in order have together. */
function medianOfBoth(a: Float64Array, b: Float64Array): number {
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

function gapOf({ lower, upper }: Before, sortedAfter: Float64Array, sign: number): number {
  return sign > 0 ? sortedAfter[0]! - upper : lower - sortedAfter[sortedAfter.length - 1]!;
}

/** The widest of what either side spans, and of what earlier levels did. */
function spreadOf(
  { lower, upper }: Before,
  sortedAfter: Float64Array,
  past: Float64Array,
): number {
  const earlier = past.length === 0 ? 0 : past.toSorted()[Math.floor(WIDTH_SHARE * past.length)]!;
  return Math.max(
    RESOLUTION,
    upper - lower,
    sortedAfter[sortedAfter.length - 1]! - sortedAfter[0]!,
    2 * earlier,
  );
}

/**
 * Correlation of neighbours about the middle of their sides, as a first-order autoregression, one
 * standard error above its estimate. A slope is taken out of it, since a drift is no correlation. The estimate of few values is too small on average, which is put
 * right (Marriott and Pope, Bias in the estimation of autocorrelations, Biometrika 41, 1954).
 */
function correlationOf(sides: readonly Side[]): number {
  let [squares, products, count] = [0, 0, 0];
  for (const { values, median, distances } of sides) {
    const reach = CLIP * MAD_TO_DEVIATION * Math.max(RESOLUTION, medianOfSorted(distances));
    const slope = slopeOf(values);
    const middle = (values.length - 1) / 2;
    let last = 0;
    for (const [index, value] of values.entries()) {
      const rest = value - median - slope * (index - middle);
      const clipped = Math.max(-reach, Math.min(reach, rest));
      squares += clipped ** 2;
      products += clipped * last;
      last = clipped;
    }
    count += values.length - 1;
  }
  if (count < 4 || squares === 0) return USUAL_CORRELATION;
  // A line that is fitted takes as much again from the estimate as a mean does.
  const lost = sides.some(({ values }) => values.length >= SHORTEST_SLOPE) ? 2 : 1;
  const raw = (count * products / squares + lost) / (count - 2 - lost);
  const estimate = Math.min(MOST_CORRELATION, Math.max(0, raw));
  const above = estimate + Math.sqrt((1 - estimate ** 2) / count);
  const weighted = (count * above + PRIOR_VALUES * USUAL_CORRELATION) / (count + PRIOR_VALUES);
  return Math.min(MOST_CORRELATION, weighted);
}

/** What a value adds to the one before where all of them rise or fall: from the medians of both halves. */
function slopeOf(values: Float64Array): number {
  if (values.length < SHORTEST_SLOPE) return 0;
  const half = values.length >> 1;
  const [first, last] = [values.subarray(0, half), values.subarray(values.length - half)];
  return (medianOfSorted(last.toSorted()) - medianOfSorted(first.toSorted())) /
    (values.length - half);
}
