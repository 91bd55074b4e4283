/** Benchmarks measured against themselves. @module */
import { Failure } from "../result/failure.ts";
import type { Doubt } from "../result/doubt.ts";
import type { Benchmark } from "../verdict/benchmark.ts";
import { type CompareVersionsOptions, withDefaults } from "./options.ts";
import { releaseSeveralCores, runRounds } from "./rounds.ts";
import { openSession } from "./session.ts";

/** Benchmarks with rounds of the same code on both sides. */
export interface MeasuredAgainstItself {
  /** Each with its rounds, or its failure. */
  readonly benchmarks: readonly Benchmark[];
  /** Whether both sides were kept on one core. */
  readonly pinned: boolean;
  /** What to know of the measuring. */
  readonly doubts: readonly Doubt[];
}

/**
 * Measures every benchmark of the working tree against itself, in the placement that comparing
 * would use.
 *
 * @param count Rounds of each benchmark.
 * @throws {Failure} If there is nothing to run.
 * @throws The reason of the signal, if that is aborted.
 */
export async function measureAgainstItself(
  options: Omit<CompareVersionsOptions, "baseline" | "current">,
  count: number,
): Promise<MeasuredAgainstItself> {
  const full = withDefaults({ ...options, baseline: { ref: null } });
  const session = await openSession(full, full.signal);
  try {
    const { benchmarks, rounds, doubts, cores } = session;
    if (cores !== null) await releaseSeveralCores(benchmarks, rounds);
    await runRounds(benchmarks, rounds, {
      looks: [count],
      fewestRounds: count,
      budgetMs: Infinity,
      decide: () => {},
    });
    const measured = benchmarks.filter(({ rounds, failure }) => rounds.length > 0 || failure);
    if (measured.length === 0) throw new Failure("Nothing was diagnosed: no benchmark could run");
    return { benchmarks: measured, pinned: cores !== null, doubts };
  } finally {
    await session.close();
  }
}
