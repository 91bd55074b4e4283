/** What a search asks of the engine: commits measured in turn, beside the working tree. @module */
import { compareVersions } from "../../duet/compare_versions.ts";
import { measureVersions } from "../../duet/measure_versions.ts";
import type { CompareVersionsOptions } from "../../duet/options.ts";
import type { Measurer } from "./search.ts";

/** What the user has chosen for every step. */
export type StepOptions = Omit<CompareVersionsOptions, "baseline" | "current" | "only" | "shard">;

/**
 * Measures commits as a search wants it. The working tree has no part in it.
 *
 * @param patience Budgets of a benchmark are multiplied with it.
 */
export function measureCommits(options: StepOptions): Pick<Measurer, "compare" | "measure"> {
  const between = (good: string, bad: string, patience: number): CompareVersionsOptions => ({
    ...options,
    baseline: { ref: good },
    current: { ref: bad },
    budgetSeconds: (options.budgetSeconds ?? 20) * patience,
  });
  return {
    async compare(good, bad, only, patience) {
      const { comparison } = await compareVersions({ ...between(good, bad, patience), only });
      // What was measured by then may say little.
      options.signal?.throwIfAborted();
      return comparison;
    },
    measure: ({ good, bad }, only, decide, patience) =>
      measureVersions({ ...between(good, bad, patience), only }, decide),
  };
}
