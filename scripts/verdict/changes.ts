/** Where a benchmark became slower or faster for good. @module */
import { SeriesSearch } from "./series_search.ts";
import type { Changes } from "./judge_breaks.ts";
import type { SeriesPoint } from "./series.ts";
import type { Thresholds } from "./severity.ts";

export type { Changes } from "./judge_breaks.ts";

/**
 * Finds the lasting changes of a benchmark. The level of a machine is subtracted from its results.
 * The first results of a machine only show its level.
 *
 * The same results always give the same changes, and later results neither remove nor move one. Its
 * size becomes more exact with the next 24 results and is fixed then. A difference within the
 * tolerance is not a change.
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
 * Like {@linkcode findChanges}, for several thresholds, on which the places of changes do not
 * depend.
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
