/** Work that moved from one function into another. @module */
import { nameKeyOf } from "./costs.ts";
import { bySize, type Difference, isNotable, placeOf, presenceOf } from "./differences.ts";

/**
 * For each function that gained time, the one that lost it.
 *
 * @param lost Functions that take less than before.
 * @param won Functions that take more.
 */
export function pairMoves(
  lost: readonly Difference[],
  won: readonly Difference[],
): Map<Difference, Difference> {
  const taken = new Map<Difference, Difference>();
  for (const one of lost.toSorted(bySize)) {
    const able = won.filter((other) => !taken.has(other) && tookOver(one, other))
      .toSorted((a, b) => Math.abs(a.change + one.change) - Math.abs(b.change + one.change));
    const [first, second] = able;
    // Figures do not say which of two existing functions took it over.
    const isUnclear = second !== undefined &&
      [one, first!, second].every((each) => presenceOf(each) === "both");
    if (first !== undefined && !isUnclear) taken.set(first, one);
  }
  return taken;
}

/**
 * Whether one function now does the work of another one. Functions that share a caller, or of which
 * one calls the other, may have exchanged work: if one is gone and the other new, or if one gained
 * as much as the other lost. Work that moved between a function and a new or removed one may have
 * changed on the way.
 */
function tookOver(lost: Difference, won: Difference): boolean {
  if (lost.pair === null || won.pair === null) return false;
  const isEven = !isNotable({
    change: lost.change + won.change,
    error: Math.hypot(lost.error, won.error),
  });
  const isMost = Math.abs(won.change) >= Math.abs(lost.change) / 2;
  const isReplaced = presenceOf(lost) === "gone" && presenceOf(won) === "new";
  const isSplit = presenceOf(lost) !== presenceOf(won);
  const calls = callersOf(won).has(nameKeyOf(placeOf(lost)!)) ||
    callersOf(lost).has(nameKeyOf(placeOf(won)!));
  const isRelated = calls || !callersOf(lost).isDisjointFrom(callersOf(won));
  return (isRelated && (isEven || (isReplaced && isMost))) || (calls && isSplit && isMost);
}

/** Callers in both versions. */
function callersOf({ costs }: Difference): Set<string> {
  return new Set([...costs.baseline?.callers ?? [], ...costs.current?.callers ?? []]);
}
