/** What a result says of a benchmark, metric by metric. @module */
import type { BenchmarkResult, Direction, MetricResult } from "../result/schema.ts";
import type { Metric } from "./comparison.ts";

/** What was measured of a benchmark in one metric. */
export interface Figures {
  readonly value: number;
  readonly unit: string;
  /** Which values are better; null where it is not known. */
  readonly better: Direction | null;
  /** Whether the same code always has the same value. */
  readonly exact: boolean;
  /** What each process measured; empty where it is not recorded. */
  readonly rounds: readonly number[];
  /** Values that are no farther apart than this cannot be told apart. */
  readonly resolution: number;
}

/** The metrics of a benchmark that were measured, with their figures. */
export type FiguresByMetric = ReadonlyMap<Metric, Figures>;

/** Heap figures closer than this are the timer's own, not the benchmark's: 200 bytes. */
const MEMORY_RESOLUTION_MB = 200e-6;

/**
 * The figures of a benchmark: duration, throughput and memory as far as they are known, then what else
 * was recorded. A recorded metric that has one of these names counts where the benchmark has none of it.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseResultDocument } from "../result/parse.ts";
 * const { benchmarks } = parseResultDocument(
 *   `{ "version": "1.4", "timestamp": "2026-01-31T12:00:00Z", "environment": {}, "benchmarks": [
 *     { "name": "sum", "duration_ms": null, "metrics": [
 *       { "name": "instructions", "value": 1200, "better": "lower", "exact": true }
 *     ] }
 *   ] }`,
 *   "results.json",
 * );
 * const figures = figuresOf(benchmarks[0]!);
 * assertEquals([...figures.keys()], ["instructions"]);
 * assertEquals(figures.get("instructions")!.value, 1200);
 * ```
 */
export function figuresOf(benchmark: BenchmarkResult): FiguresByMetric {
  const { duration_ms, throughput, throughput_unit, memory_mb, metrics, work } = benchmark;
  const durations = benchmark.rounds.map((round) => round.duration_ms);
  const operations = work?.operations ?? 1;
  const rates = durations.map((duration) => operations * 1000 / duration);
  const figures = new Map<Metric, Figures>();
  const add = (metric: Metric, value: number | null, others: Omit<Figures, "value" | "exact">) => {
    if (value !== null) figures.set(metric, { value, exact: false, ...others });
  };
  add("duration", duration_ms, { unit: "ms", better: "lower", rounds: durations, resolution: 0 });
  add("throughput", throughput, {
    unit: throughput_unit,
    better: "higher",
    // Some may be greater or smaller than any number.
    rounds: rates.every((rate) => rate > 0 && Number.isFinite(rate)) ? rates : [],
    resolution: 0,
  });
  // One process measures it, after all rounds.
  const resolution = MEMORY_RESOLUTION_MB;
  add("memory", memory_mb, { unit: "MB", better: "lower", rounds: [], resolution });
  for (const metric of metrics) {
    if (!figures.has(metric.name)) figures.set(metric.name, recordedFigures(metric));
  }
  return figures;
}

function recordedFigures({ value, unit, better, exact, rounds }: MetricResult): Figures {
  // What differs between two processes is not counted of the code alone.
  const isExact = exact && rounds.every((one) => one === rounds[0]);
  return { value, unit, better, exact: isExact, rounds, resolution: 0 };
}
