/** Finds the differences between two profiled versions, place by place. @module */
import type { SideName } from "../../result/duet.ts";
import type { FunctionPlace } from "../../result/profile/place.ts";
import { studentTQuantile } from "../statistics/student_t.ts";
import { type ComparedCosts, type FunctionCost, keyOf } from "./costs.ts";
import type { FunctionPair } from "./match_functions.ts";

/** The kinds of causes. */
export const CAUSE_KINDS = ["function", "collection", "native", "waiting"] as const;

/** The kind of a cause. */
export type CauseKind = typeof CAUSE_KINDS[number];

/** Differences of fewer standard errors are not named. Chance exceeds it in 0.3 % of cases. */
const LEAST_ERRORS = 3;
/** The normal distribution up to that point. */
export const NORMAL_TAIL = 0.99865;

/** A difference in one place, not yet interpreted. */
export interface Difference {
  readonly kind: CauseKind;
  /** Null if it is not a function. */
  readonly pair: FunctionPair | null;
  readonly costs: Readonly<Record<SideName, FunctionCost | null>>;
  /** Milliseconds a call. */
  readonly ms: Readonly<Record<SideName, number>>;
  readonly change: number;
  /** Standard error of `change`. */
  readonly error: number;
  /** The unchanged function in which a part of this was seen. */
  readonly seenIn: FunctionPlace | null;
}

/** All differences in functions, garbage collection, native code and waiting, notable or not. */
export function findDifferences(costs: ComparedCosts): Difference[] {
  const others = (["collection", "native", "waiting"] as const).map((kind) => {
    const counts = { baseline: costs.baseline[kind], current: costs.current[kind] };
    return toDifference(kind, null, { baseline: null, current: null }, counts, costs);
  });
  return [...ofFunctions(costs), ...others];
}

/** Whether a change exceeds chance. */
export function isNotable({ change, error }: Pick<Difference, "change" | "error">): boolean {
  return Math.abs(change) > LEAST_ERRORS * error;
}

/** Where the function is now or, if it is gone, was; null if it is not a function. */
export function placeOf({ pair }: Difference): FunctionPlace | null {
  return pair?.current ?? pair?.baseline ?? null;
}

/** Whether it was seen in only one version. */
export function presenceOf({ pair, costs }: Difference): "both" | "new" | "gone" {
  if (pair === null) return "both";
  if (costs.baseline === null) return "new";
  return costs.current === null ? "gone" : "both";
}

/** Orders the largest change first. */
export function bySize(a: Difference, b: Difference): number {
  return Math.abs(b.change) - Math.abs(a.change);
}

function ofFunctions(costs: ComparedCosts): Difference[] {
  return costs.pairs.map((pair) => {
    const costOf = (side: SideName) =>
      pair[side] === null ? null : costs[side].functions.get(keyOf(pair[side]))!;
    const own = { baseline: costOf("baseline"), current: costOf("current") };
    const counts = (side: SideName) => own[side]?.self ?? costs[side].samples.map(() => 0);
    const both = { baseline: counts("baseline"), current: counts("current") };
    return toDifference("function", pair, own, both, costs);
  });
}

function toDifference(
  kind: CauseKind,
  pair: FunctionPair | null,
  own: Difference["costs"],
  counts: Readonly<Record<SideName, readonly number[]>>,
  costs: ComparedCosts,
): Difference {
  const part = (side: SideName) => {
    const { share, error } = shareOf(counts[side], costs[side].samples);
    return { ms: share * costs[side].durationMs, error: error * costs[side].durationMs };
  };
  const [baseline, current] = [part("baseline"), part("current")];
  return {
    kind,
    pair,
    costs: own,
    ms: { baseline: baseline.ms, current: current.ms },
    change: current.ms - baseline.ms,
    error: Math.hypot(baseline.error, current.error),
    seenIn: null,
  };
}

/** The share of samples, and its standard error. */
function shareOf(
  counts: readonly number[],
  samples: readonly number[],
): { share: number; error: number } {
  const all = samples.reduce((sum, count) => sum + count, 0);
  if (all === 0) return { share: 0, error: 0 };
  const share = counts.reduce((sum, count) => sum + count, 0) / all;
  // The error is not zero if none or all of the samples hit: one more or less would have been as
  // likely.
  const bounded = Math.min(Math.max(share, 1 / all), 1 - 1 / all);
  const sampling = Math.sqrt(bounded * (1 - bounded) / all);
  const used = samples.filter((count) => count > 0).length;
  if (used < 2) return { share, error: sampling };
  const squares = counts.reduce(
    (sum, count, run) => samples[run] === 0 ? sum : sum + (count / samples[run]! - share) ** 2,
    0,
  );
  // So few processes say little about their variation; Student's t compensates for that.
  const wider = studentTQuantile(NORMAL_TAIL, 2 * (used - 1)) / LEAST_ERRORS;
  const between = Math.sqrt(squares / (used - 1) / used) * wider;
  return { share, error: Math.max(sampling, between) };
}
