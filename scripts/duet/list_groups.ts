/** The benchmarks of one version, each with the baseline of its group. @module */
import type { ListedBenchmark, ListedFile, Listing } from "../measure/list_benchmarks.ts";
import type { Doubt } from "../result/doubt.ts";
import { notLoaded, ofOtherHarness, withoutBaseline } from "../result/doubts/listing.ts";
import { Failure } from "../result/failure.ts";
import type { BenchmarkIdentity } from "../result/identity.ts";
import { isInShard, type Shard } from "../result/shard.ts";
import type { Benchmark, BenchmarkFailure } from "../verdict/benchmark.ts";
import type { Thresholds } from "../verdict/severity.ts";
import { makeBenchmark, makeWholeFile, placeOf } from "./make_benchmark.ts";

/** What to take of a version. */
export interface ListGroupsOptions {
  readonly filter: string | null;
  /** The part of the benchmarks to take; null for all. */
  readonly shard: Shard | null;
  readonly thresholdsOf: (identity: BenchmarkIdentity) => Thresholds;
}

/** The benchmarks of groups. */
export interface ListedGroups {
  /** Every benchmark that has a baseline in its group; those that can run are open. */
  readonly benchmarks: Benchmark[];
  readonly doubts: readonly Doubt[];
}

/**
 * Compares the benchmarks of each group with its baseline. Both are of one version, so a file that
 * cannot be loaded has failed for both.
 *
 * @param listing The benchmarks of all shards, since a benchmark and its baseline may be in
 * different ones.
 * @throws {Failure} If a file is not there, or no group has a baseline.
 */
export function listGroups(
  { files, missing, benchmarks, doubts, emptyBecause }: Listing,
  { filter, shard, thresholdsOf }: ListGroupsOptions,
): ListedGroups {
  if (missing.length > 0) {
    throw new Failure(`Cannot compare ${missing[0]}: there is no such file`);
  }
  const failures = failuresOf(files, filter);
  const keyOf = ({ file, group }: ListedBenchmark) => JSON.stringify([file, group]);
  const baselines = new Map(
    benchmarks.filter(({ baseline }) => baseline).map((listed) => [keyOf(listed), listed]),
  );
  const held = benchmarks.flatMap((listed): Benchmark[] => {
    const baseline = baselines.get(keyOf(listed));
    if (baseline === undefined || baseline === listed) return [];
    return [makeBenchmark(listed, thresholdsOf(listed), {
      line: listed.line,
      places: { baseline: placeOf(baseline), current: placeOf(listed) },
      failure: failures.get(listed.file) ?? null,
    })];
  });
  const known = new Set(held.map(({ identity }) => identity.file));
  const whole = [...failures].filter(([file]) => !known.has(file))
    .map(([file, failure]) => makeWholeFile(file, failure, thresholdsOf));
  const all = [...held, ...whole];
  if (emptyBecause === null && all.length === 0) {
    throw new Failure(
      "Nothing to compare: no group has a benchmark with baseline: true beside another",
    );
  }
  const isInPart = (identity: BenchmarkIdentity) => shard === null || isInShard(identity, shard);
  const left = benchmarks.filter((listed) =>
    !baselines.has(keyOf(listed)) && !failures.has(listed.file) && isInPart(listed)
  );
  return {
    benchmarks: all.filter(({ identity }) => isInPart(identity)),
    doubts: [...doubts, ...(left.length > 0 ? [withoutBaseline(left.length)] : [])],
  };
}

/** Returns why files could not be looked at, by their paths. */
function failuresOf(
  files: readonly ListedFile[],
  filter: string | null,
): Map<string, BenchmarkFailure> {
  return new Map(files.flatMap(({ file, cause, advice }) => {
    // A filter may be meant to leave out a file of another harness.
    if (cause === null && (advice === null || filter !== null)) return [];
    const { message } = cause === null
      ? ofOtherHarness(file, advice!)
      : notLoaded(file, cause, advice);
    return [[file, { side: "both", message, advice }] as const];
  }));
}
