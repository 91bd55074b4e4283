/** Finds which changes of benchmarks a machine can show. @module */
import { type BenchmarkIdentity, formatIdentity } from "../result/identity.ts";
import type { Benchmark } from "./benchmark.ts";
import { estimateRounds, FEWEST_ROUNDS, LOOK_RATES, LOOKS, looksFrom } from "./judge_duet.ts";
import { roundsToSee, smallestVisible } from "./statistics/power.ts";

/** The changes that the diagnosis counts rounds for. */
export const TARGET_CHANGES: readonly number[] = [0.1, 0.05, 0.02];
const MOST_ROUNDS = 1000;

/** Which changes of one benchmark this machine can show. */
export interface BenchmarkDiagnosis {
  /** Which one it is. */
  readonly identity: BenchmarkIdentity;
  /** Standard deviation of a round's log ratio; null if it failed. */
  readonly deviation: number | null;
  /** Seconds that a round takes. */
  readonly secondsPerRound: number;
  /** Rounds that the budget allows, at most those of the last look. */
  readonly rounds: number;
  /** The smallest slowdown that these rounds show to exceed the tolerance; a fraction. */
  readonly visible: number | null;
  /** Rounds that can show each of {@linkcode TARGET_CHANGES}; null for over a thousand. */
  readonly roundsFor: readonly (number | null)[];
  /** Whether the budget suffices to see a moderate regression. */
  readonly honest: boolean;
  /** Why nothing is known about it, with its name; null if something is. */
  readonly failure: string | null;
}

/**
 * Works out from rounds of a benchmark against itself which changes of it can be found.
 *
 * @param budgetSeconds For one benchmark.
 */
export function diagnose(
  benchmarks: readonly Benchmark[],
  budgetSeconds: number,
): BenchmarkDiagnosis[] {
  const alpha = LOOK_RATES.family / Math.max(1, benchmarks.length);
  return benchmarks.map(({ identity, rounds, failure, spentMs, thresholds }) => {
    const secondsPerRound = spentMs / Math.max(1, rounds.length) / 1000;
    const estimate = estimateRounds(rounds);
    const affordable = Math.min(
      LOOKS.at(-1)!,
      Math.max(FEWEST_ROUNDS, Math.floor(budgetSeconds / secondsPerRound)),
    );
    if (failure !== null || estimate === null) {
      return {
        identity,
        deviation: null,
        secondsPerRound,
        rounds: affordable,
        visible: null,
        roundsFor: TARGET_CHANGES.map(() => null),
        honest: false,
        // The message of a failure on both sides has the name.
        failure: failure?.side === "both"
          ? failure.message
          : `${formatIdentity(identity)}: ${failure?.message ?? "fewer than two rounds finished"}`,
      };
    }
    const deviation = estimate.standardError * Math.sqrt(estimate.rounds);
    const margin = Math.log1p(thresholds.tolerance);
    const visible = Math.expm1(
      margin + smallestVisible(deviation, affordable, alpha * looksFrom(affordable)),
    );
    return {
      identity,
      deviation,
      secondsPerRound,
      rounds: affordable,
      visible: Number.isFinite(visible) ? visible : null,
      roundsFor: TARGET_CHANGES.map((change) =>
        roundsToSee(deviation, Math.log1p(change), alpha, MOST_ROUNDS)
      ),
      honest: visible <= thresholds.moderate,
      failure: null,
    };
  });
}
