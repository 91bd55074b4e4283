/** The last values of a series that goes on for however long. @module */
import type { Observation } from "./levels.ts";

/** Values for which there is room before the last ones go over to another. */
const ROOM = 512;

/** What {@linkcode RecentValues} resumes from. */
export interface RecentState {
  /** Values that the series has had. */
  readonly count: number;
  /** The last of them, … */
  readonly values: string;
  /** … and what is known of their variances from within them: doubles in Base64, NaN for nothing. */
  readonly variances: string;
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

function toBase64(numbers: Float64Array): string {
  return new Uint8Array(numbers.buffer).toBase64();
}

function fromBase64(text: string): Float64Array {
  return new Float64Array(Uint8Array.fromBase64(text).buffer);
}
