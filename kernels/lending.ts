import type { FloatArray } from "./checks.ts";

/** Gives arrays that a backend can work on in place of the caller's. */
export interface Lender {
  /** An array with the same numbers, to be read. */
  input<T extends FloatArray>(array: T): T;
  /** An array of the same length, to be written. */
  output<T extends FloatArray>(array: T): T;
  /** An array with the same numbers, to be read and written. */
  update<T extends FloatArray>(array: T): T;
  /** An array for numbers in between; its elements are anything. */
  scratch(length: number): Float32Array;
}

/** For plain TypeScript every array will do. */
export const lendThemselves: Lender = {
  input: (array) => array,
  output: (array) => array,
  update: (array) => array,
  scratch: (length) => new Float32Array(length),
};
