/** What people do without benchline: two rules on the means of whole `deno bench` runs. @module */

/** The runs of one benchmark: the mean of each process, in any unit. */
export interface Runs {
  readonly base: readonly number[];
  readonly candidate: readonly number[];
}

/** The first run of either side, against a threshold. */
export function plainThreshold({ base, candidate }: Runs, threshold: number): boolean {
  return candidate[0]! / base[0]! - 1 > threshold;
}

/** The medians against a threshold, where the Mann-Whitney test is significant at 5 %. */
export function rankTest(runs: Runs, threshold: number): boolean {
  return median(runs.candidate) / median(runs.base) - 1 > threshold && mannWhitneyP(runs) < 0.05;
}

/**
 * The two-sided p-value of the Mann-Whitney U test, exact for values without ties: the share of all
 * ways to divide the ranks whose U is as far from its mean as the one found (Mann and Whitney, On a
 * test of whether one of two random variables is stochastically larger than the other, 1947).
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * assertAlmostEquals(mannWhitneyP({ base: [1, 2, 3, 4], candidate: [5, 6, 7, 8] }), 2 / 70);
 * ```
 */
export function mannWhitneyP({ base, candidate }: Runs): number {
  const wins = candidate.flatMap((after) =>
    base.map((before): number => after > before ? 1 : after === before ? 0.5 : 0)
  ).reduce((sum, win) => sum + win, 0);
  const center = base.length * candidate.length / 2;
  const distance = Math.abs(wins - center);
  const counts = countArrangements(candidate.length, base.length);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const extreme = counts.reduce(
    (sum, count, u) => Math.abs(u - center) >= distance - 1e-9 ? sum + count : sum,
    0,
  );
  return extreme / total;
}

/** For each value of U the number of ways to arrange `n` among `m` others, by recurrence. */
function countArrangements(n: number, m: number): number[] {
  if (n === 0 || m === 0) return [1];
  // The largest value is one of the n, and beats all m, or one of the m.
  const one = countArrangements(n - 1, m);
  const other = countArrangements(n, m - 1);
  return Array.from({ length: n * m + 1 }, (_, u) => (one[u - m] ?? 0) + (other[u] ?? 0));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
