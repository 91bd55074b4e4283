/** What accounts for a change: which functions, the collector, the runtime. @module */
import type { FunctionPlace } from "../../result/profile/place.ts";
import { blameChanged, type Hints, placeNative } from "./attribution.ts";
import type { ComparedCosts } from "./costs.ts";
import {
  type CauseKind,
  type Difference,
  findDifferences,
  isNotable,
  placeOf,
  presenceOf,
} from "./differences.ts";
import { pairMoves } from "./moves.ts";

/** A part of a change. Times are milliseconds a call of the benchmark, without what it calls in turn. */
export interface Cause {
  /**
   * A `function`, with what it uses of the runtime; the garbage `collection`; `native` code of which
   * the profile does not show the function that has called it; or `waiting`.
   */
  readonly kind: CauseKind;
  /** The function, now or, if it is gone, before; null for other kinds. */
  readonly function: FunctionPlace | null;
  /** Whether only one version was seen in it. */
  readonly presence: "both" | "new" | "gone";
  /** What it took before. */
  readonly baseline_ms: number;
  /** What it takes now. */
  readonly current_ms: number;
  /** Standard error of the difference: of sampling, and of what processes of one version differ in. */
  readonly error_ms: number;
  /** The function that has lost what this one has taken over; null for none. */
  readonly moved_from: FunctionPlace | null;
  /** The function whose code has not changed, and in which a part of this was seen; null for none. */
  readonly seen_in: FunctionPlace | null;
  /** The function of the runtime in which most of it was spent; null where it was its own code. */
  readonly runtime: string | null;
}

/** Why a benchmark became slower or faster. */
export interface CausesFound {
  /** What exceeds its sampling error, most important first. */
  readonly causes: readonly Cause[];
  /** What changed the other way, and makes up for a part of it. */
  readonly opposite: readonly Cause[];
  /** Work that only moved, from one function into another. */
  readonly moved: readonly { readonly from: FunctionPlace; readonly to: FunctionPlace }[];
  /** The part of the change that all of these make up, as a fraction. */
  readonly explained: number;
}

/** Less of the change than this is no cause. */
const LEAST_SHARE = 0.1;

/**
 * What accounts for a change of the duration.
 *
 * Shares of the samples are scaled to the judged durations. A difference counts where it exceeds three
 * standard errors: of sampling (binomial) or, where that is more, of what the processes of a version
 * differ in.
 *
 * @param hints What grew in code that has not changed is counted to what that calls and has, and native
 * code that nothing calls to what has become megamorphic.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { compareCosts } from "./costs.ts";
 * const stack = (name: string) => [{ name, url: "file:///a/work.ts", line: 1 }];
 * const code = (name: string) => ({ kind: "code", stack: stack(name) }) as const;
 * const side = (slow: number, durationMs: number) => ({
 *   runs: [[...Array(1000).fill(code("fast")), ...Array(slow).fill(code("slow"))]],
 *   roots: ["file:///a/"],
 *   durationMs,
 * });
 * const costs = compareCosts({ baseline: side(1000, 2), current: side(2000, 3) });
 * const { causes } = findCauses(costs);
 * assertEquals(causes.map((cause) => cause.function?.name), ["slow"]);
 * ```
 */
export function findCauses(costs: ComparedCosts, hints: Hints = {}): CausesFound {
  const total = costs.current.durationMs - costs.baseline.durationMs;
  const slower = total > 0 ? "current" : "baseline";
  const placed = placeNative(findDifferences(costs), slower, hints);
  const notable = blameChanged(placed, costs[slower], slower, hints).filter(isNotable);
  const lostTo = pairMoves(
    notable.filter(({ change }) => change < 0),
    notable.filter(({ change }) => change > 0),
  );
  const pairs = [...lostTo].map(([to, from]) => ({ to, from, cause: toCause(to, from) }));
  const isEven = ({ cause }: typeof pairs[number]) =>
    !isNotable({ change: changeOf(cause), error: cause.error_ms });
  const paired = new Set([...lostTo].flat());
  const found = [
    ...notable.filter((one) => !paired.has(one)).map((one) => toCause(one, null)),
    ...pairs.filter((pair) => !isEven(pair)).map(({ cause }) => cause),
  ].filter((cause) => Math.abs(changeOf(cause)) >= LEAST_SHARE * Math.abs(total))
    .sort((a, b) => Math.abs(changeOf(b)) - Math.abs(changeOf(a)));
  const isAlong = (cause: Cause) => Math.sign(changeOf(cause)) === Math.sign(total);
  const explained = found.reduce((sum, one) => sum + changeOf(one), 0) / total;
  return {
    causes: found.filter(isAlong),
    opposite: found.filter((cause) => !isAlong(cause)),
    moved: pairs.filter(isEven).map(({ from, to }) => ({ from: placeOf(from)!, to: placeOf(to)! })),
    explained: Number.isFinite(explained) ? explained : 0,
  };
}

/** How much a cause adds to a call, in milliseconds. */
export function changeOf(
  { baseline_ms, current_ms }: Pick<Cause, "baseline_ms" | "current_ms">,
): number {
  return current_ms - baseline_ms;
}

function toCause(one: Difference, from: Difference | null): Cause {
  return {
    kind: one.kind,
    function: placeOf(one),
    presence: presenceOf(one),
    baseline_ms: one.ms.baseline + (from?.ms.baseline ?? 0),
    current_ms: one.ms.current + (from?.ms.current ?? 0),
    error_ms: Math.hypot(one.error, from?.error ?? 0),
    moved_from: from === null ? null : placeOf(from),
    seen_in: one.seenIn,
    runtime: runtimeOf(one),
  };
}

/** The function of the runtime that more than half of the time is spent in, on the slower side. */
function runtimeOf({ costs, change }: Difference): string | null {
  const cost = change > 0 ? costs.current : costs.baseline;
  if (cost === null) return null;
  const all = cost.self.reduce((sum, count) => sum + count, 0);
  const [name, count] = [...cost.runtime].toSorted(([, a], [, b]) => b - a)[0] ?? ["", 0];
  return count * 2 > all ? name : null;
}
