/**
 * Lists the benchmarks: each file is loaded in a separate process, and no benchmark runs.
 *
 * @module
 */
import { join } from "../deps/std/path/mod.ts";
import type { Doubt } from "../result/doubt.ts";
import {
  leftOut,
  notLoaded,
  ofOtherHarness,
  ownPermissions,
  renamed,
} from "../result/doubts/listing.ts";
import { Failure } from "../result/failure.ts";
import { identityKey, nameWithin } from "../result/identity.ts";
import { gatherAdvice } from "../result/permission.ts";
import { isInShard, type Shard } from "../result/shard.ts";
import { CONFIG_FILE } from "../result/config_file.ts";
import { mapAtOnce } from "./at_once.ts";
import { parseDenoFlags } from "../result/deno_flags.ts";
import { configChoiceOf } from "./project_config.ts";
import { findBenchFiles } from "./find_files.ts";
import type { Registration } from "./inside/wire.ts";
import { type FileListing, listFile } from "./list_file.ts";
import { selectBenchmarks } from "./select.ts";
import { withoutRoot } from "./without_root.ts";

/** What to list. */
export interface ListOptions {
  /** Paths or globs as for `deno bench`; none to find the files as it does. */
  readonly files: readonly string[];
  /** Paths of files that are not loaded even if they are found. */
  readonly except?: ReadonlySet<string>;
  readonly filter: string | null;
  /** The part of the benchmarks to take; null for all. */
  readonly shard?: Shard | null;
  /** Flags for `deno run`. */
  readonly flags: readonly string[];
  /** Paths and globs to leave out. */
  readonly ignore: readonly string[];
  /** Longest time for loading one file. */
  readonly benchTimeoutMs: number;
  readonly signal: AbortSignal;
  /** The project's folder. */
  readonly root: string;
  /** The command that starts Deno; `["deno"]` by default. */
  readonly command?: readonly string[];
}

/** A benchmark to run. */
export interface ListedBenchmark extends Registration {
  /** Path within the project. */
  readonly file: string;
  /** Why it cannot be run; null if it can. */
  readonly failure: string | null;
}

/** The benchmarks of one file. */
export interface ListedFile {
  /** Path within the project. */
  readonly file: string;
  /** Those that are to run, in the order of registration. */
  readonly benchmarks: readonly ListedBenchmark[];
  /** How many are to run in all shards. */
  readonly selected: number;
  /** How many the file registers, including those that are left out. */
  readonly registered: number;
  /** Why it threw, exited or hung while it was loaded; null if it was loaded. */
  readonly cause: string | null;
  /**
   * If another harness runs it, a sentence on which one, how to read its results and how to leave
   * it out; else null.
   */
  readonly advice: string | null;
  /** Random numbers that the file drew while it was loaded. */
  readonly draws: number;
}

/** The benchmarks of all files. */
export interface Listing {
  readonly files: readonly ListedFile[];
  /** Paths of files that were named but do not exist. */
  readonly missing: readonly string[];
  /** The benchmarks of all files together. */
  readonly benchmarks: readonly ListedBenchmark[];
  readonly doubts: readonly Doubt[];
  /** Versions that the processes report; null if none loaded a file. */
  readonly versions: { readonly deno: string; readonly v8: string } | null;
  /** Why nothing can be run; null if something can. */
  readonly emptyBecause: string | null;
}

/**
 * Loads the bench files and lists their benchmarks, without those that `ignore`, `only` and the
 * filter leave out. If a file cannot be loaded, the others are still listed.
 *
 * @throws {Failure} If Deno cannot be started, or the filter is written as a regular expression but
 * is not one.
 */
export async function listBenchmarks(options: ListOptions): Promise<Listing> {
  // A filter that cannot be used ends the command before any process is started.
  selectBenchmarks([], options.filter);
  const all = await findBenchFiles(options.root, options.files, {
    ignore: options.ignore,
    config: configChoiceOf(parseDenoFlags(options.flags)),
  });
  const found = all.filter((path) => !options.except?.has(path));
  const there = await Promise.all(found.map((path) => isThere(path, options.root)));
  const paths = found.filter((_, index) => there[index]);
  const loaded = await loadAll(paths, options);
  const doubts: Doubt[] = [];
  const registered = loaded.flatMap(({ registrations }) => registrations);
  const selected = new Set(selectBenchmarks(registered, options.filter));
  const files = paths.map((path, index) =>
    toListedFile(path, loaded[index]!, selected, options, doubts)
  );
  const benchmarks = files.flatMap((file) => file.benchmarks);
  return {
    files,
    missing: found.filter((_, index) => !there[index]),
    benchmarks,
    doubts: [...doubts, ...doubtLeftOut(registered, selected, options)],
    versions: loaded.find(({ versions }) => versions !== null)?.versions ?? null,
    emptyBecause: files.some(({ selected }) => selected > 0) ? null : explainEmpty(files, options),
  };
}

/** Whether a bench file is named by a URL. */
export const isUrl = (path: string): boolean => /^[a-z][a-z+.-]+:/i.test(path);

async function isThere(path: string, root: string): Promise<boolean> {
  if (isUrl(path)) return true;
  try {
    return (await Deno.stat(join(root, path))).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

async function loadAll(paths: readonly string[], options: ListOptions): Promise<FileListing[]> {
  const { root, flags, benchTimeoutMs, signal, command } = options;
  const load = (path: string) =>
    listFile({
      file: isUrl(path) ? path : join(root, path),
      cwd: root,
      flags,
      timeoutMs: benchTimeoutMs,
      signal,
      ...(command === undefined ? {} : { command }),
    });
  return await mapAtOnce(paths, load, signal);
}

function toListedFile(
  file: string,
  { registrations, cause, draws, otherHarness }: FileListing,
  all: ReadonlySet<Registration>,
  { shard = null, root, files }: ListOptions,
  doubts: Doubt[],
): ListedFile {
  const why = cause === null ? null : withoutRoot(cause, root);
  const advice = otherHarness === null ? null : adviseOn(otherHarness, files.length === 0);
  if (why !== null) doubts.push(notLoaded(file, why, advice));
  else if (advice !== null) doubts.push(ofOtherHarness(file, advice));
  const failure = why === null ? null : `the file could not be loaded: ${why}`;
  const selected = registrations.filter((registration) => all.has(registration))
    .map((registration): ListedBenchmark => ({ ...registration, file, failure }));
  const named = nameDuplicates(selected, doubts);
  return {
    file,
    benchmarks: shard === null ? named : named.filter((one) => isInShard(one, shard)),
    selected: selected.length,
    registered: registrations.length,
    cause: why,
    advice,
    draws,
  };
}

/** @param isFound Whether the file was found, rather than named. */
function adviseOn(otherHarness: string, isFound: boolean): string {
  const exclude = `; to leave it out, list the files to measure under "files" in ${CONFIG_FILE}`;
  return `${otherHarness}${isFound ? exclude : ""}.`;
}

/** Numbers later benchmarks of the same identity, which would be one in the document. */
function nameDuplicates(
  benchmarks: readonly ListedBenchmark[],
  doubts: Doubt[],
): ListedBenchmark[] {
  const taken = new Set(benchmarks.map(identityKey));
  const times = new Map<string, number>();
  return benchmarks.map((benchmark) => {
    const { file, name } = benchmark;
    const key = identityKey(benchmark);
    const place = (times.get(key) ?? 0) + 1;
    times.set(key, place);
    if (place === 1) return benchmark;
    // A benchmark that is itself called "sort #2" keeps its name.
    let number = place;
    const numbered = () => ({ ...benchmark, name: `${name} #${number}` });
    while (taken.has(identityKey(numbered()))) number++;
    taken.add(identityKey(numbered()));
    doubts.push(renamed(file, nameWithin(benchmark), place, numbered().name));
    return numbered();
  });
}

function doubtLeftOut(
  all: readonly Registration[],
  selected: ReadonlySet<Registration>,
  { filter }: ListOptions,
): Doubt[] {
  const own = [...selected].filter(({ permissions }) => permissions).length;
  const left = all.length - selected.size;
  return [
    ...(filter === null && left > 0 && selected.size > 0 ? [leftOut(left, all.length)] : []),
    ...(own > 0 ? [ownPermissions(own)] : []),
  ];
}

function explainEmpty(
  files: readonly ListedFile[],
  { filter, files: patterns }: ListOptions,
): string {
  const registered = files.reduce((sum, file) => sum + file.registered, 0);
  const broken = explainBroken(files);
  if (broken !== null) return broken;
  if (registered > 0) {
    return filter === null
      ? "every benchmark is ignored"
      : `the filter ${JSON.stringify(filter)} matches none of ${registered} benchmarks`;
  }
  const other = files.find(({ advice }) => advice !== null);
  if (other !== undefined) return withAdvice(ofOtherHarness(other.file, other.advice!));
  if (files.length > 0) return `${files[0]!.file} registers no benchmark`;
  return patterns.length > 0
    ? `no bench file matches ${patterns.join(", ")}`
    : "there is no bench file; deno bench looks for names such as sort_bench.ts";
}

function withAdvice({ message, advice }: Doubt): string {
  return advice === null ? message : `${message}. ${advice}`;
}

/** Returns why files could not be loaded, and the flags that they lack; null if all were loaded. */
function explainBroken(files: readonly ListedFile[]): string | null {
  const broken = files.filter(({ cause }) => cause !== null);
  if (broken.length === 0) return null;
  const { messages, advice } = gatherAdvice(broken.map(({ cause }) => cause!));
  const shown = broken.slice(0, MOST_BROKEN)
    .map(({ file }, index) => `${file} could not be loaded: ${messages[index]}`);
  const more = broken.length - shown.length;
  if (more > 0) shown.push(`and ${more} more ${more === 1 ? "file" : "files"}`);
  if (advice !== null) shown.push(advice);
  const hints = new Set(broken.flatMap((file) => file.advice ?? []));
  return [shown.join("; "), ...hints].join(". ");
}

/** More files would make the message too long. */
const MOST_BROKEN = 10;

/** @throws {Failure} If a file is not there or there is nothing to run, with the reason. */
export function assertSomeBenchmarks(listing: Listing): void {
  const [missing] = listing.missing;
  if (missing !== undefined) throw new Failure(`Cannot run ${missing}: there is no such file`);
  if (listing.emptyBecause !== null) throw new Failure(`Nothing to run: ${listing.emptyBecause}`);
}
