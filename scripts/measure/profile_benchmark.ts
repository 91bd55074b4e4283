/** Profiles one benchmark in a separate process. @module */
import { join } from "../deps/std/path/mod.ts";
import { type CallSample, samplesOfCalls } from "../result/profile/calls.ts";
import { type Optimization, readOptimizations } from "../result/profile/optimization.ts";
import { parseProfile } from "../result/profile/parse_profile.ts";
import { HostError, HostProcess } from "./host_process.ts";
import { HOST } from "./inside_url.ts";
import type { HostOptions } from "./start_host.ts";

/** What to profile. */
export interface ProfileRequest {
  /** Order of registration of the benchmark within its file, from 0. */
  readonly ordinal: number;
  /** Calls that it asks for in one process; null if it does not say. */
  readonly n: number | null;
  /** Whether b.start() and b.end() count. */
  readonly marks: boolean;
  /** Wanted duration of all profiled calls. */
  readonly profiledMs: number;
}

/** What a profiled process showed. */
export interface ProfiledRun {
  readonly samples: readonly CallSample[];
  /** Whether a part of each call is not timed, such as the part before b.start(). */
  readonly timedInPart: boolean;
  /** By names of functions. */
  readonly optimizations: ReadonlyMap<string, Optimization>;
  /** The profile as V8 wrote it. */
  readonly text: string;
}

/** Time between two samples, in microseconds: short enough for thousands of samples in a second. */
const INTERVAL_US = 150;
/** Time of the calls before the profiled ones, so that V8 optimises the code. */
const WARM_UP_MS = 150;
/** On a busy machine, a profile may lack the marks. Those of several processes do not. */
const ATTEMPTS = 3;
/** The clock may not show a shorter call. */
const SHORTEST_CALL_MS = 1e-6;
/** If less than this share of a call is timed, it is timed only in part. */
const MOST_OF_IT = 0.9;

/**
 * Profiles calls of a benchmark.
 *
 * @param options How to start its process.
 * @param folder The folder in which V8 writes the profile.
 * @returns Null if no sample was taken right before or after the calls, so that they cannot be told
 * from the rest.
 * @throws {HostError} If the benchmark cannot run, or the process wrote no profile.
 * @throws {Failure} If the profile cannot be read.
 */
export async function profileBenchmark(
  options: HostOptions,
  request: ProfileRequest,
  folder: string,
): Promise<ProfiledRun | null> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const run = await profileOnce(options, request, folder);
    if (run !== null) return run;
  }
  return null;
}

async function profileOnce(
  options: HostOptions,
  { ordinal, n, marks, profiledMs }: ProfileRequest,
  folder: string,
): Promise<ProfiledRun | null> {
  const name = `${crypto.randomUUID()}.cpuprofile`;
  const host = await HostProcess.start({
    ...options,
    flags: [
      "--cpu-prof",
      `--cpu-prof-dir=${folder}`,
      `--cpu-prof-name=${name}`,
      `--cpu-prof-interval=${INTERVAL_US}`,
      "--v8-flags=--trace-opt,--trace-deopt",
      ...options.flags,
    ],
    keepsOutput: true,
  });
  let output: string;
  let timedInPart: boolean;
  try {
    const calls = await chooseCalls(host, { ordinal, n, marks, profiledMs });
    const [elapsed, wall] = await host.request({ action: "profile", ordinal, calls, marks });
    timedInPart = isTimedInPart(elapsed!, wall!);
    output = await host.finish();
  } finally {
    await host.close();
  }
  const text = await readProfile(join(folder, name));
  const profile = parseProfile(text, "Cannot read the profile");
  const samples = samplesOfCalls(profile, { host: HOST, before: "markBefore", after: "markAfter" });
  return samples === null
    ? null
    : { samples, timedInPart, optimizations: readOptimizations(output), text };
}

/** Whether a part of the calls is not timed, such as the part before b.start(). */
export function isTimedInPart(elapsedMs: number, wallMs: number): boolean {
  return elapsedMs < MOST_OF_IT * wallMs;
}

/**
 * Warms a benchmark up and returns how many calls fill the time. A benchmark that limits its calls is
 * warmed up with half of them at most, since the rest has to be profiled.
 */
export async function chooseCalls(
  host: Pick<HostProcess, "request">,
  { ordinal, n, marks, profiledMs }: ProfileRequest,
): Promise<number> {
  if (n === 1) return 1;
  const most = n === null ? Infinity : Math.floor(n / 2);
  const { made, wallMs } = await warmUp(host, ordinal, marks, most);
  const left = n === null ? Infinity : n - made;
  return Math.max(1, Math.min(left, Math.round(profiledMs / Math.max(wallMs, SHORTEST_CALL_MS))));
}

/**
 * Returns the number of calls that were made, and milliseconds by the clock of a warm one,
 * including untimed parts.
 */
async function warmUp(
  host: Pick<HostProcess, "request">,
  ordinal: number,
  marks: boolean,
  most: number,
): Promise<{ readonly made: number; readonly wallMs: number }> {
  const began = performance.now();
  let calls = 1;
  for (let made = 0;;) {
    const [, , wall] = await host.request({ action: "time", ordinal, calls, marks });
    made += calls;
    if (made >= most || performance.now() - began >= WARM_UP_MS) {
      return { made, wallMs: wall! / calls };
    }
    if (wall! < WARM_UP_MS / 4) calls *= 2;
    calls = Math.min(calls, most - made);
  }
}

async function readProfile(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new HostError("the process wrote no profile", true);
  }
}
