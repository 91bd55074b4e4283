/** Matches the functions of two versions. @module */
import type { FunctionPlace } from "../../result/profile/place.ts";
import { median } from "../../result/spread.ts";

/** A function in both versions; null for a version that does not have it. */
export interface FunctionPair {
  readonly baseline: FunctionPlace | null;
  readonly current: FunctionPlace | null;
}

/** Leaving one out costs half as much as matching two that are far apart. */
const LEFT_OUT = 0.5;
/** If more functions of a file share a name, only their order decides. */
const MOST_ALIGNED = 200;

/**
 * Matches functions by package, file and name. Several with one name in one file, such as anonymous
 * ones, keep their order. As many as possible are matched, with lines as close as possible,
 * relative to the move of the rest of the file.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const at = (line: number) => ({ name: "", package: null, version: null, file: "a.ts", line });
 * const pairs = matchFunctions([at(3), at(9)], [at(10)]);
 * assertEquals(pairs.map(({ baseline, current }) => [baseline?.line, current?.line]), [
 *   [3, undefined],
 *   [9, 10],
 * ]);
 * ```
 */
export function matchFunctions(
  baseline: readonly FunctionPlace[],
  current: readonly FunctionPlace[],
): FunctionPair[] {
  const before = groupByName(baseline);
  const after = groupByName(current);
  const shifts = shiftsOf(before, after);
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].flatMap((name) => {
    const group = before.get(name) ?? [];
    const other = after.get(name) ?? [];
    const shift = shifts.get(fileOf((group[0] ?? other[0])!)) ?? 0;
    return align(group, other, shift);
  });
}

function groupByName(places: readonly FunctionPlace[]): Map<string, FunctionPlace[]> {
  const groups = Map.groupBy(places, (place) => JSON.stringify([fileOf(place), place.name]));
  for (const group of groups.values()) group.sort((a, b) => lineOf(a) - lineOf(b));
  return groups;
}

function fileOf({ package: of, file }: FunctionPlace): string {
  return JSON.stringify([of, file]);
}

function lineOf({ line }: FunctionPlace): number {
  return line ?? 0;
}

/**
 * By how many lines the functions of each file typically moved, judged by functions with unique
 * names.
 */
function shiftsOf(
  before: ReadonlyMap<string, readonly FunctionPlace[]>,
  after: ReadonlyMap<string, readonly FunctionPlace[]>,
): Map<string, number> {
  const moved = new Map<string, number[]>();
  for (const [name, group] of before) {
    const other = after.get(name);
    if (group.length !== 1 || other?.length !== 1) continue;
    const file = fileOf(group[0]!);
    const shifts = moved.get(file) ?? [];
    shifts.push(lineOf(other[0]!) - lineOf(group[0]!));
    moved.set(file, shifts);
  }
  return new Map([...moved].map(([file, shifts]) => [file, median(shifts)]));
}

function align(
  baseline: readonly FunctionPlace[],
  current: readonly FunctionPlace[],
  shift: number,
): FunctionPair[] {
  if (baseline.length * current.length > MOST_ALIGNED ** 2) {
    const length = Math.max(baseline.length, current.length);
    return Array.from({ length }, (_, index) => ({
      baseline: baseline[index] ?? null,
      current: current[index] ?? null,
    }));
  }
  // The lowest cost of matching the rest after some functions of either side. Only functions that
  // were seen are here, so an unseen one must not shift all the others.
  const costs = Array.from(
    { length: baseline.length + 1 },
    () => new Float64Array(current.length + 1),
  );
  const distance = (i: number, j: number) => {
    const lines = Math.abs(lineOf(current[j]!) - lineOf(baseline[i]!) - shift);
    return lines / (1 + lines);
  };
  for (let i = baseline.length; i >= 0; i--) {
    for (let j = current.length; j >= 0; j--) {
      if (i === baseline.length || j === current.length) {
        costs[i]![j] = LEFT_OUT * (baseline.length - i + current.length - j);
        continue;
      }
      const skipped = LEFT_OUT + Math.min(costs[i + 1]![j]!, costs[i]![j + 1]!);
      costs[i]![j] = Math.min(skipped, distance(i, j) + costs[i + 1]![j + 1]!);
    }
  }
  const pairs: FunctionPair[] = [];
  let i = 0;
  let j = 0;
  while (i < baseline.length || j < current.length) {
    if (
      i < baseline.length && j < current.length &&
      costs[i]![j] === distance(i, j) + costs[i + 1]![j + 1]!
    ) {
      pairs.push({ baseline: baseline[i++]!, current: current[j++]! });
    } else if (
      j === current.length ||
      (i < baseline.length && costs[i + 1]![j]! <= costs[i]![j + 1]!)
    ) {
      pairs.push({ baseline: baseline[i++]!, current: null });
    } else {
      pairs.push({ baseline: null, current: current[j++]! });
    }
  }
  return pairs;
}
