import { checkApart, checkLength, checkSameKind, checkSizes, type FloatArray } from "./checks.ts";
import { rowMajor } from "./matrix.ts";
import { withMultiply } from "./product.ts";
import type { MatmulShape } from "./shapes.ts";

/**
 * Multiplies two row-major matrices: `out = a · b`.
 *
 * Error: each element is off by at most γₖ · Σ |aᵢ| |bᵢ| with γₖ = k u / (1 − k u) and unit
 * roundoff u = 2⁻²⁴ for Float32Array, 2⁻⁵³ for Float64Array (Higham, Accuracy and Stability of
 * Numerical Algorithms, 2nd edition, section 3.5), in whatever order the terms are added, as long as
 * no product and no partial sum overflows. A product below the smallest normal number adds at most
 * the smallest one of all. The sign of a zero is not promised.
 *
 * Matrices outside kernel memory are copied in and out, which costs 10 % at 100 × 100 and less
 * the larger they are; without memory for that, plain TypeScript computes. Large products use the
 * threads that {@linkcode startKernelThreads} started, with the same result to the last bit.
 *
 * @param a m × k numbers.
 * @param b k × n numbers.
 * @param out m × n numbers; overwritten.
 * @param shape The sizes m, k and n.
 * @returns `out`.
 * @throws {RangeError} If a length does not fit the shape, or if `out` overlaps an input.
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
 */
export function matmul<T extends FloatArray>(a: T, b: T, out: T, shape: MatmulShape): T {
  const { m, k, n } = shape;
  checkSizes(action, { m, k, n });
  multiplyViews(
    checkSameKind(action, "a", a, a),
    checkSameKind(action, "b", b, a),
    checkSameKind(action, "out", out, a),
    shape,
  );
  return out;
}

const action = "multiply matrices";

function multiplyViews(
  a: FloatArray,
  b: FloatArray,
  out: FloatArray,
  { m, k, n }: MatmulShape,
): void {
  checkLength(action, "a", a, m * k, `m × k = ${m} × ${k}`);
  checkLength(action, "b", b, k * n, `k × n = ${k} × ${n}`);
  checkLength(action, "out", out, m * n, `m × n = ${m} × ${n}`);
  checkApart(action, "out", out, "a", a);
  checkApart(action, "out", out, "b", b);
  if (k === 0) {
    out.fill(0);
    return;
  }
  withMultiply(
    out.BYTES_PER_ELEMENT,
    (lender) => ({ a: lender.input(a), b: lender.input(b), out: lender.output(out) }),
    (arrays, multiply) =>
      multiply({
        a: rowMajor(arrays.a, k),
        b: rowMajor(arrays.b, n),
        out: rowMajor(arrays.out, n),
        m,
        k,
        n,
        accumulate: false,
      }),
  );
}
