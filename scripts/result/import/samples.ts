/** Summarises the samples of one process. @module */
import type { ImportedRound } from "./importer.ts";

/** A duration in milliseconds a call, and how often it was measured. */
export type Sample = readonly [durationMs: number, count: number];

/** Figures of the samples of one process, in milliseconds a call. */
export interface SampleFigures extends ImportedRound {
  readonly min_ms: number;
  readonly max_ms: number;
  readonly median_ms: number;
  /** Divisor n − 1; null for a single sample. */
  readonly std_dev_ms: number | null;
  readonly p75_ms: number;
  readonly p99_ms: number;
}

/**
 * Mean, extremes, deviation and percentiles (nearest rank) of samples.
 *
 * @param samples At least one, in any order; not modified.
 * @throws {RangeError} If there are none.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const { duration_ms, median_ms, max_ms } = summarizeSamples([[1, 3], [5, 1]]);
 * assertEquals([duration_ms, median_ms, max_ms], [2, 1, 5]);
 * ```
 */
export function summarizeSamples(samples: readonly Sample[]): SampleFigures {
  if (samples.length === 0) throw new RangeError("Cannot summarize samples: there are none");
  const sorted = samples.toSorted(([a], [b]) => a - b);
  const total = sorted.reduce((sum, [, count]) => sum + count, 0);
  const mean = sorted.reduce((sum, [value, count]) => sum + value * count, 0) / total;
  const squares = sorted.reduce((sum, [value, count]) => sum + count * (value - mean) ** 2, 0);
  return {
    duration_ms: mean,
    min_ms: sorted[0]![0],
    max_ms: sorted.at(-1)![0],
    median_ms: (atRank(sorted, Math.ceil(total / 2)) + atRank(sorted, Math.floor(total / 2) + 1)) /
      2,
    std_dev_ms: total < 2 ? null : Math.sqrt(squares / (total - 1)),
    p75_ms: atRank(sorted, Math.ceil(0.75 * total)),
    p99_ms: atRank(sorted, Math.ceil(0.99 * total)),
  };
}

/** The value at a rank, from 1. */
function atRank(sorted: readonly Sample[], rank: number): number {
  let seen = 0;
  for (const [value, count] of sorted) {
    seen += count;
    if (seen >= rank) return value;
  }
  return sorted.at(-1)![0];
}

/** Samples, each measured once. */
export function once(durationsMs: readonly number[]): Sample[] {
  return durationsMs.map((duration) => [duration, 1]);
}
