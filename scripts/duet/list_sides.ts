/** Lists the benchmarks of both versions, and which of them can be measured in turn. @module */
import { basename, dirname, join } from "../deps/std/path/mod.ts";
import {
  isUrl,
  listBenchmarks,
  type ListedBenchmark,
  type ListedFile,
  type Listing,
} from "../measure/list_benchmarks.ts";
import { type Doubt, from } from "../result/doubt.ts";
import {
  benchFromCurrent,
  loadedByNeither,
  noneLoaded,
  notInBaseline,
  ofOtherHarness,
  randomFixture,
  unloadable,
} from "../result/doubts/listing.ts";
import type { SideName } from "../result/duet.ts";
import { Failure } from "../result/failure.ts";
import { type BenchmarkIdentity, identityKey } from "../result/identity.ts";
import { isInShard, type Shard } from "../result/shard.ts";
import type { Benchmark, BenchmarkFailure } from "../verdict/benchmark.ts";
import { findBlame } from "../verdict/blame.ts";
import type { Affected } from "../verdict/comparison.ts";
import type { Thresholds } from "../verdict/severity.ts";
import { listGroups } from "./list_groups.ts";
import { makeBenchmark, makeWholeFile, placeOf } from "./make_benchmark.ts";
import type { BenchFrom, Pairing } from "./options.ts";
import { isOneVersion, type Side } from "./sides.ts";

/** What to list of both versions. */
export interface ListSidesOptions {
  /** Paths or globs as for `deno bench`; none to find the files as it does. */
  readonly files: readonly string[];
  /** The bench files that were chosen by the change; null for all. */
  readonly affected: Affected | null;
  readonly filter: string | null;
  /** The part of the benchmarks to take; null for all. */
  readonly shard: Shard | null;
  /** The one benchmark to take; null for all. */
  readonly only: BenchmarkIdentity | null;
  /**
   * Whose bench files run: `own` uses those of each version; `current` uses those of the current
   * version on both sides; `missing` uses those of the current version for benchmarks that the
   * baseline lacks.
   */
  readonly benchFrom: BenchFrom;
  readonly pairing: Pairing;
  /** What messages call the two versions; `baseline` and `current` by default. */
  readonly called?: Readonly<Record<SideName, string>>;
  readonly benchTimeoutMs: number;
  readonly thresholdsOf: (identity: BenchmarkIdentity) => Thresholds;
  readonly signal: AbortSignal;
}

/** The benchmarks of both versions. */
export interface ListedSides {
  /** Every benchmark of either version; those that both can run are open. */
  readonly benchmarks: Benchmark[];
  readonly doubts: readonly Doubt[];
  /** Versions of Deno and V8 that run the current version; null if no file was loaded. */
  readonly versions: Listing["versions"];
  /** Why neither side has a benchmark; null if one has. */
  readonly emptyBecause: string | null;
}

/**
 * Lists the benchmarks of both versions and pairs those of one identity.
 *
 * @throws {Failure} If Deno cannot be started, the filter cannot be used, or neither has a file.
 */
export async function listSides(
  sides: Readonly<Record<SideName, Side>>,
  options: ListSidesOptions,
): Promise<ListedSides> {
  if (options.pairing === "groups") {
    const all = await list(sides.current, options.files, { ...options, shard: null });
    const { versions, emptyBecause } = all;
    return { ...listGroups(all, options), versions, emptyBecause };
  }
  const current = await list(sides.current, options.files, options);
  const same = isOneVersion(sides);
  const baseline = same ? current : await list(sides.baseline, options.files, options);
  const missing = current.missing.find((file) => baseline.missing.includes(file));
  if (missing !== undefined) {
    throw new Failure(`Cannot compare ${missing}: neither version has such a file`);
  }
  const borrowed = await borrowFiles(sides, baseline, current, options);
  const problems = { baseline: sides.baseline.problem, current: sides.current.problem };
  const benchmarks = pair({ baseline, current }, problems, borrowed, options);
  return {
    benchmarks,
    doubts: [
      ...(same ? current.doubts : joinDoubts(baseline.doubts, current.doubts)),
      ...current.files.filter(({ draws }) => draws > 0).map(({ file }) => randomFixture(file)),
    ],
    versions: current.versions,
    emptyBecause: benchmarks.length > 0 ? null : await whyEmpty(sides.current, current, options),
  };
}

/** Returns the doubts of two versions with their sides. Those of both versions come first, once. */
function joinDoubts(baseline: readonly Doubt[], current: readonly Doubt[]): Doubt[] {
  const inBaseline = new Set(baseline.map(({ message }) => message));
  const both = new Set(current.map(({ message }) => message)).intersection(inBaseline);
  const isOwn = ({ message }: Doubt) => !both.has(message);
  return [
    ...current.filter((doubt) => !isOwn(doubt)).map((doubt) => from("both versions", doubt)),
    ...baseline.filter(isOwn).map((doubt) => from("baseline", doubt)),
    ...current.filter(isOwn).map((doubt) => from("current", doubt)),
  ];
}

/**
 * Returns why there is nothing to run. Nothing has to run if all files were left out, unless the
 * filter matches nothing in them either.
 */
async function whyEmpty(
  side: Side,
  { emptyBecause }: Listing,
  options: ListSidesOptions,
): Promise<string | null> {
  const { affected, filter } = options;
  if (affected === null || affected.left_out.length === 0) return emptyBecause;
  if (filter === null) return null;
  const others = { measured: [], left_out: affected.measured };
  return (await list(side, options.files, { ...options, affected: others })).emptyBecause;
}

async function list(
  { root, flags, ignore, command, problem }: Side,
  files: readonly string[],
  { affected, filter, shard, only, benchTimeoutMs, signal }: ListSidesOptions,
): Promise<Listing> {
  if (problem !== null) {
    return {
      files: [],
      missing: [],
      benchmarks: [],
      doubts: [noneLoaded(problem)],
      versions: null,
      emptyBecause: problem,
    };
  }
  return await listBenchmarks({
    root,
    flags,
    ignore,
    command,
    files: only?.file == null ? files : [only.file],
    except: new Set(affected?.left_out.map(({ file }) => file)),
    filter,
    shard,
    benchTimeoutMs,
    signal,
  });
}

/** A bench file of the current version that was copied to the sources of the baseline. */
interface Borrowed {
  /** Path within the baseline's checkout. */
  readonly path: string;
  readonly listed: ListedFile;
}

/** Copies bench files of the current version into the baseline's checkout, and lists them there. */
async function borrowFiles(
  sides: Readonly<Record<SideName, Side>>,
  baseline: Listing,
  current: Listing,
  options: ListSidesOptions,
): Promise<Map<string, Borrowed>> {
  const borrowed = new Map<string, Borrowed>();
  if (
    sides.baseline.root === sides.current.root || sides.baseline.problem !== null ||
    options.benchFrom === "own"
  ) {
    return borrowed;
  }
  const known = new Set(baseline.benchmarks.map(identityKey));
  const broken = new Set(baseline.files.filter(({ cause }) => cause !== null).map(pathOf));
  const wanted = current.files.filter(({ file, cause, benchmarks }) =>
    cause === null && !isUrl(file) &&
    (options.benchFrom === "current" ||
      (!broken.has(file) && benchmarks.some((one) => !known.has(identityKey(one)))))
  );
  const owners = new Map<string, string>();
  for (const { file } of wanted) {
    const path = join(dirname(file), `.benchline_current_${basename(file)}`).replaceAll("\\", "/");
    const target = join(sides.baseline.root, path);
    await Deno.mkdir(dirname(target), { recursive: true });
    await Deno.copyFile(join(sides.current.root, file), target);
    owners.set(path, file);
  }
  if (owners.size === 0) return borrowed;
  // The shard and the single benchmark were chosen by the file's own path.
  const all = { ...options, shard: null, only: null };
  for (const listed of (await list(sides.baseline, [...owners.keys()], all)).files) {
    const owner = owners.get(listed.file);
    if (owner !== undefined) borrowed.set(owner, { path: listed.file, listed });
  }
  return borrowed;
}

function pathOf({ file }: ListedFile): string {
  return file;
}

function pair(
  { baseline, current }: Readonly<Record<SideName, Listing>>,
  problems: Readonly<Record<SideName, string | null>>,
  borrowed: ReadonlyMap<string, Borrowed>,
  options: ListSidesOptions,
): Benchmark[] {
  const { only, benchFrom, shard } = options;
  const before = new Map(baseline.benchmarks.map((listed) => [identityKey(listed), listed]));
  const now = new Map(current.benchmarks.map((listed) => [identityKey(listed), listed]));
  const broken = { baseline: causesOf(baseline), current: causesOf(current) };
  const advice = new Map(current.files.map((listed) => [listed.file, listed.advice]));
  const make = (identity: BenchmarkIdentity, more: Partial<Benchmark>) =>
    makeBenchmark(identity, options.thresholdsOf(identity), more);
  const causeOn = (side: SideName, file: string) =>
    problems[side] ?? broken[side].get(file) ?? null;
  const failBoth = (file: string, message: string): BenchmarkFailure => ({
    side: "both",
    message,
    advice: advice.get(file) ?? null,
  });
  const failureOf = (file: string): BenchmarkFailure | null => {
    const causes = { baseline: causeOn("baseline", file), current: causeOn("current", file) };
    const blame = findBlame(causes, options.called);
    if (blame === null) return null;
    const { side, cause } = blame;
    // One version is listed once.
    const wordsOf = baseline === current ? unloadable : loadedByNeither;
    return side === "both"
      ? failBoth(file, wordsOf(file, cause))
      : { side, message: `the file could not be loaded: ${cause}` };
  };
  const both = current.benchmarks.map((listed): Benchmark => {
    const { file, line } = listed;
    const own = before.get(identityKey(listed));
    const place = placeOf(listed);
    if (causeOn("current", file) !== null) return make(listed, { line, failure: failureOf(file) });
    const lent = borrowed.get(file);
    if (own !== undefined && own.failure === null && (benchFrom !== "current" || !lent)) {
      return make(listed, { line, places: { baseline: placeOf(own), current: place } });
    }
    if (lent !== undefined) return make(listed, { line, ...borrow(listed, lent) });
    return make(listed, {
      line,
      places: { baseline: null, current: place },
      failure: failureOf(file),
    });
  });
  const gone = baseline.benchmarks.filter((listed) => !now.has(identityKey(listed)))
    .map((listed): Benchmark =>
      make(listed, {
        places: { baseline: placeOf(listed), current: null },
        // A benchmark that the current version no longer has is removed, even if the baseline could
        // not load it.
        failure: causeOn("current", listed.file) === null ? null : failureOf(listed.file),
      })
    );
  const known = new Set([...both, ...gone].map(({ identity }) => identity.file));
  // If the other version loads the file, the filter is known to match none of its benchmarks.
  const filtered = (file: string, other: Listing) =>
    options.filter !== null &&
    other.files.some((one) => one.file === file && one.cause === null && one.registered > 0);
  const wholeFile = (file: string, failure: BenchmarkFailure): Benchmark[] => {
    if (known.has(file)) return [];
    known.add(file);
    const whole = makeWholeFile(file, failure, options.thresholdsOf);
    return shard !== null && !isInShard(whole.identity, shard) ? [] : [whole];
  };
  const unknown = (causes: ReadonlyMap<string, string>, other: Listing) =>
    [...causes.keys()].flatMap((file) =>
      filtered(file, other) ? [] : wholeFile(file, failureOf(file)!)
    );
  const all = [
    ...both,
    ...gone,
    ...unknown(broken.current, baseline),
    ...unknown(broken.baseline, current),
    // A filter may be meant to leave out a file of another harness.
    ...(options.filter !== null ? [] : current.files).flatMap(({ file, cause, advice }) =>
      cause !== null || advice === null
        ? []
        : wholeFile(file, failBoth(file, ofOtherHarness(file, advice).message))
    ),
  ];
  return only === null
    ? all
    : all.filter(({ identity }) => identityKey(identity) === identityKey(only));
}

/**
 * Makes a benchmark that the baseline's sources run from the current version's bench file, if they
 * can.
 */
function borrow(
  listed: ListedBenchmark,
  { path, listed: file }: Borrowed,
): Pick<Benchmark, "places" | "doubts"> {
  const current = placeOf(listed);
  const match = file.benchmarks.find(({ group, name }) =>
    group === listed.group && name === listed.name
  );
  if (file.cause !== null || match === undefined) {
    const cause = file.cause ?? "it does not register the benchmark";
    return { places: { baseline: null, current }, doubts: [notInBaseline(cause)] };
  }
  return {
    places: { baseline: { ...placeOf(match), file: path }, current },
    doubts: [benchFromCurrent()],
  };
}

function causesOf({ files }: Listing): Map<string, string> {
  return new Map(
    files.flatMap(({ file, cause }) => cause === null ? [] : [[file, cause] as const]),
  );
}
