/** The interface through which a search measures commits. @module */
import type { DuetRound } from "../../result/duet.ts";
import type { BenchmarkIdentity } from "../../result/identity.ts";
import type { Comparison } from "../../verdict/comparison.ts";

/**
 * Measures commits, named by hash. `patience` multiplies the budget; `explained` asks for the
 * cause.
 */
export interface Measurer {
  /** @throws {Failure} If a commit cannot be prepared. */
  compare(
    good: string,
    bad: string,
    only: BenchmarkIdentity | null,
    patience: number,
    explained: boolean,
  ): Promise<Comparison>;
  /** Returns why a commit could not be measured; null if it was. */
  measure(
    commits: { readonly good: string; readonly bad: string },
    identity: BenchmarkIdentity,
    decide: (rounds: readonly DuetRound[], final: boolean) => boolean,
    patience: number,
  ): Promise<string | null>;
  onStep(text: string): void;
}
