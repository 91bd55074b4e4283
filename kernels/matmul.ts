import { checkApart, checkSameKind, type FloatArray } from "./checks.ts";
import { checkLayouts, type Layout, matrixOf } from "./layouts.ts";
import { withMultiply } from "./product.ts";
import type { MatmulShape } from "./shapes.ts";

/**
 * Multiplies row-major matrices: `out = a · b`, or `out += a · b` with `accumulate`. It computes one
 * product, or a batch of them.
 *
 * Each matrix may be a part of a larger one, whose rows are `aRowStride` numbers apart. `a` and `b`
 * may be stored as their transposes. To begin elsewhere than at the start of an array, pass a
 * `subarray`.
 *
 * Each element is off by at most γₖ · Σ |aᵢ| |bᵢ|, with γₖ = k u / (1 − k u) and the unit roundoff
 * u = 2⁻²⁴ for Float32Array, 2⁻⁵³ for Float64Array, in whatever order the terms are added (Higham,
 * Accuracy and Stability of Numerical Algorithms, 2nd edition, section 3.5). No product and no partial
 * sum may overflow. With `accumulate`, the previous number in `out` is one more term. A product below
 * the smallest normal number adds at most the smallest number of all. The sign of a zero is not
 * promised.
 *
 * Arrays outside kernel memory are copied in and out, with what lies between their rows. That costs
 * 10 % for a product of 100 × 100 × 100, less for larger ones, and more than the product itself for a
 * vector and a matrix. Without memory for the copies, plain TypeScript computes. Large products use
 * the threads that {@linkcode startKernelThreads} started. The result is then the same to the last
 * bit.
 *
 * @param a m × k numbers, for each product of the batch; k × m with `transposeA`.
 * @param b k × n numbers, for each product of the batch; n × k with `transposeB`.
 * @param out m × n numbers, for each product of the batch; overwritten.
 * @param shape The sizes m, k and n, and where the matrices lie. An array whose strides leave gaps
 * may be longer than it has to be.
 * @returns `out`.
 * @throws {RangeError} If a length does not fit the shape, rows or products of `out` overlap, or
 * `out` overlaps an input, be it in what lies between the rows.
 * @throws {TypeError} If the arrays are not all Float32Array or all Float64Array.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { matmul } from "@benchline/benchline/kernels";
 *
 * const row = new Float64Array([1, 2, 3]);
 * const column = new Float64Array([4, 5, 6]);
 * assertEquals([...matmul(row, column, new Float64Array(1), { m: 1, k: 3, n: 1 })], [32]);
 * ```
 * @example Two vectors times the transpose of one matrix, a column of which is left out
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { matmul } from "@benchline/benchline/kernels";
 *
 * const vectors = new Float32Array([1, 2, 10, 20]);
 * const matrix = new Float32Array([3, 4, NaN, 5, 6, NaN]);
 * const out = matmul(vectors, matrix, new Float32Array(4), {
 *   m: 1,
 *   k: 2,
 *   n: 2,
 *   transposeB: true,
 *   bRowStride: 3,
 *   batch: 2,
 *   bBatchStride: 0,
 * });
 * assertEquals([...out], [11, 17, 110, 170]);
 * ```
 */
export function matmul<T extends FloatArray>(a: T, b: T, out: T, shape: MatmulShape): T {
  multiplyViews(
    checkSameKind(action, "a", a, a),
    checkSameKind(action, "b", b, a),
    checkSameKind(action, "out", out, a),
    shape,
  );
  return out;
}

const action = "multiply matrices";

function multiplyViews(a: FloatArray, b: FloatArray, out: FloatArray, shape: MatmulShape): void {
  const layouts = checkLayouts(action, shape, a, b, out);
  checkApart(action, "out", out, "a", a);
  checkApart(action, "out", out, "b", b);
  const { m, k, n, batch = 1, accumulate = false } = shape;
  if (k === 0) {
    if (!accumulate) clear(out, layouts.out, shape);
    return;
  }
  const keeps = accumulate || layouts.out.hasGaps;
  withMultiply(
    (lender) => ({
      a: lender.input(a),
      b: lender.input(b),
      out: keeps ? lender.update(out) : lender.output(out),
    }),
    (arrays, multiply) => {
      for (let item = 0; item < batch; item++) {
        multiply({
          a: matrixOf(layouts.a, arrays.a, item),
          b: matrixOf(layouts.b, arrays.b, item),
          out: matrixOf(layouts.out, arrays.out, item),
          m,
          k,
          n,
          accumulate,
        });
      }
    },
  );
}

function clear(out: FloatArray, layout: Layout, { m, n, batch = 1 }: MatmulShape): void {
  for (let item = 0; item < batch; item++) {
    const { start, rowStride } = matrixOf(layout, out, item);
    for (let row = 0; row < m; row++) {
      out.fill(0, start + row * rowStride, start + row * rowStride + n);
    }
  }
}
