/** Benchmarks over time of which some changes are dismissed, made up for tests. @module */
import type { BenchmarkIdentity } from "../../scripts/result/identity.ts";
import type { LastingChange, Tracked, Trend } from "../../scripts/verdict/series.ts";
import { DEFAULT_THRESHOLDS, type Thresholds } from "../../scripts/verdict/severity.ts";
import { makeTrend } from "./history_view.ts";

/** A rise by so many percent, and whether somebody has dismissed it. */
export type Rise = readonly [percent: number, isDismissed: boolean];

/** A benchmark that rises and falls back every forty days, which begin with the lower level, with 1 % of noise. */
export function makeDismissedTrend(
  benchmark: BenchmarkIdentity,
  rises: readonly Rise[],
  thresholds: Thresholds = DEFAULT_THRESHOLDS,
): Trend {
  const factor = (day: number) => {
    const turn = Math.floor(day / 20);
    return turn % 2 === 0 ? 1 : 1 + rises[(turn - 1) / 2]![0] / 100;
  };
  const trend = makeTrend(benchmark, Math.max(20, 40 * rises.length), factor, { thresholds });
  const track = <Change extends LastingChange & Tracked>(change: Change): Change => {
    const [, isDismissed = false] =
      rises.find(([percent]) => Math.abs(percent / 100 - change.change) < 0.02) ?? [];
    const { id } = change;
    const dismissal = isDismissed
      ? { benchmark, step: id, reason: `needed for ${id}`, timestamp: "2026-05-01T00:00:00.000Z" }
      : null;
    return { ...change, dismissal };
  };
  return { ...trend, steps: trend.steps.map(track), drifts: trend.drifts.map(track) };
}
