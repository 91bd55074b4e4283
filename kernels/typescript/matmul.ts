/**
 * Matrix product without WebAssembly: a 4 × 4 tile of `out` is kept in sixteen local variables
 * while the loop runs along k, so that each loaded number is used four times.
 *
 * Both inputs are first copied into panels that hold the numbers in the order of use. The panels
 * are Float64Array whatever the inputs are: the engine then sees one kind of array in the hot
 * loop and converts each number once instead of once per use.
 */
import type { Matrix, Product } from "../matrix.ts";

/** Rows and columns of a tile; more of them no longer fit the sixteen registers. */
const TILE = 4;
/** Depth of a panel: one panel of each input stays in the first-level cache. */
const DEPTH = 256;
/** Columns packed at a time: they stay in the second-level cache. */
const COLUMNS = 384;

/** The packed panels, and the tile that comes out. */
const right = new Float64Array(DEPTH * COLUMNS);
const left = new Float64Array(DEPTH * TILE);
const tile = new Float64Array(TILE * TILE);

/** Computes a product. With k = 0 it does nothing: the caller has to clear `out`. */
export function multiplyTypescript({ a, b, out, m, k, n, accumulate }: Product): void {
  for (let column = 0; column < n; column += COLUMNS) {
    const columns = Math.min(COLUMNS, n - column);
    for (let step = 0; step < k; step += DEPTH) {
      const depth = Math.min(DEPTH, k - step);
      packRight(b, step, depth, column, columns);
      for (let row = 0; row < m; row += TILE) {
        const rows = Math.min(TILE, m - row);
        packLeft(a, row, rows, step, depth);
        for (let inner = 0; inner < columns; inner += TILE) {
          multiplyPanels(inner * depth, depth);
          const width = Math.min(TILE, columns - inner);
          storeTile(out, row, rows, column + inner, width, accumulate || step > 0);
        }
      }
    }
  }
}

/** Copies a block of b into panels of four columns; missing columns become zeros. */
function packRight(
  { array, start, rowStride, columnStride }: Matrix,
  step: number,
  depth: number,
  column: number,
  columns: number,
): void {
  for (let panel = 0; panel < columns; panel += TILE) {
    const width = Math.min(TILE, columns - panel);
    let to = panel * depth;
    for (let i = 0; i < depth; i++) {
      const from = start + (step + i) * rowStride + (column + panel) * columnStride;
      for (let j = 0; j < TILE; j++) {
        right[to++] = j < width ? array[from + j * columnStride]! : 0;
      }
    }
  }
}

/** Copies four rows of a, interleaved; missing rows become zeros. */
function packLeft(
  { array, start, rowStride, columnStride }: Matrix,
  row: number,
  rows: number,
  step: number,
  depth: number,
): void {
  for (let r = 0; r < TILE; r++) {
    const from = start + (row + r) * rowStride + step * columnStride;
    for (let i = 0; i < depth; i++) {
      left[i * TILE + r] = r < rows ? array[from + i * columnStride]! : 0;
    }
  }
}

function multiplyPanels(start: number, depth: number): void {
  const a = left, b = right;
  let c00 = 0, c01 = 0, c02 = 0, c03 = 0;
  let c10 = 0, c11 = 0, c12 = 0, c13 = 0;
  let c20 = 0, c21 = 0, c22 = 0, c23 = 0;
  let c30 = 0, c31 = 0, c32 = 0, c33 = 0;
  // Not unrolled further: that was measured to be slower.
  for (let i = 0, j = start; i < depth * TILE; i += TILE, j += TILE) {
    const b0 = b[j]!, b1 = b[j + 1]!, b2 = b[j + 2]!, b3 = b[j + 3]!;
    const a0 = a[i]!;
    c00 += a0 * b0, c01 += a0 * b1, c02 += a0 * b2, c03 += a0 * b3;
    const a1 = a[i + 1]!;
    c10 += a1 * b0, c11 += a1 * b1, c12 += a1 * b2, c13 += a1 * b3;
    const a2 = a[i + 2]!;
    c20 += a2 * b0, c21 += a2 * b1, c22 += a2 * b2, c23 += a2 * b3;
    const a3 = a[i + 3]!;
    c30 += a3 * b0, c31 += a3 * b1, c32 += a3 * b2, c33 += a3 * b3;
  }
  tile[0] = c00, tile[1] = c01, tile[2] = c02, tile[3] = c03;
  tile[4] = c10, tile[5] = c11, tile[6] = c12, tile[7] = c13;
  tile[8] = c20, tile[9] = c21, tile[10] = c22, tile[11] = c23;
  tile[12] = c30, tile[13] = c31, tile[14] = c32, tile[15] = c33;
}

function storeTile(
  { array, start, rowStride }: Matrix,
  row: number,
  rows: number,
  column: number,
  columns: number,
  accumulate: boolean,
): void {
  for (let r = 0; r < rows; r++) {
    const to = start + (row + r) * rowStride + column;
    for (let c = 0; c < columns; c++) {
      const value = tile[r * TILE + c]!;
      array[to + c] = accumulate ? array[to + c]! + value : value;
    }
  }
}
