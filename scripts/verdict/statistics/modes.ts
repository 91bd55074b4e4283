/** Two groups of values with a gap between them. @module */
import { mean, sortNumbers, squaresAbout } from "../../result/spread.ts";

/** What makes two groups of values modes. */
export interface ModeLimits {
  /** Fewest values that make a mode rather than outliers. */
  readonly fewest: number;
  /** The gap between two modes, in standard deviations within them. */
  readonly deviations: number;
}

const DEFAULT_LIMITS: ModeLimits = { fewest: 2, deviations: 8 };

/**
 * Finds whether values fall into two groups, as when V8 compiles the same code in one of two ways
 * from process to process. The widest gap that leaves enough values on both sides is compared with
 * the deviation within the groups.
 *
 * @param values In any order; not modified.
 * @param narrowest A smaller gap never counts.
 * @param limits By default two values on both sides, and eight deviations.
 * @returns The means of the two groups, or null.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(findModes([0, 0.01, 0.3, 0.31, -0.01, 0.29], 0.05), { lower: 0, upper: 0.3 });
 * assertEquals(findModes([0, 0.01, 0.02, 0.03, -0.01, 0.3], 0.05), null);
 * ```
 */
export function findModes(
  values: readonly number[],
  narrowest: number,
  { fewest, deviations } = DEFAULT_LIMITS,
): { lower: number; upper: number } | null {
  const sorted = sortNumbers(values);
  let split = -1;
  let gap = narrowest;
  for (let index = fewest; index <= sorted.length - fewest; index++) {
    const width = sorted[index]! - sorted[index - 1]!;
    if (width > gap) [split, gap] = [index, width];
  }
  if (split < 0) return null;
  const groups = [sorted.slice(0, split), sorted.slice(split)];
  const means = groups.map(mean);
  const squares = groups.reduce((sum, group, index) => sum + squaresAbout(means[index]!, group), 0);
  const deviation = Math.sqrt(squares / (sorted.length - 2));
  return gap > deviations * deviation ? { lower: means[0]!, upper: means[1]! } : null;
}
