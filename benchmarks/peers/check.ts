/** Compares results with the reference, so that nothing wrong is ever timed. */

/** The largest error found, on the scale of the work's tolerance. */
export function largestError(
  results: readonly ArrayLike<number>[],
  wanted: readonly Float64Array[],
  scale: number,
): number {
  if (results.length !== wanted.length) return Infinity;
  let largest = 0;
  for (let r = 0; r < wanted.length; r++) {
    const got = results[r]!, want = wanted[r]!;
    if (got.length !== want.length) return Infinity;
    for (let i = 0; i < want.length; i++) {
      const difference = Math.abs(got[i]! - want[i]!);
      // Written so that NaN, which compares false with everything, counts as wrong.
      if (difference === 0) continue;
      const error = difference / Math.max(Math.abs(want[i]!), scale);
      if (!(error <= largest)) largest = Number.isNaN(error) ? Infinity : error;
    }
  }
  return largest;
}
