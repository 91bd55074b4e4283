/** Takes single samples of a benchmark, and measures the heap that a call takes. @module */
import { getHeapStatistics } from "node:v8";
import { ceil, Float64Array, max, min, sort, sqrt } from "./primordials.ts";
import type { Timer } from "./timer.ts";
import { now } from "./wire.ts";

/**
 * `deno bench` times calls one by one if they take longer than this on average, including the parts
 * left out. It times shorter calls together, and ignores their b.start() and b.end().
 */
const BATCHED_UP_TO_MS = 0.01;
const BATCH_MS = 0.1;
const WARM_UP_MS = 20;
const SAMPLING_MS = 200;
const FEWEST_SAMPLES = 10;
/** Time that `deno bench` spends on a benchmark that sets the number of its timed calls. */
const BOUNDED_MS = 10;

/** What samples show, with times in milliseconds. */
interface Samples {
  median: number;
  deviation: number;
  /** Bytes a call; null if unknown. */
  heap: number | null;
}

/**
 * Takes samples.
 *
 * @param n The number of timed calls that the benchmark sets. Then no further calls are made for
 * the heap.
 * @returns An object that inherits nothing, since a promise would call a `then` that the file has
 * added.
 */
export async function sample(time: Timer, n: number | null): Promise<Samples> {
  const budgetMs = n === null ? WARM_UP_MS : BOUNDED_MS;
  const began = now();
  let made = 0;
  let calls = 1;
  let latest: number;
  for (;;) {
    const from = now();
    await time(calls, true);
    const tookMs = now() - from;
    made += calls;
    latest = tookMs / calls;
    if (now() - began >= budgetMs) break;
    if (tookMs < BATCH_MS) calls *= 2;
  }
  const marks = (now() - began) / made > BATCHED_UP_TO_MS;
  const batch = marks ? 1 : ceil(BATCH_MS / latest);
  let size = 1024;
  let taken = new Float64Array(size);
  let count = 0;
  const samplingMs = n === null ? SAMPLING_MS : BOUNDED_MS;
  let further = n ?? FEWEST_SAMPLES;
  const from = now();
  while (now() - from < samplingMs || further-- > 0) {
    const took = await time(batch, marks) / batch;
    if (count === size) taken = copy(taken, count, size *= 2);
    taken[count++] = took;
  }
  const { median, deviation } = summarize(copy(taken, count, count), count);
  const heapCalls = max(2, min(10_000, ceil(WARM_UP_MS / latest)));
  const heap = n === null ? await allocatedPerCall(time, heapCalls, 3) : null;
  return { __proto__: null, median, deviation, heap } as Samples;
}

function copy(values: Float64Array, count: number, size: number) {
  const copied = new Float64Array(size);
  for (let index = 0; index < count; index++) copied[index] = values[index]!;
  return copied;
}

function summarize(
  values: Float64Array,
  length: number,
): Pick<Samples, "median" | "deviation"> {
  sort(values);
  const middle = length >> 1;
  const median = length % 2 === 1 ? values[middle]! : (values[middle - 1]! + values[middle]!) / 2;
  let sum = 0;
  for (let index = 0; index < length; index++) sum += values[index]!;
  let squares = 0;
  for (let index = 0; index < length; index++) squares += (values[index]! - sum / length) ** 2;
  return { median, deviation: sqrt(squares / (length - 1)) };
}

// A file can replace what Node's modules export.
const heapStatistics = getHeapStatistics;

/** Returns the bytes that the heap has ever allocated, which no garbage collection lowers. */
function allocatedBytes(): number | undefined {
  return (heapStatistics() as unknown as { total_allocated_bytes?: number })
    .total_allocated_bytes;
}

/**
 * Returns the heap that one call takes, less what the counter and the timing take themselves. This
 * is the least of a few tries, since the compiler also allocates while it works on a function.
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
    least = min(least, (allocatedBytes()! - empty - (empty - before)) / calls);
  }
  return max(0, least);
}
