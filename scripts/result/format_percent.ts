/** Changes in words. @module */

/**
 * Returns a change, a fraction, as a percentage with its sign.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals([0.123, 0, -0.5].map(formatPercent), ["+12.3 %", "0.0 %", "-50.0 %"]);
 * ```
 */
export function formatPercent(change: number): string {
  return `${change > 0 ? "+" : ""}${(change * 100).toFixed(1)} %`;
}
