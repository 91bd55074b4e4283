/** Finds what accounts for a change: functions, the garbage collector, the runtime. @module */
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

/** A part of a change. Times are milliseconds a call of the benchmark, without callees. */
export interface Cause {
  /**
   * A `function`, including its calls into the runtime; the garbage `collection`; `native` code
   * whose caller the profile does not show; or `waiting`.
   */
  readonly kind: CauseKind;
  /** The function, now or, if it is gone, before; null for other kinds. */
  readonly function: FunctionPlace | null;
  /** Whether it was seen in only one version. */
  readonly presence: "both" | "new" | "gone";
  /** Time before. */
  readonly baseline_ms: number;
  /** Time now. */
  readonly current_ms: number;
  /**
   * Standard error of the difference, from sampling and from the variation between processes of one
   * version.
   */
  readonly error_ms: number;
  /** The function whose work this one took over; null for none. */
  readonly moved_from: FunctionPlace | null;
  /** The unchanged function in which a part of this was seen; null for none. */
  readonly seen_in: FunctionPlace | null;
  /** The function of the runtime that took most of it; null if its own code did. */
  readonly runtime: string | null;
}

/** Why a benchmark became slower or faster. */
export interface CausesFound {
  /** Causes that exceed their sampling error, most important first. */
  readonly causes: readonly Cause[];
  /** Changes the other way, which offset a part of it. */
  readonly opposite: readonly Cause[];
  /** Work that only moved from one function to another. */
  readonly moved: readonly { readonly from: FunctionPlace; readonly to: FunctionPlace }[];
  /** The part of the change that all of these explain, as a fraction. */
  readonly explained: number;
}

/** A smaller part of the change is not a cause. */
const LEAST_SHARE = 0.1;

/**
 * Finds what accounts for a change of the duration.
 *
 * Shares of the samples are scaled to the judged durations. A difference counts if it exceeds three
 * standard errors: of sampling (binomial) or, if greater, of the variation between the processes of
 * a version.
 *
 * @param hints They attribute growth in unchanged code to changed callees, and native code without
 * a caller to functions that became megamorphic.
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

/** The function of the runtime that takes more than half of the time on the slower side. */
function runtimeOf({ costs, change }: Difference): string | null {
  const cost = change > 0 ? costs.current : costs.baseline;
  if (cost === null) return null;
  const all = cost.self.reduce((sum, count) => sum + count, 0);
  const [name, count] = [...cost.runtime].toSorted(([, a], [, b]) => b - a)[0] ?? ["", 0];
  return count * 2 > all ? name : null;
}
