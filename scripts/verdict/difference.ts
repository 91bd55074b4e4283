/** Comparisons of two commits in a history. @module */
import { Failure } from "../result/failure.ts";
import { type BenchmarkIdentity, identityOf } from "../result/identity.ts";
import { quoteValue } from "../result/validate.ts";
import type { Comparison, ComparisonEntry } from "./comparison.ts";
import { estimatePaired } from "./statistics/estimate.ts";
import { findOutliers } from "./statistics/outliers.ts";

/** A benchmark that was measured in turn at both commits. */
export interface Difference {
  readonly benchmark: BenchmarkIdentity;
  /** Milliseconds a call of the current side. */
  readonly durationMs: number;
  /** Milliseconds a call of the baseline. */
  readonly baselineMs: number;
  /** Standard error of ln(durationMs / baselineMs), from the rounds; null for fewer than two. */
  readonly standardError: number | null;
  /** Rounds behind it. */
  readonly rounds: number;
}

/**
 * Checks that a comparison compares two commits.
 *
 * @param action The start of the error message, such as "Cannot add a.json".
 * @throws {Failure} If it compares two results, which were measured at different times, or a commit
 * with itself, such as with another Deno, by groups, or with uncommitted changes.
 */
export function checkDifference(
  { measurement, baseline, current }: Pick<Comparison, "measurement" | "baseline" | "current">,
  action: string,
): void {
  if (measurement === null) {
    throw new Failure(
      `${action}: a history takes comparisons of compare --against, found one of two results; add those results instead`,
    );
  }
  if (baseline.git_commit !== current.git_commit) return;
  const found = current.git_commit === null
    ? "none on either side"
    : `${quoteValue(current.git_commit)} on both sides`;
  throw new Failure(`${action}: a history takes comparisons of two commits, found ${found}`);
}

/** The differences of durations in a comparison, without benchmarks that a side could not run. */
export function differencesOf({ entries }: Pick<Comparison, "entries">): Difference[] {
  return entries.flatMap((entry) => {
    const { metric, baseline, current, rounds, samples: { changes }, thresholds } = entry;
    if (metric !== "duration" || changes === null || hasFailed(entry)) return [];
    if (!isDuration(baseline) || !isDuration(current)) return [];
    return [{
      benchmark: identityOf(entry),
      durationMs: current,
      baselineMs: baseline,
      standardError: standardErrorOf(changes, thresholds.tolerance),
      rounds: rounds.current,
    }];
  });
}

/** A benchmark with rounds before a failure does not count as measured. */
function hasFailed({ verdict }: ComparisonEntry): boolean {
  return verdict === "failed" || verdict === "not_compared";
}

function isDuration(value: number | null): value is number {
  return value !== null && value > 0;
}

/** As when it was judged, except for the order of the sides, which a comparison does not keep. */
function standardErrorOf(changes: readonly number[], tolerance: number): number | null {
  const logRatios = changes.map(Math.log1p);
  const outliers = new Set(findOutliers(logRatios, Math.log1p(tolerance)));
  const estimate = estimatePaired(
    logRatios.filter((_, index) => !outliers.has(index))
      .map((logRatio) => ({ logRatio, condition: 1 })),
  );
  const error = estimate === null ? null : estimate.standardError;
  // A change of -100 % has no logarithm.
  return error !== null && Number.isFinite(error) ? error : null;
}
