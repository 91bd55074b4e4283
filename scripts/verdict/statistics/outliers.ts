/** Finds values from another distribution than the rest. @module */
import { mean, median, squaresAbout } from "../../result/spread.ts";
import { studentTQuantile } from "./student_t.ts";
import { FEWEST_TRIMMED } from "./trimmed.ts";

/** How often a sample of normal values loses a value. */
const FALSE_ALARM = 0.0001;
/** At most one value in so many is set aside. */
const ONE_IN = 6;

/**
 * Finds single values that lie far from the rest, as when V8 compiles the code differently in one
 * process of many. Such values are further from the mean of the rest than all values of 9,999 in
 * 10,000 normal samples, by Student's t with Bonferroni's correction (externally studentized
 * residuals; Rosner, Percentage points for a generalized ESD many-outlier procedure, Technometrics
 * 25, 1983). With six values that is 27 standard deviations of the rest, with ten 10. A limit of
 * ten median deviations for any number would set aside a value in one of 120 normal samples of six,
 * and the rest would then look more certain than it is. For many values, the mean is trimmed
 * instead (`shareToTrim()` of trimmed.ts).
 *
 * @param values In any order; not modified.
 * @param narrowest Values this close to the mean of the rest are never set aside.
 * @returns The indexes of the values set aside, ascending; none for {@linkcode FEWEST_TRIMMED}
 * values or more, and none if more than one value in six would have to be: then they are not
 * outliers.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(findOutliers([0.01, 0, -0.01, 0.02, 0, 1.24], 0.05), [5]);
 * assertEquals(findOutliers([0.01, 0, -0.01, 0.02, 1.2, 1.24], 0.05), []);
 * ```
 */
export function findOutliers(values: readonly number[], narrowest: number): number[] {
  if (values.length < ONE_IN || values.length >= FEWEST_TRIMMED) return [];
  const center = median(values);
  const distance = (index: number) => Math.abs(values[index]! - center);
  const farthestFirst = values.map((_, index) => index).sort((a, b) => distance(b) - distance(a));
  for (let count = Math.floor(values.length / ONE_IN); count > 0; count--) {
    const found = farthestFirst.slice(0, count);
    const rest = farthestFirst.slice(count).map((index) => values[index]!);
    const middle = mean(rest);
    const limit = Math.max(narrowest, reachOf(rest, middle, values.length));
    if (found.every((index) => Math.abs(values[index]! - middle) > limit)) {
      return found.sort((a, b) => a - b);
    }
  }
  return [];
}

/** How far from the mean of the rest one more value may lie, if it is the furthest of `tried`. */
function reachOf(rest: readonly number[], middle: number, tried: number): number {
  const degreesOfFreedom = rest.length - 1;
  const squares = squaresAbout(middle, rest);
  const deviation = Math.sqrt(squares / degreesOfFreedom * (1 + 1 / rest.length));
  if (deviation === 0) return 0;
  return studentTQuantile(1 - FALSE_ALARM / tried / 2, degreesOfFreedom) * deviation;
}
