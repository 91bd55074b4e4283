/**
 * The kernels written plainly: what each computes, with no thought of speed.
 *
 * Sums are kept as 64-bit floats and rounded once, when stored. Arguments are not checked.
 *
 * @module
 */
import type { FloatArray } from "./checks.ts";
import type { MatmulShape } from "./matmul.ts";

/** Element by element sum, see the kernel of the same name. */
export function add<T extends FloatArray>(a: T, b: T, out: T): T {
  for (let i = 0; i < out.length; i++) out[i] = a[i]! + b[i]!;
  return out;
}

/** Matrix product as a triple loop, see the kernel of the same name. */
export function matmul<T extends FloatArray>(a: T, b: T, out: T, { m, k, n }: MatmulShape): T {
  for (let row = 0; row < m; row++) {
    for (let column = 0; column < n; column++) {
      let sum = 0;
      for (let i = 0; i < k; i++) sum += a[row * k + i]! * b[i * n + column]!;
      out[row * n + column] = sum;
    }
  }
  return out;
}
