/**
 * Runs both versions under the profiler and explains why a benchmark became slower or faster.
 *
 * @module
 */
import { join, toFileUrl } from "../deps/std/path/mod.ts";
import { makeTemporaryFolder } from "../git/temporary_folder.ts";
import { observeCalls } from "../measure/observe_calls.ts";
import { HostError } from "../measure/host_process.ts";
import {
  profileBenchmark,
  type ProfiledRun,
  type ProfileRequest,
} from "../measure/profile_benchmark.ts";
import type { HostOptions } from "../measure/start_host.ts";
import { withoutRoot } from "../measure/without_root.ts";
import type { SideName } from "../result/duet.ts";
import { Failure } from "../result/failure.ts";
import type { ObservedCalls } from "../result/profile/observed_calls.ts";
import type { RenamedFile } from "../result/profile/place.ts";
import type { Benchmark } from "../verdict/benchmark.ts";
import type { ExplainedSide } from "../verdict/explain/details.ts";
import { explain, unexplained } from "../verdict/explain/explain.ts";
import { explainsMost, type Explanation } from "../verdict/explain/explanation.ts";
import { findChangedFiles } from "./changed_files.ts";
import { otherSide, seedFlag, type SideOptions, SIDES } from "./duet.ts";

/**
 * Processes of each version, so that chance effects of one process can be told from causes. If most
 * of the change is unexplained after these, as many more follow.
 */
const RUNS = 3;
const FURTHER_RUNS = 3;
/** Samples to take in each of them. */
const SAMPLES = 1000;
/** Duration of the calls of the first process, and the longest of any process. */
const PROFILED_MS = 400;
const LONGEST_PROFILED_MS = 3000;

/** A version that can be started, and its checkout. */
export interface ExplainedCheckout extends SideOptions {
  /** The top level of the checkout or of the working tree; null outside a repository. */
  readonly top: string | null;
}

/** What an explanation needs. */
export interface ExplainOptions {
  readonly sides: Readonly<Record<SideName, ExplainedCheckout>>;
  /** Whether to explain a change, rather than where the time goes. */
  readonly changed: boolean;
  readonly benchTimeoutMs: number;
  readonly signal: AbortSignal;
  /** Called with a profile of either version, as V8 wrote it. */
  readonly onProfiles?: (profiles: Readonly<Record<SideName, string>>) => void;
}

/**
 * Runs a benchmark under the profiler, in separate processes, and explains its change.
 *
 * @param durations Milliseconds a call, as judged.
 * @returns Always an explanation. If there is none to give, its remark says why.
 */
export async function explainChange(
  benchmark: Benchmark,
  durations: Readonly<Record<SideName, number>>,
  options: ExplainOptions,
): Promise<Explanation> {
  const profiled: Record<SideName, ProfiledVersion> = {
    baseline: { runs: [], text: null },
    current: { runs: [], text: null },
  };
  let explanation: Explanation | null = null;
  try {
    const folder = await makeTemporaryFolder(null);
    try {
      const context = { benchmark, durations, folder: folder.path, options };
      await profileSides(RUNS, profiled, context);
      const observed = await observeSides(context);
      explanation = await explainRuns(profiled, observed, context);
      if (options.changed && !explainsMost(explanation)) {
        await profileSides(FURTHER_RUNS, profiled, context);
        explanation = await explainRuns(profiled, observed, context);
      }
    } finally {
      await folder.remove();
    }
  } catch (error) {
    // A later failure changes neither the verdicts nor earlier explanations.
    const isExpected = options.signal.aborted || error instanceof HostError ||
      error instanceof Failure;
    if (!isExpected) throw error;
    explanation ??= unexplained(
      options.signal.aborted
        ? "the comparison was stopped before it was profiled"
        : withoutRoots((error as Error).message, options.sides),
    );
  }
  const [baseline, current] = [profiled.baseline.text, profiled.current.text];
  if (baseline !== null && current !== null) options.onProfiles?.({ baseline, current });
  return explanation;
}

/** The checkouts are removed before a reader sees the text. */
function withoutRoots(text: string, sides: ExplainOptions["sides"]): string {
  return SIDES.reduce((shorter, side) => withoutRoot(shorter, sides[side].root), text);
}

async function explainRuns(
  profiled: Profiled,
  observed: Observed,
  { benchmark, durations, options }: Context,
): Promise<Explanation> {
  const sideOf = (side: SideName): ExplainedSide => {
    const { root, top } = options.sides[side];
    return {
      runs: profiled[side].runs,
      roots: (top === null ? [root] : [root, top]).map((folder) => `${toFileUrl(folder)}/`),
      renamed: side === "baseline" ? renamedFile(benchmark) : null,
      durationMs: durations[side],
      observed: observed[side],
    };
  };
  const sides = { baseline: sideOf("baseline"), current: sideOf("current") };
  const folders = { baseline: options.sides.baseline.root, current: options.sides.current.root };
  return explain(sides, await findChangedFiles(sides, folders));
}

/**
 * If the baseline has borrowed the bench file of the current version, the file has another name
 * there.
 */
function renamedFile(benchmark: Benchmark): RenamedFile | null {
  const from = placeOf(benchmark, "baseline").file;
  const to = placeOf(benchmark, "current").file;
  return from === to ? null : { from, to };
}

interface ProfiledVersion {
  readonly runs: Omit<ProfiledRun, "text">[];
  /** Returns the profile of the first process. Those of the others are similar, and large. */
  text: string | null;
}

type Profiled = Readonly<Record<SideName, ProfiledVersion>>;
type Observed = Readonly<Record<SideName, ObservedCalls | null>>;

interface Context {
  readonly benchmark: Benchmark;
  readonly durations: Readonly<Record<SideName, number>>;
  readonly folder: string;
  readonly options: ExplainOptions;
}

/** Adds runs of so many processes of each version, in turn. */
async function profileSides(
  count: number,
  profiled: Profiled,
  { benchmark, folder, options }: Context,
): Promise<void> {
  let profiledMs = PROFILED_MS;
  for (let done = 0; done < count; done++) {
    const run = profiled.baseline.runs.length;
    const first = run % 2 === 0 ? "baseline" : "current";
    for (const side of [first, otherSide(first)] as const) {
      const request = {
        ...placeOf(benchmark, side),
        marks: benchmark.rounds[0]?.marks ?? false,
        profiledMs,
      };
      const host = hostOf(benchmark, side, options, run);
      const { text, ...shown } = await profile(host, request, folder);
      profiled[side].runs.push(shown);
      profiled[side].text ??= text;
    }
    // On a busy machine, samples are rare.
    const taken = (side: SideName) => profiled[side].runs.at(-1)!.samples.length;
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

function placeOf({ places }: Benchmark, side: SideName) {
  return places[side]!;
}

/** Not pinned, since V8 takes samples from a separate thread, which would share the core. */
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
