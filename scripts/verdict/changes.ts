/** Where a benchmark became slower or faster for good. @module */
import { SeriesSearch } from "./series_search.ts";
import type { Changes } from "./judge_breaks.ts";
import type { SeriesPoint } from "./series.ts";
import type { Thresholds } from "./severity.ts";

export type { Changes } from "./judge_breaks.ts";

/**
 * Finds the lasting changes of a benchmark. What a machine adds is taken out of its results; the first
 * ones of a machine only tell what that is.
 *
 * The same results always give the same changes, and results that are added later neither take away
 * nor move one. Its size becomes more exact with the next 24 results and stays what it is then. A
 * change within the tolerance is none.
 *
 * @param points In the order of time.
 * @example
 * ```ts
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 * import { DEFAULT_THRESHOLDS } from "./severity.ts";
 * const points = Array.from({ length: 20 }, (_, day) => ({
 *   result: `r${day}`,
 *   timestamp: new Date(day * 86_400_000).toISOString(),
 *   commit: null,
 *   environment: "ci",
 *   durationMs: (day < 12 ? 10 : 13) + 0.1 * (day * 7 % 5),
 *   standardError: null,
 *   rounds: 0,
 *   against: null,
 * }));
 * const { steps: [step] } = findChanges(points, DEFAULT_THRESHOLDS);
 * assertEquals([step!.after.result, step!.verdict, step!.severity], ["r12", "regression", "moderate"]);
 * assertAlmostEquals(step!.change, 0.3, 0.02);
 * ```
 */
export function findChanges(points: readonly SeriesPoint[], thresholds: Thresholds): Changes {
  return searchChanges(points)(thresholds);
}

/**
 * As {@linkcode findChanges}, for several thresholds: where the level changes does not depend on them.
 *
 * @param points In the order of time.
 */
export function searchChanges(
  points: readonly SeriesPoint[],
): (thresholds: Thresholds) => Changes {
  const search = new SeriesSearch();
  for (const point of points) search.add(point);
  return (thresholds) => search.changes(thresholds);
}
