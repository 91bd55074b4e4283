/** Where the two versions run: in a pair of processes, or in one process for both. @module */
import type { Doubt } from "../result/doubt.ts";
import { notIsolated, unpinnedMachine } from "../result/doubts/measuring.ts";
import type { SideName } from "../result/duet.ts";
import { Failure } from "../result/failure.ts";
import { type Benchmark, canRun } from "../verdict/benchmark.ts";
import type { OpenDuet, SideOptions } from "./duet.ts";
import { openPair } from "./pair.ts";
import { prepareSingle, withoutConfig } from "./single.ts";

/** Where the versions run. */
export type PlacementName = "pair" | "single";

/** A way to open duets, and its doubts. */
export interface Placement {
  readonly name: PlacementName;
  readonly openDuet: OpenDuet;
  readonly doubts: readonly Doubt[];
  /** Removes the files that it needed. */
  remove(): Promise<void>;
}

/**
 * Chooses a pair if it can be pinned. Otherwise it chooses one process, if that is proved to keep
 * the versions apart.
 *
 * @param wanted Null for the one that suits the machine.
 * @param cores The cores to pin to; null if nothing can be pinned.
 * @throws {Failure} If one process is wanted for two versions of Deno or two sets of flags.
 * @throws The reason of the signal.
 */
export async function choosePlacement(
  wanted: PlacementName | null,
  { baseline, current }: Readonly<Record<SideName, SideOptions>>,
  cores: readonly number[] | null,
  benchmarks: readonly Benchmark[],
  signal: AbortSignal,
): Promise<Placement> {
  const unpinned = cores === null ? [unpinnedMachine()] : [];
  const pair = (doubts: readonly Doubt[]): Placement => ({
    name: "pair",
    openDuet: openPair,
    doubts,
    remove: () => Promise.resolve(),
  });
  if ((wanted ?? (cores === null ? "single" : "pair")) === "pair") return pair(unpinned);
  // Nothing can be run in any placement, and the caller says why.
  if (!benchmarks.some(canRun)) return pair(unpinned);
  if (baseline.root === current.root) {
    if (wanted === null) return pair(unpinned);
    throw new Failure("One process cannot load the same files twice: use --placement pair");
  }
  if (
    baseline.command.join() !== current.command.join() ||
    withoutConfig(baseline.givenFlags).join() !== withoutConfig(current.givenFlags).join()
  ) {
    if (wanted === null) return pair(unpinned);
    throw new Failure(
      "One process cannot run two versions of Deno or two sets of flags: use --placement pair",
    );
  }
  const files = new Map(
    benchmarks.filter(canRun).map(({ places }) => {
      const pair = { baseline: places.baseline!.file, current: places.current!.file };
      return [JSON.stringify(pair), pair];
    }),
  );
  const single = await prepareSingle(baseline, current, [...files.values()], signal);
  if (typeof single === "string") return pair([...unpinned, notIsolated(single)]);
  return {
    name: "single",
    openDuet: single.openDuet,
    doubts: unpinned,
    remove: () => single.remove(),
  };
}
