/** Two commits, measured in turn beside the working tree. @module */
import {
  type AgainstOptions,
  choosePlacement,
  duetOptions,
  list,
  measureAndJudge,
  withinProject,
} from "../against.ts";
import { readAllowedCores } from "../../duet/cores.ts";
import type { SideOptions } from "../../duet/duet.ts";
import { type DuetTrack, pairListings, runDuet } from "../../duet/run_duet.ts";
import type { Listing } from "../../measure/list_benchmarks.ts";
import { addWorktree } from "../../git/worktree.ts";
import type { DuetRound } from "../../result/duet.ts";
import { type BenchmarkIdentity, formatIdentity, identityKey } from "../../result/identity.ts";
import type { Comparison } from "../../verdict/comparison.ts";
import { LOOKS } from "../../verdict/judge_duet.ts";

/**
 * Checks two commits out, measures both in turn and judges. The working tree has no part in it.
 *
 * @throws {Failure} If there is nothing to compare, or no way to.
 */
export async function compareCommits(
  given: AgainstOptions,
  baseline: string,
  current: string,
): Promise<Comparison> {
  const comparison = await withSides(
    given,
    baseline,
    current,
    (options, sides) =>
      measureAndJudge(
        options,
        sides.baseline,
        sides.current,
        { name: baseline, commit: baseline },
        current,
      ),
  );
  // What was measured by then may say little.
  given.signal.throwIfAborted();
  return comparison;
}

/** The checkouts of two commits. */
interface CheckedOut {
  readonly baseline: SideOptions;
  readonly current: SideOptions;
}

async function withSides<T>(
  given: AgainstOptions,
  baseline: string,
  current: string,
  run: (options: AgainstOptions, sides: CheckedOut) => Promise<T>,
): Promise<T> {
  const options = { ...given, files: given.files.map(withinProject) };
  const first = await addWorktree(baseline);
  try {
    const second = await addWorktree(current);
    try {
      const side = (root: string): SideOptions => ({
        root,
        flags: options.flags,
        command: ["deno"],
      });
      return await run(options, { baseline: side(first.root), current: side(second.root) });
    } finally {
      await second.remove();
    }
  } finally {
    await first.remove();
  }
}

/** Why a benchmark of a commit could not be measured. */
export interface NotMeasured {
  readonly reason: string;
}

/**
 * Measures one benchmark of two commits in turn, until `decide` says that it has seen enough.
 *
 * @param decide Is asked at each of the planned looks; `final` where there will be no further round.
 */
export async function measureCommits(
  given: AgainstOptions,
  commits: { readonly baseline: string; readonly current: string },
  identity: BenchmarkIdentity,
  decide: (rounds: readonly DuetRound[], final: boolean) => boolean,
): Promise<NotMeasured | null> {
  return await withSides(given, commits.baseline, commits.current, async (options, sides) => {
    const { signal } = options;
    const only = async (side: SideOptions): Promise<Listing> => {
      const files = identity.file === null ? options.files : [identity.file];
      const listing = await list(side, { ...options, files, filter: null, shard: null }, signal);
      const benchmarks = listing.benchmarks
        .filter((one) => identityKey(one) === identityKey(identity));
      return { ...listing, benchmarks };
    };
    const [baseline, current] = [await only(sides.baseline), await only(sides.current)];
    const tracks = pairListings(baseline, current);
    const [track] = tracks;
    if (track === undefined) {
      return { reason: current.warnings[0] ?? `it has no ${formatIdentity(identity)}` };
    }
    if (track.failure !== null) return { reason: track.failure.message };
    const cores = await readAllowedCores();
    const place = await choosePlacement(options, sides.baseline, sides.current, cores, tracks);
    try {
      const { interrupted } = await runDuet([track], {
        ...duetOptions(options, sides.baseline, sides.current, cores, signal, place.openDuet),
        fewestRounds: LOOKS[0]!,
        decide(_, final) {
          if (decide(track.rounds, final.has(track))) track.open = false;
        },
      });
      signal.throwIfAborted();
      if (interrupted) throw signal.reason;
    } finally {
      await place.remove();
    }
    const failure = track.failure as DuetTrack["failure"];
    return failure === null ? null : { reason: failure.message };
  });
}
