/** Which commits of a line of commits made a benchmark slower. @module */
import type { DuetRound } from "../result/duet.ts";
import { LOOKS, splitOutliers, toCase } from "./judge_duet.ts";
import type { Thresholds } from "./severity.ts";
import { studentTCdf } from "./statistics/student_t.ts";

/** The chance that even one step of a search goes the wrong way. */
export const BISECT_ALPHA = 0.01;

/**
 * What a commit is between a fast end and a slow one: as fast as the one, as slow as the other, or
 * neither, so that there is a change on both sides of it.
 */
export type Standing = "good" | "bad" | "between";

/** How fast a commit is, beside the ends of a range. */
export interface Level {
  readonly standing: Standing;
  /** ln(commit / fast end). */
  readonly logRatio: number;
  readonly standardError: number;
  /** Whether it is faster than the fast end, or slower than the slow one, by a change. */
  readonly isBeyond: boolean;
}

/** Commits over which a benchmark becomes slower. Places in their line count from 0. */
export interface Range {
  /** The fast end, which the others are measured against. */
  readonly from: number;
  /** The slow end. */
  readonly to: number;
  /** ln(slow / fast). */
  readonly logRatio: number;
  /** The last place that is known to be as fast as the one end. */
  readonly good: number;
  /** The first after it that is known to be as slow as the other. */
  readonly bad: number;
}

/** A range before any place in it is measured. */
export function rangeOf(from: number, to: number, logRatio: number): Range {
  return { from, to, logRatio, good: from, bad: to };
}

/**
 * The place of a range to measure next: the middle, or near to it where that was stepped over.
 * Commits that cannot be measured often follow each other, so each one in vain doubles the distance
 * at which the next is tried.
 *
 * @param isSkipped Whether a place cannot be measured.
 * @returns Null where nothing is left between the ends.
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
 * The parts of a range in which a benchmark becomes slower, after one of its places was measured.
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
  // A difference that is no change is noise: the ends are known better.
  if (level.standing === "good") return [level.isBeyond ? after : { ...range, good: index }];
  return [level.isBeyond ? before : { ...range, bad: index }];
}

/** Steps that halving so many commits takes. */
export function stepsFor(commits: number): number {
  return Math.max(1, Math.ceil(Math.log2(Math.max(1, commits))));
}

/** How much rounds vary about their means, over several commits. */
export interface RoundNoise {
  /** The sum of the squared differences of the log ratios. */
  readonly squares: number;
  readonly degreesOfFreedom: number;
}

/** Of no rounds at all. */
export const NO_ROUNDS: RoundNoise = { squares: 0, degreesOfFreedom: 0 };

/** Adds what the rounds of one more commit show. */
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

/** What a step of a search is judged by. */
export interface StepQuestion {
  /** ln(slow / fast) of the ends. */
  readonly logRatio: number;
  readonly thresholds: Thresholds;
  /** Steps of the whole search. */
  readonly steps: number;
  /** Of the commits measured before. */
  readonly noise: RoundNoise;
}

/**
 * Where a commit stands, judged at one of the planned looks.
 *
 * It is between where it differs from both ends by what counts as a change: more than the tolerance,
 * by a one-sided t test, and more than the threshold, as estimated. It is good or bad where it is
 * nearer to that end, by a t test against the middle, and no change from it is in sight. Where it is
 * too near to the middle for either after all rounds, but different from both ends, it is between,
 * too. The error rate of a search is divided among its steps and their looks (Bonferroni).
 *
 * The variance is pooled with that of the commits measured before, since six rounds alone leave it
 * so uncertain that most steps would need ten; where a commit's own is greater, that one counts.
 *
 * @param rounds The commit measured in turn with the fast end.
 * @param final Whether there will be no further round.
 * @returns Null where it cannot be told yet.
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

/** The estimate from the rounds that are no outliers, and the variance of one of them. */
function estimateStep(rounds: readonly DuetRound[], thresholds: Thresholds) {
  const { estimate } = toCase(splitOutliers({ rounds, thresholds }).kept);
  return { ...estimate!, variance: estimate!.standardError ** 2 * estimate!.rounds };
}
