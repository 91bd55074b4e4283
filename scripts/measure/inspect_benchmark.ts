/** Finds out from its calls how a benchmark is written. @module */
import { toFileUrl } from "../deps/std/path/mod.ts";
import type { BenchmarkFacts, TimeParts } from "../result/benchmark_facts.ts";
import { Failure } from "../result/failure.ts";
import { timeParts } from "../result/profile/time_parts.ts";
import { median } from "../result/spread.ts";
import { HostError, HostProcess } from "./host_process.ts";
import type { HostRequest } from "./inside/host.ts";
import { isTimedInPart, profileBenchmark } from "./profile_benchmark.ts";
import type { HostOptions } from "./start_host.ts";

const SLICE_MS = 2;
const WARM_UP_MS = 40;
const SLICES = 60;
const FEWEST_SLICES = 3;
const LONGEST_MS = 400;
const FLOORS = 5;
/** Fewer slices show no trend. */
const FEWEST_OF_COURSE = 12;
const MOST_HEAP_CALLS = 1000;
const PROFILED_MS = 200;

/**
 * Calls a benchmark for about a quarter of a second in a separate process, so that its first call
 * is the first one there. Then it does so for as long in another process under the profiler.
 *
 * @param ordinal Order of registration within its file, from 0.
 * @param folder Where the profile is written.
 * @returns Null if the benchmark cannot be called.
 * @throws {Failure} If Deno cannot be started.
 */
export async function inspectBenchmark(
  options: HostOptions,
  ordinal: number,
  folder: string,
): Promise<BenchmarkFacts | null> {
  let host: HostProcess | null = null;
  try {
    host = await HostProcess.start(options);
    const facts = await inspectIn(host, ordinal);
    return { ...facts, parts: await partsOf(options, ordinal, folder) };
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    return null;
  } finally {
    await host?.close();
  }
}

/** Null if there is no profile. The other facts do not need it. */
async function partsOf(
  options: HostOptions,
  ordinal: number,
  folder: string,
): Promise<TimeParts | null> {
  const request = { ordinal, n: null, marks: true, profiledMs: PROFILED_MS };
  try {
    const run = await profileBenchmark(options, request, folder);
    return run === null || run.timedInPart
      ? null
      : timeParts(run.samples, toFileUrl(options.file).href);
  } catch (error) {
    if (error instanceof HostError || error instanceof Failure) return null;
    throw error;
  }
}

interface TimedSlice {
  readonly elapsed: number;
  readonly processor: number;
  readonly wall: number;
  /** Whether another process had the core for a part of the time; null if unknown. */
  readonly lent: boolean | null;
}

/**
 * Calls a benchmark for about a quarter of a second in a process that has not called it before.
 *
 * @param ordinal Order of registration within its file, from 0.
 * @throws {HostError} If it cannot be called.
 */
export async function inspectIn(host: HostProcess, ordinal: number): Promise<BenchmarkFacts> {
  const ask = async (
    action: HostRequest["action"],
    calls: number,
    marks = true,
  ): Promise<TimedSlice> => {
    const values = await host.request({ action, ordinal, calls, marks });
    const [elapsed, processor, wall, taken] = values;
    return {
      elapsed: elapsed ?? 0,
      processor: processor ?? 0,
      wall: wall ?? 0,
      lent: taken == null ? null : taken > 0,
    };
  };
  const first = await ask("time", 1);
  const [promise] = await host.request({ action: "promise", ordinal, calls: 1, marks: false });
  const calls = await warmUp((count) => ask("time", count));
  const slices: TimedSlice[] = [];
  const began = performance.now();
  while (
    slices.length < SLICES &&
    (slices.length < FEWEST_SLICES || performance.now() - began < LONGEST_MS)
  ) slices.push(await ask("time", calls));
  const times = slices.map(({ elapsed }) => elapsed / calls);
  const sum = (of: "elapsed" | "processor" | "wall", some = slices) =>
    some.reduce((all, one) => all + one[of], 0);
  const timedInPart = isTimedInPart(sum("elapsed"), sum("wall"));
  // Time that another process had the core looks the same as waiting, and the timed part of a call
  // the same as the rest.
  const own = timedInPart ? [] : slices.filter(({ lent }) => lent === false);
  const heapCalls = Math.min(MOST_HEAP_CALLS, calls);
  const [heap] = timedInPart
    ? [null]
    : await host.request({ action: "heap", ordinal, calls: heapCalls, marks: false });
  const floors: number[] = [];
  while (floors.length < FLOORS) {
    floors.push((await ask("floor", calls, timedInPart)).elapsed / calls);
  }
  return {
    returnsPromise: promise === 1,
    firstMs: first.elapsed,
    callMs: median(times),
    leastMs: least(times),
    emptyMs: least(floors),
    course: courseOf(times),
    processorMs: sum("processor", own),
    wallMs: sum("wall", own),
    heapBytes: heap ?? null,
    parts: null,
  };
}

/** Other work on the machine only adds to a time. */
function least(times: readonly number[]): number {
  return times.reduce((a, b) => Math.min(a, b));
}

function courseOf(times: readonly number[]): BenchmarkFacts["course"] {
  if (times.length < FEWEST_OF_COURSE) return null;
  const third = Math.floor(times.length / 3);
  return [
    least(times.slice(0, third)),
    least(times.slice(third, times.length - third)),
    least(times.slice(-third)),
  ];
}

/** Calls a benchmark until it is warm. Returns the number of calls that fill a slice. */
async function warmUp(time: (calls: number) => Promise<TimedSlice>): Promise<number> {
  let calls = 1;
  for (const began = performance.now(); performance.now() - began < WARM_UP_MS;) {
    const { wall } = await time(calls);
    if (wall < SLICE_MS / 2) calls *= 2;
    else if (wall > 2 * SLICE_MS && calls > 1) calls = Math.round(calls / 2);
  }
  return calls;
}
