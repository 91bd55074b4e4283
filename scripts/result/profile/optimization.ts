/** What V8 says of optimising functions, with `--trace-opt --trace-deopt`. @module */

import { briefLine } from "../one_line.ts";

/** How a function runs, the slowest first. */
export const TIERS = ["not optimised", "maglev", "turbofan"] as const;
/** How a function runs. */
export type Tier = typeof TIERS[number];

/** What happened to the functions of a name in one process. */
export interface Optimization {
  /** The tier that it was left in. */
  tier: Tier;
  /** How often optimised code of it had to be given up. */
  deoptimized: number;
  /** Why, the last time; null where it never was. */
  reason: string | null;
}

const COMPLETED =
  /^\[completed (?:compiling|optimizing) 0x[0-9a-f]+ <JSFunction (.+?) \(sfi = .*\(target (\w+)\)/;
const BAILOUT =
  /^\[bailout \(kind: [\w-]+, reason: (.+?)\): begin\. deoptimizing 0x[0-9a-f]+ <JSFunction (.+?) \(sfi = /;
/** Reasons that belong to getting faster. */
const HARMLESS = /prepare for on stack replacement|OSR/;

/**
 * Reads what a process wrote, whatever else stands between; what is not known is passed over.
 *
 * @returns Of each name of a function what happened to it.
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
