/**
 * One round of a benchmark that sets the number of its timed calls, since it may be meant to be
 * called rarely. It is called as often as `deno bench` calls it in one process: untimed for 10 ms,
 * timed for another 10 ms, and then as often as it says, or 100,000 times if a call takes less than
 * 10 µs.
 *
 * `deno bench` always makes an untimed call and ignores `warmup`. Here, `warmup` limits the untimed
 * calls, even to none.
 *
 * @module
 */
import type { SideName } from "../result/duet.ts";
import type { Duet } from "./duet.ts";
import { alike, type BenchmarkPair, countsMarks, Pairs } from "./pairs.ts";

const BUDGET_MS = 10;
const BATCH = 10_000;
const FEWEST_BATCHES = 10;
/** Short calls are timed in slices of this length. */
const SLICE_MS = 3;
/** Longest time of the timed calls, apart from the one that is running. */
const LONGEST_MS = 2000;
const MOST_PAIRS = 20;

/** The numbers of calls that a benchmark sets. */
export interface SaidCalls {
  readonly n: number;
  readonly warmup: number | null;
}

/** Returns the smaller number of both sides; null if neither sets the number of timed calls. */
export function saidCalls({ baseline, current }: BenchmarkPair): SaidCalls | null {
  const n = smaller(baseline.n, current.n);
  return n === null ? null : { n, warmup: smaller(baseline.warmup, current.warmup) };
}

function smaller(a: number | null, b: number | null): number | null {
  return a === null || b === null ? a ?? b : Math.min(a, b);
}

/**
 * Measures such a benchmark.
 *
 * @param decided Whether marks count, if that is known.
 */
export async function measureFew(
  duet: Duet,
  benchmark: BenchmarkPair,
  first: SideName,
  decided: boolean | null,
  { n, warmup }: SaidCalls,
): Promise<{ pairs: Pairs; marks: boolean }> {
  const warming = new Pairs(duet, benchmark, first);
  const most = warmup ?? Infinity;
  let perCall: number | null = null;
  while (warming.callsOf("baseline") < most && longerMs(warming) < BUDGET_MS) {
    const calls = callsWithin(BUDGET_MS - longerMs(warming), perCall, warming.callsOf("baseline"));
    const left = most - warming.callsOf("baseline");
    const slices = await warming.take(alike(Math.min(calls, left)), decided ?? true);
    perCall = Math.max(slices.baseline.wallMs, slices.current.wallMs) / Math.min(calls, left);
  }
  const marks = decided ?? (warming.count === 0 || countsMarks(warming));
  const pairs = new Pairs(duet, benchmark, first);
  let further = marks ? n : Math.max(Math.ceil(n / BATCH), FEWEST_BATCHES) * BATCH;
  while (pairs.count < MOST_PAIRS && pairs.wallMs < LONGEST_MS) {
    const budgetMs = BUDGET_MS - longerMs(pairs);
    if (budgetMs <= 0 && further <= 0) break;
    const made = warming.callsOf("baseline") + pairs.callsOf("baseline");
    const size = callsWithin(SLICE_MS, perCall, made);
    const calls = Math.min(size, budgetMs > 0 ? callsWithin(budgetMs, perCall, size) : further);
    const slices = await pairs.take(alike(calls), marks);
    if (budgetMs <= 0) further -= calls;
    perCall = Math.max(slices.baseline.wallMs, slices.current.wallMs) / calls;
  }
  return { pairs, marks };
}

/**
 * Returns the time of the slower side, so that neither side is called more often than by `deno
 * bench`.
 */
function longerMs(pairs: Pairs): number {
  return Math.max(pairs.spentMs("baseline"), pairs.spentMs("current"));
}

/**
 * Returns the number of calls that fill a time. They are at most doubled, since the first calls are
 * slow.
 */
function callsWithin(ms: number, perCall: number | null, made: number): number {
  if (perCall === null || made === 0) return 1;
  return Math.max(1, Math.min(Math.round(ms / perCall), made));
}
