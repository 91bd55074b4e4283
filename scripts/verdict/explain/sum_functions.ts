/** From the frames of a call tree to functions. @module */
import type { FunctionPlace } from "../../result/profile/place.ts";
import type { Frame } from "./call_tree.ts";
import { keyOf } from "./costs.ts";

/** Rounding errors are smaller, and what a profile shows is larger. */
const LEAST_PART = 1e-9;

/** Milliseconds a call that a function takes itself, and with what it calls. */
export interface FunctionTimes {
  readonly place: FunctionPlace;
  readonly own: { baseline: number; current: number };
  readonly total: { baseline: number; current: number };
}

/** Times of each function, a recursive one counted once. */
export function sumFunctions(frames: readonly Frame[]): FunctionTimes[] {
  const own = frames.map(({ baseline_ms, current_ms }) => ({
    baseline: baseline_ms,
    current: current_ms,
  }));
  for (const { parent, baseline_ms, current_ms } of frames) {
    if (parent === null) continue;
    own[parent]!.baseline -= baseline_ms;
    own[parent]!.current -= current_ms;
  }
  const functions = new Map<string, FunctionTimes>();
  const keys = frames.map((one) => keyOf(one.function));
  for (const [index, frame] of frames.entries()) {
    const key = keys[index]!;
    const one = functions.get(key) ?? {
      place: frame.function,
      own: { baseline: 0, current: 0 },
      total: { baseline: 0, current: 0 },
    };
    functions.set(key, one);
    one.own.baseline += own[index]!.baseline;
    one.own.current += own[index]!.current;
    if (isWithinItself(frames, keys, index)) continue;
    one.total.baseline += frame.baseline_ms;
    one.total.current += frame.current_ms;
  }
  // What differences of sums leave over is no time.
  const clean = (ms: number, total: number) => ms < LEAST_PART * total ? 0 : ms;
  return [...functions.values()].map(({ place, own, total }) => ({
    place,
    own: {
      baseline: clean(own.baseline, total.baseline),
      current: clean(own.current, total.current),
    },
    total,
  }));
}

function isWithinItself(
  frames: readonly Frame[],
  keys: readonly string[],
  index: number,
): boolean {
  for (let at = frames[index]!.parent; at !== null; at = frames[at]!.parent) {
    if (keys[at] === keys[index]) return true;
  }
  return false;
}
