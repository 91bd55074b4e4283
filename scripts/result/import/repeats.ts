/** Numbers benchmarks that have the same name in one process. @module */
import { type BenchmarkIdentity, formatIdentity, identityKey } from "../identity.ts";
import { listNames } from "../list_names.ts";
import type { ImportedBenchmark } from "./importer.ts";

/** Benchmarks that all differ in their identity. */
export interface NumberedBenchmarks {
  readonly benchmarks: readonly ImportedBenchmark[];
  /** The benchmarks that got a number. */
  readonly warnings: readonly string[];
}

/**
 * Numbers later benchmarks of one identity, as `run` does. For harnesses that measure each
 * benchmark once a process: there, two with one name are two functions, not rounds.
 *
 * @param source Name of the file, for the warnings.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const { benchmarks } = numberRepeats("a.json", [{ name: "a" }, { name: "a" }]);
 * assertEquals(benchmarks.map(({ name }) => name), ["a", "a #2"]);
 * ```
 */
export function numberRepeats(
  source: string,
  benchmarks: readonly ImportedBenchmark[],
): NumberedBenchmarks {
  const taken = new Set(benchmarks.map((one) => identityKey(identityOf(one))));
  const times = new Map<string, number>();
  const renamed: string[] = [];
  const numbered = benchmarks.map((benchmark) => {
    const key = identityKey(identityOf(benchmark));
    const before = times.get(key);
    if (before === undefined) {
      times.set(key, 1);
      return benchmark;
    }
    let number = before + 1;
    const named = () => ({ ...benchmark, name: `${benchmark.name} #${number}` });
    // A benchmark that was registered as "sort #2" keeps its name.
    while (taken.has(identityKey(identityOf(named())))) number++;
    times.set(key, number);
    renamed.push(formatIdentity(identityOf(named())));
    return named();
  });
  const warnings = renamed.length === 0
    ? []
    : [`${source}: ${renamed.length} named as another, and numbered: ${listNames(renamed)}`];
  return { benchmarks: numbered, warnings };
}

function identityOf({ file = null, group = null, name }: ImportedBenchmark): BenchmarkIdentity {
  return { file, group, name };
}
