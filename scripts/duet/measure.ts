/** Measuring until every benchmark is decided, with time kept back for what looks slower. @module */
import { identityKey } from "../result/identity.ts";
import { median } from "../result/spread.ts";
import type { Benchmark, DuetJudgement, Measured } from "../verdict/benchmark.ts";
import { decideDuet, FEWEST_ROUNDS, LOOKS, type Standing } from "../verdict/judge_duet.ts";
import type { FullOptions } from "./options.ts";
import { type Plan, releaseSeveralCores, type RoundOptions, runRounds } from "./rounds.ts";
import type { Schedule } from "./schedule.ts";

/** Of the whole time, what is kept back at most for benchmarks that look slower. */
const KEPT_BACK = 0.5;
/** What starting a pair for one benchmark alone takes beside its own time. */
const START_MS = 400;

/**
 * Measures what is open until it is decided.
 *
 * Where the time limit comes first, what does not look slower is judged by what it has, and the rest
 * of the time goes to what does: so much of it is kept back as that will take.
 *
 * @throws The reason of the schedule's signal, if that is aborted; what is there is judged first.
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
    // What has rounds was looked at in this respect when it got the first of them.
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

/** What is judged because the time is over is not kept: whoever resumes has more of it. */
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
 * Judges what is at one of the planned looks, or gets no further round, and closes what is decided.
 *
 * @returns What that is.
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

/** Whether the rounds so far, few as they may be, are typically above the threshold. */
function looksSlower({ rounds, thresholds }: Measured): boolean {
  return rounds.length > 0 &&
    median(rounds.map(({ logRatio }) => logRatio)) > Math.log1p(thresholds.threshold);
}

/** What deciding and confirming all that looks slower will take. */
function reserveMs(benchmarks: readonly Benchmark[]): number {
  const suspects = benchmarks.filter((benchmark) => benchmark.open && looksSlower(benchmark));
  return confirmationMs(benchmarks) + suspects.reduce((sum, benchmark) => {
    const rounds = Math.max(FEWEST_ROUNDS, LOOKS[1]! - benchmark.rounds.length);
    return sum + rounds * roundMs(benchmark);
  }, 0);
}

/** What confirming all that is flagged, or will be, takes at the least. */
function confirmationMs(benchmarks: readonly Benchmark[]): number {
  return benchmarks.filter((benchmark) =>
    benchmark.failure === null &&
    (benchmark.judgement?.verdict === "regression" || (benchmark.open && looksSlower(benchmark)))
  ).reduce((sum, benchmark) => sum + LOOKS[0]! * roundMs(benchmark), 0);
}

function roundMs({ spentMs, rounds }: Benchmark): number {
  return spentMs / Math.max(1, rounds.length) + START_MS;
}
