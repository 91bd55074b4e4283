/**
 * Times calls of a benchmark as `deno bench` does. If the parts between b.start() and b.end()
 * count, the clock is read around each call, and the benchmark's own readings are subtracted. A
 * reading costs about 0.1 µs, half of which falls into the timed part, and the clock advances in
 * steps of 10 ns to 100 ns. A part much shorter than 1 µs is therefore mostly clock, as in `deno
 * bench`.
 *
 * @module
 */
import type { BenchFunction, Definition } from "./collect.ts";
import { Promise, RangeError, Symbol, TypeError } from "./primordials.ts";
import { now, origin } from "./wire.ts";

/**
 * Returns the milliseconds of a number of calls, without the parts that the benchmark leaves out.
 *
 * @param marks Whether b.start() and b.end() count.
 */
export type Timer = (calls: number, marks: boolean) => Promise<number>;

/** The running benchmark, and the marks of its current call. */
let running: symbol | null = null;
let startedAt: number | null = null;
let endedAt: number | null = null;

const AsyncFunction = (async () => {}).constructor;

/** Whether its calls are awaited. Promises of other functions are not. */
function isAsync(fn: BenchFunction): boolean {
  return fn.constructor === AsyncFunction;
}

/** A timer of the calls of one benchmark. */
export function makeTimer({ name, fn }: Pick<Definition, "name" | "fn">): Timer {
  const benchmark = Symbol(name);
  /** Null before its first call. */
  let usesMarks: boolean | null = null;
  let checked = true;

  function assertRunning(): void {
    if (running === benchmark) return;
    throw new TypeError("The benchmark which this context belongs to is not being executed");
  }
  function start(): void {
    assertRunning();
    usesMarks = true;
    if (!checked) return;
    if (startedAt !== null) {
      throw new TypeError("BenchContext::start() has already been invoked");
    }
    startedAt = now();
  }
  function end(): void {
    const at = now();
    assertRunning();
    usesMarks = true;
    if (!checked) return;
    if (endedAt !== null) throw new TypeError("BenchContext::end() has already been invoked");
    endedAt = at;
  }
  const context = {
    [Symbol.toStringTag]: "BenchContext",
    name,
    origin,
    start,
    end,
  };
  const ignored = () => {};
  const awaited = isAsync(fn);

  return async (calls, marks) => {
    context.start = marks ? start : ignored;
    context.end = marks ? end : ignored;
    const each = marks && usesMarks !== false;
    // One reading of the clock for all calls is more exact if nothing is left out of them. If a
    // mark appears later, only the next slice is timed call by call.
    checked = each || !marks;
    running = benchmark;
    startedAt = endedAt = null;
    try {
      if (each) {
        const total = awaited
          ? await timeEachAsync(fn, context, calls)
          : timeEach(fn, context, calls);
        if (calls > 0) usesMarks ??= false;
        return total;
      }
      const begin = now();
      if (awaited) await callAsync(fn, context, calls);
      else call(fn, context, calls);
      return now() - begin;
    } finally {
      running = null;
    }
  };
}

/**
 * Whether a benchmark is a plain function that returns a promise. Calls it once and does not wait.
 */
export async function returnsPromise({ name, fn }: Definition): Promise<boolean> {
  if (isAsync(fn)) return false;
  let returned: unknown;
  const time = makeTimer({ name, fn: (context) => void (returned = fn(context)) });
  await time(1, false);
  if (!(returned instanceof Promise)) return false;
  // Nobody else would hear of a rejection, since callers of the benchmark do not wait for it
  // either.
  void ignoreRejection(returned);
  return true;
}

async function ignoreRejection(promise: Promise<unknown>): Promise<void> {
  try {
    await promise;
  } catch {
    // A rejection is no reason to end the process.
  }
}

/**
 * Makes a timer of an empty function, or of one with nothing between its marks, in the same loops.
 */
export function makeFloorTimer(fn: BenchFunction): Timer {
  const awaited = isAsync(fn);
  const empty = makeTimer({ name: "nothing", fn: awaited ? async () => {} : () => {} });
  const marked = (context: Deno.BenchContext) => {
    context.start();
    context.end();
  };
  const timed = makeTimer({
    name: "nothing",
    fn: awaited ? async (context) => await marked(context) : marked,
  });
  return (calls, marks) => marks ? timed(calls, marks) : empty(calls, marks);
}

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

function timeEach(fn: BenchFunction, context: Deno.BenchContext, calls: number): number {
  let total = 0;
  for (let made = 0; made < calls; made++) {
    startedAt = endedAt = null;
    const begin = now();
    fn(context);
    total += timedPart(begin, now());
  }
  return total;
}

async function timeEachAsync(
  fn: BenchFunction,
  context: Deno.BenchContext,
  calls: number,
): Promise<number> {
  let total = 0;
  for (let made = 0; made < calls; made++) {
    startedAt = endedAt = null;
    const begin = now();
    await fn(context);
    total += timedPart(begin, now());
  }
  return total;
}

function timedPart(begin: number, end: number): number {
  const part = (endedAt ?? end) - (startedAt ?? begin);
  // `deno bench` reports a negative time.
  if (part < 0) throw new RangeError("b.end() was called before b.start()");
  return part;
}

// As in `deno bench`, one loop serves all benchmarks. It has called more than one function often
// enough for V8 to notice. V8 then compiles each benchmark separately rather than into the loop, in
// whatever order they come, and an empty one takes as long as a call.
const OFTEN = 100;
const nothing = {} as Deno.BenchContext;
for (const fn of [() => {}, () => nothing]) {
  call(fn, nothing, OFTEN);
  timeEach(fn, nothing, OFTEN);
  void callAsync(fn, nothing, OFTEN);
  void timeEachAsync(fn, nothing, OFTEN);
}
