/** The rounds of a comparison of two checkouts. @module */
import { formatIdentity, identityKey } from "../result/identity.ts";
import type { BenchmarkIdentity } from "../result/identity.ts";
import type { DuetRound, SideName } from "../result/duet.ts";
import type { ListedBenchmark, Listing } from "../measure/list_benchmarks.ts";
import { type Duet, type DuetOptions, type OpenDuet, SideError, type SideOptions } from "./duet.ts";
import { type BenchmarkPair, measureRound, usesSeveralCores } from "./measure_round.ts";

/** A benchmark that both sides have, on its way through the rounds. */
export interface DuetTrack {
  readonly identity: BenchmarkIdentity;
  readonly pair: BenchmarkPair;
  readonly rounds: DuetRound[];
  /** Why it was given up, null while it goes on. */
  failure: { readonly side: SideName; readonly message: string } | null;
  /** Whether both sides are kept on one core. */
  pinned: boolean;
  /** Wall time spent on it. */
  spentMs: number;
  /** Whether more rounds are wanted. */
  open: boolean;
}

/** How to run a duet over all benchmarks. */
export interface RunDuetOptions {
  readonly baseline: SideOptions;
  readonly current: SideOptions;
  readonly openDuet: OpenDuet;
  /** The cores to pin to, in turn; null where nothing can be pinned. */
  readonly cores: readonly number[] | null;
  /** Numbers of rounds after which `decide` is asked, ascending; the last ends the measuring. */
  readonly looks: readonly number[];
  /**
   * Wall time that every benchmark is owed. What decided ones leave of it goes to those still open.
   * It may be passed by the round that is running, and is not kept to before the fewest rounds.
   */
  readonly budgetMs: number;
  readonly fewestRounds: number;
  readonly benchTimeoutMs: number;
  /** Ends the measuring; what is there by then is kept. */
  readonly signal: AbortSignal;
  /** Closes the tracks that are decided. `final` are those that get no further round. */
  readonly decide: (tracks: readonly DuetTrack[], final: ReadonlySet<DuetTrack>) => void;
  readonly onProgress?: (progress: DuetProgress) => void;
}

/** Where a duet stands. */
export interface DuetProgress {
  readonly round: number;
  readonly benchmark: string | null;
  readonly open: number;
  readonly total: number;
}

/** The benchmarks that both listings have, by identity. */
export function pairListings(baseline: Listing, current: Listing): DuetTrack[] {
  const byKey = new Map(baseline.benchmarks.map((listed) => [identityKey(listed), listed]));
  return current.benchmarks.flatMap((listed): DuetTrack[] => {
    const match = byKey.get(identityKey(listed));
    if (match === undefined) return [];
    const side = match.failure !== null ? "baseline" : "current";
    const message = match.failure ?? listed.failure;
    return [{
      identity: listed,
      pair: { baseline: match, current: listed },
      rounds: [],
      failure: message === null ? null : { side, message },
      pinned: true,
      spentMs: 0,
      open: message === null,
    }];
  });
}

/**
 * Measures the open tracks in rounds until each is decided or its budget is spent.
 *
 * @returns Whether `signal` ended it.
 */
export async function runDuet(
  tracks: readonly DuetTrack[],
  options: RunDuetOptions,
): Promise<{ interrupted: boolean }> {
  try {
    if (options.cores !== null) await probeCores(tracks, options);
    for (let round = 0; tracks.some((track) => track.open); round++) {
      await runRound(tracks, round, options);
      settleRound(tracks, round + 1, options);
    }
    return { interrupted: false };
  } catch (error) {
    if (error !== options.signal.reason) throw error;
    const open = new Set(tracks.filter((track) => track.open));
    options.decide(tracks, open);
    for (const track of open) track.open = false;
    return { interrupted: true };
  }
}

function settleRound(
  tracks: readonly DuetTrack[],
  done: number,
  { looks, budgetMs, fewestRounds, decide }: RunDuetOptions,
): void {
  const last = done >= looks.at(-1)!;
  const spent = done >= fewestRounds && spareMs(tracks, budgetMs) <= 0;
  const final = new Set(
    tracks.filter((track) => track.open && (last || (spent && track.spentMs >= budgetMs))),
  );
  if (final.size === 0 && !looks.includes(done)) return;
  decide(tracks, final);
  for (const track of final) track.open = false;
}

/** What the benchmarks that are decided have left of their budgets, less what others took of it. */
function spareMs(tracks: readonly DuetTrack[], budgetMs: number): number {
  return tracks.reduce((spare, track) => {
    const left = budgetMs - track.spentMs;
    return track.open ? spare + Math.min(0, left) : spare + left;
  }, 0);
}

async function runRound(
  tracks: readonly DuetTrack[],
  round: number,
  options: RunDuetOptions,
): Promise<void> {
  for (const group of groupByFile(tracks)) await runFile(group, round, tracks, options);
}

/** The open tracks of each file, those that are pinned apart from those that are not. */
function groupByFile(tracks: readonly DuetTrack[]): Iterable<DuetTrack[]> {
  const open = tracks.filter((track) => track.open);
  const key = ({ identity, pinned }: DuetTrack) => JSON.stringify([identity.file, pinned]);
  return Map.groupBy(open, key).values();
}

/** One round of the benchmarks of one file, in fresh processes. */
async function runFile(
  group: readonly DuetTrack[],
  round: number,
  tracks: readonly DuetTrack[],
  options: RunDuetOptions,
): Promise<void> {
  const { cores } = options;
  const first = firstSide(round);
  const core = cores !== null && group[0]!.pinned ? cores[(round >> 1) % cores.length]! : null;
  const began = performance.now();
  let spentMs = 0;
  await withDuet(group, { ...options, first, core }, async (track, duet) => {
    options.onProgress?.({
      round: round + 1,
      benchmark: formatIdentity(track.identity),
      open: tracks.filter((track) => track.open).length,
      total: tracks.length,
    });
    const from = performance.now();
    try {
      track.rounds.push(await measureRound(await duet(), track.pair, { first, core }));
    } finally {
      track.spentMs += performance.now() - from;
      spentMs += performance.now() - from;
    }
  });
  // Starting the processes is shared by all.
  const rest = performance.now() - began - spentMs;
  for (const track of group) track.spentMs += rest / group.length;
}

/**
 * The side that starts first: each of them once in every two rounds, which share a core, and in the
 * order of Thue and Morse (+−−+−++−…). Where sides simply alternate, what has a period of two rounds,
 * such as memory that one round frees for the next, looks like a difference between them.
 */
export function firstSide(round: number): SideName {
  const ones = round.toString(2).replaceAll("0", "").length;
  return ones % 2 === 0 ? "baseline" : "current";
}

/**
 * Does something with each track of one file, in a duet that is opened when it is first wanted and
 * again after a side has ended. A track whose side fails is given up.
 */
async function withDuet(
  group: readonly DuetTrack[],
  options: RunDuetOptions & Pick<DuetOptions, "first" | "core">,
  run: (track: DuetTrack, duet: () => Promise<Duet>) => Promise<void>,
): Promise<void> {
  const { baseline, current, benchTimeoutMs, signal, first, core } = options;
  const file = group[0]!.pair.current.file;
  let duet: Duet | null = null;
  const open = async () =>
    duet ??= await options.openDuet({
      baseline,
      current,
      file,
      first,
      core,
      timeoutMs: benchTimeoutMs,
      signal,
    });
  try {
    for (const track of group) {
      try {
        await run(track, open);
      } catch (error) {
        if (!(error instanceof SideError)) throw error;
        // Ctrl-C reaches the processes of a terminal all at once: they have not failed by themselves.
        signal.throwIfAborted();
        giveUp(track, error);
        if (error.ended) {
          await (duet as Duet | null)?.close();
          duet = null;
        }
      }
    }
  } finally {
    await (duet as Duet | null)?.close();
  }
}

function giveUp(track: DuetTrack, { side, message }: SideError): void {
  track.failure = { side, message };
  track.open = false;
}

/** Finds the benchmarks that one core would misjudge, and takes them off it. */
async function probeCores(tracks: readonly DuetTrack[], options: RunDuetOptions): Promise<void> {
  for (const group of groupByFile(tracks)) {
    await withDuet(group, { ...options, first: "baseline", core: null }, async (track, duet) => {
      if (await usesSeveralCores(await duet(), track.pair, "baseline")) track.pinned = false;
    });
  }
}

/** The benchmarks that only one of two listings has. */
export function unpaired(listing: Listing, other: Listing): ListedBenchmark[] {
  const keys = new Set(other.benchmarks.map(identityKey));
  return listing.benchmarks.filter((listed) => !keys.has(identityKey(listed)));
}
