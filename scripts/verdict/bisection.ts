/** The result of a search for the commits that made benchmarks slower. @module */
import type { BenchmarkIdentity } from "../result/identity.ts";
import type { ComparisonEntry } from "./comparison.ts";

/** A commit, or a few among which it is, with its effect on a benchmark. */
export interface Culprit {
  /** In order; several if the search cannot say which of them it is. */
  readonly commits: readonly string[];
  /**
   * Compared with the commit before them: a regression, or inconclusive if they account for most of
   * the change and even much time could not settle it.
   */
  readonly entry: ComparisonEntry;
}

/**
 * Why no commit is named for a part of a change: the search ended before, no regression was shown
 * in it, or its ends could not be compared.
 */
export type LeftReason = "not_searched" | "not_shown" | "not_measured";

/** Commits among which a part of a change happened, without a named culprit. */
export interface LeftRange {
  /** In order. */
  readonly commits: readonly string[];
  /** Over all of them, last / first − 1; null if only the whole is known. */
  readonly change: number | null;
  readonly reason: LeftReason;
  /** What went wrong, if they could not be measured. */
  readonly message: string | null;
}

/** The result for one benchmark. */
export interface BisectResult {
  readonly identity: BenchmarkIdentity;
  /** From the good end to the bad one. */
  readonly whole: ComparisonEntry;
  /** In the order of the commits; empty if the slowdown is spread too thin to name one. */
  readonly culprits: readonly Culprit[];
  /** In the order of the commits. */
  readonly left: readonly LeftRange[];
  /** The whole change without that of the culprits; negative if others made it faster again. */
  readonly rest: number;
  /** Whether the rest is too small to be a change. */
  readonly complete: boolean;
  /** Commits that were skipped. */
  readonly skipped: readonly { readonly commit: string; readonly reason: string }[];
}

/** The results for all benchmarks. */
export interface Bisection {
  /** Benchmarks that are slower at the bad end. */
  readonly results: readonly BisectResult[];
  /** Benchmarks that were inconclusive, could not be measured, or are missing at one end. */
  readonly open: readonly ComparisonEntry[];
  /** Why the search ended before it was done, as the end of a sentence; null if it was done. */
  readonly stopped: string | null;
}
