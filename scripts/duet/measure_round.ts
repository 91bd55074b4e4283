/** One round of one benchmark: slices of the two sides in turn. @module */
import type { DuetRound, SideName } from "../result/duet.ts";
import { greatest, interquartileMean, least, median } from "../result/spread.ts";
import { type Duet, SIDES, type Slice } from "./duet.ts";
import { measureFew, saidCalls } from "./few_calls.ts";
import { alike, type BenchmarkPair, type Calls, countsMarks, Pairs } from "./pairs.ts";

/**
 * Length of a slice: long enough for the clock and for caches to fill again, short enough for both
 * sides to meet the same conditions.
 */
const SLICE_MS = 3;
/** The same if a benchmark leaves out most of its calls, since the rest also takes time. */
const SLICE_WALL_MS = 8;
/**
 * Pairs of slices that count. Processes differ far more than their slices: the rounds of fourteen
 * kinds of work varied by 1.38 % with 24 pairs, by 1.50 % with 12 and by 1.55 % with 8. More rounds
 * therefore tell more than longer ones.
 */
const MOST_PAIRS = 12;
/** Fewer pairs are enough if they take this long, both sides together. */
const MEASURING_MS = 160;
/** The number of latest slices that decide how many calls fill one. */
const SETTLING_SLICES = 5;
/**
 * A round takes longer rather than have fewer pairs, but no longer than the second value by the
 * clock.
 */
const FEWEST_PAIRS = 6;
const LONGEST_MEASURING_MS = 640;
/**
 * Both sides are warmed up for this long and this often, but long calls for at most three times as
 * long. Of fourteen kinds of work, V8's last compiler had compiled all but one after 40 ms, and a
 * function that takes a millisecond after about ninety calls.
 */
const WARM_UP_MS = 40;
const WARM_UP_CALLS = 100;
const LONGER = 3;
/** The other side is not warmed up for longer than this, however long this one takes. */
const LONGEST_WARM_UP_MS = 300;
/** Time to warm up both sides if only the number of cores is wanted. */
const LOOKING_MS = 30;
/** Time to call both sides before it is decided whether marks count, as in `deno bench`. */
const DECIDING_MS = 10;
/** If slices are off by more than this factor, their length was chosen while the code was cold. */
const RESETTLE_FACTOR = 2;
/** A smaller change of a side's speed during the round does not matter. */
const SHIFT_FACTOR = 1.01;
/**
 * Pairs of an earlier and a later slice that may be in the other order, with halves of 4 to 6
 * slices: the critical values of the rank sum test at 3 %, for both directions together.
 */
const MOST_OUT_OF_ORDER: Readonly<Record<number, number>> = { 4: 0, 5: 2, 6: 4 };
const MOST_RETAKES = 2;
/** A round that took longer than this is not repeated. */
const LONGEST_RETAKEN_MS = 900;
/** Longer calls are so far from the floor that it is not measured. */
const NEAR_FLOOR_MS = 1e-4;
/** The floor is higher for what is timed between two readings of the clock. */
const NEAR_MARKED_FLOOR_MS = 5e-4;
/**
 * Slices that measure the floor, and their length relative to one that counts. They should cost
 * little.
 */
const PROBES = 2;
const PROBE_SHARE = 1 / 10;
const FEWEST_FLOOR_CALLS = 1000;
/** Garbage collection and compilation on helper threads stay below this. Workers do not. */
const SEVERAL_CORES_FROM = 1.5;

/** How to measure a round. */
export interface MeasureRoundOptions {
  readonly first: SideName;
  readonly core: number | null;
  /**
   * Whether b.start() and b.end() count, as an earlier round of the same benchmark decided; null to
   * decide now. Otherwise, a benchmark near the limit would be timed in either way from round to
   * round.
   */
  readonly marks?: boolean | null;
}

/**
 * Measures one benchmark in an open duet.
 *
 * Slices are taken in pairs whose order changes from pair to pair, so that the order and a drift of
 * the machine's speed affect both sides alike. The interquartile mean over the pairs ignores slices
 * during which the machine did something else. With busy neighbours, it varied half as much between
 * rounds as the ratio of the sides' medians.
 *
 * A benchmark that sets the number of timed calls with `n` is called no more often than `deno
 * bench` calls it in one process.
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
  // Both sides make the same number of calls, so what is allocated once is divided alike.
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
 * Returns the calls of each side that fill a slice. Slices of equal length bear equal costs of a
 * slice itself, such as filling the caches again, and take equal parts of the caches from each
 * other. With equally many calls, a side that takes twice as long would seem to take 1.5 to 1.98
 * times as long.
 */
function callsToFill(pairs: Pairs): Calls {
  const wanted = (side: SideName) =>
    Math.max(1, Math.round(1 / fill(pairs.latestCall(side, SETTLING_SLICES))));
  return { baseline: wanted("baseline"), current: wanted("current") };
}

/** A clock may not advance during a whole call. */
const SHORTEST_FILL = 1e-9;

/** Returns the length of a slice, relative to the wanted one. */
function fill({ elapsedMs, wallMs }: Pick<Slice, "elapsedMs" | "wallMs">): number {
  return Math.max(elapsedMs / SLICE_MS, wallMs / SLICE_WALL_MS, SHORTEST_FILL);
}

/**
 * Warms up both sides alike, decides for both whether marks count, and finds the numbers of calls
 * that fill a slice.
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
    // A side that waits, or is kept from its core, does not warm up any sooner.
    const ranMs = least(SIDES.map((side) => warming.ranMs(side)));
    const enough = fewestMs >= LONGER * warmUpMs ||
      (ranMs >= warmUpMs && warming.callsOf("baseline") >= WARM_UP_CALLS);
    // If one side takes a thousand times longer, the other side will never be warm.
    if (marks !== null && (enough || most >= LONGEST_WARM_UP_MS)) {
      return { calls: callsToFill(warming), marks };
    }
    // Approaches the wanted length, at most doubling, since the first calls are slow.
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
 * Whether a side's slices became faster or slower during the round, as after a recompilation. This
 * is the rank sum test of the two halves (Mann and Whitney, On a test of whether one of two random
 * variables is stochastically larger than the other, Annals of Mathematical Statistics 18, 1947).
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

/** Returns the milliseconds that a call of an empty function takes on each side. */
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
    // The first slice may include compilation.
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
  // One long call is enough.
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
