/** The last values of an endlessly growing series. @module */
import type { Observation } from "./levels.ts";

/** Values in a buffer before the last ones move to another. */
const ROOM = 512;

/** The state from which {@linkcode RecentValues} resumes. */
export interface RecentState {
  /** Number of values in the series so far. */
  readonly count: number;
  /** The last of them, … */
  readonly values: string;
  /** … and their own variances, NaN if unknown: doubles in Base64. */
  readonly variances: string;
}

/** Keeps the last values of a series, by their indexes in the whole series. */
export class RecentValues {
  readonly #kept: number;
  #values = new Float64Array(ROOM);
  /** NaN if unknown. */
  #variances = new Float64Array(ROOM);
  /** Index of the first value in the present buffer. */
  #first = 0;
  #count = 0;

  /** @param kept How many values stay available at least; fewer than a buffer holds. */
  constructor(kept: number) {
    this.#kept = kept;
  }

  /** Number of values so far. */
  get count(): number {
    return this.#count;
  }

  add({ value, variance }: Observation): void {
    if (this.#count - this.#first === ROOM) this.#move();
    const at = this.#count++ - this.#first;
    this.#values[at] = value;
    this.#variances[at] = variance ?? NaN;
  }

  /**
   * Values from one index up to, but without, another, as a view that later values do not change.
   */
  values(first: number, end: number): Float64Array {
    return this.#values.subarray(first - this.#first, end - this.#first);
  }

  at(index: number): number {
    return this.#values[index - this.#first]!;
  }

  /** 0 if unknown. */
  varianceAt(index: number): number {
    const variance = this.#variances[index - this.#first]!;
    return Number.isNaN(variance) ? 0 : variance;
  }

  /** Observations from one index up to, but without, another. */
  observations(first: number, end: number): Observation[] {
    const variances = this.#variances.subarray(first - this.#first, end - this.#first);
    return Array.from(this.values(first, end), (value, at) => ({
      value,
      variance: Number.isNaN(variances[at]!) ? null : variances[at]!,
    }));
  }

  get state(): RecentState {
    const end = this.#count - this.#first;
    const first = Math.max(0, end - this.#kept);
    return {
      count: this.#count,
      values: toBase64(this.#values.slice(first, end)),
      variances: toBase64(this.#variances.slice(first, end)),
    };
  }

  static resume(kept: number, { count, values, variances }: RecentState): RecentValues {
    const recent = new RecentValues(kept);
    const known = fromBase64(values);
    recent.#first = count - known.length;
    recent.#count = count;
    recent.#values.set(known);
    recent.#variances.set(fromBase64(variances));
    return recent;
  }

  /** Moves to another buffer, so that views of this one do not change. */
  #move(): void {
    const [values, variances] = [this.#values, this.#variances];
    this.#values = new Float64Array(ROOM);
    this.#variances = new Float64Array(ROOM);
    this.#values.set(values.subarray(-this.#kept));
    this.#variances.set(variances.subarray(-this.#kept));
    this.#first = this.#count - this.#kept;
  }
}

function toBase64(numbers: Float64Array): string {
  return new Uint8Array(numbers.buffer).toBase64();
}

function fromBase64(text: string): Float64Array {
  return new Float64Array(Uint8Array.fromBase64(text).buffer);
}
