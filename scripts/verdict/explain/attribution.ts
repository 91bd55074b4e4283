/** Attributes time to the function that causes it, if the profile shows it elsewhere. @module */
import type { SideName } from "../../result/duet.ts";
import { type Costs, keyOf, nameKeyOf, type StackNode, totalsOf } from "./costs.ts";
import { bySize, type Difference, isNotable, placeOf } from "./differences.ts";

/** Facts about functions other than their samples. */
export interface Hints {
  /** Paths of the project's files that differ between both versions. */
  readonly changedFiles?: ReadonlySet<string>;
  /**
   * {@linkcode nameKeyOf} of functions that access properties of objects of many shapes only in
   * this version.
   */
  readonly megamorphic?: Readonly<Record<SideName, ReadonlySet<string>>>;
}

/**
 * Attributes native code without a known caller to the function that became megamorphic. V8 looks
 * its properties up in code that the profile omits together with the function.
 */
export function placeNative(
  differences: readonly Difference[],
  slower: SideName,
  { megamorphic }: Hints,
): readonly Difference[] {
  const suspects = megamorphic?.[slower] ?? new Set();
  const native = differences.find(({ kind }) => kind === "native")!;
  if (suspects.size === 0 || !isSlower(native, slower) || !isNotable(native)) return differences;
  const [caller] = differences.filter((one) => {
    const place = placeOf(one);
    return place !== null && suspects.has(nameKeyOf(place));
  }).toSorted((a, b) => b.ms[slower] - a.ms[slower]);
  return caller === undefined
    ? differences
    : withoutBoth(differences, native, caller, addTo(caller, native, slower));
}

/**
 * Attributes growth in unchanged code to a changed function that it calls. That function may return
 * more to process, or may run in code of V8 whose samples show only its caller.
 */
export function blameChanged(
  differences: readonly Difference[],
  { functions, root }: Costs,
  slower: SideName,
  { changedFiles = new Set() }: Hints,
): readonly Difference[] {
  const keyIn = (one: Difference) => {
    const place = one.pair?.[slower] ?? null;
    return place === null ? null : keyOf(place);
  };
  const totals = totalsOf(root);
  let placed = differences;
  for (const grown of differences.toSorted(bySize)) {
    const key = keyIn(grown);
    const place = placeOf(grown);
    if (key === null || place === null || !isSlower(grown, slower) || !isNotable(grown)) continue;
    if (hasChanged(grown, changedFiles)) continue;
    const below = sumBelow(totals, key);
    const sizeOf = (one: Difference) => below.get(keyIn(one) ?? "") ?? 0;
    const [blamed] = placed.filter((one) =>
      hasChanged(one, changedFiles) &&
      functions.get(keyIn(one) ?? "")?.callers.has(nameKeyOf(place))
    ).toSorted((a, b) => sizeOf(b) - sizeOf(a));
    if (blamed === undefined) continue;
    // The largest part comes first.
    const merged = { ...addTo(blamed, grown, slower), seenIn: blamed.seenIn ?? place };
    placed = withoutBoth(placed, grown, blamed, merged);
  }
  return placed;
}

/**
 * Whether the code of a function may have changed: in a package, if its versions differ or are
 * unknown; outside the project, if only one version has the function.
 */
function hasChanged({ pair }: Difference, changedFiles: ReadonlySet<string>): boolean {
  if (pair === null) return false;
  const { baseline, current } = pair;
  const place = current ?? baseline!;
  if (place.package !== null) {
    return baseline === null || current === null || current.version === null ||
      baseline.version !== current.version;
  }
  return place.file !== null && changedFiles.has(place.file);
}

function isSlower({ change }: Difference, slower: SideName): boolean {
  return slower === "current" ? change > 0 : change < 0;
}

/** Samples in the functions that a function calls, directly or not, by their keys. */
function sumBelow(totals: ReadonlyMap<StackNode, number>, key: string): Map<string, number> {
  const sums = new Map<string, number>();
  for (const [node, total] of totals) {
    if (node.parent?.key === key) sums.set(node.key!, (sums.get(node.key!) ?? 0) + total);
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
