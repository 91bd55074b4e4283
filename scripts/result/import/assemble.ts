/** Joins several files of another harness into one result document. @module */
import { Failure } from "../failure.ts";
import { formatIdentity, identityKey } from "../identity.ts";
import { tidy } from "../tidy.ts";
import {
  type BenchmarkResult,
  type Environment,
  type MetricResult,
  type ResultDocument,
  resultDocumentSchema,
  type RoundResult,
  SCHEMA_VERSION,
} from "../schema.ts";
import { greatest, least, mean } from "../spread.ts";
import { quoteValue, validate } from "../validate.ts";
import { VERSION } from "../version.ts";
import { listNames } from "../list_names.ts";
import type { ImportedRun } from "./importer.ts";

/** A file that was read, or a part of it. */
export interface ImportedFile {
  /** Name of the file, for messages. */
  readonly source: string;
  readonly run: ImportedRun;
  /** When it was measured, ISO 8601 in UTC, if the file does not say. */
  readonly fallbackTimestamp: string;
}

/** Time and commit of a measurement, as the user states them for a file that does not. */
export interface Origin {
  /** ISO 8601 in UTC. */
  readonly timestamp: string | null;
  readonly commit: string | null;
}

/** For files that state their own. */
export const NO_ORIGIN: Origin = { timestamp: null, commit: null };

/** A document that was imported. */
export interface ImportedResult {
  readonly document: ResultDocument;
  /** The files that it comes from. */
  readonly sources: readonly string[];
  /** Files with no known time of measurement: the document has the time of one of these files. */
  readonly untimed: readonly string[];
  /** When its commit was made, ISO 8601 in UTC; null if the files do not say. */
  readonly committed: string | null;
}

/** Facts about all files of an import. */
export interface AssembleOptions {
  /** The importer that read them. */
  readonly format: string;
  /** Absolute path of the project, with forward slashes; null if unknown. */
  readonly root: string | null;
  readonly origin?: Origin;
}

/**
 * Makes documents from files of one machine: one, or one a commit if there are several. A file that
 * keeps many runs becomes one a run.
 *
 * @param files At least one; those of one source are adjacent.
 * @throws {Failure} If files of one commit name different machines or software, or contradict the
 * origin.
 */
export function assembleImports(
  files: readonly ImportedFile[],
  options: AssembleOptions,
): ImportedResult[] {
  const commits = new Set(files.flatMap(({ run }) => run.environment.git_commit ?? []));
  const groups = Map.groupBy(files, ({ run }, index) => {
    // Files that do not name their commit belong to the others if these have a single one.
    const commit = commits.size < 2 ? null : run.environment.git_commit ?? null;
    return JSON.stringify(run.isOfHistory ? [index] : [null, commit]);
  });
  const { timestamp, commit } = options.origin ?? NO_ORIGIN;
  if (groups.size > 1 && (timestamp !== null || commit !== null)) {
    const sources = sourcesOf(files);
    throw new Failure(
      `Cannot give ${listNames(sources)} one time or one commit: it has ${groups.size} results`,
    );
  }
  return [...groups.values()].map((group) => ({
    document: assembleImport(group, options),
    sources: sourcesOf(group),
    untimed: timestamp === null ? untimedOf(group) : [],
    committed: group.find(({ run }) => run.committed != null)?.run.committed ?? null,
  }));
}

function sourcesOf(files: readonly ImportedFile[]): string[] {
  return [...new Set(files.map(({ source }) => source))];
}

/**
 * Makes one document from files of one machine. Each time a benchmark occurs, in one file or in
 * many, is a round.
 *
 * @param files At least one; those of one source are adjacent.
 * @throws {Failure} If the files name different machines, software or commits, or a benchmark was
 * measured under two configurations, or the files state what the origin states.
 */
export function assembleImport(
  files: readonly ImportedFile[],
  { format, root, origin = NO_ORIGIN }: AssembleOptions,
): ResultDocument {
  const sources = sourcesOf(files);
  const untimed = untimedOf(files);
  const timestamps = files.map(({ run, fallbackTimestamp }) =>
    run.timestamp ?? origin.timestamp ?? fallbackTimestamp
  ).sort();
  if (origin.timestamp !== null && untimed.length === 0) {
    throw new Failure(
      `Cannot take ${origin.timestamp} for the time of ${
        listNames(sources)
      }, which says itself that it was measured at ${timestamps[0]}`,
    );
  }
  assertOneConfiguration(files);
  const measured = files.flatMap(({ run }) => run.benchmarks).map((benchmark) => ({
    ...benchmark,
    file: relativeTo(root, benchmark.file),
  }));
  const benchmarks = [...Map.groupBy(measured, identityKey).values()].map(joinBenchmark);
  const document = {
    version: SCHEMA_VERSION,
    generator: `benchline ${VERSION}`,
    timestamp: timestamps[0],
    environment: withCommit(joinEnvironments(files), origin.commit, sources),
    benchmarks,
    warnings: [
      ...(origin.timestamp === null ? warnOfTime(untimed) : []),
      ...new Set(files.flatMap(({ run }) => run.warnings)),
      // The runs of a history cannot be measured again.
      ...(files.some(({ run }) => run.isOfHistory) ? [] : warnOfRounds(benchmarks)),
    ],
    metadata: { imported: { format, harness: files[0]!.run.harness, files: sources } },
  };
  return validate(resultDocumentSchema, document, `Cannot import ${sources.join(", ")}`);
}

/** @throws {Failure} If the environment names another commit. */
function withCommit(
  environment: Partial<Environment>,
  commit: string | null,
  sources: readonly string[],
): Partial<Environment> {
  if (commit === null) return environment;
  const known = environment.git_commit ?? commit;
  if (!known.startsWith(commit) && !commit.startsWith(known)) {
    throw new Failure(
      `Cannot take ${quoteValue(commit)} for the commit of ${
        listNames(sources)
      }, which says itself that it is of ${quoteValue(known)}`,
    );
  }
  return { ...environment, git_commit: known };
}

function untimedOf(files: readonly ImportedFile[]): string[] {
  const untimed = files.filter(({ run }) => run.timestamp === null);
  return [...new Set(untimed.map(({ source }) => source))];
}

/** A path within the project, relative to it; others stay as they are. */
function relativeTo(root: string | null, file: string | null): string | null {
  const folder = root === null ? null : `${root.replace(/\/$/, "")}/`;
  return folder !== null && file?.startsWith(folder) ? file.slice(folder.length) : file;
}

/** Under another configuration, the same work is another measurement. */
function assertOneConfiguration(files: readonly ImportedFile[]): void {
  const known = new Map<string, ImportedFile>();
  for (const file of files) {
    for (const benchmark of file.run.benchmarks) {
      const key = identityKey(benchmark);
      const first = known.get(key) ?? file;
      known.set(key, first);
      const differing = differenceOf(first.run, file.run);
      if (differing === null) continue;
      const [was, is] = [first, file].map(({ run }) => run.configuration?.[differing] ?? "none");
      const advice = file.source === first.source ? "give a file each" : "import them separately";
      throw new Failure(
        `Cannot join the results of ${file.source}: ${
          formatIdentity(benchmark)
        } was measured with ${differing} ${quoteValue(was)} and with ${quoteValue(is)}; ${advice}`,
      );
    }
  }
}

/** The first key in which two configurations differ. */
function differenceOf(a: ImportedRun, b: ImportedRun): string | null {
  const [one, other] = [a.configuration ?? {}, b.configuration ?? {}];
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].find((key) => one[key] !== other[key]) ?? null;
}

function warnOfTime(untimed: readonly string[]): string[] {
  if (untimed.length === 0) return [];
  const names = listNames(untimed);
  return untimed.length === 1
    ? [`${names} does not say when it was measured; the time of the file is used`]
    : [`${names} do not say when they were measured; the time of the oldest file is used`];
}

function warnOfRounds(benchmarks: readonly BenchmarkResult[]): string[] {
  const once = benchmarks.filter(({ rounds, duration_ms }) =>
    rounds.length < 2 && duration_ms !== null
  );
  if (once.length === 0) return [];
  const names = listNames(once.map(formatIdentity));
  return [`${names}: measured once a file; several files, each of a process, make rounds`];
}

function joinEnvironments(files: readonly ImportedFile[]): Partial<Environment> {
  const joined: Record<string, unknown> = {};
  for (const [index, { source, run }] of files.entries()) {
    for (const [field, value] of Object.entries(run.environment)) {
      if (value === null) continue;
      const known = joined[field] ?? value;
      if (field !== "ci" && JSON.stringify(known) !== JSON.stringify(value)) {
        const other = files.slice(0, index).find(({ run }) =>
          (run.environment as Record<string, unknown>)[field] === known
        )!;
        throw new Failure(
          other.source === source
            ? `Cannot read ${source} as one result: ${field} is both ${quoteValue(known)} and ${
              quoteValue(value)
            } in it; give a file each`
            : `Cannot join ${source} with ${other.source}: ${field} is ${quoteValue(value)}, not ${
              quoteValue(known)
            }; read them separately`,
        );
      }
      joined[field] = known;
    }
  }
  return joined;
}

function joinBenchmark(times: readonly BenchmarkResult[]): BenchmarkResult {
  const [first] = times as [BenchmarkResult];
  if (times.length === 1) return first;
  const rounds = times.flatMap((one) => one.rounds.length > 0 ? one.rounds : asRound(one));
  const duration = rounds.length === 0
    ? null
    : tidyMean(rounds.map(({ duration_ms }) => duration_ms));
  const perSecond = first.throughput !== null && first.duration_ms !== null
    ? first.throughput * first.duration_ms
    : 1000;
  return {
    ...first,
    duration_ms: duration,
    throughput: duration === null ? null : tidy(perSecond / duration),
    min_ms: whereKnown(times.map((one) => one.min_ms), least),
    max_ms: whereKnown(times.map((one) => one.max_ms), greatest),
    p75_ms: whereKnown(times.map((one) => one.p75_ms), tidyMean),
    p99_ms: whereKnown(times.map((one) => one.p99_ms), tidyMean),
    memory_mb: whereKnown(times.map((one) => one.memory_mb), tidyMean),
    metrics: joinMetrics(times),
    iterations: whereKnown(
      times.map((one) => one.iterations),
      (values) => values.reduce((sum, value) => sum + value, 0),
    ),
    rounds,
    failures: times.flatMap(({ failures }) => failures),
  };
}

/** Each time is a round of the metrics that it has. */
function joinMetrics(times: readonly BenchmarkResult[]): MetricResult[] {
  const measured = times.filter(({ failures }) => failures.length === 0)
    .flatMap(({ metrics }) => metrics);
  return [...Map.groupBy(measured, ({ name }) => name).values()].map((each) => {
    const [first] = each as [MetricResult];
    if (each.length === 1) return first;
    const rounds = each.flatMap((one) => one.rounds.length > 0 ? one.rounds : [one.value]);
    return { ...first, value: tidyMean(rounds), rounds };
  });
}

function asRound(time: BenchmarkResult): RoundResult[] {
  if (time.duration_ms === null) return [];
  const { duration_ms, min_ms, max_ms, p75_ms, p99_ms, iterations } = time;
  return [{ duration_ms, min_ms, max_ms, p75_ms, p99_ms, iterations, batched: null }];
}

function whereKnown(
  values: readonly (number | null)[],
  join: (values: number[]) => number,
): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === values.length ? join(known) : null;
}

function tidyMean(values: readonly number[]): number {
  return tidy(mean(values));
}
