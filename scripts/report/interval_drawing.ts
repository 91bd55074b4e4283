/** A small drawing of a change relative to its threshold. @module */
import type { ComparisonEntry } from "../verdict/comparison.ts";

/** The range of a drawing to either side of no change, in thresholds. */
const REACH = 2;
/** Used without a threshold. */
const USUAL_THRESHOLD = 0.1;

/**
 * Draws the interval of a change in one line: `─` the interval, `●` the estimate, `┊` the
 * thresholds to either side, `·` no change, `‹` and `›` an interval that continues.
 *
 * @param width Columns; odd, so that no change is in the middle.
 * @returns As many columns, blank if there is no interval.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const thresholds = { tolerance: 0.05, threshold: 0.1, moderate: 0.2, severe: 0.5 };
 * const interval = { lower: 0.11, upper: 0.9, level: 0.95 };
 * assertEquals(drawInterval({ change: 0.15, interval, thresholds }, 17), "    ┊   ·   ┊─●─›");
 * ```
 */
export function drawInterval(
  { change, interval, thresholds }: Pick<ComparisonEntry, "change" | "interval" | "thresholds">,
  width: number,
): string {
  if (interval === null || change === null) return " ".repeat(width);
  const threshold = thresholds.threshold > 0 ? thresholds.threshold : USUAL_THRESHOLD;
  const last = width - 1;
  const placeOf = (value: number) => Math.round((value / threshold / REACH + 1) / 2 * last);
  /** A value beyond a threshold is drawn beyond it, however close it is. */
  const cellOf = (value: number) => {
    let cell = placeOf(value);
    for (const limit of [-threshold, threshold]) {
      if (value > limit) cell = Math.max(cell, placeOf(limit) + 1);
      if (value < limit) cell = Math.min(cell, placeOf(limit) - 1);
    }
    return cell;
  };
  const within = (value: number) => Math.max(0, Math.min(last, cellOf(value)));
  const cells = Array.from({ length: width }, () => " ");
  cells[within(0)] = "·";
  cells[within(-threshold)] = cells[within(threshold)] = "┊";
  for (let cell = within(interval.lower); cell <= within(interval.upper); cell++) cells[cell] = "─";
  if (cellOf(interval.lower) < 0) cells[0] = "‹";
  if (cellOf(interval.upper) > last) cells[last] = "›";
  const estimate = cellOf(change);
  if (estimate >= 0 && estimate <= last) cells[estimate] = "●";
  return cells.join("");
}
