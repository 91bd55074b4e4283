/** What numbers lose as 32-bit floats. @module */

/** The smallest 32-bit float that has all its digits. */
const SMALLEST_NORMAL = 2 ** -126;

/** Whether a number neither overflows nor loses more than its last digits as a 32-bit float. */
export function fitsFloat32(value: number): boolean {
  const size = Math.abs(Math.fround(value));
  const kept = size >= SMALLEST_NORMAL && size < Infinity;
  return kept || value === 0 || !Number.isFinite(value);
}
