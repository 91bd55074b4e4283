/** The change of a suite: all its benchmarks together. @module */
import type { Suite } from "./comparison.ts";
import { AT_LEAST_LEVEL, boundsAt, INTERVAL_LEVEL, toChange } from "./judge.ts";
import { isAbove } from "./severity.ts";
import type { LogRatio } from "./statistics/estimate.ts";
import { addErrors, meanLogRatio, type MeasuredLogRatio } from "./statistics/mean_log_ratio.ts";

/** What is asked of a suite. */
export interface SuiteOptions {
  /** The slowdown above which it is a regression, as a fraction; null where none is. */
  readonly threshold: number | null;
}

/** What a suite is judged by besides its benchmarks. */
export interface SuiteFrame extends SuiteOptions {
  /** Whether this is a part of a suite, which is judged once its parts are joined. */
  readonly isPart: boolean;
  /** Whether nearly all benchmarks moved together, as another machine would make them. */
  readonly isShifted: boolean;
  /** Rounds of each benchmark that count, the first ones; null for all. */
  readonly firstRounds: number | null;
}

/**
 * How benchmarks changed together: the geometric mean of their ratios.
 *
 * With a threshold, the suite is a regression if it is slower by more than that with 99 % confidence,
 * a test of its own beside those of the benchmarks. It is not slower if its interval lies below, and
 * inconclusive if that reaches across, or if the machine may have moved all of them.
 *
 * @param benchmarks Those that can be compared.
 */
export function compareSuite(benchmarks: readonly MeasuredLogRatio[], frame: SuiteFrame): Suite {
  return summarize(
    benchmarks.length === 0 ? null : meanLogRatio(benchmarks),
    benchmarks.length,
    frame,
  );
}

/**
 * The suite that parts of it make, each measured by itself: the same as that of all their benchmarks.
 *
 * @param parts At least one.
 */
export function mergeSuites(
  parts: readonly Suite[],
  frame: Pick<SuiteFrame, "isPart" | "isShifted">,
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
    { ...frame, threshold: parts[0]!.threshold, firstRounds: parts[0]!.first_rounds },
  );
}

function summarize(estimate: LogRatio | null, benchmarks: number, frame: SuiteFrame): Suite {
  const { threshold, isPart, firstRounds } = frame;
  const isJudged = threshold !== null && !isPart;
  const suite = { benchmarks, first_rounds: firstRounds, threshold, at_least: null };
  if (estimate === null) {
    const verdict = isJudged ? "not_compared" : null;
    return { ...suite, change: null, interval: null, estimate: null, verdict };
  }
  const { logRatio, standardError, degreesOfFreedom } = estimate;
  const interval = boundsAt(estimate, 1 - (1 - INTERVAL_LEVEL) / 2);
  const atLeast = boundsAt(estimate, AT_LEAST_LEVEL).lower;
  const verdict = isJudged ? judgeSuite(atLeast, interval.upper, threshold, frame) : null;
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
  atLeast: number,
  upper: number,
  threshold: number,
  { isShifted }: Pick<SuiteFrame, "isShifted">,
): Suite["verdict"] {
  if (isShifted) return "inconclusive";
  if (isAbove(atLeast, threshold)) return "regression";
  return isAbove(upper, threshold) ? "inconclusive" : "not_slower";
}
