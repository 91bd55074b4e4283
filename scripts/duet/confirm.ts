/** Measuring what was flagged again, since a build may fail by it. @module */
import type { Benchmark } from "../verdict/benchmark.ts";
import { CONFIRMATION_BUDGETS, endsConfirmation, LOOKS } from "../verdict/judge_duet.ts";
import type { FullOptions } from "./options.ts";
import { type RoundOptions, runRounds } from "./rounds.ts";
import { keepRounds, tellRounds } from "./session.ts";

/**
 * Measures each flagged benchmark again in processes of its own, the largest slowdown first.
 *
 * @throws The reason of the signal, if that is aborted; finished rounds are kept.
 */
export async function confirmFlagged(
  benchmarks: readonly Benchmark[],
  rounds: RoundOptions,
  options: FullOptions,
): Promise<void> {
  const flagged = benchmarks.filter(({ judgement, failure }) =>
    judgement?.verdict === "regression" && failure === null
  ).toSorted((a, b) => b.judgement!.change - a.judgement!.change);
  for (const benchmark of flagged) await confirm(benchmark, rounds, options);
}

async function confirm(
  benchmark: Benchmark,
  rounds: RoundOptions,
  options: FullOptions,
): Promise<void> {
  const again: Benchmark = {
    ...benchmark,
    rounds: benchmark.confirmation,
    open: true,
    spentMs: 0,
    judgement: null,
  };
  const onRound = tellRounds([again], true, options);
  const onFinished = keepRounds("confirmation", options);
  try {
    await runRounds([again], { ...rounds, onRound, onFinished }, {
      looks: LOOKS,
      fewestRounds: LOOKS[0]!,
      marks: benchmark.rounds[0]!.marks,
      budgetMs: options.budgetSeconds * 1000 * CONFIRMATION_BUDGETS,
      decide: () => {
        if (endsConfirmation(again)) again.open = false;
      },
    });
  } finally {
    benchmark.failure = again.failure;
  }
}
