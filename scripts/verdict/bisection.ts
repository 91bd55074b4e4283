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

/** What was found of one benchmark. */
export interface BisectResult {
  readonly identity: BenchmarkIdentity;
  /** From the good end to the bad one. */
  readonly whole: ComparisonEntry;
  /** In the order of the commits; none where the slowdown is spread too thin to name one. */
  readonly culprits: readonly Culprit[];
  /** Whether those that are named account for most of the whole change. */
  readonly complete: boolean;
  /** Stepped over. */
  readonly skipped: readonly { readonly commit: string; readonly reason: string }[];
}

/** What was found in all. */
export interface Bisection {
  /** Benchmarks that the bad end has slower. */
  readonly results: readonly BisectResult[];
  /** Those of which it could not be told, or that could not be measured. */
  readonly open: readonly ComparisonEntry[];
}
