import type { FloatArray } from "./checks.ts";

/** Lends arrays that a backend can work on, in place of those of the caller. */
export interface Lender {
  /** Lends an array with the same numbers, to read. */
  input<T extends FloatArray>(array: T): T;
  /** Lends an array of the same length, to write. */
  output<T extends FloatArray>(array: T): T;
  /** Lends an array with the same numbers, to read and write. */
  update<T extends FloatArray>(array: T): T;
  /** Lends an array for intermediate numbers; its elements are anything at first. */
  scratch(length: number): Float32Array;
}

/** Plain TypeScript can work on any array. */
export const lendThemselves: Lender = {
  input: (array) => array,
  output: (array) => array,
  update: (array) => array,
  scratch: (length) => new Float32Array(length),
};
