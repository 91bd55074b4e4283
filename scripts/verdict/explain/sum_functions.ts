/** Sums the frames of a call tree by function. @module */
import type { FunctionPlace } from "../../result/profile/place.ts";
import type { Frame } from "./call_tree.ts";
import { keyOf } from "./costs.ts";

/** Milliseconds a call that a function takes itself, and including its callees. */
export interface FunctionTimes {
  readonly place: FunctionPlace;
  readonly own: { baseline: number; current: number };
  readonly total: { baseline: number; current: number };
}

/** Times of each function; a recursive one counts once. */
export function sumFunctions(frames: readonly Frame[]): FunctionTimes[] {
  const functions = new Map<string, FunctionTimes>();
  // A removed function may have stood where another one stands now.
  const keys = frames.map((one) => `${one.gone} ${keyOf(one.function)}`);
  for (const [index, frame] of frames.entries()) {
    const key = keys[index]!;
    const one = functions.get(key) ?? {
      place: frame.function,
      own: { baseline: 0, current: 0 },
      total: { baseline: 0, current: 0 },
    };
    functions.set(key, one);
    one.own.baseline += frame.baseline_own_ms;
    one.own.current += frame.current_own_ms;
    if (isWithinItself(frames, keys, index)) continue;
    one.total.baseline += frame.baseline_ms;
    one.total.current += frame.current_ms;
  }
  return [...functions.values()];
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
