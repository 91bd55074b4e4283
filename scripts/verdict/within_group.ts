/** Compares a benchmark with the baseline of its group. @module */
import type { BenchmarkResult } from "../result/schema.ts";
import { INTERVAL_LEVEL } from "./judge.ts";
import { estimatePaired, estimateUnpaired, type LogRatio } from "./statistics/estimate.ts";
import { studentTQuantile } from "./statistics/student_t.ts";

/** The time of one benchmark, relative to that of another. */
export interface RelativeTime {
  readonly ratio: number;
  /** Where it lies with 95 % confidence; null if the spread is unknown. */
  readonly interval: { readonly lower: number; readonly upper: number } | null;
}

/**
 * The time of a benchmark, relative to that of its group's baseline. Both ran in the same rounds,
 * one after the other, so they share the state of the machine. With equal numbers of rounds, they
 * are compared round by round (Student's t), else as two samples (Welch's).
 *
 * @returns Null if one has no duration, or one of 0.
 */
export function compareWithin(
  baseline: Pick<BenchmarkResult, "duration_ms" | "rounds">,
  other: Pick<BenchmarkResult, "duration_ms" | "rounds">,
): RelativeTime | null {
  const [before, now] = [baseline.duration_ms ?? 0, other.duration_ms ?? 0];
  if (before <= 0 || now <= 0) return null;
  const ratio = now / before;
  const durationsOf = ({ rounds }: Pick<BenchmarkResult, "rounds">) =>
    rounds.map(({ duration_ms }) => duration_ms);
  const estimate = estimateRatio(durationsOf(baseline), durationsOf(other));
  if (estimate === null) return { ratio, interval: null };
  const { logRatio, standardError, degreesOfFreedom } = estimate;
  const reach = studentTQuantile((1 + INTERVAL_LEVEL) / 2, degreesOfFreedom) * standardError;
  return {
    ratio: Math.exp(logRatio),
    interval: { lower: Math.exp(logRatio - reach), upper: Math.exp(logRatio + reach) },
  };
}

function estimateRatio(baseline: readonly number[], other: readonly number[]): LogRatio | null {
  if ([...baseline, ...other].some((duration) => duration <= 0)) return null;
  if (baseline.length !== other.length) return estimateUnpaired(baseline, other);
  return estimatePaired(other.map((duration, round) => ({
    logRatio: Math.log(duration / baseline[round]!),
    condition: 1,
  })));
}
