/** One round of one benchmark: slices of the two sides in turn. @module */
import type { DuetRound, SideName } from "../result/duet.ts";
import type { BenchmarkPlace } from "../verdict/benchmark.ts";
import { interquartileMean, median } from "../result/spread.ts";
import { type Duet, otherSide, SIDES } from "./duet.ts";

/** Long enough for the clock and for caches to fill again, short enough to see the same weather. */
const SLICE_MS = 3;
/**
 * What a round spends on slices that count, both sides together. Processes differ by more than
 * twice as many slices of one would average out, so that more rounds tell more than longer ones.
 */
const MEASURING_MS = 160;
const MOST_PAIRS = 20;
/** Rather than rest on fewer, a round takes longer, but no longer than the second. */
const FEWEST_PAIRS = 6;
const LONGEST_MEASURING_MS = 640;
/** Both sides are warmed for this long and this often, but for no longer than the second. */
const WARM_UP_MS = 60;
const WARM_UP_CALLS = 10;
const LONGEST_WARM_UP_MS = 300;
/** Slices that are off by more than this factor were settled on code that was still cold. */
const RESETTLE_FACTOR = 2;
/** A side whose speed changes by more than this on the way was compiled anew meanwhile. */
const SHIFT_FACTOR = 1.25;
const MOST_RETAKES = 2;

/** Where the two sides have one benchmark. */
export type BenchmarkPair = Readonly<Record<SideName, BenchmarkPlace>>;

/**
 * Measures one benchmark in a duet that is open.
 *
 * Slices are taken in pairs whose order changes from pair to pair, so that the place in the row and
 * a drift of the machine's speed weigh on both sides alike. The interquartile mean over the pairs
 * passes over slices during which the machine did something else; with busy neighbours it varied
 * half as much between rounds as the ratio of the sides' medians.
 *
 * @throws {SideError} If a side cannot go on.
 */
export async function measureRound(
  duet: Duet,
  benchmark: BenchmarkPair,
  { first, core }: { readonly first: SideName; readonly core: number | null },
): Promise<DuetRound> {
  let calls = await settle(duet, benchmark, first);
  let slices = await takeSlices(duet, benchmark, first, calls);
  for (let again = 0; again < MOST_RETAKES; again++) {
    const typical = (median(slices.baseline) + median(slices.current)) / 2;
    const wanted = Math.max(1, Math.round(calls * SLICE_MS / typical));
    const misfit = Math.max(wanted / calls, calls / wanted) > RESETTLE_FACTOR;
    if (!misfit && !shifted(slices.baseline) && !shifted(slices.current)) break;
    if (misfit) calls = wanted;
    slices = await takeSlices(duet, benchmark, first, calls);
  }
  const heapCalls = Math.min(1000, calls);
  return {
    logRatio: interquartileMean(slices.logRatios),
    durationMs: {
      baseline: median(slices.baseline) / calls,
      current: median(slices.current) / calls,
    },
    heapBytes: {
      baseline: await duet.heap("baseline", benchmark.baseline, heapCalls),
      current: await duet.heap("current", benchmark.current, heapCalls),
    },
    calls: calls * slices.baseline.length,
    first,
    core,
  };
}

/**
 * Warms both sides alike and finds the number of calls that fill a slice, the same for both.
 */
async function settle(duet: Duet, benchmark: BenchmarkPair, first: SideName): Promise<number> {
  const spent = { baseline: 0, current: 0 };
  let calls = 1;
  let made = 0;
  for (;;) {
    let longest = 0;
    for (const side of [first, otherSide(first)]) {
      const { elapsedMs } = await duet.slice(side, benchmark[side], calls);
      spent[side] += elapsedMs;
      longest = Math.max(longest, elapsedMs);
    }
    made += calls;
    const warm = Math.min(spent.baseline, spent.current);
    const enough = warm >= WARM_UP_MS && made >= WARM_UP_CALLS;
    if (enough || warm >= LONGEST_WARM_UP_MS) {
      return Math.max(1, Math.round(calls * SLICE_MS / Math.max(longest, 1e-6)));
    }
    // Towards the slice wanted, at most doubling, since the first calls are the slow ones.
    const growth = SLICE_MS / Math.max(longest, SLICE_MS / 2);
    calls = Math.max(1, Math.round(calls * growth));
  }
}

interface Slices {
  readonly baseline: number[];
  readonly current: number[];
  readonly logRatios: number[];
}

async function takeSlices(
  duet: Duet,
  benchmark: BenchmarkPair,
  first: SideName,
  calls: number,
): Promise<Slices> {
  const slices: Slices = { baseline: [], current: [], logRatios: [] };
  const second = otherSide(first);
  let spent = 0;
  for (let pair = 0; pair < MOST_PAIRS; pair++) {
    if (spent >= (pair < FEWEST_PAIRS ? LONGEST_MEASURING_MS : MEASURING_MS)) break;
    const order = pair % 2 === 0 ? [first, second] : [second, first];
    const elapsed = { baseline: 0, current: 0 };
    for (const side of order) {
      elapsed[side] = (await duet.slice(side, benchmark[side], calls)).elapsedMs;
      slices[side].push(elapsed[side]);
      spent += elapsed[side];
    }
    slices.logRatios.push(Math.log(elapsed.current / elapsed.baseline));
  }
  return slices;
}

/** Whether the first and the second half of a side's slices differ as after a recompilation. */
function shifted(elapsed: readonly number[]): boolean {
  const half = elapsed.length >> 1;
  if (half < 4) return false;
  const factor = median(elapsed.slice(0, half)) / median(elapsed.slice(half));
  return Math.max(factor, 1 / factor) > SHIFT_FACTOR;
}

/** Whether a benchmark keeps more than one core busy, seen without pinning. */
export async function usesSeveralCores(
  duet: Duet,
  benchmark: BenchmarkPair,
  first: SideName,
): Promise<boolean> {
  const calls = await settle(duet, benchmark, first);
  const shares: number[] = [];
  // Of long calls one tells enough.
  const probes = calls === 1 ? 1 : 3;
  for (let probe = 0; probe < probes; probe++) {
    for (const side of SIDES) {
      const { elapsedMs, processorMs } = await duet.slice(
        side,
        benchmark[side],
        calls === 1 ? 1 : calls * 4,
      );
      shares.push(processorMs / elapsedMs);
    }
  }
  return median(shares) > SEVERAL_CORES_FROM;
}

/** Garbage collection and compilation on helper threads stay below this, Workers do not. */
const SEVERAL_CORES_FROM = 1.5;
