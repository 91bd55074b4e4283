/** The reports of several `deno bench` processes to one result document. @module */
import type { DenoBenchStats } from "./deno_bench.ts";
import {
  type BenchmarkResult,
  type Environment,
  type FailureRecord,
  type ResultDocument,
  type RoundResult,
  SCHEMA_VERSION,
  type WorkRecord,
} from "./schema.ts";
import type { Shard } from "./shard.ts";
import { mean } from "./spread.ts";
import { VERSION } from "./version.ts";

const NS_PER_MS = 1e6;
/** Calls that one sample of `deno bench` covers where single calls are too short to time. */
const CALLS_PER_BATCH = 10_000;

/** What single calls and the heap showed of one benchmark, which `deno bench` does not report. */
export interface SampleSummary {
  /** Median of the samples. */
  readonly medianNs: number;
  /** Standard deviation of the samples. */
  readonly standardDeviationNs: number;
  /** Bytes of JavaScript heap allocated by one call; null where V8 does not tell. */
  readonly allocatedBytes: number | null;
}

/** Everything measured of one benchmark. */
export interface BenchmarkMeasurement {
  /** Name as registered. */
  readonly name: string;
  /** Group as registered. */
  readonly group: string | null;
  /** Path relative to the project, with forward slashes; null for a command. */
  readonly file: string | null;
  /** Line of the file that registers it, from 1; null where it is not known. */
  readonly line: number | null;
  /** One sentence on what is measured. */
  readonly description: string | null;
  /** What one call does. */
  readonly work: WorkRecord | null;
  /** One entry a round that finished. */
  readonly rounds: readonly DenoBenchStats[];
  /** Null where none could be taken. */
  readonly samples: SampleSummary | null;
  /** Why rounds are missing. */
  readonly failures: readonly FailureRecord[];
}

/** A run of the benchmarks, before it becomes a document. */
export interface RunMeasurement {
  /** When the run began. */
  readonly startedAt: Date;
  /** Where it ran. */
  readonly environment: Environment;
  /** In the order of their registration. */
  readonly benchmarks: readonly BenchmarkMeasurement[];
  /** Whether it ended before every round was done. */
  readonly partial: boolean;
  /** Which part of the benchmarks it was; null for all. */
  readonly shard?: Shard | null;
  /** What a reader should know before trusting the figures. */
  readonly warnings: readonly string[];
}

/**
 * Turns what was measured into a result document.
 *
 * Mean, 75th and 99th percentile are means over the rounds, so that every process counts the
 * same; minimum and maximum are those of all rounds; median and standard deviation are those of
 * the samples taken in a process of their own.
 *
 * @param run Durations in nanoseconds a call.
 * @returns A document of the current schema version, benchmarks in the order given.
 */
export function normalizeRun(run: RunMeasurement): ResultDocument {
  return {
    version: SCHEMA_VERSION,
    generator: `benchline ${VERSION}`,
    timestamp: run.startedAt.toISOString(),
    environment: run.environment,
    benchmarks: run.benchmarks.map(normalizeBenchmark),
    partial: run.partial,
    shard: run.shard ?? null,
    shards: [],
    warnings: [...run.warnings],
    metadata: {},
  };
}

/** Turns what was measured of one benchmark into its entry in a result document. */
export function normalizeBenchmark(measurement: BenchmarkMeasurement): BenchmarkResult {
  const { samples, work } = measurement;
  const failures = [...measurement.failures];
  const rounds: RoundResult[] = [];
  for (const [index, stats] of measurement.rounds.entries()) {
    if (stats.avg > 0 && Number.isFinite(stats.avg)) rounds.push(normalizeRound(stats));
    else {failures.push({
        round: index + 1,
        message: `measured ${stats.avg} ns a call: nothing is left to time`,
      });}
  }
  const measured = rounds.length > 0;
  const durationMs = measured ? mean(rounds.map((round) => round.duration_ms)) : null;
  if (!measured && failures.length === 0) {
    failures.push({ round: null, message: "no round finished" });
  }
  return {
    name: measurement.name,
    group: measurement.group,
    file: measurement.file,
    line: measurement.line,
    description: measurement.description,
    duration_ms: durationMs === null ? null : tidy(durationMs),
    min_ms: measured ? Math.min(...rounds.map((round) => round.min_ms!)) : null,
    max_ms: measured ? Math.max(...rounds.map((round) => round.max_ms!)) : null,
    median_ms: samples === null ? null : toMs(samples.medianNs),
    std_dev_ms: samples === null ? null : toMs(samples.standardDeviationNs),
    p75_ms: measured ? tidy(mean(rounds.map((round) => round.p75_ms!))) : null,
    p99_ms: measured ? tidy(mean(rounds.map((round) => round.p99_ms!))) : null,
    throughput: durationMs === null ? null : tidy((work?.operations ?? 1) * 1000 / durationMs),
    throughput_unit: work?.operations == null ? "op/s" : `${work.unit ?? "op"}/s`,
    memory_mb: samples?.allocatedBytes == null ? null : tidy(samples.allocatedBytes / 1e6),
    iterations: measured ? sum(rounds.map((round) => round.iterations!)) : null,
    work,
    rounds,
    failures,
  };
}

/** Turns what one process reported of a benchmark into a round, nanoseconds into milliseconds. */
export function normalizeRound(stats: DenoBenchStats): RoundResult {
  return {
    duration_ms: toMs(stats.avg),
    min_ms: toMs(stats.min),
    max_ms: toMs(stats.max),
    p75_ms: toMs(stats.p75),
    p99_ms: toMs(stats.p99),
    iterations: stats.highPrecision ? stats.n : stats.n * CALLS_PER_BATCH,
    batched: !stats.highPrecision,
  };
}

function toMs(nanoseconds: number): number {
  return tidy(nanoseconds / NS_PER_MS);
}

/** Ten significant digits: far finer than any clock, and no 0.30000000000000004 in the file. */
export function tidy(value: number): number {
  return Number(value.toPrecision(10));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
