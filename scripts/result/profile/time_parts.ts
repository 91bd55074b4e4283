/** Which part of a benchmark's time its own file takes. @module */
import type { TimeParts } from "../benchmark_facts.ts";
import type { CallSample } from "./calls.ts";
import { placeFunction } from "./place.ts";

/**
 * Parts of the samples of a benchmark's calls. What the collector, the runtime without a caller, and
 * waiting take is neither.
 *
 * @param benchFile URL of the file that registers the benchmark.
 * @returns Null where there are no samples.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const at = (url: string) => ({ name: "", url, line: 1 });
 * const code = (...urls: string[]) => ({ kind: "code", stack: urls.map(at) }) as const;
 * const bench = "file:///a_bench.ts";
 * const samples = [code(bench), code(bench, "file:///b.ts")];
 * assertEquals(timeParts(samples, bench), { benchFile: 0.5, elsewhere: 0.5 });
 * ```
 */
export function timeParts(samples: readonly CallSample[], benchFile: string): TimeParts | null {
  if (samples.length === 0) return null;
  let own = 0;
  let elsewhere = 0;
  for (const sample of samples) {
    if (sample.kind !== "code") continue;
    const innermost = sample.stack.findLast((fn) => placeFunction(fn, []).file !== null);
    if (innermost === undefined) continue;
    if (innermost.url === benchFile) own++;
    else elsewhere++;
  }
  return { benchFile: own / samples.length, elsewhere: elsewhere / samples.length };
}
