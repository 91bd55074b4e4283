/** Benchmarks of one name in what a harness wrote of one process. @module */
import { formatIdentity, identityKey } from "../identity.ts";
import type { ImportedBenchmark } from "./importer.ts";

/** Benchmarks that all differ in their identity. */
export interface NumberedBenchmarks {
  readonly benchmarks: readonly ImportedBenchmark[];
  /** What got a number. */
  readonly warnings: readonly string[];
}

/**
 * Gives a number to the later ones of one identity, as `run` does. For harnesses that measure each
 * benchmark once a process: two of one name are two functions there, and no rounds.
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
  const keyOf = ({ file = null, group = null, name }: ImportedBenchmark) =>
    identityKey({ file, group, name });
  const taken = new Set(benchmarks.map(keyOf));
  const times = new Map<string, number>();
  const warnings: string[] = [];
  const numbered = benchmarks.map((benchmark) => {
    const key = keyOf(benchmark);
    let number = (times.get(key) ?? 0) + 1;
    const named = () => number === 1 ? benchmark : withNumber(benchmark, number);
    // A benchmark that is called "sort #2" by itself keeps its name.
    while (number > 1 && taken.has(keyOf(named()))) number++;
    times.set(key, number);
    if (number === 1) return benchmark;
    taken.add(keyOf(named()));
    const { file = null, group = null, name } = benchmark;
    warnings.push(
      `${source}: there are several ${
        formatIdentity({ file, group, name })
      }; one is called ${named().name}`,
    );
    return named();
  });
  return { benchmarks: numbered, warnings };
}

function withNumber(benchmark: ImportedBenchmark, number: number): ImportedBenchmark {
  return { ...benchmark, name: `${benchmark.name} #${number}` };
}
