/** Work that moved from one function into another. @module */
import { nameKeyOf } from "./costs.ts";
import { bySize, type Difference, isNotable, placeOf, presenceOf } from "./differences.ts";

/**
 * Of each function that has won time, the one that has lost it to that.
 *
 * @param lost What takes less than before.
 * @param won What takes more.
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
    // Which of two that were there before has taken it over, figures do not say.
    const isUnclear = second !== undefined &&
      [one, first!, second].every((each) => presenceOf(each) === "both");
    if (first !== undefined && !isUnclear) taken.set(first, one);
  }
  return taken;
}

/**
 * Whether one function does now what another one did. Functions with a caller in common, or of which
 * one calls the other, may have swapped work: where one is gone and the other new, or they have lost
 * and won as much. What was taken out of a function into a new one, or the other way round, may have
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

/** Of both versions. */
function callersOf({ costs }: Difference): Set<string> {
  return new Set([...costs.baseline?.callers ?? [], ...costs.current?.callers ?? []]);
}
