/** Makes result documents for tests. @module */
import { normalizeRun } from "../../scripts/result/normalize.ts";
import type {
  BenchmarkResult,
  Environment,
  MetricResult,
  ResultDocument,
} from "../../scripts/result/schema.ts";
import { stringifyResultDocument } from "../../scripts/result/stringify.ts";

/** An environment in which every decisive fact is known. */
export const ENVIRONMENT: Environment = {
  os: "linux",
  cpu: "Test CPU",
  arch: "x86_64",
  cpu_cores: 2,
  memory_total_mb: 8000,
  runtime: null,
  deno_version: "2.9.6",
  v8_version: "14.9.207.35",
  v8_flags: [],
  git_commit: "0123456789abcdef0123456789abcdef01234567",
  git_dirty: false,
  ci: null,
};

/** A benchmark measured once in each round; it has no rounds without `durationsMs`. */
export interface MadeBenchmark extends Partial<BenchmarkResult> {
  readonly durationsMs?: readonly number[];
}

/**
 * Makes an entry of a result document. Fields that are not given are derived from the durations, or
 * null.
 */
export function makeBenchmark(
  name: string,
  { durationsMs = [], ...given }: MadeBenchmark = {},
): BenchmarkResult {
  const mean = durationsMs.length === 0
    ? given.duration_ms ?? null
    : durationsMs.reduce((sum, duration) => sum + duration, 0) / durationsMs.length;
  return {
    name,
    short_name: null,
    group: null,
    file: "benchmarks/test_bench.ts",
    description: null,
    baseline: false,
    duration_ms: mean,
    min_ms: null,
    max_ms: null,
    median_ms: null,
    std_dev_ms: null,
    p75_ms: null,
    p99_ms: null,
    throughput: mean === null ? null : 1000 / mean,
    throughput_unit: "op/s",
    memory_mb: null,
    metrics: [],
    iterations: null,
    work: null,
    line: null,
    rounds: durationsMs.map((duration) => ({
      duration_ms: duration,
      min_ms: null,
      max_ms: null,
      p75_ms: null,
      p99_ms: null,
      iterations: null,
      batched: null,
    })),
    failures: [],
    ...given,
  };
}

/** Makes a metric of a benchmark. By default, lower is better and there are no rounds. */
export function makeMetric(
  name: string,
  value: number,
  given: Partial<MetricResult> = {},
): MetricResult {
  return { name, unit: "", value, better: "lower", exact: false, rounds: [], ...given };
}

/** Makes a result document in the environment of the tests. */
export function makeDocument(
  benchmarks: readonly BenchmarkResult[],
  given: Partial<ResultDocument> = {},
): ResultDocument {
  const startedAt = new Date("2026-01-31T12:00:00.000Z");
  const environment = ENVIRONMENT;
  const run = { startedAt, environment, benchmarks: [], partial: false, warnings: [] };
  return { ...normalizeRun(run), benchmarks: [...benchmarks], ...given };
}

/** Returns the text of a result whose benchmarks have one duration each, and no rounds. */
export function pointDocumentText(durationsMs: Readonly<Record<string, number>>): string {
  return stringifyResultDocument(makeDocument(
    Object.entries(durationsMs).map(([name, duration]) =>
      makeBenchmark(name, { duration_ms: duration })
    ),
  ));
}
