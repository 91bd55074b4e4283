/** What reads the results of another harness, and what it makes of them. @module */
import {
  type BenchmarkResult,
  type Environment,
  LONGEST_DURATION_MS,
  type RoundResult,
  SHORTEST_DURATION_MS,
} from "../schema.ts";
import { tidy } from "../tidy.ts";
import { greatest, least, mean } from "../spread.ts";
import type { Content } from "./content.ts";

/** One format of another harness. */
export interface Importer {
  /** As `--from` takes it. */
  readonly name: string;
  /** Whether a content looks like this format. Quick, never throws, and no two formats claim the same. */
  recognizes(content: Content): boolean;
  /**
   * @throws {Failure} One line with the file, the line in it where there is one, and the field.
   */
  read(content: Content): ImportedRun;
}

/** What a file tells. */
export interface ImportedRun {
  /** Name and version of the harness, such as `vitest 4.1.0`, as far as they are known. */
  readonly harness: string;
  /** When it was measured, ISO 8601 in UTC; null where the file does not say. */
  readonly timestamp: string | null;
  /** What the file says of the machine and the software. */
  readonly environment: Partial<Environment>;
  /** An identity may occur several times: what it measured are then rounds. */
  readonly benchmarks: readonly BenchmarkResult[];
  /** What was left out and why. */
  readonly warnings: readonly string[];
}

/** What an importer knows of a benchmark; all durations in milliseconds a call. */
export type ImportedBenchmark =
  & Pick<BenchmarkResult, "name">
  & Partial<Omit<BenchmarkResult, "rounds">>
  & { readonly rounds?: readonly ImportedRound[] };

/** What an importer knows of a process, a fork or a repetition. */
export type ImportedRound = Pick<RoundResult, "duration_ms"> & Partial<RoundResult>;

/**
 * Fills in what is not known. Without a duration it is the mean of the rounds; without a throughput
 * it is calls a second; what is undefined of extremes, percentiles and iterations is that of the rounds.
 * What is optional and cannot be, such as NaN, is null.
 */
export function describeBenchmark(known: ImportedBenchmark): BenchmarkResult {
  const rounds = (known.rounds ?? []).map(describeRound);
  const of = (field: keyof ImportedRound) => rounds.flatMap((round) => asNumber(round[field]));
  const duration = known.duration_ms ?? ofRounds(of("duration_ms"), mean);
  return {
    name: known.name,
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
    iterations: count(
      known.iterations === undefined ? ofRounds(of("iterations"), sum) : known.iterations,
    ),
    work: known.work ?? null,
    rounds,
    failures: known.failures ?? [],
  };
}

function describeRound(known: ImportedRound): RoundResult {
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

/** Milliseconds in a nanosecond. */
export const MS_PER_NS = 1e-6;
/** Milliseconds in a second. */
export const MS_PER_SECOND = 1000;

/** Milliseconds in the units of time that harnesses write. */
const MS_PER: Readonly<Record<string, number>> = {
  ps: 1e-9,
  ns: 1e-6,
  us: 1e-3,
  "µs": 1e-3,
  "μs": 1e-3,
  ms: 1,
  s: 1000,
  sec: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
};

/** Milliseconds in a unit of time; null for anything else. */
export function msPer(unit: string): number | null {
  return Object.hasOwn(MS_PER, unit) ? MS_PER[unit]! : null;
}

/** Whether a duration can be one: a femtosecond to a day. */
export function isDuration(ms: number): boolean {
  return ms >= SHORTEST_DURATION_MS && ms <= LONGEST_DURATION_MS;
}
