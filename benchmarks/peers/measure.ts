/**
 * Times contenders against a base on a machine that others use too.
 *
 * Every contender works for a few milliseconds between two turns of the base, and its time is
 * divided by the mean of those two. A longer disturbance of the machine affects all three, so the
 * ratio holds even if the times do not. The order within a round is shuffled, so that no contender
 * always meets the same moment of a periodic disturbance.
 *
 * @module
 */
import type { Prepared } from "./contender.ts";

/** How long to measure. */
export interface Options {
  readonly rounds: number;
  /** Length of a turn. */
  readonly burstMilliseconds: number;
  /** The most time of a contender in all rounds together; a slow one gets fewer rounds. */
  readonly patienceMilliseconds: number;
  /** Milliseconds since some moment; tests replace the machine's clock to be repeatable. */
  readonly clock?: () => number;
}

/** Calls that run in the engine's baseline tier: measured to be 7 to 11, rounded up. */
const WARM_UP_CALLS = 16;
/** And turns, for short kernels: compiling happens beside them and may be late. */
const WARM_UP_TURNS = 5;

/**
 * Length of a turn, in milliseconds, from which the initial content of caches no longer matters.
 */
const LONG = 100;

/** How a contender is measured. */
interface Plan {
  readonly prepared: Prepared;
  /** Calls a turn. */
  readonly calls: number;
  /** Milliseconds of a turn. */
  readonly length: number;
  /** It takes part in one round of this many. */
  readonly every: number;
  readonly ratios: number[];
}

/** Measures all contenders; returns for each its ratios to the base, one a round it took part in. */
export async function measureRatios(
  base: Prepared,
  contenders: readonly Prepared[],
  options: Options,
): Promise<number[][]> {
  const clock = options.clock ?? (() => performance.now());
  const basePlan = await plan(base, options, clock);
  const plans = [];
  for (const prepared of contenders) {
    plans.push(await plan(prepared, options, clock, basePlan.length));
  }
  const random = generator();
  for (let round = 0; round < options.rounds; round++) {
    let before = await turn(basePlan, clock);
    for (const one of shuffled(plans, random)) {
      if (round % one.every !== 0) continue;
      const time = await turn(one, clock);
      const after = await turn(basePlan, clock);
      one.ratios.push(time / ((before + after) / 2));
      before = after;
    }
  }
  return plans.map(({ ratios }) => ratios);
}

/** Milliseconds a call in one turn. */
async function turn({ prepared, calls, length }: Plan, clock: () => number): Promise<number> {
  await prepared.enter?.();
  try {
    // Brings the data back into the caches, which the previous contender filled with its own.
    if (length < LONG) await burst(prepared, 1, clock);
    return await burst(prepared, calls, clock) / calls;
  } finally {
    await prepared.leave?.();
  }
}

/** Warms up, and decides how many calls make a turn and how many rounds are affordable. */
async function plan(
  prepared: Prepared,
  options: Options,
  clock: () => number,
  companion = 0,
): Promise<Plan> {
  const { rounds, burstMilliseconds, patienceMilliseconds } = options;
  await prepared.enter?.();
  const start = clock();
  let last = 0;
  for (
    let call = 0;
    call < WARM_UP_CALLS || clock() - start < WARM_UP_TURNS * burstMilliseconds;
    call++
  ) {
    last = await burst(prepared, 1, clock);
    if (clock() - start > patienceMilliseconds / 4) break;
  }
  // Counted with a loop of several calls: a single short one measures mostly the clock.
  const trial = last > 1 ? 1 : 32;
  const call = trial === 1 ? last : await burst(prepared, trial, clock) / trial;
  await prepared.leave?.();
  // A call too short for the clock would make a turn of endless calls.
  const calls = Math.max(1, Math.round(burstMilliseconds / Math.max(call, 1e-5)));
  const length = calls * call;
  const affordable = Math.max(1, Math.floor(patienceMilliseconds / (length + companion)));
  const every = Math.ceil(rounds / Math.min(rounds, affordable));
  return { prepared, calls, length, every, ratios: [] };
}

async function burst(
  { call, asynchronous }: Prepared,
  calls: number,
  clock: () => number,
): Promise<number> {
  const start = clock();
  // Two loops, because awaiting a value that is not a promise would cost synchronous contenders a
  // microtask a call.
  if (asynchronous) {
    for (let i = 0; i < calls; i++) await call();
  } else {
    for (let i = 0; i < calls; i++) call();
  }
  return clock() - start;
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
