/** Comparing the working tree with another version, measured now and in turn. @module */
import { isAbsolute, relative } from "../deps/std/path/mod.ts";
import type { OpenDuet, SideOptions } from "../duet/duet.ts";
import { readAllowedCores } from "../duet/cores.ts";
import { openPair } from "../duet/pair.ts";
import {
  type DuetTrack,
  pairListings,
  runDuet,
  type RunDuetOptions,
  unpaired,
} from "../duet/run_duet.ts";
import { prepareSingle } from "../duet/single.ts";
import { collectEnvironment, readCpu } from "../measure/environment.ts";
import { runGit } from "../git/git.ts";
import { assertSomeBenchmarks, listBenchmarks, type Listing } from "../measure/list_benchmarks.ts";
import { addWorktree, findMergeBase } from "../git/worktree.ts";
import type { DuetBenchmark } from "../result/duet.ts";
import { Failure } from "../result/failure.ts";
import { type BenchmarkIdentity, identityOf } from "../result/identity.ts";
import type { Shard } from "../result/shard.ts";
import { compareDuet, describeUnpinned } from "../verdict/compare_duet.ts";
import type { Comparison } from "../verdict/comparison.ts";
import {
  CONFIRMATION_BUDGETS,
  decideDuet,
  type DuetJudgement,
  type DuetState,
  endsConfirmation,
  FEWEST_ROUNDS,
  LOOKS,
} from "../verdict/judge_duet.ts";
import type { Thresholds } from "../verdict/severity.ts";

/** What to compare the working tree with, and how. */
export interface AgainstOptions {
  /**
   * A branch, tag or commit; empty for the merge base with the default branch, null for the working
   * tree itself, on another Deno or with other flags.
   */
  readonly ref: string | null;
  /** A version of Deno, or the path of one, for the other side; null for the same. */
  readonly deno: string | null;
  /** V8 flags of the other side. */
  readonly v8Flags: readonly string[];
  /** Null for the one that suits the machine. */
  readonly placement: "pair" | "single" | null;
  /** Bench files; none for what `deno bench` finds. */
  readonly files: readonly string[];
  readonly filter: string | null;
  /** The part of the benchmarks to compare; null for all. */
  readonly shard: Shard | null;
  /** Seconds for one benchmark. */
  readonly budgetSeconds: number;
  /** Minutes for everything. */
  readonly timeoutMinutes: number;
  /** Seconds for one slice, and for loading a file. */
  readonly benchTimeoutSeconds: number;
  /** Flags for Deno. */
  readonly flags: readonly string[];
  readonly thresholdsOf: (identity: BenchmarkIdentity) => Thresholds;
  readonly signal: AbortSignal;
  readonly onProgress: (text: string) => void;
}

/**
 * Checks the other version out, measures both in turn and judges.
 *
 * @throws {Failure} If there is nothing to compare, or no way to.
 */
export async function compareAgainst(given: AgainstOptions): Promise<Comparison> {
  const options = { ...given, files: given.files.map(withinProject) };
  const { deno, v8Flags } = options;
  const current: SideOptions = { root: Deno.cwd(), flags: options.flags, command: ["deno"] };
  const baseline: SideOptions = {
    ...current,
    flags: [...options.flags, ...(v8Flags.length > 0 ? [`--v8-flags=${v8Flags.join(",")}`] : [])],
    command: deno === null ? ["deno"] : denoCommand(deno),
  };
  const variant = [deno === null ? "" : `Deno ${deno}`, v8Flags.join(" ")]
    .filter((part) => part !== "");
  if (options.ref === null) {
    const { output } = await runGit(["rev-parse", "HEAD"]);
    return await measureAndJudge(options, baseline, current, {
      name: ["the working tree", ...variant].join(", "),
      commit: output,
    });
  }
  const ref = options.ref === "" ? await findMergeBase() : options.ref;
  options.onProgress(`checking out ${ref}`);
  const worktree = await addWorktree(ref);
  try {
    const name = options.ref === "" ? `merge base ${ref.slice(0, 12)}` : ref;
    return await measureAndJudge(options, { ...baseline, root: worktree.root }, current, {
      name: [name, ...variant].join(", "),
      commit: worktree.commit,
    });
  } finally {
    await worktree.remove();
  }
}

/** A bench file by its path within the project, since the other version has it at the same place. */
export function withinProject(file: string): string {
  const path = isAbsolute(file) ? relative(Deno.cwd(), file) : file;
  if (!path.startsWith("..") && !isAbsolute(path)) return path;
  throw new Failure(
    `Cannot compare ${file}: it lies outside of this folder, so the other version has no such file`,
  );
}

/** What starts another Deno: a version comes from its npm package. */
function denoCommand(deno: string): string[] {
  return /^\d+\.\d+\.\d+/.test(deno) ? ["npx", "--yes", `deno@${deno}`] : [deno];
}

/** Measures two checkouts in turn and judges; `commit` is that of the current version, HEAD by default. */
export async function measureAndJudge(
  options: AgainstOptions,
  baseline: SideOptions,
  current: SideOptions,
  against: { readonly name: string; readonly commit: string },
  commit: string | null = null,
): Promise<Comparison> {
  const began = new Date();
  const timeout = new AbortController();
  const timer = setTimeout(
    () => timeout.abort(`the time limit of ${options.timeoutMinutes} min was reached`),
    options.timeoutMinutes * 60_000,
  );
  const signal = AbortSignal.any([options.signal, timeout.signal]);
  let remove = () => Promise.resolve();
  try {
    const baselineListing = await list(baseline, options, signal);
    const currentListing = await list(current, options, signal);
    if (baselineListing.benchmarks.length === 0) assertSomeBenchmarks(currentListing);
    const tracks = pairListings(baselineListing, currentListing);
    const cores = await readAllowedCores();
    const judgements = new Map<DuetTrack, DuetJudgement>();
    const place = await choosePlacement(options, baseline, current, cores, tracks);
    remove = place.remove;
    const duet = duetOptions(options, baseline, current, cores, signal, place.openDuet);
    const confirmed = new Map<DuetTrack, DuetTrack["rounds"]>();
    const measured = await runDuet(tracks, {
      ...duet,
      decide: (all, final) => decide(all, final, judgements, options),
    });
    const interrupted = measured.interrupted ||
      await confirm(tracks, judgements, duet, confirmed, options.thresholdsOf);
    if (interrupted && tracks.every(({ rounds }) => rounds.length === 0)) {
      throw new Failure(`Nothing was compared: ${signal.reason}`);
    }
    const head = commit ?? (await runGit(["rev-parse", "HEAD"])).output;
    const { deno: denoVersion, v8: v8Version } = currentListing.versions ??
      { deno: null, v8: null };
    const environment = await collectEnvironment({
      cpu: readCpu(),
      denoVersion,
      v8Version,
      flags: options.flags,
    });
    const benchmarks = tracks.map((track): DuetBenchmark => ({
      identity: identityOf(track.identity),
      line: track.pair.current.line,
      rounds: track.rounds,
      confirmation: confirmed.get(track) ?? [],
      failure: track.failure,
      pinned: track.pinned,
    }));
    return compareDuet({
      benchmarks: benchmarks.map((benchmark, index) => ({
        benchmark,
        judgement: judgements.get(tracks[index]!) ?? null,
      })),
      added: unpaired(currentListing, baselineListing)
        .map(({ line, ...listed }) => ({ ...identityOf(listed), line })),
      removed: unpaired(baselineListing, currentListing).map(identityOf),
      baseline: side(against.name, began, against.commit),
      current: side(commit ?? "the working tree", began, head),
      environment,
      shard: options.shard,
      measurement: {
        placement: place.name,
        pinned: cores !== null,
        unpinned: describeUnpinned(benchmarks),
        seconds: Math.round((Date.now() - +began) / 100) / 10,
      },
      warnings: [
        ...baselineListing.warnings.map((warning) => `baseline: ${warning}`),
        ...currentListing.warnings.map((warning) => `current: ${warning}`),
        ...place.warnings,
        ...(interrupted ? [`the measuring ended early: ${signal.reason}`] : []),
      ],
    }, options.thresholdsOf);
  } catch (error) {
    if (error === signal.reason) throw new Failure(`Nothing was compared: ${error}`);
    throw error;
  } finally {
    clearTimeout(timer);
    await remove();
  }
}

/** Where the sides live, and what there is to say about it. */
export interface Place {
  readonly name: "pair" | "single";
  readonly openDuet: OpenDuet;
  readonly warnings: readonly string[];
  remove(): Promise<void>;
}

/** A pair where it can be pinned; else one process, if that is proved to keep the sides apart. */
export async function choosePlacement(
  { placement, onProgress }: AgainstOptions,
  baseline: SideOptions,
  current: SideOptions,
  cores: readonly number[] | null,
  tracks: readonly DuetTrack[],
): Promise<Place> {
  const unpinned = cores === null
    ? ["taskset cannot be used, so the sides could not be kept on one core"]
    : [];
  const pair = { name: "pair", openDuet: openPair, remove: () => Promise.resolve() } as const;
  const wanted = placement ?? (cores === null ? "single" : "pair");
  if (wanted === "pair") return { ...pair, warnings: unpinned };
  if (
    baseline.command.join() !== current.command.join() ||
    baseline.flags.join() !== current.flags.join()
  ) {
    if (placement === null) return { ...pair, warnings: unpinned };
    throw new Failure(
      "One process cannot run two versions of Deno or two sets of flags: use --placement pair",
    );
  }
  onProgress("proving that one process keeps the sides apart");
  const files = [...new Set(tracks.map(({ pair }) => pair.current.file))];
  const single = await prepareSingle(baseline, current, files);
  if (typeof single !== "string") {
    return { ...single, name: "single", warnings: unpinned };
  }
  const doubt =
    `one process could not be shown to keep the sides apart, so a pair is used: ${single}`;
  return { ...pair, warnings: [...unpinned, doubt] };
}

/** The benchmarks of one side. */
export async function list(
  { root, flags, command }: SideOptions,
  { files, filter, shard, benchTimeoutSeconds }: AgainstOptions,
  signal: AbortSignal,
): Promise<Listing> {
  const benchTimeoutMs = benchTimeoutSeconds * 1000;
  return await listBenchmarks({
    ...{ files, filter, shard, flags, benchTimeoutMs, signal },
    cwd: root,
    command,
  });
}

/** What measuring takes besides the decision when to stop. */
export function duetOptions(
  options: AgainstOptions,
  baseline: SideOptions,
  current: SideOptions,
  cores: readonly number[] | null,
  signal: AbortSignal,
  openDuet: OpenDuet,
): Omit<RunDuetOptions, "decide"> {
  return {
    baseline,
    current,
    openDuet,
    cores,
    looks: LOOKS,
    fewestRounds: FEWEST_ROUNDS,
    budgetMs: options.budgetSeconds * 1000,
    benchTimeoutMs: options.benchTimeoutSeconds * 1000,
    signal,
    onProgress({ round, benchmark, open, total }) {
      options.onProgress(`round ${round} · ${total - open} of ${total} decided · ${benchmark}`);
    },
  };
}

function decide(
  tracks: readonly DuetTrack[],
  final: ReadonlySet<DuetTrack>,
  judgements: Map<DuetTrack, DuetJudgement>,
  { thresholdsOf, shard }: AgainstOptions,
): void {
  const measured = tracks.filter(({ failure, rounds }) => failure === null && rounds.length > 0);
  const states = measured.map((track) => stateOf(track, final, thresholdsOf));
  const decided = decideDuet(states, shard?.total);
  for (const [index, track] of measured.entries()) {
    const judgement = decided[index]!;
    if (judgement === null) continue;
    judgements.set(track, judgement);
    track.open = false;
  }
}

function stateOf(
  track: DuetTrack,
  final: ReadonlySet<DuetTrack>,
  thresholdsOf: AgainstOptions["thresholdsOf"],
): DuetState {
  const { identity, rounds, open } = track;
  return { identity, rounds, open, final: final.has(track), thresholds: thresholdsOf(identity) };
}

/**
 * Measures what was flagged again, each benchmark in processes of its own.
 *
 * @param confirmed Receives the rounds.
 * @returns Whether it was stopped before all was confirmed.
 */
async function confirm(
  tracks: readonly DuetTrack[],
  judgements: ReadonlyMap<DuetTrack, DuetJudgement>,
  duet: Omit<RunDuetOptions, "decide">,
  confirmed: Map<DuetTrack, DuetTrack["rounds"]>,
  thresholdsOf: AgainstOptions["thresholdsOf"],
): Promise<boolean> {
  for (const track of tracks) {
    if (judgements.get(track)?.verdict !== "regression" || track.failure !== null) continue;
    const fresh: DuetTrack = { ...track, rounds: [], open: true, spentMs: 0 };
    const { onProgress: report, ...rest } = duet;
    confirmed.set(track, fresh.rounds);
    const { interrupted } = await runDuet([fresh], {
      ...rest,
      cores: track.pinned ? duet.cores : null,
      fewestRounds: LOOKS[0]!,
      budgetMs: duet.budgetMs * CONFIRMATION_BUDGETS,
      decide(_, final) {
        fresh.open = !endsConfirmation(stateOf(fresh, final, thresholdsOf));
      },
      onProgress: (progress) =>
        report?.({ ...progress, benchmark: `confirming ${progress.benchmark}` }),
    });
    track.failure = fresh.failure;
    if (interrupted) return true;
  }
  return false;
}

function side(source: string, time: Date, commit: string): Comparison["baseline"] {
  return { source, timestamp: time.toISOString(), git_commit: commit === "" ? null : commit };
}
