/** Finds the commits in a line of commits that made a benchmark slower. @module */
import type { DuetRound } from "../result/duet.ts";
import { LOOKS, splitOutliers, toCase } from "./judge_duet.ts";
import type { Thresholds } from "./severity.ts";
import { studentTCdf } from "./statistics/student_t.ts";

/** The chance that even one step of a search goes the wrong way. */
export const BISECT_ALPHA = 0.01;

/**
 * Where a commit stands between a fast end and a slow one: as fast as the one, as slow as the
 * other, or neither, with a change on both sides of it.
 */
export type Standing = "good" | "bad" | "between";

/** How fast a commit is, compared with the ends of a range. */
export interface Level {
  readonly standing: Standing;
  /** ln(commit / fast end). */
  readonly logRatio: number;
  readonly standardError: number;
  /**
   * Whether it differs from the ends by being faster than the fast one or slower than the slow one.
   */
  readonly isBeyond: boolean;
}

/** Commits over which a benchmark becomes slower, as places in their line, from 0. */
export interface Range {
  /** The fast end, with which the others are compared. */
  readonly from: number;
  /** The slow end. */
  readonly to: number;
  /** ln(slow / fast). */
  readonly logRatio: number;
  /** The last place known to be as fast as the fast end. */
  readonly good: number;
  /** The first place after it known to be as slow as the slow end. */
  readonly bad: number;
}

/** A range before any place in it is measured. */
export function rangeOf(from: number, to: number, logRatio: number): Range {
  return { from, to, logRatio, good: from, bad: to };
}

/**
 * The place of a range to measure next: the middle, or a place near it if the middle was skipped.
 * Commits that cannot be measured often follow each other, so each failure doubles the distance to
 * the next try.
 *
 * @param isSkipped Whether a place cannot be measured.
 * @returns Null if nothing is left between the ends.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const broken = [5, 6];
 * const range = rangeOf(0, 10, 0.2);
 * assertEquals(nextPlace(range, (place) => broken.includes(place)), 2);
 * assertEquals(nextPlace(range, () => true), null);
 * ```
 */
export function nextPlace(
  { good, bad }: Range,
  isSkipped: (place: number) => boolean,
): number | null {
  const places = Array.from({ length: bad - good - 1 }, (_, index) => good + 1 + index);
  const open = places.filter((place) => !isSkipped(place));
  const skipped = places.length - open.length;
  const reach = Math.min(2 ** skipped - 1, (bad - good) / 2);
  const aim = Math.floor((good + bad) / 2) + (skipped % 2 === 0 ? -reach : reach);
  return open.reduce<number | null>(
    (nearest, place) =>
      nearest === null || Math.abs(place - aim) < Math.abs(nearest - aim) ? place : nearest,
    null,
  );
}

/**
 * The parts of a range in which a benchmark becomes slower, once one of its places is measured.
 *
 * @example Two slowdowns of the same size, one on either side
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const level = { standing: "between", logRatio: 0.2, standardError: 0, isBeyond: false } as const;
 * const parts = splitRange(rangeOf(0, 10, 0.4), 5, level);
 * assertEquals(parts, [rangeOf(0, 5, 0.2), rangeOf(5, 10, 0.2)]);
 * ```
 */
export function splitRange(range: Range, index: number, level: Level): Range[] {
  const { from, to, good, bad } = range;
  const before = { from, to: index, logRatio: level.logRatio, good, bad: index };
  const after = { from: index, to, logRatio: range.logRatio - level.logRatio, good: index, bad };
  if (level.standing === "between") return [before, after];
  // A difference that is not a change is noise; the ends are known more exactly.
  if (level.standing === "good") return [level.isBeyond ? after : { ...range, good: index }];
  return [level.isBeyond ? before : { ...range, bad: index }];
}

/** Steps that it takes to halve so many commits. */
export function stepsFor(commits: number): number {
  return Math.max(1, Math.ceil(Math.log2(Math.max(1, commits))));
}

/** How much rounds vary about their means, over several commits. */
export interface RoundNoise {
  /** The sum of the squared differences of the log ratios. */
  readonly squares: number;
  readonly degreesOfFreedom: number;
}

/** Without any rounds. */
export const NO_ROUNDS: RoundNoise = { squares: 0, degreesOfFreedom: 0 };

/** Adds the noise of one more commit's rounds. */
export function addNoise(
  noise: RoundNoise,
  rounds: readonly DuetRound[],
  thresholds: Thresholds,
): RoundNoise {
  const { variance, degreesOfFreedom } = estimateStep(rounds, thresholds);
  if (!Number.isFinite(variance)) return noise;
  return {
    squares: noise.squares + variance * degreesOfFreedom,
    degreesOfFreedom: noise.degreesOfFreedom + degreesOfFreedom,
  };
}

/** The facts by which a step of a search is judged. */
export interface StepQuestion {
  /** ln(slow / fast) of the ends. */
  readonly logRatio: number;
  readonly thresholds: Thresholds;
  /** Steps of the whole search. */
  readonly steps: number;
  /** The noise of the commits measured before. */
  readonly noise: RoundNoise;
}

/**
 * Where a commit stands, judged at one of the planned looks.
 *
 * It is between if it differs from both ends by a change: more than the tolerance, by a one-sided t
 * test, and more than the threshold, as estimated. It is good or bad if it is nearer to that end,
 * by a t test against the middle, and shows no change from it. If after all rounds it is too near
 * the middle for either, but differs from both ends, it is also between. The error rate of a search
 * is divided among its steps and their looks (Bonferroni).
 *
 * The variance is pooled with that of earlier commits. Six rounds alone leave it so uncertain that
 * most steps would need ten. If the commit's own variance is greater, that one counts.
 *
 * @param rounds Rounds that measured the commit in turn with the fast end.
 * @param final Whether there will be no further round.
 * @returns Null if it is not clear yet.
 */
export function placeCommit(
  rounds: readonly DuetRound[],
  { logRatio: whole, thresholds, steps, noise }: StepQuestion,
  final: boolean,
): Level | null {
  const own = estimateStep(rounds, thresholds);
  if (!Number.isFinite(own.variance)) return null;
  const degreesOfFreedom = own.degreesOfFreedom + noise.degreesOfFreedom;
  const pooled = (own.variance * own.degreesOfFreedom + noise.squares) / degreesOfFreedom;
  const standardError = Math.sqrt(Math.max(own.variance, pooled) / own.rounds);
  const alpha = BISECT_ALPHA / steps / LOOKS.length / 2;
  const isShown = (difference: number) =>
    difference > 0 &&
    (standardError === 0 || 1 - studentTCdf(difference / standardError, degreesOfFreedom) < alpha);
  const tolerance = Math.log1p(thresholds.tolerance);
  const threshold = Math.log1p(thresholds.threshold);
  const isChange = (difference: number) =>
    difference > threshold && isShown(difference - tolerance);
  const { logRatio } = own;
  const [fromGood, fromBad] = [logRatio, whole - logRatio];
  const level = { logRatio, standardError, isBeyond: false };
  const between: Level = { ...level, standing: "between" };
  if (isChange(fromGood) && isChange(fromBad)) return between;
  if (!final && Math.min(fromGood, fromBad) > threshold) return null;
  if (isShown(whole / 2 - fromGood)) {
    return { ...level, standing: "good", isBeyond: isChange(-fromGood) };
  }
  if (isShown(whole / 2 - fromBad)) {
    return { ...level, standing: "bad", isBeyond: isChange(-fromBad) };
  }
  return final && isShown(fromGood) && isShown(fromBad) ? between : null;
}

/** The estimate from rounds that are not outliers, and the variance of a round. */
function estimateStep(rounds: readonly DuetRound[], thresholds: Thresholds) {
  const { estimate } = toCase(splitOutliers({ rounds, thresholds }).kept);
  return { ...estimate!, variance: estimate!.standardError ** 2 * estimate!.rounds };
}
