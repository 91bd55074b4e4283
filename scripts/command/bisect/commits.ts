/** Measures commits for a search: in turn, and apart from the working tree. @module */
import { compareVersions } from "../../duet/compare_versions.ts";
import { measureVersions } from "../../duet/measure_versions.ts";
import type { CompareVersionsOptions } from "../../duet/options.ts";
import { Failure } from "../../result/failure.ts";
import type { Measurer } from "./measurer.ts";

/** The options that the user chose, the same for every step. */
export type StepOptions = Omit<CompareVersionsOptions, "baseline" | "current" | "only" | "shard">;

/** Measures commits for a search, without using the working tree. */
export function measureCommits(options: StepOptions): Pick<Measurer, "compare" | "measure"> {
  const between = (good: string, bad: string, patience: number): CompareVersionsOptions => ({
    ...options,
    baseline: { ref: good },
    current: { ref: bad },
    called: { baseline: "good end", current: "bad end" },
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
        // An interrupted comparison says little about a single benchmark, but may decide some of
        // many.
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
        // A commit may fail to check out or set up, while others work.
        if (error instanceof Failure) return error.message;
        throw error;
      }
    },
  };
}
