/**
 * Times contenders against each other on a machine that others use too.
 *
 * Each contender works for a few milliseconds, then the next one has its turn. What disturbs the
 * machine for longer than that disturbs all of them, so that the ratios within a round hold even
 * where the times do not. The order within a round is shuffled, lest one contender always runs
 * on the caches that another one left behind.
 *
 * @module
 */
import type { Prepared } from "./contender.ts";

/** How long to measure. */
export interface Options {
  readonly rounds: number;
  /** Length of a contender's turn. */
  readonly burstMilliseconds: number;
  /** What a contender may take in all rounds together; a slow one gets fewer rounds. */
  readonly patienceMilliseconds: number;
}

/** Milliseconds a call in each round; a round that the contender sat out is absent. */
export type Rounds = ReadonlyMap<number, number>;

/** Calls that run in the engine's baseline tier: measured to be 7 to 11, rounded up. */
const WARM_UP_CALLS = 16;

/** Measures all contenders in turn and returns their times in the same order. */
export async function measureInterleaved(
  contenders: readonly Prepared[],
  options: Options,
): Promise<Rounds[]> {
  const plans = [];
  for (const prepared of contenders) plans.push(await plan(prepared, options));
  const random = generator();
  for (let round = 0; round < options.rounds; round++) {
    for (const { prepared, calls, every, times } of shuffled(plans, random)) {
      if (round % every !== 0) continue;
      await prepared.enter?.();
      times.set(round, await burst(prepared, calls) / calls);
      await prepared.leave?.();
    }
  }
  return plans.map(({ times }) => times);
}

async function plan(prepared: Prepared, options: Options) {
  const { rounds, burstMilliseconds, patienceMilliseconds } = options;
  await prepared.enter?.();
  const start = performance.now();
  let last = 0;
  for (
    let call = 0;
    call < WARM_UP_CALLS || performance.now() - start < burstMilliseconds;
    call++
  ) {
    last = await burst(prepared, 1);
    if (performance.now() - start > patienceMilliseconds / 4) break;
  }
  // Counted with a loop of several calls: a single short one measures mostly the clock.
  const trial = last > 1 ? 1 : 32;
  const call = trial === 1 ? last : await burst(prepared, trial) / trial;
  await prepared.leave?.();
  const calls = Math.max(1, Math.round(burstMilliseconds / call));
  const affordable = Math.max(1, Math.floor(patienceMilliseconds / (calls * call)));
  return {
    prepared,
    calls,
    every: Math.ceil(rounds / Math.min(rounds, affordable)),
    times: new Map<number, number>(),
  };
}

async function burst({ call, asynchronous }: Prepared, calls: number): Promise<number> {
  const start = performance.now();
  // Two loops: awaiting what is no promise would cost the synchronous ones a microtask a call.
  if (asynchronous) { for (let i = 0; i < calls; i++) await call(); }
  else for (let i = 0; i < calls; i++) call();
  return performance.now() - start;
}

/** Ratios of two contenders' times, one a round in which both took part. */
export function ratios(rounds: Rounds, base: Rounds): number[] {
  const out: number[] = [];
  for (const [round, time] of rounds) {
    const other = base.get(round);
    if (other !== undefined) out.push(time / other);
  }
  return out;
}

/** The quantile of at least one number, between neighbours by proportion. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const position = (sorted.length - 1) * share, below = Math.floor(position);
  const low = sorted[below]!, high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (high - low) * (position - below);
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const out = [...items];
  for (let i = out.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [out[i], out[j]] = [out[j]!, out[i]!];
  }
  return out;
}

function generator(): () => number {
  let state = 1;
  return () => (state = Math.imul(state, 48271) >>> 0) / 2 ** 32;
}
