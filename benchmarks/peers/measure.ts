/**
 * Times contenders against a base on a machine that others use too.
 *
 * Every contender works for a few milliseconds between two turns of the base, and its time is
 * divided by each of those two. A longer disturbance of the machine affects all three, so the ratio
 * holds even if the times do not. The order within a round is shuffled, so that no contender always
 * meets the same moment of a periodic disturbance.
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
/** Share of its time by which a turn must be faster than all before it to count as faster. */
const FASTER = 0.05;
/**
 * A contender is warm after so many turns in a row without a faster one: a single turn may be slow
 * by chance while the engine still replaces its code.
 */
const SETTLED_TURNS = 3;
/** How many times as many calls as the previous turn one may have, in case that one was misjudged. */
const GROWTH = 32;

/** To the turn of the base before, and to that after. */
export const RATIOS_A_ROUND = 2;

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

/**
 * Measures all contenders; returns for each its ratios to the base, two a round it took part in: to
 * the turn before and to the turn after.
 */
export async function measureRatios(
  base: Prepared,
  contenders: readonly Prepared[],
  options: Options,
): Promise<number[][]> {
  const clock = options.clock ?? (() => performance.now());
  for (const prepared of [base, ...contenders]) {
    await warmUp(prepared, { calls: WARM_UP_CALLS, turns: WARM_UP_TURNS }, options, clock);
  }
  // Again, since what was compiled for one contender may have arrived while others warmed up: all of
  // them start in the state in which they stay, and their turns are as long as intended.
  const basePlan = await plan(base, options, clock);
  const plans: Plan[] = [];
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
      // Not to the mean of both: disturbances only ever slow a turn down, so that more than half of
      // all turns are faster than the mean of two others, and everybody would seem faster than the
      // base.
      one.ratios.push(time / before, time / after);
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

/** Decides how many calls make a turn and how many rounds are affordable, after warming up again. */
async function plan(
  prepared: Prepared,
  options: Options,
  clock: () => number,
  companion = 0,
): Promise<Plan> {
  const { rounds, burstMilliseconds, patienceMilliseconds } = options;
  const call = await warmUp(prepared, { calls: 1, turns: 0 }, options, clock);
  const calls = callsFor(burstMilliseconds, call), length = calls * call;
  const affordable = Math.max(1, Math.floor(patienceMilliseconds / (length + companion)));
  const every = Math.ceil(rounds / Math.min(rounds, affordable));
  return { prepared, calls, length, every, ratios: [] };
}

/** Calls until turns become no faster; returns about the milliseconds of a call in the fastest. */
async function warmUp(
  prepared: Prepared,
  least: { readonly calls: number; readonly turns: number },
  { burstMilliseconds, patienceMilliseconds }: Options,
  clock: () => number,
): Promise<number> {
  await prepared.enter?.();
  try {
    const start = clock();
    let fastest = Infinity, settled = 0, made = 0, calls = 1;
    while (
      settled < SETTLED_TURNS || made < least.calls ||
      clock() - start < least.turns * burstMilliseconds
    ) {
      const call = await burst(prepared, calls, clock) / calls;
      made += calls;
      settled++;
      if (call < fastest * (1 - FASTER)) fastest = call, settled = 0;
      if (clock() - start > patienceMilliseconds / 4) break;
      calls = Math.min(calls * GROWTH, callsFor(burstMilliseconds, call));
    }
    return fastest;
  } finally {
    await prepared.leave?.();
  }
}

function callsFor(milliseconds: number, call: number): number {
  // A call too short for the clock would make a turn of endless calls.
  return Math.max(1, Math.round(milliseconds / Math.max(call, 1e-5)));
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
