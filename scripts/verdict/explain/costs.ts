/** Finds where a call of a benchmark spends its time, from samples. @module */
import type { CallSample } from "../../result/profile/calls.ts";
import type { SideName } from "../../result/duet.ts";
import type { ProfiledFunction } from "../../result/profile/parse_profile.ts";
import { type FunctionPlace, placeFunction, type RenamedFile } from "../../result/profile/place.ts";
import { type FunctionPair, matchFunctions } from "./match_functions.ts";

/** One version under the profiler. */
export interface ProfiledSide {
  /** The samples of each of its processes. */
  readonly runs: readonly (readonly CallSample[])[];
  /** See {@linkcode placeFunction}. */
  readonly roots: readonly string[];
  /** The file that has another name in this version; null, the default, for none. */
  readonly renamed?: RenamedFile | null;
  /** Milliseconds a call, as judged. */
  readonly durationMs: number;
}

/** A function's part of the calls. */
export interface FunctionCost {
  readonly place: FunctionPlace;
  /** Samples in which it or its calls into the runtime ran, for each process. */
  readonly self: number[];
  /** Those of `self` in functions of the runtime, by name. */
  readonly runtime: Map<string, number>;
  /** {@linkcode nameKeyOf} of its callers; empty for the benchmark's caller. */
  readonly callers: Set<string>;
}

/** A function and its callees, merged over all samples. */
export interface StackNode {
  /** Key of the function; null for the benchmark itself. */
  readonly key: string | null;
  readonly parent: StackNode | null;
  /** Samples in which this function was the innermost one. */
  self: number;
  readonly children: Map<string, StackNode>;
}

/** Where the calls of one version spend their time. */
export interface Costs {
  /** Milliseconds a call, as judged. */
  readonly durationMs: number;
  /** Samples of each process. */
  readonly samples: readonly number[];
  readonly functions: ReadonlyMap<string, FunctionCost>;
  /** Samples of each process in which no function ran. */
  readonly collection: readonly number[];
  readonly native: readonly number[];
  readonly waiting: readonly number[];
  readonly root: StackNode;
}

/** Deeper stacks are recursion. Deeper samples count for the last function kept. */
const DEEPEST = 128;

/** Adds samples up. */
export function addUp({ runs, roots, renamed = null, durationMs }: ProfiledSide): Costs {
  const functions = new Map<string, FunctionCost>();
  const counts = () => runs.map(() => 0);
  const collection = counts();
  const native = counts();
  const waiting = counts();
  const root: StackNode = { key: null, parent: null, self: 0, children: new Map() };
  const places = new Map<ProfiledFunction, FunctionPlace>();
  const placeOf = (fn: ProfiledFunction) => {
    const place = places.get(fn) ?? placeFunction(fn, roots, renamed);
    places.set(fn, place);
    return place;
  };
  const costOf = (place: FunctionPlace) => {
    const key = keyOf(place);
    let cost = functions.get(key);
    if (cost === undefined) {
      cost = { place, self: counts(), runtime: new Map(), callers: new Set() };
      functions.set(key, cost);
    }
    return cost;
  };
  for (const [run, samples] of runs.entries()) {
    for (const [sample, times] of countEach(samples)) {
      if (sample.kind !== "code") {
        const of = { collection, native, waiting }[sample.kind];
        of[run]! += times;
        continue;
      }
      const stack = sample.stack.map(placeOf);
      const own = stack.filter(({ file }) => file !== null);
      const innermost = own.at(-1);
      if (innermost === undefined) {
        native[run]! += times;
        continue;
      }
      const within = stack.at(-1)!;
      const cost = costOf(innermost);
      cost.self[run]! += times;
      if (within.file === null) {
        cost.runtime.set(within.name, (cost.runtime.get(within.name) ?? 0) + times);
      }
      addStack(root, own, times, costOf);
    }
  }
  return {
    durationMs,
    samples: runs.map(({ length }) => length),
    functions,
    collection,
    native,
    waiting,
    root,
  };
}

function addStack(
  root: StackNode,
  stack: readonly FunctionPlace[],
  times: number,
  costOf: (place: FunctionPlace) => FunctionCost,
): void {
  let node = root;
  let caller = "";
  for (const place of stack.slice(0, DEEPEST)) {
    const key = keyOf(place);
    costOf(place).callers.add(caller);
    caller = nameKeyOf(place);
    let next = node.children.get(key);
    if (next === undefined) {
      next = { key, parent: node, self: 0, children: new Map() };
      node.children.set(key, next);
    }
    node = next;
  }
  node.self += times;
}

/** All samples of one node are the same object, so few remain to examine. */
function countEach(samples: readonly CallSample[]): Map<CallSample, number> {
  const counts = new Map<CallSample, number>();
  for (const sample of samples) counts.set(sample, (counts.get(sample) ?? 0) + 1);
  return counts;
}

/** Both versions, with their functions matched. */
export interface ComparedCosts extends Readonly<Record<SideName, Costs>> {
  readonly pairs: readonly FunctionPair[];
}

/** Adds both versions up and matches their functions. */
export function compareCosts(sides: Readonly<Record<SideName, ProfiledSide>>): ComparedCosts {
  const [baseline, current] = [addUp(sides.baseline), addUp(sides.current)];
  const placesOf = ({ functions }: Costs) => [...functions.values()].map(({ place }) => place);
  return { baseline, current, pairs: matchFunctions(placesOf(baseline), placesOf(current)) };
}

/** Samples of each node of a call tree and of all below it. */
export function totalsOf(top: StackNode): Map<StackNode, number> {
  const order = [top];
  for (const node of order) {
    for (const child of node.children.values()) order.push(child);
  }
  const totals = new Map<StackNode, number>();
  for (const node of order.toReversed()) {
    let total = node.self;
    for (const child of node.children.values()) total += totals.get(child)!;
    totals.set(node, total);
  }
  return totals;
}

/** A key that distinguishes functions by name and file, but not by line. */
export function nameKeyOf({ name, package: of, file }: FunctionPlace): string {
  return JSON.stringify([of, file, name]);
}

/** A key that distinguishes a function from all others in its version. */
export function keyOf({ name, package: of, file, line }: FunctionPlace): string {
  return JSON.stringify([of, file, name, line]);
}
