/** Measures flagged benchmarks again, since a build may fail because of them. @module */
import type { Benchmark } from "../verdict/benchmark.ts";
import { CONFIRMATION_BUDGETS, endsConfirmation, LOOKS } from "../verdict/judge_duet.ts";
import type { FullOptions } from "./options.ts";
import { type RoundOptions, runRounds } from "./rounds.ts";
import { keepRounds, tellRounds } from "./session.ts";

/**
 * Measures flagged benchmarks again in fresh processes, file by file, beginning with the largest
 * slowdown. Benchmarks of a file share processes, since starting them takes as long as a round.
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
  const files = Map.groupBy(
    flagged,
    ({ places }) => JSON.stringify([places.baseline!.file, places.current!.file]),
  );
  for (const group of files.values()) await confirm(group, rounds, options);
}

async function confirm(
  flagged: readonly Benchmark[],
  rounds: RoundOptions,
  options: FullOptions,
): Promise<void> {
  const again = flagged.map((benchmark): Benchmark => ({
    ...benchmark,
    rounds: benchmark.confirmation,
    open: true,
    spentMs: 0,
    judgement: null,
  }));
  const marks = new Map(again.map((one, index) => [one, flagged[index]!.rounds[0]!.marks]));
  const onRound = tellRounds(again, true, options);
  const onFinished = keepRounds("confirmation", options);
  try {
    await runRounds(again, { ...rounds, onRound, onFinished }, {
      looks: LOOKS,
      fewestRounds: LOOKS[0]!,
      marksOf: (benchmark) => marks.get(benchmark) ?? null,
      budgetMs: options.budgetSeconds * 1000 * CONFIRMATION_BUDGETS,
      decide: () => {
        for (const one of again) if (one.open && endsConfirmation(one)) one.open = false;
      },
    });
  } finally {
    for (const [index, one] of again.entries()) flagged[index]!.failure = one.failure;
  }
}
