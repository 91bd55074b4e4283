/** The change of a suite: all its benchmarks together. @module */
import type { Affected, Suite } from "./comparison.ts";
import { AT_LEAST_LEVEL, boundsAt, INTERVAL_LEVEL, toChange } from "./judge.ts";
import { isAbove } from "./severity.ts";
import type { LogRatio } from "./statistics/estimate.ts";
import { addErrors, meanLogRatio, type MeasuredLogRatio } from "./statistics/mean_log_ratio.ts";

/** Options for a suite. */
export interface SuiteOptions {
  /** The slowdown above which it is a regression, as a fraction; null for none. */
  readonly threshold: number | null;
}

/** The facts other than its benchmarks by which a suite is judged. */
export interface SuiteFrame extends SuiteOptions {
  /** Whether this is a part of a suite, which is judged once its parts are joined. */
  readonly isPart: boolean;
  /** Which bench files the change affects; null if all were measured. */
  readonly affected: Affected | null;
  /** Whether nearly all benchmarks moved together, as on another machine. */
  readonly isShifted: boolean;
  /** How many first rounds of each benchmark count; null for all. */
  readonly firstRounds: number | null;
}

/**
 * How benchmarks changed together: the geometric mean of their ratios.
 *
 * With a threshold, the suite is a regression if it is slower by more than that with 99 %
 * confidence, a separate test from those of the benchmarks. It is not slower if its interval lies
 * below, and inconclusive if that reaches across, or if the machine may have moved them all.
 *
 * Bench files that were left out belong to the suite, too, but the number of their benchmarks is
 * unknown, so the suite is not measured. If all of them were left out, it is not slower.
 *
 * @param benchmarks The benchmarks that can be compared.
 */
export function compareSuite(benchmarks: readonly MeasuredLogRatio[], frame: SuiteFrame): Suite {
  return summarize(
    benchmarks.length === 0 ? null : meanLogRatio(benchmarks),
    benchmarks.length,
    frame,
  );
}

/**
 * Joins parts of a suite that were measured separately.
 *
 * @param parts At least one.
 */
export function mergeSuites(
  parts: readonly Suite[],
  frame: Pick<SuiteFrame, "isPart" | "affected">,
): Suite {
  const count = parts.reduce((sum, { benchmarks }) => sum + benchmarks, 0);
  const weighted = parts.flatMap(({ benchmarks, estimate }) => {
    if (estimate === null) return [];
    const weight = benchmarks / count;
    return [{
      logRatio: weight * estimate.log_ratio,
      standardError: weight * estimate.standard_error,
      degreesOfFreedom: estimate.degrees_of_freedom,
    }];
  });
  const logRatio = weighted.reduce((sum, part) => sum + part.logRatio, 0);
  return summarize(
    weighted.length === 0 ? null : { logRatio, ...addErrors(weighted) },
    count,
    {
      ...frame,
      threshold: parts[0]!.threshold,
      isShifted: parts.some(({ shifted }) => shifted),
      firstRounds: parts[0]!.first_rounds,
    },
  );
}

function summarize(estimate: LogRatio | null, benchmarks: number, frame: SuiteFrame): Suite {
  const { threshold, isShifted, firstRounds } = frame;
  const suite = { benchmarks, first_rounds: firstRounds, shifted: isShifted, threshold };
  if (estimate === null) {
    return {
      ...suite,
      change: null,
      interval: null,
      estimate: null,
      verdict: judgeSuite(null, frame),
      at_least: null,
    };
  }
  const { logRatio, standardError, degreesOfFreedom } = estimate;
  const interval = boundsAt(estimate, 1 - (1 - INTERVAL_LEVEL) / 2);
  const atLeast = boundsAt(estimate, AT_LEAST_LEVEL).lower;
  const verdict = judgeSuite({ atLeast, upper: interval.upper }, frame);
  return {
    ...suite,
    change: toChange(logRatio),
    interval: { ...interval, level: INTERVAL_LEVEL },
    estimate: {
      log_ratio: logRatio,
      standard_error: standardError,
      degrees_of_freedom: degreesOfFreedom,
    },
    verdict,
    at_least: verdict === "regression" ? atLeast : null,
  };
}

function judgeSuite(
  bounds: { readonly atLeast: number; readonly upper: number } | null,
  { threshold, isPart, affected, isShifted }: SuiteFrame,
): Suite["verdict"] {
  if (threshold === null || isPart) return null;
  if (affected !== null && affected.left_out.length > 0) {
    return affected.measured.length === 0 ? "not_slower" : "not_measured";
  }
  if (bounds === null) return "not_compared";
  if (isShifted) return "inconclusive";
  if (isAbove(bounds.atLeast, threshold)) return "regression";
  return isAbove(bounds.upper, threshold) ? "inconclusive" : "not_slower";
}
