/** Detects gradual changes of the level of a series. @module */
import { mean, squaresAbout } from "../../result/spread.ts";
import type { RecentValues } from "./recent_values.ts";

/** So many values before a break decide whether it is drift. */
const DRIFT_VALUES = 30;
/** Squares of deviations by which it must fit better than a step. */
const DRIFT_MARGIN = 4;
/** A rise over fewer values is a step. */
const SHORTEST_DRIFT = 10;

/** A break that drift may explain. */
export interface SuspectedDrift {
  /** Index of the first value that may belong to it. */
  readonly start: number;
  /** Index of the first value of the new level. */
  readonly index: number;
  /** Index of the last value that is known. */
  readonly last: number;
  /** Standard deviation of a value. */
  readonly deviation: number;
}

/**
 * The start of a drift that fits the values around a break better than a step; null if none does. A
 * drift is level up to its start and then a straight line.
 */
export function findDrift(
  recent: RecentValues,
  { start, index, last, deviation }: SuspectedDrift,
): number | null {
  const first = Math.max(start, index - Math.max(last - index + 1, DRIFT_VALUES));
  const values = [...recent.values(first, last + 1)];
  const far = 3 * deviation;
  const squares = (fit: (at: number) => number) =>
    values.reduce((sum, value, at) => sum + Math.min(Math.abs(value - fit(at)), far) ** 2, 0);
  const split = index - first;
  const [before, after] = [mean(values.slice(0, split)), mean(values.slice(split))];
  const step = squares((at) => at < split ? before : after);
  let [least, begin] = [step - DRIFT_MARGIN * deviation ** 2, -1];
  for (let hinge = 0; hinge <= values.length - 1 - SHORTEST_DRIFT; hinge++) {
    const rise = values.map((_, at) => Math.max(0, at - hinge));
    const { intercept, slope } = fitLine(values, rise);
    const left = squares((at) => intercept + slope * rise[at]!);
    if (left < least) [least, begin] = [left, hinge];
  }
  return begin < 0 ? null : first + begin;
}

/**
 * The state from which {@linkcode GrowingLine} resumes: sums over the values, relative to the
 * first.
 */
export interface LineState {
  readonly count: number;
  readonly first: number;
  readonly sum: number;
  readonly squares: number;
  readonly products: number;
}

/** The line through values over 0, 1, 2 and so on, by least squares, as more of them arrive. */
export class GrowingLine {
  #count = 0;
  #first = 0;
  #sum = 0;
  #squares = 0;
  #products = 0;

  get state(): LineState {
    return {
      count: this.#count,
      first: this.#first,
      sum: this.#sum,
      squares: this.#squares,
      products: this.#products,
    };
  }

  static resume({ count, first, sum, squares, products }: LineState): GrowingLine {
    const line = new GrowingLine();
    line.#count = count;
    line.#first = first;
    line.#sum = sum;
    line.#squares = squares;
    line.#products = products;
    return line;
  }

  add(value: number): void {
    // Near 0, so that subtracting squares loses little precision.
    if (this.#count === 0) this.#first = value;
    const rest = value - this.#first;
    this.#sum += rest;
    this.#squares += rest ** 2;
    this.#products += this.#count * rest;
    this.#count++;
  }

  get count(): number {
    return this.#count;
  }

  /** For two values or more. */
  get slope(): number {
    return (this.#products - (this.#count - 1) / 2 * this.#sum) / this.#spread;
  }

  /** Variance of the slope, from the distances of the values to the line. */
  get slopeVariance(): number {
    const about = this.#squares - this.#sum ** 2 / this.#count;
    const rest = Math.max(0, about - this.slope ** 2 * this.#spread);
    return rest / Math.max(1, this.#count - 2) / this.#spread;
  }

  /** Σ (x − mean)². */
  get #spread(): number {
    return this.#count * (this.#count ** 2 - 1) / 12;
  }
}

/** The line through values over `x`, by least squares. */
function fitLine(
  values: readonly number[],
  x: readonly number[],
): { intercept: number; slope: number } {
  const [center, average] = [mean(x), mean(values)];
  const spread = squaresAbout(center, x);
  const slope = values.reduce((sum, value, at) => sum + (x[at]! - center) * value, 0) / spread;
  return { intercept: average - slope * center, slope };
}
