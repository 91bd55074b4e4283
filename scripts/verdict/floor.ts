/** Detects benchmarks that measure little more than a function call. @module */
import type { DuetRound, SideName } from "../result/duet.ts";
import { median } from "../result/spread.ts";

/**
 * A benchmark at the floor takes at most this many times an empty call; half of it is then the
 * call. Measured on an AMD EPYC, where an empty call takes 6.2 ns, six rounds: `() => 1 + 1` takes
 * 1.0 times that, `() => { x++; }` 1.0, `() => Math.sqrt(2)` 1.2, adding four numbers 1.4, adding
 * sixteen 2.5, joining two short texts 4.4. Single rounds were up to 0.4 apart from these.
 */
const MOST = 2;
/** A side that takes longer by this part of an empty call does work that the other does not. */
const MOST_APART = 1 / 2;

/**
 * Whether a benchmark takes about as long as an empty call on both sides. Then a difference between
 * them comes from how the call was compiled. A side that takes less than an empty call was inlined
 * or optimised away, and counts as taking as long.
 *
 * @param rounds The rounds of one benchmark; their medians count.
 * @returns False if there are none.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const floorMs = { baseline: 6.2e-6, current: 6.2e-6 };
 * const round = {
 *   logRatio: 0.05,
 *   durationMs: { baseline: 6.4e-6, current: 6.7e-6 },
 *   floorMs,
 *   marks: false,
 *   heapBytes: { baseline: 0, current: 0 },
 *   calls: 1e6,
 *   first: "baseline",
 *   core: null,
 * } as const;
 * assertEquals(isAtFloor([round]), true);
 * const slower = { ...round, durationMs: { baseline: 6.4e-6, current: 50e-6 } };
 * assertEquals(isAtFloor([slower]), false);
 * ```
 */
export function isAtFloor(rounds: readonly DuetRound[]): boolean {
  if (rounds.length === 0) return false;
  const baseline = median(rounds.map((round) => timesFloor(round, "baseline")));
  const current = median(rounds.map((round) => timesFloor(round, "current")));
  return Math.max(baseline, current) <= MOST && Math.abs(current - baseline) <= MOST_APART;
}

/**
 * How many empty calls a call takes; many if it takes so long that empty calls were not measured.
 */
function timesFloor({ durationMs, floorMs }: DuetRound, side: SideName): number {
  return floorMs === null ? Infinity : Math.max(1, durationMs[side] / floorMs[side]);
}
