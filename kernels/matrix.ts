/** Matrices within arrays, and their products. @module */
import type { FloatArray } from "./checks.ts";

/** A matrix within an array; strides and start are counted in numbers. */
export interface Matrix<T extends FloatArray = FloatArray> {
  readonly array: T;
  /** Place of the first number. */
  readonly start: number;
  /** From a row to the next. */
  readonly rowStride: number;
  /** From a column to the next. */
  readonly columnStride: number;
}

/** A matrix product to compute: `out = a · b`, or `out += a · b`. */
export interface Product<T extends FloatArray = FloatArray> {
  /** m × k */
  readonly a: Matrix<T>;
  /** k × n */
  readonly b: Matrix<T>;
  /** m × n, with a column stride of 1. */
  readonly out: Matrix<T>;
  readonly m: number;
  readonly k: number;
  readonly n: number;
  /** Whether to add to what `out` holds. */
  readonly accumulate: boolean;
}

/** A matrix that fills an array, row by row, from `start` on. */
export function rowMajor<T extends FloatArray>(array: T, columns: number, start = 0): Matrix<T> {
  return { array, start, rowStride: columns, columnStride: 1 };
}

/** The same numbers with rows and columns exchanged. */
export function transposed<T extends FloatArray>(matrix: Matrix<T>): Matrix<T> {
  return { ...matrix, rowStride: matrix.columnStride, columnStride: matrix.rowStride };
}
