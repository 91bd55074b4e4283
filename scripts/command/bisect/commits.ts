/** What a search asks of the engine: commits measured in turn, beside the working tree. @module */
import { compareVersions } from "../../duet/compare_versions.ts";
import { measureVersions } from "../../duet/measure_versions.ts";
import type { CompareVersionsOptions } from "../../duet/options.ts";
import { Failure } from "../../result/failure.ts";
import type { Measurer } from "./measurer.ts";

/** What the user has chosen for every step. */
export type StepOptions = Omit<CompareVersionsOptions, "baseline" | "current" | "only" | "shard">;

/**
 * Measures commits as a search wants it. The working tree has no part in it.
 */
export function measureCommits(options: StepOptions): Pick<Measurer, "compare" | "measure"> {
  const between = (good: string, bad: string, patience: number): CompareVersionsOptions => ({
    ...options,
    baseline: { ref: good },
    current: { ref: bad },
    budgetSeconds: (options.budgetSeconds ?? 20) * patience,
  });
  const { signal } = options;
  return {
    async compare(good, bad, only, patience, explained) {
      try {
        const { comparison } = await compareVersions({
          ...between(good, bad, patience),
          only,
          explained: explained ? "slower" : "none",
        });
        // What was measured by then may say little of the one benchmark, and something of many.
        const isCut = comparison.doubts.some(({ kind }) => kind === "ended-early");
        if (only !== null && isCut) signal?.throwIfAborted();
        return comparison;
      } catch (error) {
        signal?.throwIfAborted();
        throw error;
      }
    },
    async measure({ good, bad }, only, decide, patience) {
      try {
        return await measureVersions({ ...between(good, bad, patience), only }, decide);
      } catch (error) {
        signal?.throwIfAborted();
        // Such as a commit that cannot be checked out or set up; others may do.
        if (error instanceof Failure) return error.message;
        throw error;
      }
    },
  };
}
