/** What a comparison of two commits says in a history. @module */
import { Failure } from "../result/failure.ts";
import { type BenchmarkIdentity, identityOf } from "../result/identity.ts";
import { quoteValue } from "../result/validate.ts";
import type { Comparison, ComparisonEntry } from "./comparison.ts";
import { estimatePaired } from "./statistics/estimate.ts";
import { findOutliers } from "./statistics/outliers.ts";

/** A benchmark of which both commits were measured in turn. */
export interface Difference {
  readonly benchmark: BenchmarkIdentity;
  /** Milliseconds a call of the current side. */
  readonly durationMs: number;
  /** Milliseconds a call of the baseline. */
  readonly baselineMs: number;
  /** Standard error of ln(durationMs / baselineMs), from the rounds; null for fewer than two. */
  readonly standardError: number | null;
  /** Rounds that it rests on. */
  readonly rounds: number;
}

/**
 * Checks that a comparison says what differs between two commits.
 *
 * @param action What failed if this does, such as "Cannot add a.json".
 * @throws {Failure} If it compares two results, which were measured at different times, or a commit
 * with itself, as with another Deno, by groups, or before changes are committed.
 */
export function checkDifference(
  { measurement, baseline, current }: Pick<Comparison, "measurement" | "baseline" | "current">,
  action: string,
): void {
  if (measurement === null) {
    throw new Failure(
      `${action}: a history takes comparisons of compare --against, found one of two results; add these results themselves`,
    );
  }
  if (baseline.git_commit !== current.git_commit) return;
  const found = current.git_commit === null
    ? "none on either side"
    : `${quoteValue(current.git_commit)} on both sides`;
  throw new Failure(`${action}: a history takes comparisons of two commits, found ${found}`);
}

/** What a comparison says of durations; nothing of what a side could not run. */
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

/** Rounds before a failure are no reason to take it for measured. */
function hasFailed({ verdict }: ComparisonEntry): boolean {
  return verdict === "failed" || verdict === "not_compared";
}

function isDuration(value: number | null): value is number {
  return value !== null && value > 0;
}

/** As when it was judged, but for the order of the sides, which a comparison does not keep. */
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
