/** How small a change a number of rounds can show. @module */
import { studentTQuantile } from "./student_t.ts";

/** The chance to find a change of the smallest size that counts as visible. */
export const POWER = 0.9;
/** The standard normal quantile of {@linkcode POWER}. */
export const POWER_QUANTILE = 1.2815515655446004;

/**
 * The smallest change that rounds of this deviation find nine times in ten, by the normal
 * approximation to the noncentral t of the test (Johnson and Welch, Applications of the non-central
 * t-distribution, Biometrika 31, 1940). The simpler (t_alpha + t_power) · s / √n ignores that the
 * deviation is estimated: with six rounds and 20 benchmarks, it gives changes that are found only
 * 73 times in a hundred.
 *
 * @param deviation Standard deviation of the rounds' log ratios.
 * @param rounds Three or more; one degree of freedom is for the order of the sides.
 * @param alpha One-sided error rate of the test.
 * @returns A log ratio; Infinity for fewer than three rounds.
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * assertAlmostEquals(smallestVisible(0.01, 16, 0.0005), 0.0142, 1e-4);
 * ```
 */
export function smallestVisible(deviation: number, rounds: number, alpha: number): number {
  const degreesOfFreedom = rounds - 2;
  if (degreesOfFreedom < 1) return Infinity;
  const critical = studentTQuantile(1 - alpha, degreesOfFreedom);
  const center = critical * (1 - 1 / (4 * degreesOfFreedom));
  const spread = Math.sqrt(1 + critical ** 2 / (2 * degreesOfFreedom));
  return (center + POWER_QUANTILE * spread) * deviation / Math.sqrt(rounds);
}

/**
 * The fewest rounds that find a change nine times in ten.
 *
 * @param change The log ratio to find, above 0.
 * @param most Where to give up.
 * @returns Null if even `most` rounds are too few.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(roundsToSee(0.01, 0.0143, 0.0005, 100), 16);
 * ```
 */
export function roundsToSee(
  deviation: number,
  change: number,
  alpha: number,
  most: number,
): number | null {
  for (let rounds = 3; rounds <= most; rounds++) {
    if (smallestVisible(deviation, rounds, alpha) <= change) return rounds;
  }
  return null;
}
