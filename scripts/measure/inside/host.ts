/**
 * Loaded by `deno run` before a bench file: keeps the file's benchmarks at hand and runs calls of
 * them when the parent asks, one request a line on standard input. Between two requests it is
 * blocked and takes no processor time.
 *
 * @module
 */
import process from "node:process";
import { getHeapStatistics } from "node:v8";
import {
  type BenchFunction,
  collect,
  type Definition,
  describeError,
  realExit,
  tell,
} from "./collect.ts";

/** What the parent can ask for; `calls` of the benchmark with that order of registration. */
export interface HostRequest {
  /**
   * `time`: one slice; replies milliseconds, and milliseconds of processor time of all threads.
   * `sample`: single samples; replies median, standard deviation and heap bytes a call.
   * `heap`: replies heap bytes a call, null where V8 does not tell.
   */
  action: "time" | "sample" | "heap";
  ordinal: number;
  calls: number;
}

/** Milliseconds of a number of calls. */
type Timer = (calls: number) => Promise<number>;

const AsyncFunction = (async () => {}).constructor;
const timers = new Map<number, Timer>();

collect((ordinal: number, definition: Definition) => {
  timers.set(ordinal, makeTimer(definition));
});
addEventListener("load", () => void serve());

async function serve(): Promise<void> {
  Deno.exit = (code) => {
    throw new Error(`the benchmark called Deno.exit(${code ?? ""})`);
  };
  for (let line = readLine(); line !== null; line = readLine()) {
    try {
      tell({ kind: "reply", values: await obey(JSON.parse(line)) });
    } catch (error) {
      tell({ kind: "refusal", message: describeError(error) });
    }
  }
  realExit(0);
}

const decoder = new TextDecoder();
const chunk = new Uint8Array(4096);
let pending = "";

function readLine(): string | null {
  for (;;) {
    const end = pending.indexOf("\n");
    if (end >= 0) {
      const line = pending.slice(0, end);
      pending = pending.slice(end + 1);
      return line;
    }
    const size = Deno.stdin.readSync(chunk);
    if (size === null) return null;
    pending += decoder.decode(chunk.subarray(0, size), { stream: true });
  }
}

async function obey({ action, ordinal, calls }: HostRequest): Promise<(number | null)[]> {
  const time = timers.get(ordinal);
  if (time === undefined) throw new RangeError(`there is no benchmark number ${ordinal}`);
  if (action === "sample") return await sample(time);
  if (action === "heap") return [await allocatedPerCall(time, calls, 1)];
  const before = process.cpuUsage();
  const elapsed = await time(calls);
  const { user, system } = process.cpuUsage(before);
  return [elapsed, (user + system) / 1000];
}

function makeTimer({ name, fn }: Definition): Timer {
  let startedAt: number | null = null;
  let endedAt: number | null = null;
  const context: Deno.BenchContext = {
    [Symbol.toStringTag]: "BenchContext",
    name,
    origin: Deno.mainModule,
    start: () => void (startedAt = performance.now()),
    end: () => void (endedAt = performance.now()),
  } as Deno.BenchContext;
  const isAsync = fn.constructor === AsyncFunction;
  let explicit: boolean | null = null;

  async function timeEach(calls: number): Promise<number> {
    let total = 0;
    for (let made = 0; made < calls; made++) {
      startedAt = endedAt = null;
      const begin = performance.now();
      if (isAsync) await callAsync(fn, context, 1);
      else call(fn, context, 1);
      const end = performance.now();
      explicit ||= startedAt !== null || endedAt !== null;
      total += (endedAt ?? end) - (startedAt ?? begin);
    }
    return total;
  }

  return async (calls) => {
    // The first call tells whether the benchmark says itself what is to be timed.
    if (explicit === null && calls > 0) {
      explicit = false;
      const first = await timeEach(1);
      if (calls === 1) return first;
    }
    if (explicit) return await timeEach(calls);
    const begin = performance.now();
    if (isAsync) await callAsync(fn, context, calls);
    else call(fn, context, calls);
    return performance.now() - begin;
  };
}

// As in `deno bench`, one loop for all, which from the start has seen more than one function: V8
// then compiles each benchmark by itself rather than into the loop, whichever of them comes first.
function call(fn: BenchFunction, context: Deno.BenchContext, calls: number): void {
  for (let made = 0; made < calls; made++) fn(context);
}

async function callAsync(
  fn: BenchFunction,
  context: Deno.BenchContext,
  calls: number,
): Promise<void> {
  for (let made = 0; made < calls; made++) await fn(context);
}

const nothing = {} as Deno.BenchContext;
for (const fn of [() => {}, () => {}]) {
  call(fn, nothing, 1);
  void callAsync(fn, nothing, 1);
}

/** Calls shorter than this are sampled in batches, as `deno bench` does. */
const BATCHED_BELOW_MS = 0.01;
const BATCH_MS = 0.1;
const WARM_UP_MS = 20;
const SAMPLING_MS = 200;
const FEWEST_SAMPLES = 10;

async function sample(time: Timer): Promise<(number | null)[]> {
  let warm = 0;
  let calls = 0;
  for (const from = performance.now(); performance.now() - from < WARM_UP_MS; calls++) {
    warm += await time(1);
  }
  const perCall = Math.max(warm / calls, 1e-6);
  const batch = perCall < BATCHED_BELOW_MS ? Math.round(BATCH_MS / perCall) : 1;
  const taken: number[] = [];
  const from = performance.now();
  while (performance.now() - from < SAMPLING_MS || taken.length < FEWEST_SAMPLES) {
    taken.push(await time(batch) / batch);
  }
  const sorted = taken.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1
    ? sorted[middle]!
    : (sorted[middle - 1]! + sorted[middle]!) / 2;
  const mean = taken.reduce((sum, value) => sum + value, 0) / taken.length;
  const squares = taken.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const heapCalls = Math.max(2, Math.min(10_000, Math.ceil(WARM_UP_MS / perCall)));
  return [
    median,
    Math.sqrt(squares / (taken.length - 1)),
    await allocatedPerCall(time, heapCalls, 3),
  ];
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
async function allocatedPerCall(
  time: Timer,
  calls: number,
  attempts: number,
): Promise<number | null> {
  let least = Infinity;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const before = allocatedBytes();
    if (before === undefined) return null;
    await time(0);
    const empty = allocatedBytes()!;
    await time(calls);
    least = Math.min(least, (allocatedBytes()! - empty - (empty - before)) / calls);
  }
  return Math.max(0, least);
}
