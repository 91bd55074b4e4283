/** What reads the results of another harness, and what it makes of them. @module */
import {
  type BenchmarkResult,
  type Environment,
  LONGEST_DURATION_MS,
  type RoundResult,
  SHORTEST_DURATION_MS,
} from "../schema.ts";
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
 * it is calls a second.
 */
export function describeBenchmark(known: ImportedBenchmark): BenchmarkResult {
  const rounds = (known.rounds ?? []).map(describeRound);
  const duration = known.duration_ms ??
    (rounds.length === 0
      ? null
      : rounds.reduce((sum, round) => sum + round.duration_ms, 0) / rounds.length);
  return {
    name: known.name,
    group: known.group ?? null,
    file: known.file ?? null,
    line: known.line ?? null,
    description: known.description ?? null,
    duration_ms: duration,
    min_ms: known.min_ms ?? null,
    max_ms: known.max_ms ?? null,
    median_ms: known.median_ms ?? null,
    std_dev_ms: known.std_dev_ms ?? null,
    p75_ms: known.p75_ms ?? null,
    p99_ms: known.p99_ms ?? null,
    throughput: known.throughput ?? (duration === null ? null : 1000 / duration),
    throughput_unit: known.throughput_unit ?? "op/s",
    memory_mb: known.memory_mb ?? null,
    iterations: known.iterations ?? null,
    work: known.work ?? null,
    rounds,
    failures: known.failures ?? [],
  };
}

function describeRound(known: ImportedRound): RoundResult {
  return {
    duration_ms: known.duration_ms,
    min_ms: known.min_ms ?? null,
    max_ms: known.max_ms ?? null,
    p75_ms: known.p75_ms ?? null,
    p99_ms: known.p99_ms ?? null,
    iterations: known.iterations ?? null,
    batched: known.batched ?? null,
  };
}

/** Milliseconds in the units of time that harnesses write. */
const MS_PER: Readonly<Record<string, number>> = {
  ...{ ps: 1e-9, ns: 1e-6, us: 1e-3, "µs": 1e-3, "μs": 1e-3, ms: 1, s: 1000, sec: 1000 },
  ...{ m: 60_000, min: 60_000, h: 3_600_000 },
};

/** Milliseconds in a unit of time; null for anything else. */
export function msPer(unit: string): number | null {
  return Object.hasOwn(MS_PER, unit) ? MS_PER[unit]! : null;
}

/** Whether a duration can be one: a femtosecond to a day. */
export function isDuration(ms: number): boolean {
  return ms >= SHORTEST_DURATION_MS && ms <= LONGEST_DURATION_MS;
}
