/** Measures one benchmark of two versions until the caller has seen enough. @module */
import type { DuetRound } from "../result/duet.ts";
import { type BenchmarkIdentity, formatIdentity } from "../result/identity.ts";
import type { Benchmark } from "../verdict/benchmark.ts";
import { LOOKS } from "../verdict/judge_duet.ts";
import { type CompareVersionsOptions, withDefaults } from "./options.ts";
import { runRounds } from "./rounds.ts";
import { openSession } from "./session.ts";

/**
 * Measures one benchmark of two versions in turn.
 *
 * @param options `only` is the benchmark.
 * @param decide Called at each planned look; returns whether it has seen enough. `final` says that
 * no further round follows.
 * @returns Why it could not be measured; null if it was.
 * @throws {Failure} If a version cannot be prepared.
 * @throws The reason of the signal, if that is aborted.
 */
export async function measureVersions(
  options: CompareVersionsOptions & { readonly only: BenchmarkIdentity },
  decide: (rounds: readonly DuetRound[], final: boolean) => boolean,
): Promise<string | null> {
  const { only } = options;
  const full = withDefaults(options);
  const { budgetSeconds, signal } = full;
  const session = await openSession(full, signal);
  try {
    const [benchmark] = session.benchmarks;
    if (benchmark?.failure) return benchmark.failure.message;
    if (!benchmark?.open) return `it has no ${formatIdentity(only)}`;
    await runRounds([benchmark], session.rounds, {
      looks: LOOKS,
      fewestRounds: LOOKS[0]!,
      budgetMs: budgetSeconds * 1000,
      decide(final) {
        if (decide(benchmark.rounds, final.has(benchmark))) benchmark.open = false;
      },
    });
    return failureOf(benchmark);
  } finally {
    await session.close();
  }
}

function failureOf({ failure }: Benchmark): string | null {
  return failure?.message ?? null;
}
