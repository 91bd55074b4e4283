/** Whether a benchmark has figures. @module */
import type { BenchmarkResult } from "./schema.ts";

/** Whether a benchmark has a duration or another metric. */
export function hasFigures(
  { duration_ms, metrics }: Pick<BenchmarkResult, "duration_ms" | "metrics">,
): boolean {
  return duration_ms !== null || metrics.length > 0;
}

/** Whether a benchmark failed and has no figures. */
export function hasOnlyFailed(benchmark: BenchmarkResult): boolean {
  return !hasFigures(benchmark) && benchmark.failures.length > 0;
}
