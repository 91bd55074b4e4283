/** One round of one benchmark: slices of the two sides in turn. @module */
import type { DuetRound, SideName } from "../result/duet.ts";
import { greatest, interquartileMean, least, median } from "../result/spread.ts";
import { type Duet, SIDES, type Slice } from "./duet.ts";
import { measureFew, saidCalls } from "./few_calls.ts";
import { alike, type BenchmarkPair, type Calls, countsMarks, Pairs } from "./pairs.ts";

/** Long enough for the clock and for caches to fill again, short enough to see the same weather. */
const SLICE_MS = 3;
/** The same where a benchmark leaves most of its calls out: it is waited for all the same. */
const SLICE_WALL_MS = 8;
/**
 * Pairs of slices that count. Processes differ by far more than their slices do: with 24 pairs the
 * rounds of fourteen kinds of work varied by 1.38 %, with 12 by 1.50 %, with 8 by 1.55 %, so that more
 * rounds tell more than longer ones.
 */
const MOST_PAIRS = 12;
/** Fewer are enough where they take so long, both sides together. */
const MEASURING_MS = 160;
/** The latest slices that tell how many calls fill one. */
const SETTLING_SLICES = 5;
/** Rather than rest on fewer, a round takes longer, but no longer than the second by the clock. */
const FEWEST_PAIRS = 6;
const LONGEST_MEASURING_MS = 640;
/**
 * Both sides are warmed for this long and this often, but long calls for no longer than three times
 * that: of fourteen kinds of work all but one were compiled by the last tier after 40 ms, and a
 * function that takes a millisecond after about ninety calls.
 */
const WARM_UP_MS = 40;
const WARM_UP_CALLS = 100;
const LONGER = 3;
/** The other side is not warmed for longer than this, however long this one takes. */
const LONGEST_WARM_UP_MS = 300;
/** How long both sides are warmed where it is only to be seen how many cores a benchmark uses. */
const LOOKING_MS = 30;
/** How long both sides are called before it is decided whether marks count, as in `deno bench`. */
const DECIDING_MS = 10;
/** Slices that are off by more than this factor were settled on code that was still cold. */
const RESETTLE_FACTOR = 2;
/** A change of a side's speed on the way below this does not matter. */
const SHIFT_FACTOR = 1.01;
/**
 * Pairs of an earlier and a later slice that may be in the other order, of halves of 4 to 6 slices: the
 * critical values of the rank sum test at 3 %, for both directions together.
 */
const MOST_OUT_OF_ORDER: Readonly<Record<number, number>> = { 4: 0, 5: 2, 6: 4 };
const MOST_RETAKES = 2;
/** A round that has measured for longer is not measured again. */
const LONGEST_RETAKEN_MS = 900;
/** Calls that take longer are so far from the floor that it is not measured. */
const NEAR_FLOOR_MS = 1e-4;
/** The floor of what is timed between two readings of the clock is higher. */
const NEAR_MARKED_FLOOR_MS = 5e-4;
/** Slices that tell the floor, and their length beside one that counts: they are to cost little. */
const PROBES = 2;
const PROBE_SHARE = 1 / 10;
const FEWEST_FLOOR_CALLS = 1000;
/** Garbage collection and compilation on helper threads stay below this, Workers do not. */
const SEVERAL_CORES_FROM = 1.5;

/** How to measure a round. */
export interface MeasureRoundOptions {
  readonly first: SideName;
  readonly core: number | null;
  /**
   * Whether b.start() and b.end() count, as an earlier round of the same benchmark decided; decided
   * anew where there is none. Else a benchmark at the limit would be timed now so, now so.
   */
  readonly marks?: boolean | null;
}

/**
 * Measures one benchmark in a duet that is open.
 *
 * Slices are taken in pairs whose order changes from pair to pair, so that the place in the row and
 * a drift of the machine's speed weigh on both sides alike. The interquartile mean over the pairs
 * passes over slices during which the machine did something else; with busy neighbours it varied
 * half as much between rounds as the ratio of the sides' medians.
 *
 * A benchmark that says with `n` how many calls are to be timed is called no more often than
 * `deno bench` would call it in one process.
 *
 * @throws {SideError} If a side cannot go on.
 */
export async function measureRound(
  duet: Duet,
  benchmark: BenchmarkPair,
  { first, core, marks: decided = null }: MeasureRoundOptions,
): Promise<DuetRound> {
  const few = saidCalls(benchmark);
  const { pairs, marks } = few === null
    ? await measureMany(duet, benchmark, first, decided)
    : await measureFew(duet, benchmark, first, decided, few);
  const durationMs = { baseline: pairs.perCall("baseline"), current: pairs.perCall("current") };
  const near = Math.min(durationMs.baseline, durationMs.current) <
    (marks ? NEAR_MARKED_FLOOR_MS : NEAR_FLOOR_MS);
  // As many calls on both sides: what is allocated once falls on all of them.
  const heapCalls = Math.min(1000, least(SIDES.map((side) => pairs.largestSlice(side))));
  const heap = async (side: SideName) =>
    few === null ? await duet.heap(side, benchmark[side], heapCalls) : null;
  return {
    logRatio: interquartileMean(pairs.logRatios()),
    durationMs,
    floorMs: near ? await measureFloor(duet, benchmark, pairs, marks) : null,
    marks,
    heapBytes: { baseline: await heap("baseline"), current: await heap("current") },
    calls: Math.min(pairs.callsOf("baseline"), pairs.callsOf("current")),
    first,
    core,
  };
}

async function measureMany(
  duet: Duet,
  benchmark: BenchmarkPair,
  first: SideName,
  decided: boolean | null,
): Promise<{ pairs: Pairs; marks: boolean }> {
  const settled = await settle(duet, benchmark, first, decided);
  const { marks } = settled;
  let { calls } = settled;
  let pairs = await takePairs(duet, benchmark, first, calls, marks);
  let spentMs = pairs.wallMs;
  for (let again = 0; again < MOST_RETAKES && spentMs < LONGEST_RETAKEN_MS; again++) {
    const wanted = callsToFill(pairs);
    const misfit = SIDES.some((side) =>
      Math.max(wanted[side] / calls[side], calls[side] / wanted[side]) > RESETTLE_FACTOR
    );
    if (!misfit && !SIDES.some((side) => shifted(pairs.timesOf(side)))) break;
    if (misfit) calls = wanted;
    pairs = await takePairs(duet, benchmark, first, calls, marks);
    spentMs += pairs.wallMs;
  }
  return { pairs, marks };
}

/**
 * The calls of each side that fill a slice. Slices that take as long have as much of what a slice
 * costs by itself, such as filling the caches again, and take as much of the caches from each other: of
 * as many calls, those of a side that takes twice as long would seem 1.5 to 1.98 times as long.
 */
function callsToFill(pairs: Pairs): Calls {
  const wanted = (side: SideName) =>
    Math.max(1, Math.round(1 / fill(pairs.latestCall(side, SETTLING_SLICES))));
  return { baseline: wanted("baseline"), current: wanted("current") };
}

/** A clock may stand still all through a call. */
const SHORTEST_FILL = 1e-9;

/** How many times over a slice is as long as is wanted. */
function fill({ elapsedMs, wallMs }: Pick<Slice, "elapsedMs" | "wallMs">): number {
  return Math.max(elapsedMs / SLICE_MS, wallMs / SLICE_WALL_MS, SHORTEST_FILL);
}

/**
 * Warms both sides alike, decides for both whether marks count, and finds the numbers of calls that
 * fill a slice.
 */
async function settle(
  duet: Duet,
  benchmark: BenchmarkPair,
  first: SideName,
  decided: boolean | null,
  warmUpMs = WARM_UP_MS,
): Promise<{ calls: Calls; marks: boolean }> {
  const warming = new Pairs(duet, benchmark, first);
  let marks = decided;
  let calls = 1;
  for (;;) {
    const slices = await warming.take(alike(calls), marks ?? true);
    const fullest = Math.max(fill(slices.baseline), fill(slices.current));
    const spent = SIDES.map((side) => warming.spentMs(side));
    const [fewestMs, most] = [least(spent), greatest(spent)];
    if (most >= DECIDING_MS) marks ??= countsMarks(warming);
    // One that waits, or is kept from its core, is warm no sooner.
    const ranMs = least(SIDES.map((side) => warming.ranMs(side)));
    const enough = fewestMs >= LONGER * warmUpMs ||
      (ranMs >= warmUpMs && warming.callsOf("baseline") >= WARM_UP_CALLS);
    // Where one side takes a thousand times longer, the other will never be warm.
    if (marks !== null && (enough || most >= LONGEST_WARM_UP_MS)) {
      return { calls: callsToFill(warming), marks };
    }
    // Towards the slice wanted, at most doubling, since the first calls are the slow ones.
    calls = Math.max(1, Math.round(calls / Math.max(fullest, 1 / 2)));
  }
}

async function takePairs(
  duet: Duet,
  benchmark: BenchmarkPair,
  first: SideName,
  calls: Calls,
  marks: boolean,
): Promise<Pairs> {
  const pairs = new Pairs(duet, benchmark, first);
  while (pairs.count < MOST_PAIRS && pairs.wallMs < LONGEST_MEASURING_MS) {
    if (pairs.count >= FEWEST_PAIRS && pairs.elapsedMs >= MEASURING_MS) break;
    await pairs.take(calls, marks);
  }
  return pairs;
}

/**
 * Whether a side's slices became faster or slower on the way, as after a recompilation, by the rank sum
 * test of the two halves (Mann and Whitney, On a test of whether one of two random variables is
 * stochastically larger than the other, Annals of Mathematical Statistics 18, 1947).
 */
function shifted(elapsed: readonly number[]): boolean {
  const half = elapsed.length >> 1;
  const most = MOST_OUT_OF_ORDER[half];
  if (most === undefined) return false;
  const [before, after] = [elapsed.slice(0, half), elapsed.slice(-half)] as [number[], number[]];
  const factor = median(before) / median(after);
  if (Math.max(factor, 1 / factor) < SHIFT_FACTOR) return false;
  const slower = before.reduce((sum, one) => sum + after.filter((other) => other < one).length, 0);
  return Math.min(slower, half ** 2 - slower) <= most;
}

/** Milliseconds that a call of a function that does nothing takes on either side. */
async function measureFloor(
  duet: Duet,
  benchmark: BenchmarkPair,
  pairs: Pairs,
  marks: boolean,
): Promise<Record<SideName, number>> {
  const calls = greatest(SIDES.map((side) => pairs.largestSlice(side)));
  const made = Math.max(Math.ceil(calls * PROBE_SHARE), FEWEST_FLOOR_CALLS);
  const probe = async (side: SideName) => {
    const elapsed: number[] = [];
    // The first is the compiler's.
    for (let probe = 0; probe <= PROBES; probe++) {
      elapsed[probe] = (await duet.floor(side, benchmark[side], made, marks)).elapsedMs;
    }
    return median(elapsed.slice(1)) / made;
  };
  return { baseline: await probe("baseline"), current: await probe("current") };
}

/**
 * Whether a benchmark keeps more than one core busy.
 *
 * @param duet Not pinned.
 * @throws {SideError} If a side cannot go on.
 */
export async function usesSeveralCores(
  duet: Duet,
  benchmark: BenchmarkPair,
  first: SideName,
): Promise<boolean> {
  const few = saidCalls(benchmark);
  if (few !== null) {
    const { pairs } = await measureFew(duet, benchmark, first, null, few);
    return seesSeveralCores(pairs);
  }
  const { calls, marks } = await settle(duet, benchmark, first, null, LOOKING_MS);
  const pairs = new Pairs(duet, benchmark, first);
  // Of long calls one tells enough.
  const isLong = calls.baseline === 1 && calls.current === 1;
  const longer = (side: SideName) => calls[side] * (isLong ? 1 : 2);
  while (pairs.count < (isLong ? 1 : 3)) {
    await pairs.take({ baseline: longer("baseline"), current: longer("current") }, marks);
  }
  return seesSeveralCores(pairs);
}

function seesSeveralCores({ slices }: Pairs): boolean {
  const shares = SIDES.flatMap((side) =>
    slices[side].map(({ processorMs, wallMs }) => processorMs / wallMs)
  );
  return median(shares) > SEVERAL_CORES_FROM;
}
