/** The call trees of two versions as one, for flame graphs. @module */
import type { SideName } from "../../result/duet.ts";
import type { FunctionPlace } from "../../result/profile/place.ts";
import { addUp, keyOf, type ProfiledSide, type StackNode } from "./costs.ts";
import { matchFunctions } from "./match_functions.ts";

/** A function, called by the one above it. Times are milliseconds a call of the benchmark. */
export interface Frame {
  /** The function that runs. */
  readonly function: FunctionPlace;
  /** Place of the caller in the list, which is before this one's; null for the benchmark's own. */
  readonly parent: number | null;
  /** Before, with what it calls in turn. */
  readonly baseline_ms: number;
  /** The same now. */
  readonly current_ms: number;
}

/** Less than this part of a call, of either side, is not drawn. */
const LEAST_SHARE = 0.001;
/** The largest frames are kept. */
export const MOST_FRAMES = 3000;

interface MergedNode {
  readonly place: FunctionPlace;
  readonly ms: Record<SideName, number>;
  readonly children: Map<string, MergedNode>;
}

/**
 * Both call trees as one, callers before what they call, in the order of names and lines, so that the
 * same function stands at the same place whatever it takes.
 *
 * @returns At most 3,000 frames, those that take the most.
 */
export function mergeCallTrees(baseline: ProfiledSide, current: ProfiledSide): Frame[] {
  const costs = { baseline: addUp(baseline), current: addUp(current) };
  const sides = { baseline, current };
  const placesOf = (side: SideName) =>
    [...costs[side].functions.values()].map(({ place }) => place);
  const common = new Map<string, { key: string; place: FunctionPlace }>();
  for (const pair of matchFunctions(placesOf("baseline"), placesOf("current"))) {
    const place = (pair.current ?? pair.baseline)!;
    const key = `${pair.current === null ? "gone" : "now"} ${keyOf(place)}`;
    if (pair.baseline !== null) common.set(`baseline ${keyOf(pair.baseline)}`, { key, place });
    if (pair.current !== null) common.set(`current ${keyOf(pair.current)}`, { key, place });
  }
  const root = new Map<string, MergedNode>();
  for (const side of ["baseline", "current"] as const) {
    const { samples, root: top } = costs[side];
    const all = samples.reduce((sum, count) => sum + count, 0);
    if (all === 0) continue;
    const msPerSample = sides[side].durationMs / all;
    addTree(top, root, (key) => common.get(`${side} ${key}`)!, side, msPerSample);
  }
  return flatten(root, Math.max(baseline.durationMs, current.durationMs));
}

/** Adds the calls of one side below each node; an explicit stack, since calls may go deep. */
function addTree(
  top: StackNode,
  root: Map<string, MergedNode>,
  find: (key: string) => { readonly key: string; readonly place: FunctionPlace },
  side: SideName,
  msPerSample: number,
): void {
  const totals = totalsOf(top);
  const open: [StackNode, Map<string, MergedNode>][] = [[top, root]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [node, into] = next;
    for (const child of node.children.values()) {
      const { key, place } = find(child.key!);
      let merged = into.get(key);
      if (merged === undefined) {
        merged = { place, ms: { baseline: 0, current: 0 }, children: new Map() };
        into.set(key, merged);
      }
      merged.ms[side] += totals.get(child)! * msPerSample;
      open.push([child, merged.children]);
    }
  }
}

/** Samples of each node and of all below it. */
function totalsOf(top: StackNode): Map<StackNode, number> {
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

function flatten(root: ReadonlyMap<string, MergedNode>, longest: number): Frame[] {
  const all: { node: MergedNode; parent: MergedNode | null }[] = [];
  const visit = (children: ReadonlyMap<string, MergedNode>, parent: MergedNode | null) => {
    for (const node of [...children.values()].toSorted(byPlace)) all.push({ node, parent });
  };
  visit(root, null);
  for (const { node } of all) visit(node.children, node);
  const size = ({ ms }: MergedNode) => Math.max(ms.baseline, ms.current);
  const least = all.map(({ node }) => size(node)).toSorted((a, b) => b - a)[MOST_FRAMES] ?? 0;
  // A caller takes no less than what it calls, so that none is kept without its caller.
  const kept = all.filter(({ node }) => size(node) > least && size(node) >= LEAST_SHARE * longest);
  const places = new Map(kept.map(({ node }, index) => [node, index]));
  return kept.map(({ node: { place, ms }, parent }) => ({
    function: place,
    parent: parent === null ? null : places.get(parent)!,
    baseline_ms: ms.baseline,
    current_ms: ms.current,
  }));
}

function byPlace({ place: a }: MergedNode, { place: b }: MergedNode): number {
  const [one, other] = [a, b].map(({ package: of, file, name }) => `${of ?? ""} ${file} ${name}`);
  if (one !== other) return one! < other! ? -1 : 1;
  return (a.line ?? 0) - (b.line ?? 0);
}
