/** Turns the measurements of a run's processes into one result document. @module */
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
import { greatest, least, mean } from "./spread.ts";
import { tidy } from "./tidy.ts";
import { VERSION } from "./version.ts";

const NS_PER_MS = 1e6;

/** Figures from single calls and the heap, which `deno bench` does not report. */
export interface SampleSummary {
  /** Median of the samples, in milliseconds. */
  readonly medianMs: number;
  /** Standard deviation of the samples, in milliseconds. */
  readonly standardDeviationMs: number;
  /** Bytes of JavaScript heap allocated by one call; null if V8 does not report them. */
  readonly allocatedBytes: number | null;
}

/** All measurements of one benchmark. */
export interface BenchmarkMeasurement {
  /** Name as registered. */
  readonly name: string;
  /** Group as registered. */
  readonly group: string | null;
  /** Path relative to the project, with forward slashes; null for a command. */
  readonly file: string | null;
  /** Line of the file that registers it, from 1; null if unknown. */
  readonly line: number | null;
  /** One sentence on what is measured. */
  readonly description: string | null;
  /** Whether the others in its group are compared with it; false by default. */
  readonly baseline?: boolean;
  /** What one call does. */
  readonly work: WorkRecord | null;
  /** One entry for each finished round. */
  readonly rounds: readonly RoundResult[];
  /** Null if none could be taken. */
  readonly samples: SampleSummary | null;
  /** Why rounds are missing. */
  readonly failures: readonly FailureRecord[];
}

/** A run of the benchmarks, before it becomes a document. */
export interface RunMeasurement {
  /** When the run began. */
  readonly startedAt: Date;
  /** The environment in which it ran. */
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
 * Turns measurements into a result document.
 *
 * Mean, 75th and 99th percentile are means over the rounds, so that every process counts the same;
 * minimum and maximum are those of all rounds; median and standard deviation come from samples that
 * a separate process took.
 *
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

/** Turns the measurements of one benchmark into its entry in a result document. */
export function normalizeBenchmark(measurement: BenchmarkMeasurement): BenchmarkResult {
  const { samples, work } = measurement;
  const failures = [...measurement.failures];
  const rounds: RoundResult[] = [];
  for (const [index, round] of measurement.rounds.entries()) {
    if (round.duration_ms > 0 && Number.isFinite(round.duration_ms)) rounds.push(round);
    else failures.push({ round: index + 1, message: explainNothing(round) });
  }
  const measured = rounds.length > 0;
  const durationMs = measured ? mean(rounds.map((round) => round.duration_ms)) : null;
  if (!measured && failures.length === 0) {
    failures.push({ round: null, message: "no round finished" });
  }
  return {
    name: measurement.name,
    short_name: null,
    group: measurement.group,
    file: measurement.file,
    line: measurement.line,
    description: measurement.description,
    baseline: measurement.baseline ?? false,
    duration_ms: durationMs === null ? null : tidy(durationMs),
    min_ms: ofAll(rounds.map((round) => round.min_ms), least),
    max_ms: ofAll(rounds.map((round) => round.max_ms), greatest),
    median_ms: samples === null ? null : tidy(samples.medianMs),
    std_dev_ms: samples === null ? null : tidy(samples.standardDeviationMs),
    p75_ms: ofAll(rounds.map((round) => round.p75_ms), tidyMean),
    p99_ms: ofAll(rounds.map((round) => round.p99_ms), tidyMean),
    throughput: durationMs === null ? null : tidy((work?.operations ?? 1) * 1000 / durationMs),
    throughput_unit: work?.operations == null ? "op/s" : `${work.unit ?? "op"}/s`,
    memory_mb: samples?.allocatedBytes == null ? null : tidy(samples.allocatedBytes / 1e6),
    metrics: [],
    iterations: ofAll(rounds.map((round) => round.iterations), sum),
    work,
    rounds,
    failures,
  };
}

function explainNothing({ duration_ms }: RoundResult): string {
  return `measured ${tidy(duration_ms * NS_PER_MS)} ns a call: nothing is left to time`;
}

/** A figure over all rounds; null if one of them lacks it, or there are none. */
function ofAll(
  values: readonly (number | null)[],
  join: (values: readonly number[]) => number,
): number | null {
  const known = values.filter((value) => value !== null);
  return known.length > 0 && known.length === values.length ? join(known) : null;
}

function tidyMean(values: readonly number[]): number {
  return tidy(mean(values));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
