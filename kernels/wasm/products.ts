/** Splits matrix products into blocks and runs them on one thread or several. */
import type { FloatArray } from "../checks.ts";
import { declareFamily, type Family } from "./family.ts";
import { float32Lanes, float64Lanes } from "./lanes.ts";
import {
  MATMUL_SCRATCH,
  type MatmulExports,
  MAXIMUM_COLUMN_BYTES,
  MAXIMUM_DEPTH,
  type MultiplyArguments,
  writeMatmul,
} from "./matmul.ts";

/** A matrix in kernel memory: the address of its first number, and strides in numbers. */
export interface Matrix {
  readonly address: number;
  readonly rowStride: number;
  readonly columnStride: number;
}

/** A product to compute, of matrices in kernel memory. */
export interface Product {
  readonly size: 4 | 8;
  /** m × k */
  readonly a: Matrix;
  /** k × n */
  readonly b: Matrix;
  /** m × n, with a column stride of 1. */
  readonly out: Matrix;
  readonly m: number;
  readonly k: number;
  readonly n: number;
  /** Whether to add to what `out` holds. */
  readonly accumulate: boolean;
}

const float32 = declareFamily<MatmulExports>(
  MATMUL_SCRATCH,
  (target) => writeMatmul(float32Lanes, target),
);
const float64 = declareFamily<MatmulExports>(
  MATMUL_SCRATCH,
  (target) => writeMatmul(float64Lanes, target),
);

/** The functions for numbers of a size, or `undefined` where plain TypeScript is in use. */
export function matmulFamily(size: number): Family<MatmulExports> | undefined {
  return size === 4 ? float32() : float64();
}

/** Calls that must follow one another; two tasks have nothing to do with each other. */
export type Task = readonly MultiplyArguments[];

/**
 * Splits a product into tasks. An element's sum is added up in the same order whatever the split.
 *
 * @param taskRows Rows of a task at most.
 * @param taskColumns Columns of a task at most.
 */
export function planTasks(
  { size, a, b, out, m, k, n, accumulate }: Product,
  taskRows: number,
  taskColumns: number,
): Task[] {
  const tasks: Task[] = [];
  const width = Math.min(taskColumns, MAXIMUM_COLUMN_BYTES / size);
  for (let column = 0; column < n; column += width) {
    for (let row = 0; row < m; row += taskRows) {
      const calls: MultiplyArguments[] = [];
      for (let step = 0; step < k; step += MAXIMUM_DEPTH) {
        calls.push([
          a.address + (row * a.rowStride + step * a.columnStride) * size,
          a.rowStride * size,
          a.columnStride * size,
          b.address + (step * b.rowStride + column * b.columnStride) * size,
          b.rowStride * size,
          b.columnStride * size,
          out.address + (row * out.rowStride + column) * size,
          out.rowStride * size,
          Math.min(taskRows, m - row),
          Math.min(MAXIMUM_DEPTH, k - step),
          Math.min(width, n - column),
          Number(accumulate || step > 0),
        ]);
      }
      tasks.push(calls);
    }
  }
  return tasks;
}

/** Computes a product in place. With k = 0 it does nothing: the caller has to clear `out`. */
export function multiplyInPlace(family: Family<MatmulExports>, product: Product): void {
  for (const task of planTasks(product, Infinity, Infinity)) {
    for (const call of task) family.run.multiply(...call);
  }
}

/** A matrix that fills an array in kernel memory, row by row. */
export function rowMajor(array: FloatArray, columns: number): Matrix {
  return { address: array.byteOffset, rowStride: columns, columnStride: 1 };
}

/** The same numbers with rows and columns exchanged. */
export function transposed({ address, rowStride, columnStride }: Matrix): Matrix {
  return { address, rowStride: columnStride, columnStride: rowStride };
}
