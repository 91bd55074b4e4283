/** Reads V8's trace of optimising functions, from `--trace-opt --trace-deopt`. @module */

import { briefLine } from "../one_line.ts";

/** How a function runs, the slowest first. */
export const TIERS = ["not optimised", "maglev", "turbofan"] as const;
/** How a function runs. */
export type Tier = typeof TIERS[number];

/** What happened to the functions with one name in one process. */
export interface Optimization {
  /** The tier in which they ended. */
  tier: Tier;
  /** How often V8 discarded their optimised code. */
  deoptimized: number;
  /** Why, the last time; null if it never did. */
  reason: string | null;
}

const COMPLETED =
  /^\[completed (?:compiling|optimizing) 0x[0-9a-f]+ <JSFunction (.+?) \(sfi = .*\(target (\w+)\)/;
const BAILOUT =
  /^\[bailout \(kind: [\w-]+, reason: (.+?)\): begin\. deoptimizing 0x[0-9a-f]+ <JSFunction (.+?) \(sfi = /;
/** Reasons that are a part of becoming faster. */
const HARMLESS = /prepare for on stack replacement|OSR/;

/**
 * Reads the output of a process, and skips other lines.
 *
 * @returns What happened to functions, by their names.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const line = "[completed compiling 0x1f <JSFunction sort (sfi = 0x2a)> (target MAGLEV) - took 1 ms]";
 * assertEquals(readOptimizations(line).get("sort")?.tier, "maglev");
 * ```
 */
export function readOptimizations(text: string): Map<string, Optimization> {
  const known = new Map<string, Optimization>();
  const of = (name: string) => {
    const one = known.get(name) ?? { tier: "not optimised", deoptimized: 0, reason: null };
    known.set(name, one);
    return one;
  };
  for (const line of text.split("\n")) {
    const [, compiled, target] = COMPLETED.exec(line) ?? [];
    if (compiled !== undefined) {
      const tier = target === "MAGLEV"
        ? "maglev"
        : target!.startsWith("TURBOFAN")
        ? "turbofan"
        : null;
      if (tier !== null) of(compiled).tier = tier;
      continue;
    }
    const [, reason, given] = BAILOUT.exec(line) ?? [];
    if (given === undefined || HARMLESS.test(reason!)) continue;
    const one = of(given);
    one.tier = "not optimised";
    one.deoptimized++;
    one.reason = briefLine(reason!);
  }
  return known;
}
