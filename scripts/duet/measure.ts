/**
 * Measures until every benchmark is decided, and reserves time for those that look slower.
 *
 * @module
 */
import { identityKey } from "../result/identity.ts";
import { median } from "../result/spread.ts";
import type { Benchmark, DuetJudgement, Measured } from "../verdict/benchmark.ts";
import { decideDuet, FEWEST_ROUNDS, LOOKS, type Standing } from "../verdict/judge_duet.ts";
import type { FullOptions } from "./options.ts";
import { type Plan, releaseSeveralCores, type RoundOptions, runRounds } from "./rounds.ts";
import type { Schedule } from "./schedule.ts";

/** The largest share of the whole time that is reserved for benchmarks that look slower. */
const KEPT_BACK = 0.5;
/** Time to start a pair for one benchmark alone, in addition to its own time. */
const START_MS = 400;

/**
 * Measures open benchmarks until they are decided.
 *
 * If the time limit comes first, benchmarks that do not look slower are judged by their rounds so
 * far. The reserved time goes to those that do.
 *
 * @throws The reason of the schedule's signal, if that is aborted; the rounds so far are judged
 * first.
 */
export async function measureAndDecide(
  benchmarks: readonly Benchmark[],
  rounds: RoundOptions,
  { budgetSeconds, timeoutMinutes, shard, journal }: FullOptions,
  schedule: Schedule,
): Promise<void> {
  const decide = (standing: (benchmark: Benchmark) => Standing) =>
    decideOpen(benchmarks, standing, shard?.total);
  const plan: Plan = {
    looks: LOOKS,
    fewestRounds: FEWEST_ROUNDS,
    budgetMs: budgetSeconds * 1000,
    decide(final) {
      const decided = decide((benchmark) => final.has(benchmark) ? "spent" : "open");
      for (const { identity, judgement } of decided) {
        journal?.append({ kind: "judgement", benchmark: identityKey(identity), judgement });
      }
    },
  };
  const limitMs = timeoutMinutes * 60_000;
  try {
    // Benchmarks that have rounds were checked for this before their first one.
    const fresh = benchmarks.filter((one) => one.open && one.rounds.length === 0);
    if (rounds.cores !== null) await releaseSeveralCores(fresh, rounds);
    const reserve = () => Math.min(KEPT_BACK * limitMs, reserveMs(benchmarks));
    const isOver = () => schedule.leftMs() <= reserve();
    if (await runRounds(benchmarks, rounds, { ...plan, isOver })) return;
    closeAll(benchmarks.filter((one) => one.open && !looksSlower(one)), decide);
    await runRounds(benchmarks, rounds, {
      ...plan,
      isOver: () => schedule.leftMs() <= confirmationMs(benchmarks),
    });
  } finally {
    closeAll(benchmarks.filter(({ open }) => open), decide);
  }
}

/**
 * Judgements that are made because the time is over are not kept: a resumed comparison has more
 * time.
 */
function closeAll(
  benchmarks: readonly Benchmark[],
  decide: (standing: (benchmark: Benchmark) => Standing) => unknown,
): void {
  const closed = new Set(benchmarks);
  decide((benchmark) => closed.has(benchmark) ? "cut short" : "open");
  for (const benchmark of benchmarks) benchmark.open = false;
}

type Judged = Benchmark & { readonly judgement: DuetJudgement };

/**
 * Judges the benchmarks that are at a planned look or get no further round, and closes those that
 * are decided.
 *
 * @returns The decided benchmarks.
 */
function decideOpen(
  benchmarks: readonly Benchmark[],
  standing: (benchmark: Benchmark) => Standing,
  shards: number | undefined,
): Judged[] {
  const measured = benchmarks.filter(({ failure, rounds }) =>
    failure === null && rounds.length > 0
  );
  const judgements = decideDuet(measured, standing, shards);
  return measured.flatMap((benchmark, index) => {
    const judgement = judgements[index]!;
    return judgement === null ? [] : [Object.assign(benchmark, { judgement, open: false })];
  });
}

/** Whether the median of the rounds so far is above the threshold, even if they are few. */
function looksSlower({ rounds, thresholds }: Measured): boolean {
  return rounds.length > 0 &&
    median(rounds.map(({ logRatio }) => logRatio)) > Math.log1p(thresholds.threshold);
}

/** Returns the time to decide and to confirm all that looks slower. */
function reserveMs(benchmarks: readonly Benchmark[]): number {
  const suspects = benchmarks.filter((benchmark) => benchmark.open && looksSlower(benchmark));
  return confirmationMs(benchmarks) + suspects.reduce((sum, benchmark) => {
    const rounds = Math.max(FEWEST_ROUNDS, LOOKS[1]! - benchmark.rounds.length);
    return sum + rounds * roundMs(benchmark);
  }, 0);
}

/** Returns the least time to confirm all that is flagged, or will be. */
function confirmationMs(benchmarks: readonly Benchmark[]): number {
  return benchmarks.filter((benchmark) =>
    benchmark.failure === null &&
    (benchmark.judgement?.verdict === "regression" || (benchmark.open && looksSlower(benchmark)))
  ).reduce((sum, benchmark) => sum + LOOKS[0]! * roundMs(benchmark), 0);
}

function roundMs({ spentMs, rounds }: Benchmark): number {
  return spentMs / Math.max(1, rounds.length) + START_MS;
}
