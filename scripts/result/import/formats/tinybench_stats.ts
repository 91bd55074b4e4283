/** Statistics of tinybench, which are also in vitest's reports. @module */
import * as v from "../../../deps/valibot.ts";
import type { Content, Keys } from "../content.ts";
import { UNTOLD_REASON } from "../read_entries.ts";
import { needDuration } from "../values.ts";
import { anything, maybeNumber } from "../fields.ts";
import type { ImportedBenchmark } from "../importer.ts";

/** In milliseconds a call; the names of the median and of the number of samples changed over time. */
export const tinybenchStatsSchema = v.object({
  mean: anything,
  min: maybeNumber,
  max: maybeNumber,
  p50: maybeNumber,
  median: maybeNumber,
  sd: maybeNumber,
  p75: maybeNumber,
  p99: maybeNumber,
  samplesCount: maybeNumber,
  sampleCount: maybeNumber,
  samples: v.fallback(v.array(v.unknown()), []),
}, "an object");

/**
 * Reads the statistics of a benchmark.
 *
 * @param keys The path to them in the JSON.
 * @throws {Failure} Unless the mean is a duration.
 */
export function readTinybenchStats(
  content: Content,
  keys: Keys,
  stats: v.InferOutput<typeof tinybenchStatsSchema>,
): Omit<ImportedBenchmark, "name"> {
  return {
    duration_ms: needDuration(content, [...keys, "mean"], stats.mean, 1),
    min_ms: stats.min,
    max_ms: stats.max,
    median_ms: stats.p50 ?? stats.median,
    std_dev_ms: stats.sd,
    p75_ms: stats.p75,
    p99_ms: stats.p99,
    iterations: stats.samplesCount ?? stats.sampleCount ?? (stats.samples.length || null),
  };
}

/** Why a task has no figures, by its state. */
export const STATES_WITHOUT_FIGURES: ReadonlyMap<string, string> = new Map([
  ["not-started", "it was not run"],
  ["started", "it did not finish"],
  ["aborted", "it was aborted"],
  ["errored", UNTOLD_REASON],
]);
