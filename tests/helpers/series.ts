/** Simulated series of results of one benchmark. @module */
import type { SeriesPoint } from "../../scripts/verdict/series.ts";

/** Returns one result per day, with these durations. */
export function seriesOf(
  durations: readonly number[],
  changed: (index: number) => Partial<SeriesPoint> = () => ({}),
): SeriesPoint[] {
  return durations.map((durationMs, index) => ({
    result: `r${index}`,
    timestamp: new Date(Date.UTC(2026, 0, 1 + index)).toISOString(),
    commit: `c${index}`,
    environment: "one machine",
    durationMs,
    standardError: null,
    rounds: 0,
    against: null,
    ...changed(index),
  }));
}
