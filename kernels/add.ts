import { checkLength, checkSameKind, type FloatArray, overlaps, refuseOverlap } from "./checks.ts";

/**
 * Adds two arrays element by element: `out[i] = a[i] + b[i]`.
 *
 * `out` may be `a` or `b` itself. Each sum is rounded once, as IEEE 754 has it.
 *
 * @param a Any length.
 * @param b As long as `a`.
 * @param out As long as `a`; overwritten.
 * @returns `out`.
 * @throws {RangeError} If the lengths differ, or if `out` overlaps an input without being it.
 * @throws {TypeError} If the arrays are not all Float32Array or all Float64Array.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { add } from "@benchline/benchline/kernels";
 *
 * const sum = add(new Float32Array([1, 2]), new Float32Array([10, 20]), new Float32Array(2));
 * assertEquals([...sum], [11, 22]);
 * ```
 */
export function add<T extends FloatArray>(a: T, b: T, out: T): T {
  checkSameKind("add", { a, b, out });
  checkLength("add", "b", b, a.length, "the length of a");
  checkLength("add", "out", out, a.length, "the length of a");
  if (overlaps(a, out) && a.byteOffset !== out.byteOffset) refuseOverlap("add", "out", "a");
  if (overlaps(b, out) && b.byteOffset !== out.byteOffset) refuseOverlap("add", "out", "b");
  for (let i = 0; i < out.length; i++) out[i] = a[i]! + b[i]!;
  return out;
}
