/** Which commit of a line of commits made a benchmark slower. @module */
import type { DuetRound } from "../result/duet.ts";
import { LOOKS, splitOutliers, toCase } from "./judge_duet.ts";
import { DEFAULT_THRESHOLDS } from "./severity.ts";
import { studentTCdf } from "./statistics/student_t.ts";

/** The chance that even one step of a search goes the wrong way. */
export const BISECT_ALPHA = 0.01;
/** Of the whole change, what one commit has to account for to be the only one named. */
export const MAIN_SHARE = 2 / 3;

/** What measuring one commit has shown; a reason where it has shown nothing. */
export type StepOutcome = "good" | "bad" | { readonly reason: string };

/** A commit that was stepped over. */
export interface Skipped {
  /** Place of the commit in its line. */
  readonly index: number;
  readonly reason: string;
}

/** Where a search has ended. */
export interface Found {
  /** The last place that is as fast as the beginning. */
  readonly good: number;
  /** The first that is known to be slower; its neighbour, unless those between were stepped over. */
  readonly bad: number;
  readonly skipped: readonly Skipped[];
}

/**
 * Halves a line of commits until two neighbours are left, the first fast and the second slow. What
 * cannot be told of a commit is told of the nearest one that it can be told of.
 *
 * @param good Place that is known to be fast.
 * @param bad Place after it that is known to be slow.
 * @param measure Tells of a place between them.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const outcome = (index: number) =>
 *   index === 5 ? { reason: "does not load" } : index < 7 ? "good" : "bad";
 * const found = await searchCommits(0, 10, (index) => Promise.resolve(outcome(index)));
 * assertEquals([found.good, found.bad], [6, 7]);
 * ```
 */
export async function searchCommits(
  good: number,
  bad: number,
  measure: (index: number) => Promise<StepOutcome>,
): Promise<Found> {
  const skipped: Skipped[] = [];
  for (;;) {
    const index = nearestTo((good + bad) / 2, good, bad, new Set(skipped.map((one) => one.index)));
    if (index === null) return { good, bad, skipped };
    const outcome = await measure(index);
    if (outcome === "good") good = index;
    else if (outcome === "bad") bad = index;
    else skipped.push({ index, reason: outcome.reason });
  }
}

function nearestTo(
  middle: number,
  good: number,
  bad: number,
  skipped: ReadonlySet<number>,
): number | null {
  let nearest: number | null = null;
  for (let index = good + 1; index < bad; index++) {
    if (skipped.has(index)) continue;
    if (nearest === null || Math.abs(index - middle) < Math.abs(nearest - middle)) nearest = index;
  }
  return nearest;
}

/** Steps that a search among so many commits takes at most, if it steps over none. */
export function stepsFor(commits: number): number {
  return Math.max(1, Math.ceil(Math.log2(Math.max(1, commits))));
}

/**
 * Whether a commit is nearer to the fast or to the slow end, judged at one of the planned looks: a
 * two-sided t test against half of the whole change. The error rate of a search is divided among its
 * steps and their looks (Bonferroni).
 *
 * @param rounds The commit measured in turn with the fast end.
 * @param wholeLogRatio ln(slow / fast) of the ends.
 * @param steps Steps of the search.
 * @returns Null where it cannot be told yet.
 */
export function decideSide(
  rounds: readonly DuetRound[],
  wholeLogRatio: number,
  steps: number,
): "good" | "bad" | null {
  const one = { rounds, thresholds: DEFAULT_THRESHOLDS };
  const { logRatio, standardError, degreesOfFreedom } = toCase(splitOutliers(one).kept).estimate!;
  const beyond = logRatio - wholeLogRatio / 2;
  if (!Number.isFinite(standardError)) return null;
  const alpha = BISECT_ALPHA / steps / LOOKS.length / 2;
  const p = standardError === 0
    ? 0
    : 1 - studentTCdf(Math.abs(beyond) / standardError, degreesOfFreedom);
  if (p >= alpha) return null;
  return beyond > 0 ? "bad" : "good";
}
