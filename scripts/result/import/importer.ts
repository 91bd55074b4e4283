/** Importers of other harnesses' results. @module */
import {
  type BenchmarkResult,
  type Environment,
  LONGEST_DURATION_MS,
  type MetricResult,
  type RoundResult,
} from "../schema.ts";
import { tidy } from "../tidy.ts";
import { greatest, least, mean } from "../spread.ts";
import type { Content } from "./content.ts";
import { isDuration } from "./units.ts";

/** One format of another harness. */
export interface Importer {
  /** Its name for `--from`. */
  readonly name: string;
  /**
   * Whether a content looks like this format. Quick and never throws. No two formats recognise the
   * same content.
   */
  recognizes(content: Content): boolean;
  /**
   * Reads the measurements: several runs if a file covers several commits or machines, and none if
   * it only describes other files.
   *
   * @param beside Files that may describe this one; see {@linkcode DESCRIBING_FILES}.
   * @throws {Failure} One line with the file, the line in it if known, and the field.
   */
  read(content: Content, beside?: readonly Content[]): readonly ImportedRun[];
}

/** One run in a file. */
export interface ImportedRun {
  /** Name and version of the harness, such as `vitest 4.1.0`, as far as known. */
  readonly harness: string;
  /** When it was measured, ISO 8601 in UTC; null if the file does not say. */
  readonly timestamp: string | null;
  /** When its commit was made, ISO 8601 in UTC. */
  readonly committed?: string | null;
  /** Machine and software, as far as the file names them. */
  readonly environment: Partial<Environment>;
  /**
   * Other conditions, such as Go's `toolchain`. If two runs differ in one, they are not rounds of
   * the same benchmark.
   */
  readonly configuration?: Readonly<Record<string, string>>;
  /** Whether this is one of many runs that a file keeps; then it becomes its own result. */
  readonly isOfHistory?: boolean;
  /** An identity may occur several times; each time is then a round. */
  readonly benchmarks: readonly BenchmarkResult[];
  /** What was left out and why. */
  readonly warnings: readonly string[];
}

/** A benchmark as far as an importer knows it. All durations are milliseconds a call. */
export type ImportedBenchmark =
  & Pick<BenchmarkResult, "name">
  & Partial<Omit<BenchmarkResult, "rounds" | "metrics">>
  & {
    readonly rounds?: readonly ImportedRound[];
    readonly metrics?: readonly ImportedMetric[];
    /** Whether its figures cannot be read; its failures say why. */
    readonly isUnreadable?: boolean;
  };

/** A metric as far as an importer knows it. */
export type ImportedMetric =
  & Pick<MetricResult, "name" | "unit" | "value" | "better">
  & Partial<MetricResult>;

/** A process, a fork or a repetition as far as an importer knows it. */
export type ImportedRound = Pick<RoundResult, "duration_ms"> & Partial<RoundResult>;

/**
 * Fills in missing figures. The duration is by default the mean of the rounds, and the throughput
 * calls a second. Extremes, percentiles and iterations are by default those of the rounds.
 * Impossible optional values, such as NaN, become null.
 */
export function completeBenchmark(known: ImportedBenchmark): BenchmarkResult {
  const told = (known.rounds ?? []).map(completeRound);
  const of = (field: keyof ImportedRound) => told.flatMap((round) => asNumber(round[field]));
  const duration = known.duration_ms ?? ofRounds(of("duration_ms"), mean);
  // If the clock is too coarse for one round, the spread of the others would be wrong.
  const rounds = told.every(({ duration_ms }) => isDuration(duration_ms)) ? told : [];
  return {
    name: known.name,
    short_name: known.short_name ?? null,
    group: known.group ?? null,
    file: known.file ?? null,
    line: known.line ?? null,
    description: known.description ?? null,
    baseline: known.baseline ?? false,
    duration_ms: duration === null ? null : tidy(duration),
    min_ms: spread(known.min_ms === undefined ? ofRounds(of("min_ms"), least) : known.min_ms),
    max_ms: spread(known.max_ms === undefined ? ofRounds(of("max_ms"), greatest) : known.max_ms),
    median_ms: spread(known.median_ms),
    std_dev_ms: spread(known.std_dev_ms),
    p75_ms: spread(known.p75_ms === undefined ? ofRounds(of("p75_ms"), mean) : known.p75_ms),
    p99_ms: spread(known.p99_ms === undefined ? ofRounds(of("p99_ms"), mean) : known.p99_ms),
    throughput: amount(known.throughput ?? (duration === null ? null : 1000 / duration)),
    throughput_unit: known.throughput_unit ?? "op/s",
    memory_mb: known.memory_mb === 0 ? 0 : amount(known.memory_mb),
    metrics: (known.metrics ?? []).map(completeMetric),
    iterations: count(
      known.iterations === undefined ? ofRounds(of("iterations"), sum) : known.iterations,
    ),
    work: known.work ?? null,
    rounds,
    failures: known.failures ?? [],
  };
}

function completeMetric(known: ImportedMetric): MetricResult {
  const { name, unit, value, better, exact = false, rounds = [] } = known;
  return { name, unit, value: tidy(value), better, exact, rounds: rounds.map(tidy) };
}

function completeRound(known: ImportedRound): RoundResult {
  return {
    duration_ms: tidy(known.duration_ms),
    min_ms: spread(known.min_ms),
    max_ms: spread(known.max_ms),
    p75_ms: spread(known.p75_ms),
    p99_ms: spread(known.p99_ms),
    iterations: count(known.iterations),
    batched: known.batched ?? null,
  };
}

type Maybe = number | null | undefined;

function asNumber(value: unknown): number[] {
  return typeof value === "number" ? [value] : [];
}

function spread(value: Maybe): number | null {
  return value != null && value >= 0 && value <= LONGEST_DURATION_MS ? tidy(value) : null;
}

function amount(value: Maybe): number | null {
  return value != null && value > 0 && Number.isFinite(value) ? tidy(value) : null;
}

function count(value: Maybe): number | null {
  return value != null && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

function ofRounds(
  values: readonly number[],
  join: (values: readonly number[]) => number,
): number | null {
  return values.length === 0 ? null : join(values);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
