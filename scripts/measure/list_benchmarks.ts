/** Which benchmarks there are: every file is loaded once, and nothing is run. @module */
import { fromFileUrl } from "../deps/std/path/mod.ts";
import { Failure } from "../result/failure.ts";
import { type BenchProcessOutcome, runBenchProcess } from "./bench_process.ts";
import type { InsideEvent, Registration } from "./inside/wire.ts";
import { projectPath } from "./project_path.ts";
import { isInShard, type Shard } from "../result/shard.ts";
import { selectBenchmarks } from "./select.ts";

/** What to list. */
export interface ListOptions {
  /** Paths or globs as `deno bench` takes them; none for what it finds by itself. */
  readonly files: readonly string[];
  readonly filter: string | null;
  /** The part of the benchmarks to take; null for all. */
  readonly shard?: Shard | null;
  /** Flags for `deno bench`. */
  readonly flags: readonly string[];
  /** Longest time for loading one file. */
  readonly benchTimeoutMs: number;
  readonly signal: AbortSignal;
  /** The project's folder; the working directory by default. */
  readonly cwd?: string;
  /** What starts Deno; `["deno"]` by default. */
  readonly command?: readonly string[];
}

/** A benchmark to run. */
export interface ListedBenchmark extends Registration {
  /** Path within the project. */
  readonly file: string;
  /** Why it cannot be run, null if it can. */
  readonly failure: string | null;
}

/** What was found. */
export interface Listing {
  /** In the order in which the files were loaded and the benchmarks registered. */
  readonly benchmarks: readonly ListedBenchmark[];
  /** How many the files registered before any was left out. */
  readonly registered: number;
  /** Paths of the files that threw, exited or hung while they were loaded, with the cause. */
  readonly unloadedFiles: ReadonlyMap<string, string>;
  readonly warnings: readonly string[];
  /** Versions that the process reports; null where it loaded no file. */
  readonly versions: { readonly deno: string; readonly v8: string } | null;
  /** Why nothing can be run, if so. */
  readonly emptyBecause: string | null;
}

/**
 * Loads the bench files and lists what they register, less what `ignore`, `only` and the filter
 * leave out.
 *
 * @throws {Failure} If Deno cannot be started, or the filter is no regular expression though it is
 * written as one.
 */
export async function listBenchmarks(options: ListOptions): Promise<Listing> {
  const outcome = await loadFiles(options);
  const root = options.cwd ?? Deno.cwd();
  const registrations = outcome.events.filter((event) => event.kind === "registered");
  const selected = selectBenchmarks(registrations, options.filter);
  const causes = loadErrors(outcome);
  const unloadedFiles = new Map(
    [...causes].map(([origin, why]) => [projectPath(origin, root), why]),
  );
  const warnings = [...unloadedFiles].map(([file, why]) => `${file} could not be loaded: ${why}`);
  const left = registrations.length - selected.length;
  if (selected.length > 0 && options.filter === null && left > 0) {
    warnings.push(`${left} of ${registrations.length} benchmarks left out by ignore or only`);
  }
  const benchmarks = selected.map((registration): ListedBenchmark => {
    const cause = causes.get(registration.origin);
    const failure = cause === undefined ? null : `the file could not be loaded: ${cause}`;
    return { ...registration, file: projectPath(registration.origin, root), failure };
  });
  const loaded = outcome.events.find((event) => event.kind === "file");
  const { shard = null } = options;
  const named = nameDuplicates(benchmarks, warnings);
  return {
    benchmarks: shard === null ? named : named.filter((one) => isInShard(one, shard)),
    registered: registrations.length,
    unloadedFiles,
    warnings,
    versions: loaded === undefined ? null : { deno: loaded.denoVersion, v8: loaded.v8Version },
    emptyBecause: selected.length > 0
      ? null
      : explainEmpty(outcome, registrations.length, options.filter, unloadedFiles),
  };
}

/** A file that hangs or ends the process keeps those after it from loading: once more without. */
async function loadFiles(options: ListOptions): Promise<BenchProcessOutcome> {
  const setAside: InsideEvent[] = [];
  const ignored: string[] = [];
  let timedOut = false;
  while (true) {
    const flags = [...options.flags, ...ignored];
    const outcome = await runBenchProcess({ ...options, flags, mode: "list", keep: [] });
    timedOut ||= outcome.timedOut;
    const last = outcome.events.slice(
      outcome.events.findLastIndex((event) => event.kind === "file"),
    );
    const origin = last[0]?.kind === "file" ? last[0].origin : "";
    const stuck = outcome.report === null && origin.startsWith("file:") &&
      !last.some((event) => event.kind === "loaded");
    const flag = stuck ? `--ignore=${fromFileUrl(origin)}` : null;
    if (flag === null || ignored.includes(flag)) {
      return { ...outcome, events: [...setAside, ...outcome.events], timedOut };
    }
    ignored.push(flag);
    setAside.push(...last);
  }
}

/** For each file that was not loaded to its end, why. */
function loadErrors(outcome: BenchProcessOutcome): Map<string, string> {
  const causes = new Map<string, string>();
  let origin: string | null = null;
  for (const event of outcome.events) {
    if (event.kind === "file") origin = event.origin;
    else if (event.kind === "loaded") causes.delete(event.origin);
    else if (event.kind === "error" && origin !== null) causes.set(origin, event.message);
    if (event.kind === "file") {
      causes.set(event.origin, outcome.timedOut ? "it did not end" : "it ended the process");
    }
  }
  return causes;
}

/** Two benchmarks of one identity would be one in the document: the later ones get a number. */
function nameDuplicates(benchmarks: ListedBenchmark[], warnings: string[]): ListedBenchmark[] {
  const seen = new Map<string, number>();
  return benchmarks.map((benchmark) => {
    const { origin, file, group, name } = benchmark;
    const key = JSON.stringify([origin, group, name]);
    const times = (seen.get(key) ?? 0) + 1;
    seen.set(key, times);
    if (times === 1) return benchmark;
    const numbered = `${name} #${times}`;
    warnings.push(
      `${file} registers ${name} more than once: number ${times} is called ${numbered}`,
    );
    return { ...benchmark, name: numbered };
  });
}

function explainEmpty(
  outcome: BenchProcessOutcome,
  registered: number,
  filter: string | null,
  unloadedFiles: ReadonlyMap<string, string>,
): string {
  if (registered > 0) {
    return filter === null
      ? "every benchmark is set to be ignored"
      : `the filter ${JSON.stringify(filter)} matches none of ${registered} benchmarks`;
  }
  const first = [...unloadedFiles][0];
  if (first) return `${first[0]} could not be loaded: ${first[1]}`;
  const lines = outcome.errorOutput.split("\n").map((line) => line.trim());
  const typeError = lines.findIndex((line) => /^TS\d/.test(line));
  const place = lines.slice(typeError).find((line) => line.startsWith("at "));
  const cause = typeError < 0
    ? lines.find((line) => line.startsWith("error: "))
    : place === undefined
    ? lines[typeError]
    : `${lines[typeError]} ${place}`;
  return cause === undefined || outcome.exitCode === 0
    ? "no benchmarks are registered; deno bench looks for files such as sort_bench.ts"
    : cause.replace(/^error: /, "");
}

/** @throws {Failure} If there is nothing to run, with the reason. */
export function assertSomeBenchmarks(listing: Listing): void {
  if (listing.emptyBecause !== null) throw new Failure(`Nothing to run: ${listing.emptyBecause}`);
}
