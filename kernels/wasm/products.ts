/** Splits matrix products into blocks and runs them on one thread or several. */
import { type KernelBackend, kernelBackend } from "../backend.ts";
import type { Matrix, Product } from "../matrix.ts";
import { declareFamily, type Family } from "./family.ts";
import { ENTRY } from "./image_packing.ts";
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

/** Calls that must follow one another; two tasks have nothing to do with each other. */
export type Task = readonly MultiplyArguments[];

/**
 * Splits a product into tasks. An element's sum is added up in the same order whatever the split.
 *
 * @param taskRows Rows of a task at most.
 * @param taskColumns Columns of a task at most.
 */
export function planTasks(product: Product, taskRows: number, taskColumns: number): Task[] {
  const { b } = product, size = b.array.BYTES_PER_ELEMENT;
  return plan(product, taskRows, taskColumns, (step, column) => [
    addressOf(b, step, column),
    b.rowStride * size,
    b.columnStride * size,
  ]);
}

/** @param right Says for a block of `b` what `multiply` is to be told of it. */
function plan(
  { a, out, m, k, n, accumulate }: Omit<Product, "b">,
  taskRows: number,
  taskColumns: number,
  right: (step: number, column: number) => readonly [b: number, bStep: number, bColumn: number],
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
          ...right(step, column),
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
  /** Whether it helps with a product of so many multiplications. */
  takes(multiplications: number): boolean;
  multiply(family: Family<MatmulExports>, product: Product): boolean;
}

let pool: Helper | undefined;
let poolBackend: KernelBackend | undefined;

/** Lets a pool help with large products, as long as the given backend is in use. */
export function usePool(helper: Helper | undefined, backend?: KernelBackend): void {
  pool = helper;
  poolBackend = backend;
}

type Sizes = Pick<Product, "m" | "k" | "n">;

/** Whether several threads share a product in blocks. */
export function isShared(sizes: Sizes): boolean {
  return poolFor(sizes) !== undefined;
}

/** The pool, if it helps with a product. */
function poolFor({ m, k, n }: Sizes): Helper | undefined {
  return poolBackend === kernelBackend() && pool?.takes(m * k * n) ? pool : undefined;
}

/**
 * Computes a product in place, packed in blocks.
 *
 * @returns Whether it multiplied; otherwise there is no memory for the blocks.
 */
export function multiplyBlocks(product: Product): boolean {
  const family = product.out.array.BYTES_PER_ELEMENT === 4 ? float32() : float64();
  if (!family) return false;
  if (poolFor(product)?.multiply(family, product)) return true;
  for (const task of planTasks(product, Infinity, Infinity)) {
    for (const call of task) family.run.multiply(...call);
  }
  return true;
}

/** The matrix that an image unfolds into, see image_packing.ts. */
export interface UnfoldedImage {
  readonly image: Float32Array;
  /** The tables, in kernel memory. */
  readonly rows: Int32Array;
  readonly columns: Int32Array;
}

/** Whether there is memory for {@linkcode multiplyImage}. */
export function canMultiplyImages(): boolean {
  return float32() !== undefined;
}

/**
 * Computes `out = a · b`, or `out += a · b`, where `b` is what an image unfolds into. The result has
 * the same bits as {@linkcode multiplyBlocks} gives after unfolding.
 */
export function multiplyImage(
  product: Omit<Product, "b">,
  { image, rows, columns }: UnfoldedImage,
): void {
  const tasks = plan(product, Infinity, Infinity, (step, column) => [
    image.byteOffset,
    rows.byteOffset + step * ENTRY,
    columns.byteOffset + column * ENTRY,
  ]);
  for (const task of tasks) {
    for (const call of task) float32()!.run.convolve!(...call);
  }
}
