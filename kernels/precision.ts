/** Tells whether numbers fit into 32-bit floats. @module */

/** The smallest 32-bit float that has all its digits. */
const SMALLEST_NORMAL = 2 ** -126;

/**
 * Whether a number is finite and loses no more than its last digits as a 32-bit float.
 *
 * An infinite constant is a finite one that overflowed on the way, so a product with it is wrong.
 */
export function fitsFloat32(value: number): boolean {
  const size = Math.abs(Math.fround(value));
  return value === 0 || (size >= SMALLEST_NORMAL && size < Infinity);
}
