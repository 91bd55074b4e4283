/** The hypergeometric distribution: marked things among those drawn without replacement. @module */

const logFactorials = [0, 0];

function logFactorial(count: number): number {
  for (let next = logFactorials.length; next <= count; next++) {
    logFactorials[next] = logFactorials[next - 1]! + Math.log(next);
  }
  return logFactorials[count]!;
}

function logChoose(count: number, chosen: number): number {
  return logFactorial(count) - logFactorial(chosen) - logFactorial(count - chosen);
}

/**
 * The logarithm of the chance that at least `least` of `drawn` things are marked, if `marked` of
 * `total` are (Fisher's exact test, one-sided).
 *
 * @param total At least `marked` and `drawn`.
 * @returns 0 or less; −Infinity if that is impossible.
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * assertAlmostEquals(Math.exp(logUpperTail({ total: 9, marked: 3, drawn: 3, least: 3 })), 1 / 84);
 * ```
 */
export function logUpperTail(
  { total, marked, drawn, least }: Readonly<
    Record<"total" | "marked" | "drawn" | "least", number>
  >,
): number {
  const lowest = Math.max(0, drawn + marked - total);
  const most = Math.min(drawn, marked);
  const first = Math.max(least, lowest);
  if (first > most) return -Infinity;
  const logChance = (count: number) =>
    logChoose(marked, count) + logChoose(total - marked, drawn - count) - logChoose(total, drawn);
  // Relative to the first, which may be too small for a number.
  const unit = logChance(first);
  let sum = 0;
  for (let count = first; count <= most; count++) sum += Math.exp(logChance(count) - unit);
  return Math.min(0, unit + Math.log(sum));
}
