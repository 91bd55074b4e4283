/** Splits matrix products into blocks and runs them on one thread or several. */
import { type KernelBackend, kernelBackend } from "../backend.ts";
import type { Matrix, Product } from "../matrix.ts";
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
  { a, b, out, m, k, n, accumulate }: Product,
  taskRows: number,
  taskColumns: number,
): Task[] {
  const size = out.array.BYTES_PER_ELEMENT;
  const tasks: Task[] = [];
  const width = Math.min(taskColumns, MAXIMUM_COLUMN_BYTES / size);
  for (let column = 0; column < n; column += width) {
    for (let row = 0; row < m; row += taskRows) {
      const calls: MultiplyArguments[] = [];
      for (let step = 0; step < k; step += MAXIMUM_DEPTH) {
        calls.push([
          addressOf(a, row, step),
          a.rowStride * size,
          a.columnStride * size,
          addressOf(b, step, column),
          b.rowStride * size,
          b.columnStride * size,
          addressOf(out, row, column),
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

function addressOf(
  { array, start, rowStride, columnStride }: Matrix,
  row: number,
  column: number,
): number {
  const index = start + row * rowStride + column * columnStride;
  return array.byteOffset + index * array.BYTES_PER_ELEMENT;
}

/** The part of a pool that is used here. */
interface Helper {
  multiply(family: Family<MatmulExports>, product: Product): boolean;
}

let pool: Helper | undefined;
let poolBackend: KernelBackend | undefined;

/** Lets a pool help with large products, as long as the given backend is in use. */
export function usePool(helper: Helper | undefined, backend?: KernelBackend): void {
  pool = helper;
  poolBackend = backend;
}

/** Computes a product in place. With k = 0 it does nothing: the caller has to clear `out`. */
export function multiplyInPlace(family: Family<MatmulExports>, product: Product): void {
  if (pool && poolBackend === kernelBackend() && pool.multiply(family, product)) return;
  for (const task of planTasks(product, Infinity, Infinity)) {
    for (const call of task) family.run.multiply(...call);
  }
}
