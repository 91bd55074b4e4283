/** Finds thresholds under which some changes are reported and others are not. @module */
import type { Thresholds } from "./severity.ts";

/** Changes of a benchmark that should be reported, and others that should not. */
export interface Example {
  /** Ids of changes that should still be reported. */
  readonly kept: readonly string[];
  /** Ids of changes that should not be reported. */
  readonly dismissed: readonly string[];
  /** Ids of changes that are reported under other thresholds; higher ones report fewer. */
  readonly tell: (thresholds: Thresholds) => ReadonlySet<string>;
}

/** Thresholds are suggested in half percents. */
const STEPS = 200;
/** 1,000,000 %, the limit of the options. */
const MOST_STEPS = 10_000 * STEPS;

/**
 * The smallest rise of thresholds that hides every dismissed change and still reports every kept
 * one: the lowest tolerance that does, then the lowest threshold. So the tolerance is raised only
 * if a threshold alone would hide a kept change. Both rise in half percents.
 *
 * @param examples Examples of benchmarks that share these thresholds, under which all their changes
 * are reported.
 * @returns Null if no thresholds separate them.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { DEFAULT_THRESHOLDS } from "./severity.ts";
 * const changes = { small: 0.123, large: 0.3 };
 * const example = {
 *   kept: ["large"],
 *   dismissed: ["small"],
 *   tell: ({ threshold }: { threshold: number }) =>
 *     new Set(Object.entries(changes).filter(([, one]) => one > threshold).map(([id]) => id)),
 * };
 * assertEquals(separate([example], DEFAULT_THRESHOLDS)?.threshold, 0.125);
 * ```
 */
export function separate(examples: readonly Example[], from: Thresholds): Thresholds | null {
  const withKept = examples.filter(({ kept }) => kept.length > 0);
  const withDismissed = examples.filter(({ dismissed }) => dismissed.length > 0);
  const at = (tolerance: number, threshold: number): Thresholds => ({
    tolerance: raise(from.tolerance, tolerance),
    threshold: raise(from.threshold, threshold),
    moderate: Math.max(from.moderate, raise(from.threshold, threshold)),
    severe: Math.max(from.severe, raise(from.threshold, threshold)),
  });
  const isTold = (thresholds: Thresholds) =>
    withKept.every(({ kept, tell }) => {
      const told = tell(thresholds);
      return kept.every((id) => told.has(id));
    });
  const isSilent = (thresholds: Thresholds) =>
    withDismissed.every(({ dismissed, tell }) => {
      const told = tell(thresholds);
      return !dismissed.some((id) => told.has(id));
    });
  const greatest = withKept.length === 0
    ? firstStep((step) => isSilent(at(0, step)), MOST_STEPS)
    : firstStep((step) => !isTold(at(0, step)), MOST_STEPS + 1) - 1;
  const isOrdered = ({ tolerance, threshold }: Thresholds) => tolerance <= threshold;
  const tolerance = firstStep((step) => {
    const thresholds = at(step, greatest);
    return !isOrdered(thresholds) || isSilent(thresholds);
  }, MOST_STEPS);
  if (!isOrdered(at(tolerance, greatest))) return null;
  const threshold = firstStep((step) => {
    const thresholds = at(tolerance, step);
    return isOrdered(thresholds) && isSilent(thresholds);
  }, greatest);
  const found = at(tolerance, threshold);
  return isSilent(found) && isTold(found) ? found : null;
}

/** A limit, raised by so many half percents and rounded up to one. */
function raise(limit: number, steps: number): number {
  return steps === 0 ? limit : (Math.floor(limit * STEPS + ROUNDING) + steps) / STEPS;
}

const ROUNDING = 1e-6;

/**
 * The first step from 0 on at which a condition holds, which then continues to hold; `last` if none
 * before does.
 */
function firstStep(holds: (step: number) => boolean, last: number): number {
  if (holds(0)) return 0;
  let [low, high] = [0, Math.min(1, last)];
  while (high < last && !holds(high)) [low, high] = [high, Math.min(2 * high, last)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
