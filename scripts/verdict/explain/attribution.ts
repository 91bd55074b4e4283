/** Which function answers for time that the profile shows elsewhere. @module */
import type { SideName } from "../../result/duet.ts";
import { type Costs, keyOf, nameKeyOf, type ProfiledSide, type StackNode } from "./costs.ts";
import { bySize, type Difference, isNotable, placeOf } from "./differences.ts";

/**
 * Puts native code whose caller the profile does not show to the function that has become megamorphic:
 * V8 looks its properties up in code that the profile passes over together with the function.
 */
export function placeNative(
  differences: readonly Difference[],
  sides: Readonly<Record<SideName, ProfiledSide>>,
  slower: SideName,
): readonly Difference[] {
  const other = sides[slower === "current" ? "baseline" : "current"].megamorphic;
  const suspects = new Set(
    [...sides[slower].megamorphic ?? []].filter((key) => !other?.has(key)),
  );
  const native = differences.find(({ kind }) => kind === "native")!;
  const isSlower = Math.sign(native.change) === (slower === "current" ? 1 : -1);
  if (suspects.size === 0 || !isSlower || !isNotable(native)) return differences;
  const caller = differences.filter((one) => {
    const place = placeOf(one);
    return place !== null && suspects.has(nameKeyOf(place));
  }).toSorted((a, b) => b.ms[slower] - a.ms[slower])[0];
  if (caller === undefined) return differences;
  return withoutBoth(differences, native, caller, addTo(caller, native, slower));
}

/**
 * Puts what grew in code that has not changed to the function that has, of those that it calls: it may
 * return more to go through, or have run in code of V8 whose samples show only its caller.
 */
export function blameChanged(
  differences: readonly Difference[],
  { functions, root }: Costs,
  slower: SideName,
  changedFiles: ReadonlySet<string>,
): readonly Difference[] {
  const hasChanged = (one: Difference) => {
    const place = placeOf(one);
    return place !== null && place.package === null && changedFiles.has(place.file ?? "");
  };
  const keyIn = (one: Difference) => {
    const place = one.pair?.[slower] ?? null;
    return place === null ? null : keyOf(place);
  };
  let placed = differences;
  for (const grown of differences.toSorted(bySize)) {
    const key = keyIn(grown);
    const isSlower = Math.sign(grown.change) === (slower === "current" ? 1 : -1);
    if (key === null || !isSlower || !isNotable(grown) || hasChanged(grown)) continue;
    const below = sumBelow(root, key);
    const sizeOf = (one: Difference) => below.get(keyIn(one) ?? "") ?? 0;
    const blamed = placed.filter((one) =>
      hasChanged(one) && functions.get(keyIn(one) ?? "")?.callers.has(nameKeyOf(placeOf(grown)!))
    ).toSorted((a, b) =>
      sizeOf(b) - sizeOf(a)
    )[0];
    if (blamed === undefined) continue;
    const merged = { ...addTo(blamed, grown, slower), seenIn: placeOf(grown) };
    placed = withoutBoth(placed, grown, blamed, merged);
  }
  return placed;
}

/** Samples in what a function calls, with what that calls in turn. */
function sumBelow(root: StackNode, key: string): Map<string, number> {
  const sums = new Map<string, number>();
  const sizes = new Map<StackNode, number>();
  const nodes = [root];
  // It grows on the way.
  for (const node of nodes) for (const child of node.children.values()) nodes.push(child);
  for (const node of nodes.toReversed()) {
    const size = node.self +
      [...node.children.values()].reduce((sum, one) => sum + sizes.get(one)!, 0);
    sizes.set(node, size);
    if (node.parent?.key === key) sums.set(node.key!, (sums.get(node.key!) ?? 0) + size);
  }
  return sums;
}

function addTo(one: Difference, more: Difference, slower: SideName): Difference {
  return {
    ...one,
    ms: { ...one.ms, [slower]: one.ms[slower] + Math.abs(more.change) },
    change: one.change + more.change,
    error: Math.hypot(one.error, more.error),
  };
}

function withoutBoth(
  differences: readonly Difference[],
  one: Difference,
  other: Difference,
  merged: Difference,
): readonly Difference[] {
  return [...differences.filter((each) => each !== one && each !== other), merged];
}
