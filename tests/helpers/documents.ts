/** Result documents and comparisons for tests, whole but for what a test is about. @module */
import { compareDocuments, type CompareOptions } from "../../scripts/verdict/compare_documents.ts";
import type { Comparison } from "../../scripts/verdict/comparison.ts";
import { resolveThresholds } from "../../scripts/verdict/config.ts";
import { parseResultDocument } from "../../scripts/result/parse.ts";
import type {
  BenchmarkResult,
  Environment,
  ResultDocument,
  RoundResult,
} from "../../scripts/result/schema.ts";

/** An environment in which every fact is known. */
export const environment: Environment = {
  os: "linux",
  cpu: "Test CPU",
  arch: "x86_64",
  cpu_cores: 4,
  memory_total_mb: 16000,
  deno_version: "2.9.6",
  v8_version: "14.9",
  v8_flags: [],
  git_commit: "0123456789abcdef0123456789abcdef01234567",
  git_dirty: false,
  ci: null,
};

/** A round of which only the mean is known. */
export function makeRound(durationMs: number): RoundResult {
  return {
    duration_ms: durationMs,
    min_ms: null,
    max_ms: null,
    p75_ms: null,
    p99_ms: null,
    iterations: null,
    batched: null,
  };
}

/** A benchmark of `durations`, one a round; a single number is a duration without rounds. */
export function makeBenchmark(
  durations: readonly number[] | number | null,
  more: Partial<BenchmarkResult> = {},
): BenchmarkResult {
  const means = typeof durations === "number" ? [durations] : durations ?? [];
  const duration = means.length === 0
    ? null
    : means.reduce((sum, value) => sum + value, 0) / means.length;
  return {
    name: "sum",
    group: null,
    file: "bench.ts",
    description: null,
    duration_ms: duration,
    min_ms: null,
    max_ms: null,
    median_ms: null,
    std_dev_ms: null,
    p75_ms: null,
    p99_ms: null,
    throughput: duration === null ? null : 1000 / duration,
    throughput_unit: "op/s",
    memory_mb: null,
    iterations: null,
    work: null,
    rounds: Array.isArray(durations) ? durations.map(makeRound) : [],
    failures: duration === null ? [{ round: null, message: "Error: no" }] : [],
    ...more,
  };
}

/** A document of benchmarks. */
export function makeDocument(
  benchmarks: readonly BenchmarkResult[],
  more: Partial<ResultDocument> = {},
): ResultDocument {
  return {
    version: "1.0",
    generator: null,
    timestamp: "2026-01-31T12:00:00Z",
    environment,
    benchmarks: [...benchmarks],
    partial: false,
    warnings: [],
    metadata: {},
    ...more,
  };
}

/** The document as a reader gets it from a file. */
export function throughFile(document: ResultDocument): ResultDocument {
  return parseResultDocument(JSON.stringify(document), "result.json");
}

/** Compares with the default thresholds, in duration, unless told otherwise. */
export function compare(
  baseline: ResultDocument,
  current: ResultDocument,
  options: Partial<CompareOptions> = {},
): Comparison {
  return compareDocuments(
    { source: "base.json", document: baseline },
    { source: "new.json", document: current },
    {
      metrics: ["duration"],
      thresholdsOf: resolveThresholds({}, {}),
      ignoreEnvironment: false,
      ...options,
    },
  );
}
