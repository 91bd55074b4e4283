/** The part of a benchmark's time that its own file takes. @module */
import type { TimeParts } from "../benchmark_facts.ts";
import type { CallSample } from "./calls.ts";
import { placeFunction } from "./place.ts";

/**
 * Divides the samples of a benchmark's calls. Samples of the garbage collector, of the runtime
 * without a caller and of waiting belong to neither part.
 *
 * @param benchFile URL of the file that registers the benchmark.
 * @returns Null if there are no samples.
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
