/** Finds what the rest of a suite did when one of its benchmarks changed. @module */
import { greatest, least } from "../result/spread.ts";
import { RECENT_VALUES } from "./search_state.ts";
import type { Cause, Company } from "./series.ts";
import { MAD_TO_DEVIATION, RESOLUTION } from "./statistics/noise.ts";
import { MEDIAN_VARIANCE, medianOfSorted } from "./statistics/split.ts";

/** A benchmark moved if its medians lie so many standard errors apart … */
const MOVED_ERRORS = 2.5;
/** … and by at least this much, as a logarithm. */
const LEAST_MOVE = Math.log(1.025);
/** Values on either side that show whether a benchmark moved. */
const MOST_VALUES = 20;
/** Fewer could be outliers. */
const LEAST_VALUES = 3;
/** Fewer benchmarks may well do the same work. */
const LEAST_SUITE = 5;

/** The values of one benchmark over time. */
export interface Course {
  /** Indexes of its results among all of the suite, ascending. */
  readonly places: Float64Array;
  /** Logarithms of the durations, without the levels of the machines. */
  readonly values: Float64Array;
  /** Index of the first value on the present levels of the machines. */
  readonly start: number;
}

/** A reported change of one benchmark. */
export interface Move {
  /** Place of the first result after it. */
  readonly at: number;
  /** Place of the result at which it was reported. */
  readonly by: number;
  /** after / before − 1. */
  readonly change: number;
}

/**
 * The moves of a suite, as known at any time. The machine or the toolchain changes many benchmarks
 * at once, but not all of them the same way.
 */
export class Suite {
  readonly #courses: readonly Course[];
  /**
   * For each course, by where a change began and when it was reported: many are reported together.
   */
  readonly #shifts = new Map<string, (number | null)[]>();

  constructor(courses: readonly Course[]) {
    this.#courses = courses;
  }

  /** What the suite did when the benchmark at an index of the courses changed. */
  companyOf(index: number, move: Move): Company {
    return toCompany(this.#shiftsOf(move).with(index, Math.log1p(move.change)), move);
  }

  /** By how much each benchmark moved; 0 for one that did not, null if it has too few results. */
  #shiftsOf({ at, by }: Move): readonly (number | null)[] {
    const key = `${at} ${by}`;
    const known = this.#shifts.get(key);
    if (known !== undefined) return known;
    const shifts = this.#courses.map((course) => shiftOf(course, at, by));
    this.#shifts.set(key, shifts);
    return shifts;
  }
}

function toCompany(shifts: readonly (number | null)[], { change }: Move): Company {
  const known = shifts.filter((shift) => shift !== null);
  const rose = known.filter((shift) => shift > 0);
  const fell = known.filter((shift) => shift < 0);
  const along = change > 0 ? rose : fell;
  return {
    of: known.length,
    rose: rose.length,
    fell: fell.length,
    range: { lower: Math.expm1(least(along)), upper: Math.expm1(greatest(along)) },
    cause: causeOf(known.length, along.length, rose.length + fell.length - along.length),
  };
}

/**
 * The cause of a change.
 *
 * @param along How many moved the same way, including itself.
 * @param against How many moved the other way.
 */
function causeOf(count: number, along: number, against: number): Cause {
  const moved = along + against;
  if (moved < LEAST_SUITE || 4 * moved < count) {
    return along >= 2 && 4 * along >= 3 * count ? "unknown" : "code";
  }
  // Shared code seldom makes some benchmarks faster and others slower.
  const isMixed = 4 * Math.min(along, against) >= moved;
  return 2 * moved >= count || isMixed ? "machine" : "unknown";
}

function shiftOf({ places, values, start }: Course, at: number, by: number): number | null {
  const end = firstFrom(places, by + 1);
  // A search that continues another one knows only these.
  const first = Math.max(end > start ? start : 0, end - RECENT_VALUES);
  const index = Math.max(first, firstFrom(places, at));
  const before = sortedPart(values, Math.max(first, index - MOST_VALUES), index);
  const after = sortedPart(values, Math.max(index, end - MOST_VALUES), end);
  if (before.length < LEAST_VALUES || after.length < LEAST_VALUES) return null;
  const [was, is] = [medianOfSorted(before), medianOfSorted(after)];
  const shift = is - was;
  if (Math.abs(shift) < LEAST_MOVE) return 0;
  const distances = new Float64Array(before.length + after.length);
  for (const [place, value] of before.entries()) distances[place] = Math.abs(value - was);
  for (const [place, value] of after.entries()) {
    distances[before.length + place] = Math.abs(value - is);
  }
  const deviation = Math.max(RESOLUTION, MAD_TO_DEVIATION * medianOfSorted(distances.sort()));
  const error = deviation * Math.sqrt(MEDIAN_VARIANCE * (1 / before.length + 1 / after.length));
  return Math.abs(shift) >= MOVED_ERRORS * error ? shift : 0;
}

/** Index of the first place that is not before another. */
function firstFrom(places: Float64Array, place: number): number {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle]! < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

function sortedPart(values: Float64Array, first: number, end: number): Float64Array {
  return values.slice(first, Math.max(first, end)).sort();
}
