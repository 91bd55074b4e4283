/** The Mann-Whitney test, which `benchstat` uses. @module */

/**
 * The two-sided p-value of the Mann-Whitney U test: the share of all ways to divide the ranks among
 * the two samples whose U is as far from its mean as the one found (Mann and Whitney, On a test of
 * whether one of two random variables is stochastically larger than the other, 1947). Exact if no
 * values are equal; durations hardly ever are.
 */
export function mannWhitneyP(a: readonly number[], b: readonly number[]): number {
  const center = a.length * b.length / 2;
  const distance = Math.abs(countWins(a, b) - center);
  const counts = countDivisions(a.length, b.length);
  let extreme = 0;
  let all = 0;
  for (const [u, count] of counts.entries()) {
    all += count;
    if (Math.abs(u - center) >= distance) extreme += count;
  }
  return extreme / all;
}

/** U: the pairs in which the value of `a` is the greater one; equal values count half. */
function countWins(a: readonly number[], b: readonly number[]): number {
  let wins = 0;
  for (const one of a) {
    for (const other of b) wins += one > other ? 1 : one === other ? 0.5 : 0;
  }
  return wins;
}

/**
 * For each value of U, the number of ways to divide the ranks of `n + m` values that give it. The
 * largest value is in the first sample and beats all `m` of the other, or in the other and beats
 * none: `f(n, m, u) = f(n − 1, m, u − m) + f(n, m − 1, u)`.
 */
function countDivisions(n: number, m: number): number[] {
  // Row j holds f(i, j), for i growing from 0 to n.
  let rows = Array.from({ length: m + 1 }, () => [1]);
  for (let i = 1; i <= n; i++) {
    const grown = [[1]];
    for (let j = 1; j <= m; j++) {
      const [beatsAll, beatsNone] = [rows[j]!, grown[j - 1]!];
      grown.push(
        Array.from(
          { length: i * j + 1 },
          (_, u) => (beatsAll[u - j] ?? 0) + (beatsNone[u] ?? 0),
        ),
      );
    }
    rows = grown;
  }
  return rows[m]!;
}
