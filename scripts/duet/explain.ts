/** Why a benchmark became slower or faster: both versions under the profiler. @module */
import { join, toFileUrl } from "../deps/std/path/mod.ts";
import { makeTemporaryFolder } from "../git/temporary_folder.ts";
import { type CallCount, observeCalls, type ObservedCalls } from "../measure/observe_calls.ts";
import { HostError } from "../measure/host_process.ts";
import {
  profileBenchmark,
  type ProfiledRun,
  type ProfileRequest,
} from "../measure/profile_benchmark.ts";
import type { HostOptions } from "../measure/start_host.ts";
import type { SideName } from "../result/duet.ts";
import { Failure } from "../result/failure.ts";
import { placeFunction, type RenamedFile } from "../result/profile/place.ts";
import type { Benchmark } from "../verdict/benchmark.ts";
import { countKey, type ExplainedSide } from "../verdict/explain/details.ts";
import { explain, unexplained } from "../verdict/explain/explain.ts";
import { explainsMost, type Explanation } from "../verdict/explain/explanation.ts";
import { findChangedFiles } from "./changed_files.ts";
import { otherSide, seedFlag, type SideOptions } from "./duet.ts";

/**
 * Processes of each version: what only luck has put into one of them is to be told from causes. Where
 * these leave most of the change open, so many more of them may tell.
 */
const RUNS = 3;
const FURTHER_RUNS = 3;
/** Samples that each of them is to take. */
const SAMPLES = 1000;
/** How long the calls of the first process take, and those of any at most. */
const PROFILED_MS = 400;
const LONGEST_PROFILED_MS = 3000;

/** What explaining takes. */
export interface ExplainOptions {
  readonly sides: Readonly<Record<SideName, SideOptions>>;
  /** Whether it is a change that is to be explained, rather than where time goes. */
  readonly changed: boolean;
  readonly benchTimeoutMs: number;
  readonly signal: AbortSignal;
  /** Called with the profiles of all processes, as V8 wrote them. */
  readonly onProfiles?: (profiles: Readonly<Record<SideName, readonly string[]>>) => void;
}

/**
 * Runs a benchmark under the profiler, in processes of its own, and says what accounts for its change.
 *
 * @param durations Milliseconds a call, as judged.
 * @returns An explanation in any case: where there is none, its remark says why.
 */
export async function explainChange(
  benchmark: Benchmark,
  durations: Readonly<Record<SideName, number>>,
  options: ExplainOptions,
): Promise<Explanation> {
  const runs: ProfiledRuns = { baseline: [], current: [] };
  let explanation: Explanation | null = null;
  try {
    const folder = await makeTemporaryFolder(null);
    try {
      const context = { benchmark, durations, folder: folder.path, options };
      await profileSides(RUNS, runs, context);
      const observed = await observeSides(context);
      explanation = await explainRuns(runs, observed, context);
      if (options.changed && !explainsMost(explanation)) {
        await profileSides(FURTHER_RUNS, runs, context);
        explanation = await explainRuns(runs, observed, context);
      }
    } finally {
      await folder.remove();
    }
  } catch (error) {
    // What is judged is not undone by what comes after it, nor is what was explained already.
    const isExpected = options.signal.aborted || error instanceof HostError ||
      error instanceof Failure;
    if (!isExpected) throw error;
    explanation ??= unexplained(
      options.signal.aborted
        ? "the comparison was stopped before it was profiled"
        : (error as Error).message,
    );
  }
  if (runs.baseline.length > 0 && runs.current.length > 0) {
    options.onProfiles?.({
      baseline: runs.baseline.map(({ text }) => text),
      current: runs.current.map(({ text }) => text),
    });
  }
  return explanation;
}

async function explainRuns(
  runs: ProfiledRuns,
  observed: Observed,
  { benchmark, durations, options }: Context,
): Promise<Explanation> {
  const sideOf = (side: SideName): ExplainedSide => {
    const roots = [`${toFileUrl(options.sides[side].root)}/`];
    const calls = observed[side];
    const renamed = side === "baseline" ? renamedFile(benchmark) : null;
    return {
      runs: runs[side],
      roots,
      renamed,
      durationMs: durations[side],
      calls: calls === null ? null : keyCounts(calls.counts, roots, renamed),
      megamorphic: calls?.megamorphic ?? null,
    };
  };
  const sides = { baseline: sideOf("baseline"), current: sideOf("current") };
  const folders = { baseline: options.sides.baseline.root, current: options.sides.current.root };
  return explain(benchmark, sides, await findChangedFiles(sides, folders));
}

/** The bench file of the current version goes by another name where the baseline has borrowed it. */
function renamedFile(benchmark: Benchmark): RenamedFile | null {
  const from = placeOf(benchmark, "baseline").file;
  const to = placeOf(benchmark, "current").file;
  return from === to ? null : { from, to };
}

type ProfiledRuns = Readonly<Record<SideName, ProfiledRun[]>>;
type Observed = Readonly<Record<SideName, ObservedCalls | null>>;

interface Context {
  readonly benchmark: Benchmark;
  readonly durations: Readonly<Record<SideName, number>>;
  readonly folder: string;
  readonly options: ExplainOptions;
}

/** Adds so many processes of each version to the runs, in turn. */
async function profileSides(
  count: number,
  runs: ProfiledRuns,
  { benchmark, durations, folder, options }: Context,
): Promise<void> {
  let profiledMs = PROFILED_MS;
  for (let done = 0; done < count; done++) {
    const run = runs.baseline.length;
    const first = run % 2 === 0 ? "baseline" : "current";
    for (const side of [first, otherSide(first)] as const) {
      const request = {
        ...placeOf(benchmark, side),
        marks: benchmark.rounds[0]?.marks ?? false,
        durationMs: durations[side],
        profiledMs,
      };
      const host = hostOf(benchmark, side, options, run);
      runs[side].push(await profile(host, request, folder));
    }
    // On a busy machine samples come seldom.
    const taken = (side: SideName) => runs[side].at(-1)!.samples.length;
    const fewest = Math.max(1, Math.min(taken("baseline"), taken("current")));
    const wanted = profiledMs * SAMPLES / fewest;
    profiledMs = Math.min(LONGEST_PROFILED_MS, Math.max(PROFILED_MS, wanted));
  }
}

async function profile(
  host: HostOptions,
  request: ProfileRequest,
  folder: string,
): Promise<ProfiledRun> {
  const run = await profileBenchmark(host, request, folder);
  if (run === null) throw new HostError("the profile does not show its calls", true);
  return run;
}

async function observeSides(
  { benchmark, durations, folder, options }: Context,
): Promise<Observed> {
  const observe = async (side: SideName) => {
    const { ordinal, n } = placeOf(benchmark, side);
    const host = hostOf(benchmark, side, options, 0);
    return await observeCalls(host, { ordinal, n, durationMs: durations[side] }, folder);
  };
  const observing = [observe("baseline"), observe("current")] as const;
  await Promise.allSettled(observing);
  const [baseline, current] = await Promise.all(observing);
  return { baseline, current };
}

function keyCounts(
  counts: readonly CallCount[],
  roots: readonly string[],
  renamed: RenamedFile | null,
): Map<string, number> {
  return new Map(counts.flatMap(({ url, name, calls }): [string, number][] => {
    const { file, package: of } = placeFunction({ name, url, line: null }, roots, renamed);
    return file === null || of !== null ? [] : [[countKey(file, name), calls]];
  }));
}

function placeOf({ places }: Benchmark, side: SideName) {
  return places[side]!;
}

/** Not pinned: V8 takes samples from a thread of its own, which would have to share the core. */
function hostOf(
  benchmark: Benchmark,
  side: SideName,
  { sides, benchTimeoutMs, signal }: ExplainOptions,
  run: number,
): HostOptions {
  const { root, flags, command } = sides[side];
  return {
    file: join(root, placeOf(benchmark, side).file),
    cwd: root,
    flags: [seedFlag({ seed: run + 1 }), ...flags],
    command,
    timeoutMs: benchTimeoutMs,
    signal,
  };
}
