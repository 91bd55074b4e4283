/** Measures benchmarks against themselves. @module */
import { Failure } from "../result/failure.ts";
import type { Doubt } from "../result/doubt.ts";
import type { Benchmark } from "../verdict/benchmark.ts";
import { type CompareVersionsOptions, withDefaults } from "./options.ts";
import type { BenchmarkFacts } from "../result/benchmark_facts.ts";
import { inspectBenchmark } from "../measure/inspect_benchmark.ts";
import { makeTemporaryFolder } from "../git/temporary_folder.ts";
import { join } from "../deps/std/path/mod.ts";
import { releaseSeveralCores, runRounds } from "./rounds.ts";
import { openSession, type Session } from "./session.ts";

/** Benchmarks with rounds of the same code on both sides. */
export interface MeasuredAgainstItself {
  /** Each with its rounds, or with its failure. */
  readonly benchmarks: readonly Benchmark[];
  /**
   * The facts about each benchmark that could run; null if it limits its calls or could not be
   * inspected.
   */
  readonly facts: ReadonlyMap<Benchmark, BenchmarkFacts | null>;
  /** Whether both sides were pinned to one core. */
  readonly pinned: boolean;
  /** What to know about the measurement. */
  readonly doubts: readonly Doubt[];
}

/**
 * Measures every benchmark of the working tree against itself, in the placement that a comparison
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
    const facts = await inspectAll(measured, session);
    return { benchmarks: measured, facts, pinned: cores !== null, doubts };
  } finally {
    await session.close();
  }
}

/** Not pinned, since the number of cores that a benchmark uses is one of the facts. */
async function inspectAll(
  benchmarks: readonly Benchmark[],
  { sides: { current: { root, flags, command } }, rounds }: Session,
): Promise<Map<Benchmark, BenchmarkFacts | null>> {
  const folder = await makeTemporaryFolder(null);
  try {
    const facts = new Map<Benchmark, BenchmarkFacts | null>();
    for (const benchmark of benchmarks) {
      if (benchmark.failure !== null) continue;
      const { file, ordinal, n } = benchmark.places.current!;
      const host = {
        file: join(root, file),
        cwd: root,
        flags,
        command,
        timeoutMs: rounds.benchTimeoutMs,
        signal: rounds.signal,
      };
      // It may not be safe to call a benchmark that limits its calls more often.
      const seen = n === null ? await inspectBenchmark(host, ordinal, folder.path) : null;
      facts.set(benchmark, seen);
    }
    return facts;
  } finally {
    await folder.remove();
  }
}
