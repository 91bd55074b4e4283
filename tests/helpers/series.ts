/** Simulated series of results of one benchmark. @module */
import type { SeriesPoint } from "../../scripts/verdict/series.ts";

const timestamps: string[] = [];

/** The time of a result, made once for all series. */
function timestampOf(index: number): string {
  return timestamps[index] ??= new Date(Date.UTC(2026, 0, 1 + index)).toISOString();
}

/** A result a day, with these durations. */
export function seriesOf(
  durations: readonly number[],
  changed: (index: number) => Partial<SeriesPoint> = () => ({}),
): SeriesPoint[] {
  return durations.map((durationMs, index) => ({
    result: `r${index}`,
    timestamp: timestampOf(index),
    commit: `c${index}`,
    environment: "one machine",
    durationMs,
    standardError: null,
    rounds: 0,
    against: null,
    ...changed(index),
  }));
}
