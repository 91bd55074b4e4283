/**
 * Decides which of several hypotheses to reject, so that the chance of even one false rejection is
 * at most `alpha`, whatever their dependence.
 *
 * Holm, A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics
 * 6 (1979): the smallest p-value is compared with alpha / m, the next against alpha / (m − 1), and
 * so on until one is not below its limit.
 *
 * @param pValues One for each hypothesis, from 0 to 1; not modified.
 * @param alpha The family-wise error rate, between 0 and 1.
 * @returns Whether each is rejected, in the order of `pValues`.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(rejectHolm([0.03, 0.001, 0.04], 0.05), [false, true, false]);
 * ```
 */
export function rejectHolm(pValues: readonly number[], alpha: number): boolean[] {
  const order = pValues.map((_, index) => index).sort((a, b) => pValues[a]! - pValues[b]!);
  const rejected = pValues.map(() => false);
  for (const [rank, index] of order.entries()) {
    if (!(pValues[index]! <= alpha / (pValues.length - rank))) break;
    rejected[index] = true;
  }
  return rejected;
}
