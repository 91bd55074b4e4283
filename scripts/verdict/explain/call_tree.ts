/** Merges the call trees of two versions, for flame graphs. @module */
import type { SideName } from "../../result/duet.ts";
import type { FunctionPlace } from "../../result/profile/place.ts";
import { type ComparedCosts, keyOf, type StackNode, totalsOf } from "./costs.ts";

/** A function, called by the one above it. Times are milliseconds a call of the benchmark. */
export interface Frame {
  /** The function that runs. */
  readonly function: FunctionPlace;
  /** Index of the caller in the list, lower than its own; null for the benchmark's own. */
  readonly parent: number | null;
  /** Before, including callees. */
  readonly baseline_ms: number;
  /** The same now. */
  readonly current_ms: number;
  /** Before, without callees. */
  readonly baseline_own_ms: number;
  /** The same now. */
  readonly current_own_ms: number;
  /** Whether only the baseline has the function. */
  readonly gone: boolean;
}

/** A smaller part of a call, on both sides, is not drawn. */
const LEAST_SHARE = 0.001;
/** The largest frames are kept. */
export const MOST_FRAMES = 3000;

/** A function in either version. */
interface CommonFunction {
  readonly place: FunctionPlace;
  readonly gone: boolean;
}

interface MergedNode extends CommonFunction {
  readonly ms: Record<SideName, number>;
  readonly own: Record<SideName, number>;
  readonly children: Map<CommonFunction, MergedNode>;
}

/**
 * Both call trees as one, callers before callees. Names and lines decide the order, so the same
 * function stands at the same place whatever its time.
 *
 * @returns At most 3,000 frames, those that take the most time.
 */
export function mergeCallTrees(costs: ComparedCosts): Frame[] {
  const common = {
    baseline: new Map<string, CommonFunction>(),
    current: new Map<string, CommonFunction>(),
  };
  for (const { baseline, current } of costs.pairs) {
    const one = { place: (current ?? baseline)!, gone: current === null };
    if (baseline !== null) common.baseline.set(keyOf(baseline), one);
    if (current !== null) common.current.set(keyOf(current), one);
  }
  const root = new Map<CommonFunction, MergedNode>();
  for (const side of ["baseline", "current"] as const) {
    const { samples, root: top, durationMs } = costs[side];
    const all = samples.reduce((sum, count) => sum + count, 0);
    if (all > 0) addTree(top, root, common[side], side, durationMs / all);
  }
  return flatten(root, Math.max(costs.baseline.durationMs, costs.current.durationMs));
}

/** Adds the calls of one side below each node; an explicit stack, since calls may go deep. */
function addTree(
  top: StackNode,
  root: Map<CommonFunction, MergedNode>,
  common: ReadonlyMap<string, CommonFunction>,
  side: SideName,
  msPerSample: number,
): void {
  const totals = totalsOf(top);
  const open: [StackNode, Map<CommonFunction, MergedNode>][] = [[top, root]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [node, into] = next;
    for (const child of node.children.values()) {
      const one = common.get(child.key!)!;
      let merged = into.get(one);
      if (merged === undefined) {
        const none = () => ({ baseline: 0, current: 0 });
        merged = { ...one, ms: none(), own: none(), children: new Map() };
        into.set(one, merged);
      }
      merged.ms[side] += totals.get(child)! * msPerSample;
      merged.own[side] += child.self * msPerSample;
      open.push([child, merged.children]);
    }
  }
}

function flatten(root: ReadonlyMap<CommonFunction, MergedNode>, longest: number): Frame[] {
  const all: { node: MergedNode; parent: MergedNode | null }[] = [];
  const visit = (children: ReadonlyMap<CommonFunction, MergedNode>, parent: MergedNode | null) => {
    for (const node of [...children.values()].toSorted(byPlace)) all.push({ node, parent });
  };
  visit(root, null);
  for (const { node } of all) visit(node.children, node);
  const size = ({ ms }: MergedNode) => Math.max(ms.baseline, ms.current);
  // A caller takes no less than its callees and stands before them, so none is kept without its
  // caller.
  const largest = new Set(
    all.toSorted((a, b) => size(b.node) - size(a.node)).slice(0, MOST_FRAMES),
  );
  const kept = all.filter((one) => largest.has(one) && size(one.node) >= LEAST_SHARE * longest);
  const places = new Map(kept.map(({ node }, index) => [node, index]));
  return kept.map(({ node: { place, gone, ms, own }, parent }) => ({
    function: place,
    parent: parent === null ? null : places.get(parent)!,
    baseline_ms: ms.baseline,
    current_ms: ms.current,
    baseline_own_ms: own.baseline,
    current_own_ms: own.current,
    gone,
  }));
}

function byPlace({ place: a }: MergedNode, { place: b }: MergedNode): number {
  const [one, other] = [a, b].map(({ package: of, file, name }) => `${of ?? ""} ${file} ${name}`);
  if (one !== other) return one! < other! ? -1 : 1;
  return (a.line ?? 0) - (b.line ?? 0);
}
