/** One series of what several machines have measured. @module */
import { MachineLevels } from "../../scripts/verdict/machines.ts";
import type { SeriesPoint } from "../../scripts/verdict/series.ts";

/** The results as if the first machine had measured them, without those that it is learned from. */
export function leveledSeries(points: readonly SeriesPoint[]): SeriesPoint[] {
  const levels = new MachineLevels();
  let searches = 0;
  return points.flatMap((point) => {
    const { value, restart } = levels.add(point);
    if (restart) searches++;
    return value === null
      ? []
      : [{ ...point, durationMs: Math.exp(value), environment: `search ${searches}` }];
  });
}
