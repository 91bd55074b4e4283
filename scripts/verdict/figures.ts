/** The figures of a benchmark in a result, by metric. @module */
import type { BenchmarkResult, Direction, MetricResult } from "../result/schema.ts";
import type { Metric } from "./comparison.ts";

/** The figures of a benchmark in one metric. */
export interface Figures {
  readonly value: number;
  readonly unit: string;
  /** Which values are better; null if unknown. */
  readonly better: Direction | null;
  /** Whether the same code always has the same value. */
  readonly exact: boolean;
  /** The value from each process; empty if not recorded. */
  readonly rounds: readonly number[];
  /** Values that differ by no more than this count as equal. */
  readonly resolution: number;
}

/** The measured metrics of a benchmark, with their figures. */
export type FiguresByMetric = ReadonlyMap<Metric, Figures>;

/** A smaller difference of the heap comes from the timer, not from the benchmark: 200 bytes. */
const MEMORY_RESOLUTION_MB = 200e-6;

/**
 * The figures of a benchmark: duration, throughput and memory as far as known, then the other
 * recorded metrics. A recorded metric with one of these names counts only if the benchmark lacks
 * that figure.
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
    // Some may overflow or underflow.
    rounds: rates.every((rate) => rate > 0 && Number.isFinite(rate)) ? rates : [],
    resolution: 0,
  });
  // One process measures it after all rounds.
  const resolution = MEMORY_RESOLUTION_MB;
  add("memory", memory_mb, { unit: "MB", better: "lower", rounds: [], resolution });
  for (const metric of metrics) {
    if (!figures.has(metric.name)) figures.set(metric.name, recordedFigures(metric));
  }
  return figures;
}

function recordedFigures({ value, unit, better, exact, rounds }: MetricResult): Figures {
  // A count that differs between two processes does not depend on the code alone.
  const isExact = exact && rounds.every((one) => one === rounds[0]);
  return { value, unit, better, exact: isExact, rounds, resolution: 0 };
}
