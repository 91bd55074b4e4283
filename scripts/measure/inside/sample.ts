/** Single samples of a benchmark, and the heap that a call takes. @module */
import { getHeapStatistics } from "node:v8";
import type { Timer } from "./timer.ts";
import { now } from "./wire.ts";

/**
 * Calls that take longer than this on average, what they leave out included, are timed one by one
 * by `deno bench`; of shorter ones many together, whose b.start() and b.end() are ignored.
 */
const BATCHED_UP_TO_MS = 0.01;
const BATCH_MS = 0.1;
const WARM_UP_MS = 20;
const SAMPLING_MS = 200;
const FEWEST_SAMPLES = 10;
/** What `deno bench` spends on a benchmark that says how many calls are to be timed. */
const BOUNDED_MS = 10;

/**
 * Takes samples.
 *
 * @param n Calls that the benchmark says are to be timed; then no further ones are made for the heap.
 * @returns Median and standard deviation of a call in milliseconds, and its heap bytes.
 */
export async function sample(time: Timer, n: number | null): Promise<(number | null)[]> {
  const { mean: warm, latest } = await warmUp(time, n === null ? WARM_UP_MS : BOUNDED_MS);
  const marks = warm > BATCHED_UP_TO_MS;
  const batch = marks ? 1 : Math.ceil(BATCH_MS / latest);
  const taken: number[] = [];
  const samplingMs = n === null ? SAMPLING_MS : BOUNDED_MS;
  let further = n ?? FEWEST_SAMPLES;
  const from = now();
  while (now() - from < samplingMs || further-- > 0) taken.push(await time(batch, marks) / batch);
  const sorted = taken.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1
    ? sorted[middle]!
    : (sorted[middle - 1]! + sorted[middle]!) / 2;
  const mean = taken.reduce((sum, value) => sum + value, 0) / taken.length;
  const squares = taken.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const heapCalls = Math.max(2, Math.min(10_000, Math.ceil(WARM_UP_MS / latest)));
  return [
    median,
    Math.sqrt(squares / (taken.length - 1)),
    n === null ? await allocatedPerCall(time, heapCalls, 3) : null,
  ];
}

/** Calls a benchmark for some milliseconds; how many a whole call took, on average and at last. */
async function warmUp(time: Timer, budgetMs: number): Promise<{ mean: number; latest: number }> {
  const began = now();
  let made = 0;
  let calls = 1;
  for (;;) {
    const from = now();
    await time(calls, true);
    const to = now();
    made += calls;
    if (to - began >= budgetMs) return { mean: (to - began) / made, latest: (to - from) / calls };
    if (to - from < BATCH_MS) calls *= 2;
  }
}

/** Bytes that the heap has ever handed out, which no garbage collection lowers. */
function allocatedBytes(): number | undefined {
  return (getHeapStatistics() as unknown as { total_allocated_bytes?: number })
    .total_allocated_bytes;
}

/**
 * The heap that one call takes, less what reading the counter and timing take themselves: the least
 * of a few tries, since the compiler allocates too while it works on a function.
 */
export async function allocatedPerCall(
  time: Timer,
  calls: number,
  attempts: number,
): Promise<number | null> {
  let least = Infinity;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const before = allocatedBytes();
    if (before === undefined) return null;
    await time(0, false);
    const empty = allocatedBytes()!;
    await time(calls, false);
    least = Math.min(least, (allocatedBytes()! - empty - (empty - before)) / calls);
  }
  return Math.max(0, least);
}
