/** Simulated benchmarks over time, with some dismissed changes. @module */
import type { BenchmarkIdentity } from "../../scripts/result/identity.ts";
import {
  type Drift,
  endsOf,
  type Step,
  type Tracked,
  type Trend,
} from "../../scripts/verdict/series.ts";
import { DEFAULT_THRESHOLDS, type Thresholds } from "../../scripts/verdict/severity.ts";
import { tune, type Tuning } from "../../scripts/verdict/tune.ts";
import { makeTrend } from "./history_view.ts";

/** A rise by so many percent, and whether it is dismissed. */
export type Rise = readonly [percent: number, isDismissed: boolean];

/** The days on a level. */
const TURN = 20;

/**
 * Makes a benchmark that rises and falls back repeatedly, with 1 % of noise.
 *
 * @param words The reason of every dismissal, and the thresholds of the verdicts.
 */
export function makeDismissedTrend(
  benchmark: BenchmarkIdentity,
  rises: readonly Rise[],
  words: { readonly reason?: string; readonly thresholds?: Thresholds } = {},
): Trend {
  const days = Math.max(1, 2 * rises.length) * TURN;
  const { thresholds, reason = "needed for safety" } = words;
  const trend = makeTrend(
    benchmark,
    days,
    (day) => {
      const turn = Math.floor(day / TURN);
      return turn % 2 === 0 ? 1 : 1 + rises[(turn - 1) / 2]![0] / 100;
    },
    thresholds === undefined ? {} : { thresholds },
  );
  const track = <Change extends (Step | Drift) & Tracked>(change: Change): Change => {
    const day = trend.points.indexOf(endsOf(change).after);
    const [, isDismissed] = rises[Math.round((day - TURN) / (2 * TURN))]!;
    const timestamp = "2026-05-01T00:00:00.000Z";
    const dismissal = isDismissed && change.change > 0
      ? { benchmark, step: change.id, reason, timestamp }
      : null;
    return { ...change, dismissal };
  };
  return { ...trend, steps: trend.steps.map(track), drifts: trend.drifts.map(track) };
}

/**
 * Returns rules for a group and for single benchmarks, one from few results, and a contradiction.
 */
export function richTuning(): Tuning {
  const of = (group: string | null, name: string, rises: readonly Rise[]) =>
    makeDismissedTrend({ file: "bench/a_bench.ts", group, name }, rises);
  const few = of("sort", "few", [[12, true]]);
  return tune([
    of("parse", "large", [[13, true], [31, false], [60, false]]),
    of("parse", "small", [[16, true]]),
    of("print", "all", [[28, true], [14, false]]),
    of("print", "one", []),
    { ...few, points: few.points.slice(0, 29), results: 29 },
    of("sort", "many", [12, 14, 16, 18, 20, 22].map((percent): Rise => [percent, true])),
  ], () => DEFAULT_THRESHOLDS);
}
