/** Runs products with few rows or columns where the matrices lie. */
import type { FloatArray } from "../checks.ts";
import { type Matrix, type Product, transposed } from "../matrix.ts";
import { declareFamily, type Family } from "./family.ts";
import { float32Lanes, float64Lanes } from "./lanes.ts";
import { THIN_SCRATCH, type ThinExports, writeThin } from "./thin.ts";

/** Rows of a product up to which packing takes longer than reading `b` where it lies. */
export const MOST_ROWS = 10;
/** Columns up to which the same holds for `a`. */
export const MOST_COLUMNS = 7;
/** Rows from which on that pays even if the few columns must be packed. */
const FEWEST_ROWS = 128;
/** Multiplications up to which packing takes longer than adding up rows, however many they are. */
const SMALL = 20 ** 3;
/** Numbers of a row that are multiplied at a time, so that the vectors stay in the cache. */
const DEPTH = 2048;

/** Numbers that vectors are packed into, after the module's own memory. */
const PACKED = Math.max(MOST_ROWS, MOST_COLUMNS) * DEPTH;
const float32 = declareFamily<ThinExports>(
  THIN_SCRATCH + PACKED * float32Lanes.size,
  (target) => writeThin(float32Lanes, target),
);
const float64 = declareFamily<ThinExports>(
  THIN_SCRATCH + PACKED * float64Lanes.size,
  (target) => writeThin(float64Lanes, target),
);

/**
 * Computes a product with few rows or columns in place.
 *
 * @returns Whether it multiplied. Otherwise another way is faster for the product's shape and order in
 * memory, or there is no memory for the module.
 */
export function multiplyThin(product: Product): boolean {
  const { a, b, out, m, k, n } = product;
  const hasFewRows = m <= MOST_ROWS;
  if (n === 1 && a.columnStride === 1) return multiplyRows(transposeProduct(product));
  if (b.columnStride === 1 && (hasFewRows || m * k * n <= SMALL)) return combineRows(product);
  if (b.rowStride === 1 && hasFewRows) return multiplyRows(product);
  if (a.columnStride === 1 && n <= MOST_COLUMNS && (b.rowStride === 1 || m >= FEWEST_ROWS)) {
    return multiplyRows(transposeProduct(product));
  }
  if (n === 1 && a.rowStride === 1 && out.rowStride === 1) {
    return combineRows(transposeProduct(product));
  }
  return false;
}

/** The transpose of a product: outᵀ = bᵀ · aᵀ. */
function transposeProduct({ a, b, out, m, k, n, accumulate }: Product): Product {
  return { a: transposed(b), b: transposed(a), out: transposed(out), m: n, k, n: m, accumulate };
}

function combineRows({ a, b, out, m, k, n, accumulate }: Product): boolean {
  const family = familyOf(out.array);
  if (!family) return false;
  const size = out.array.BYTES_PER_ELEMENT;
  family.run.combineRows(
    addressOf(a),
    a.rowStride * size,
    a.columnStride * size,
    addressOf(b),
    b.rowStride * size,
    addressOf(out),
    out.rowStride * size,
    m,
    k,
    n,
    Number(accumulate),
  );
  return true;
}

function multiplyRows({ a, b, out, m, k, n, accumulate }: Product): boolean {
  const family = familyOf(out.array);
  if (!family) return false;
  const size = out.array.BYTES_PER_ELEMENT;
  const isPacked = a.columnStride !== 1;
  for (let step = 0; step < k; step += DEPTH) {
    const depth = Math.min(DEPTH, k - step);
    if (isPacked) pack(a, step, depth, m, family);
    family.run.multiplyRows(
      isPacked ? family.scratch + THIN_SCRATCH : addressOf(a) + step * size,
      isPacked ? depth * size : a.rowStride * size,
      addressOf(b) + step * size,
      b.columnStride * size,
      addressOf(out),
      out.rowStride * size,
      out.columnStride * size,
      m,
      depth,
      n,
      Number(accumulate || step > 0),
    );
  }
  return true;
}

/** Copies a part of each row into the family's own memory, one after the other. */
function pack(
  { array, start, rowStride, columnStride }: Matrix,
  step: number,
  depth: number,
  rows: number,
  { machine, scratch }: Family<ThinExports>,
): void {
  const to = array.BYTES_PER_ELEMENT === 4
    ? new Float32Array(machine.buffer, scratch + THIN_SCRATCH, rows * depth)
    : new Float64Array(machine.buffer, scratch + THIN_SCRATCH, rows * depth);
  for (let row = 0, place = 0; row < rows; row++) {
    let from = start + row * rowStride + step * columnStride;
    for (let i = 0; i < depth; i++, from += columnStride) to[place++] = array[from]!;
  }
}

function familyOf(array: FloatArray): Family<ThinExports> | undefined {
  return array.BYTES_PER_ELEMENT === 4 ? float32() : float64();
}

function addressOf({ array, start }: Matrix): number {
  return array.byteOffset + start * array.BYTES_PER_ELEMENT;
}
