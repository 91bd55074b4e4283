/** Counts in words. @module */

/**
 * How many of something there are.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals([0, 1, 2].map((n) => formatCount(n, "step")), ["0 steps", "1 step", "2 steps"]);
 * ```
 */
export function formatCount(count: number, singular: string): string {
  return `${count} ${singular}${count === 1 ? "" : "s"}`;
}
