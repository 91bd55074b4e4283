/** What a search for the commits that made benchmarks slower has found. @module */
import type { BenchmarkIdentity } from "../result/identity.ts";
import type { ComparisonEntry } from "./comparison.ts";

/** A commit, or a few of which it is one, with what it did to a benchmark. */
export interface Culprit {
  /** In order; several where those between cannot be told apart. */
  readonly commits: readonly string[];
  /**
   * Measured against the commit before them: a regression, or inconclusive where they account for
   * most of what was searched for and even that much time could not show it for certain.
   */
  readonly entry: ComparisonEntry;
}

/**
 * Why no commit is named for a part of a change: the search ended before, nothing that was measured
 * of it was shown to be a regression, or its ends could not be measured against each other.
 */
export type LeftReason = "not_searched" | "not_shown" | "not_measured";

/** Commits among which a part of a change came about that no commit is named for. */
export interface LeftRange {
  /** In order. */
  readonly commits: readonly string[];
  /** Over all of them, last / first − 1; null where only the whole is known. */
  readonly change: number | null;
  readonly reason: LeftReason;
  /** Of what could not be measured: what went wrong. */
  readonly message: string | null;
}

/** What was found of one benchmark. */
export interface BisectResult {
  readonly identity: BenchmarkIdentity;
  /** From the good end to the bad one. */
  readonly whole: ComparisonEntry;
  /** In the order of the commits; none where the slowdown is spread too thin to name one. */
  readonly culprits: readonly Culprit[];
  /** In the order of the commits. */
  readonly left: readonly LeftRange[];
  /** The whole change without that of the culprits; negative where others made it faster again. */
  readonly rest: number;
  /** Whether the rest is no change. */
  readonly complete: boolean;
  /** Stepped over. */
  readonly skipped: readonly { readonly commit: string; readonly reason: string }[];
}

/** What was found in all. */
export interface Bisection {
  /** Benchmarks that the bad end has slower. */
  readonly results: readonly BisectResult[];
  /** Those of which it could not be told, that could not be measured, or that one end does not have. */
  readonly open: readonly ComparisonEntry[];
  /** Why the search ended before it was done, as the end of a sentence; null if it was done. */
  readonly stopped: string | null;
}
