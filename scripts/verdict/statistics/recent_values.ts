/** The last values of a series that goes on for however long. @module */
import type { Observation } from "./levels.ts";

/** Values for which there is room before the last ones go over to another. */
const ROOM = 512;

/** What {@linkcode RecentValues} resumes from. */
export interface RecentState {
  /** Values that the series has had. */
  readonly count: number;
  /** The last of them, … */
  readonly values: readonly number[];
  /** … and what is known of their variances from within them. */
  readonly variances: readonly (number | null)[];
}

/** Keeps the last values of a series, by their indexes in the whole of it. */
export class RecentValues {
  readonly #kept: number;
  #values = new Float64Array(ROOM);
  /** NaN where it is not known. */
  #variances = new Float64Array(ROOM);
  /** Index of the first value in the present room. */
  #first = 0;
  #count = 0;

  /** @param kept Values that can be asked for at least; fewer than there is room for. */
  constructor(kept: number) {
    this.#kept = kept;
  }

  /** Values that there have been. */
  get count(): number {
    return this.#count;
  }

  add({ value, variance }: Observation): void {
    if (this.#count - this.#first === ROOM) this.#move();
    const at = this.#count++ - this.#first;
    this.#values[at] = value;
    this.#variances[at] = variance ?? NaN;
  }

  /** From one index up to before another, as a view that later values leave as it is. */
  values(first: number, end: number): Float64Array {
    return this.#values.subarray(first - this.#first, end - this.#first);
  }

  at(index: number): number {
    return this.#values[index - this.#first]!;
  }

  /** 0 where it is not known. */
  varianceAt(index: number): number {
    const variance = this.#variances[index - this.#first]!;
    return Number.isNaN(variance) ? 0 : variance;
  }

  /** From one index up to before another. */
  observations(first: number, end: number): Observation[] {
    const variances = this.#variances.subarray(first - this.#first, end - this.#first);
    return Array.from(this.values(first, end), (value, at) => ({
      value,
      variance: Number.isNaN(variances[at]!) ? null : variances[at]!,
    }));
  }

  get state(): RecentState {
    const kept = this.observations(Math.max(this.#first, this.#count - this.#kept), this.#count);
    return {
      count: this.#count,
      values: kept.map(({ value }) => value),
      variances: kept.map(({ variance }) => variance),
    };
  }

  static resume(kept: number, { count, values, variances }: RecentState): RecentValues {
    const recent = new RecentValues(kept);
    recent.#first = recent.#count = count - values.length;
    for (const [at, value] of values.entries()) recent.add({ value, variance: variances[at]! });
    return recent;
  }

  /** Into another room, so that views of this one stay what they are. */
  #move(): void {
    const [values, variances] = [this.#values, this.#variances];
    this.#values = new Float64Array(ROOM);
    this.#variances = new Float64Array(ROOM);
    this.#values.set(values.subarray(-this.#kept));
    this.#variances.set(variances.subarray(-this.#kept));
    this.#first = this.#count - this.#kept;
  }
}
