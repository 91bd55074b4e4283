/** Where the matrices of a batch of products lie in their arrays. */
import { checkLength, checkSizes, type FloatArray } from "./checks.ts";
import type { Matrix } from "./matrix.ts";
import type { MatmulShape } from "./shapes.ts";

/** How an array stores matrices. Strides are counted in numbers. */
export interface Layout {
  readonly name: "a" | "b" | "out";
  readonly rows: number;
  readonly columns: number;
  readonly isTransposed: boolean;
  readonly rowStride: number;
  readonly batchStride: number;
  /** Whether other numbers may lie between those of the matrices. */
  readonly hasGaps: boolean;
}

/** The layouts of a batch of products. */
export interface Layouts {
  readonly a: Layout;
  readonly b: Layout;
  readonly out: Layout;
}

/** Returns the layouts of a batch of products, and refuses strides and lengths that do not fit. */
export function checkLayouts(
  action: string,
  shape: MatmulShape,
  a: FloatArray,
  b: FloatArray,
  out: FloatArray,
): Layouts {
  const { m, k, n, batch = 1, transposeA = false, transposeB = false } = shape;
  checkSizes(action, { m, k, n, batch });
  const layouts = {
    a: transposeA
      ? layout("a", k, m, true, shape.aRowStride, shape.aBatchStride)
      : layout("a", m, k, false, shape.aRowStride, shape.aBatchStride),
    b: transposeB
      ? layout("b", n, k, true, shape.bRowStride, shape.bBatchStride)
      : layout("b", k, n, false, shape.bRowStride, shape.bBatchStride),
    out: layout("out", m, n, false, shape.outRowStride, shape.outBatchStride),
  };
  checkLayout(action, layouts.a, a, batch);
  checkLayout(action, layouts.b, b, batch);
  checkLayout(action, layouts.out, out, batch);
  checkProductsApart(action, layouts.out, batch);
  return layouts;
}

function layout(
  name: Layout["name"],
  rows: number,
  columns: number,
  isTransposed: boolean,
  rowStride: number = columns,
  batchStride: number = rows * rowStride,
): Layout {
  const hasGaps = rowStride !== columns || batchStride !== rows * columns;
  return { name, rows, columns, isTransposed, rowStride, batchStride, hasGaps };
}

/** Returns the matrix of a product, in an array with this layout. */
export function matrixOf<T extends FloatArray>(
  { isTransposed, rowStride, batchStride }: Layout,
  array: T,
  item: number,
): Matrix<T> {
  return {
    array,
    start: item * batchStride,
    rowStride: isTransposed ? 1 : rowStride,
    columnStride: isTransposed ? rowStride : 1,
  };
}

function checkLayout(action: string, layout: Layout, array: FloatArray, batch: number): void {
  const { name, rows, columns, rowStride, batchStride, hasGaps } = layout;
  if (!hasGaps) {
    const wanted = batch * rows * columns;
    if (array.length !== wanted) checkLength(action, name, array, wanted, formulaOf(layout, batch));
    return;
  }
  checkSizes(action, { [`${name}RowStride`]: rowStride, [`${name}BatchStride`]: batchStride });
  if (rowStride < columns) {
    throw new RangeError(
      `Cannot ${action}: ${name}RowStride must be at least ${columns}, the length of a row, ` +
        `current value is ${rowStride}`,
    );
  }
  const isEmpty = batch === 0 || rows === 0 || columns === 0;
  const wanted = isEmpty ? 0 : (batch - 1) * batchStride + (rows - 1) * rowStride + columns;
  if (array.length < wanted) {
    throw new RangeError(
      `Cannot ${action}: ${name} has ${array.length} elements, but with its strides at least ` +
        `${wanted} are wanted`,
    );
  }
}

function formulaOf({ name, rows, columns, isTransposed }: Layout, batch: number): string {
  const names = { a: ["m", "k"], b: ["k", "n"], out: ["m", "n"] }[name];
  if (isTransposed) names.reverse();
  return batch === 1
    ? `${names.join(" × ")} = ${rows} × ${columns}`
    : `batch × ${names.join(" × ")} = ${batch} × ${rows} × ${columns}`;
}

/** Refuses products that overlap: either they or their rows must follow one another. */
function checkProductsApart(
  action: string,
  { rows, columns, rowStride, batchStride, hasGaps }: Layout,
  batch: number,
): void {
  if (!hasGaps || batch <= 1 || rows === 0 || columns === 0) return;
  const whole = (rows - 1) * rowStride + columns;
  const row = (batch - 1) * batchStride + columns;
  if (batchStride >= whole || (batchStride >= columns && row <= rowStride)) return;
  throw new RangeError(
    `Cannot ${action}: the products in out overlap: outBatchStride must be at least ${whole}, or ` +
      `at least ${columns} beside an outRowStride of at least ${row}, ` +
      `current values are ${batchStride} and ${rowStride}`,
  );
}
