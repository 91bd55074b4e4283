/** What differs between two profiled versions, in each place. @module */
import type { SideName } from "../../result/duet.ts";
import type { FunctionPlace } from "../../result/profile/place.ts";
import { studentTQuantile } from "../statistics/student_t.ts";
import { type ComparedCosts, type FunctionCost, keyOf } from "./costs.ts";
import type { FunctionPair } from "./match_functions.ts";

/** What causes are of. */
export const CAUSE_KINDS = ["function", "collection", "native", "waiting"] as const;

/** What a cause is of. */
export type CauseKind = typeof CAUSE_KINDS[number];

/** Differences smaller than this many standard errors are not named: 0.3 % of those by chance. */
const LEAST_ERRORS = 3;
/** The normal distribution up to there. */
export const NORMAL_TAIL = 0.99865;

/** A difference in one place, before it is known what to make of it. */
export interface Difference {
  readonly kind: CauseKind;
  /** Null for what is no function. */
  readonly pair: FunctionPair | null;
  readonly costs: Readonly<Record<SideName, FunctionCost | null>>;
  /** Milliseconds a call. */
  readonly ms: Readonly<Record<SideName, number>>;
  readonly change: number;
  /** Standard error of `change`. */
  readonly error: number;
  /** The function whose code has not changed, and in which a part of this was seen. */
  readonly seenIn: FunctionPlace | null;
}

/** What differs in functions, in the collector, in native code and in waiting, notable or not. */
export function findDifferences(costs: ComparedCosts): Difference[] {
  const others = (["collection", "native", "waiting"] as const).map((kind) => {
    const counts = { baseline: costs.baseline[kind], current: costs.current[kind] };
    return toDifference(kind, null, { baseline: null, current: null }, counts, costs);
  });
  return [...ofFunctions(costs), ...others];
}

/** Whether a change exceeds what chance does. */
export function isNotable({ change, error }: Pick<Difference, "change" | "error">): boolean {
  return Math.abs(change) > LEAST_ERRORS * error;
}

/** Where the function is now or, if it is gone, where it was; null for what is no function. */
export function placeOf({ pair }: Difference): FunctionPlace | null {
  return pair?.current ?? pair?.baseline ?? null;
}

/** Whether only one version was seen in it. */
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
  // The error is not zero where none or all of the samples hit: one more or less would have been as likely.
  const bounded = Math.min(Math.max(share, 1 / all), 1 - 1 / all);
  const sampling = Math.sqrt(bounded * (1 - bounded) / all);
  const used = samples.filter((count) => count > 0).length;
  if (used < 2) return { share, error: sampling };
  const squares = counts.reduce(
    (sum, count, run) => samples[run] === 0 ? sum : sum + (count / samples[run]! - share) ** 2,
    0,
  );
  // So few processes tell little of how much they differ: Student's t makes up for that.
  const wider = studentTQuantile(NORMAL_TAIL, 2 * (used - 1)) / LEAST_ERRORS;
  const between = Math.sqrt(squares / (used - 1) / used) * wider;
  return { share, error: Math.max(sampling, between) };
}
