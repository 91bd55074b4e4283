/**
 * Loaded by `deno run` before a bench file. It keeps the file's benchmarks and runs calls of them
 * when the parent sends a request, one on each line of standard input. Between two requests it is
 * blocked and takes no processor time. A host that only lists ends once the file is loaded.
 *
 * @module
 */
import { collect, type Definition, endLoading } from "./collect.ts";
import { describeError } from "./describe_error.ts";
import { countDraws } from "./draws.ts";
import { aWhile, nextTurn, whenLoaded } from "./loading.ts";
import { allocatedPerCall, sample } from "./sample.ts";
import { Error, getFrom, Map, RangeError, replace, setIn } from "./primordials.ts";
import { makeFloorTimer, makeTimer, returnsPromise, type Timer } from "./timer.ts";
import { listen, mode, now, OwnDeno, realExit, tell } from "./wire.ts";

/** A request of the parent, for `calls` of the benchmark with that order of registration. */
export interface HostRequest {
  /**
   * - `time`: one slice. The reply has milliseconds of the timed parts, milliseconds of processor
   *   time of all threads, milliseconds by the clock, and how often the core was taken from a
   *   thread. The last one is null if the processor time is too coarse to be compared with the
   *   clock. The last three are for the whole slice.
   * - `floor`: the same for an empty function.
   * - `sample`: single samples. The reply has median, standard deviation and heap bytes a call.
   * - `heap`: the reply has heap bytes a call, null if V8 does not report them.
   * - `settle`: waits for what calls have left behind, such as a timer. The reply is empty.
   * - `promise`: one call. The reply is 1 if it is a plain function that returned a promise, else 0.
   * - `profile`: one slice like `time`, between two marks that a profile shows. The reply has
   *   milliseconds of the timed parts and by the clock.
   */
  action: "time" | "floor" | "sample" | "heap" | "settle" | "profile" | "promise";
  ordinal: number;
  calls: number;
  /**
   * Whether the time from b.start() to b.end() counts, rather than the whole call. Two sides that
   * are compared should receive the same value.
   */
  marks: boolean;
}

/** A number that the answer repeats. */
interface NumberedRequest extends HostRequest {
  readonly id: number;
}

interface Hosted {
  readonly definition: Definition;
  readonly time: Timer;
  readonly floor: Timer;
  readonly n: number | null;
}

/** Inherits nothing, since a promise would call a `then` that the bench file has added. */
interface Answer {
  readonly values: (number | null)[];
}

// Node's process takes a fifth of the time to start, and a host that only lists does without it.
const { cpuUsage, resourceUsage } = mode === "list"
  ? {} as never
  : (await import("node:process")).default;
const listenFor = addEventListener;
const hosted = new Map<number, Hosted>();

const stopCounting = mode === "list" ? countDraws() : () => 0;
collect(({ n, ordinal }, definition) => {
  const { fn } = definition;
  setIn(hosted, ordinal, {
    definition,
    time: makeTimer(definition),
    floor: makeFloorTimer(fn),
    n,
  });
});
hideRequests();
let draws = 0;
let isExact = false;
whenLoaded(() => void (draws = stopCounting()), () => {
  endLoading(draws);
  if (mode === "list") realExit(0);
  void serve();
});

/** The bench file finds standard input empty, as in `deno bench`. */
function hideRequests(): void {
  const { stdin } = Deno;
  const readable = new ReadableStream({ start: (controller) => controller.close() });
  replace(stdin, "read", async () => await null);
  replace(stdin, "readSync", () => null);
  replace(stdin, "readable", readable);
}

async function serve(): Promise<void> {
  isExact = countsExactly();
  listenFor("beforeunload", () => {
    const message = "its promise never settles: nothing is left that could settle it";
    tell({ kind: "error", message });
  });
  replace(OwnDeno, "exit", (code?: number) => {
    throw new Error(`the benchmark called Deno.exit(${code ?? ""})`);
  });
  for (;;) {
    const request = listen<NumberedRequest>();
    if (request === null) return realExit(0);
    const { id } = request;
    try {
      const { values } = await obey(request);
      // If a dropped promise of a call was rejected, this ends the process only now.
      await nextTurn();
      tell({ kind: "reply", id, values });
    } catch (error) {
      tell({ kind: "refusal", id, message: describeError(error) });
    }
  }
}

async function obey({ action, ordinal, calls, marks }: HostRequest): Promise<Answer> {
  const benchmark = getFrom(hosted, ordinal);
  if (benchmark === undefined) throw new RangeError(`there is no benchmark number ${ordinal}`);
  const { definition, time, floor, n } = benchmark;
  if (action === "sample") {
    const { median, deviation, heap } = await sample(time, n);
    return answer([median, deviation, heap]);
  }
  if (action === "settle") {
    await aWhile();
    return answer([]);
  }
  if (action === "promise") return answer([await returnsPromise(definition) ? 1 : 0]);
  if (action === "profile") {
    markBefore();
    const began = now();
    const elapsed = await time(calls, marks);
    const wall = now() - began;
    markAfter();
    return answer([elapsed, wall]);
  }
  if (action === "heap") return answer([await allocatedPerCall(time, calls, 1)]);
  const takenBefore = takenSoFar();
  // The first of two readings takes many times longer, since its code has left the caches.
  processorMs();
  const before = processorMs();
  const began = now();
  const elapsed = await (action === "floor" ? floor : time)(calls, marks);
  const wall = now() - began;
  const processor = processorMs() - before;
  const takenAfter = takenSoFar();
  const taken = takenBefore === null || takenAfter === null ? null : takenAfter - takenBefore;
  return answer([elapsed, processor, wall, taken]);
}

/** Long enough for several samples of a profile, even if another process takes the core. */
const MARK_MS = 4;

function markBefore(): void {
  const began = processorMs();
  while (processorMs() - began < MARK_MS);
}

function markAfter(): void {
  const began = processorMs();
  while (processorMs() - began < MARK_MS);
}

function processorMs(): number {
  const { user, system } = cpuUsage();
  return (user + system) / 1000;
}

/** Returns how often the core was taken from a thread; null if that is unknown or of no use. */
function takenSoFar(): number | null {
  if (!isExact) return null;
  try {
    return resourceUsage().involuntaryContextSwitches;
  } catch {
    // It needs something that a bench file can take away.
    return null;
  }
}

/**
 * Whether processor time advances with the clock. Some systems count it in steps of many
 * milliseconds.
 */
function countsExactly(): boolean {
  for (let tries = 0; tries < 5; tries++) {
    const before = processorMs();
    const began = now();
    while (now() - began < 0.2);
    const counted = processorMs() - before;
    if (counted > 0.1 && counted < 0.4) return true;
  }
  return false;
}

function answer(values: (number | null)[]): Answer {
  return { __proto__: null, values } as Answer;
}
