/** One of everything that a report shows. @module */
import type { BenchmarkResult, ResultDocument } from "../../scripts/result/schema.ts";
import { compareDocuments } from "../../scripts/verdict/compare_documents.ts";
import type { Comparison, Metric } from "../../scripts/verdict/comparison.ts";
import { resolveThresholds } from "../../scripts/verdict/config.ts";
import { ENVIRONMENT, makeBenchmark, makeDocument, makeMetric } from "./documents.ts";

const steady = [1, 1.005, 0.995, 1.002, 0.998];
const noisy = [1, 1.3, 0.8, 1.15, 0.9];

function rounds(level: number, pattern: readonly number[] = steady): { durationsMs: number[] } {
  return { durationsMs: pattern.map((factor) => Number((level * factor).toPrecision(6))) };
}

const failures = [{ round: 2, message: "Error: no\nluck" }];

/** Returns the baseline. */
export function richBaseline(): ResultDocument {
  return makeDocument([
    makeBenchmark("matmul_small", { ...rounds(1.5), group: "matmul", memory_mb: 0.04 }),
    makeBenchmark("matmul_large", { ...rounds(750), group: "matmul", memory_mb: 4 }),
    makeBenchmark("parse", { ...rounds(0.02), file: "benchmarks/json_bench.ts" }),
    makeBenchmark("parse", { ...rounds(0.03), file: "benchmarks/yaml_bench.ts" }),
    makeBenchmark("sort 10,000 numbers with a long name", rounds(2)),
    makeBenchmark("allocate", rounds(0.5, noisy)),
    makeBenchmark("by one number", { duration_ms: 4 }),
    makeBenchmark("breaks", rounds(1)),
    makeBenchmark("gone", rounds(1)),
  ]);
}

/** Returns the current result. */
export function richCurrent(): ResultDocument {
  const work = { operations: 10_000, unit: "rows", bytes: null, flops: null };
  return makeDocument([
    makeBenchmark("matmul_small", { ...rounds(1.74), group: "matmul", memory_mb: 0.04 }),
    makeBenchmark("matmul_large", { ...rounds(1200), group: "matmul", memory_mb: 8 }),
    makeBenchmark("parse", { ...rounds(0.014), file: "benchmarks/json_bench.ts" }),
    makeBenchmark("parse", { ...rounds(0.0301), file: "benchmarks/yaml_bench.ts" }),
    makeBenchmark("sort 10,000 numbers with a long name", {
      ...rounds(30),
      work,
      throughput_unit: "rows/s",
      throughput: 333_333,
    }),
    makeBenchmark("allocate", rounds(0.55, noisy)),
    makeBenchmark("by one number", { duration_ms: 4.5 }),
    makeBenchmark("breaks", { failures }),
    makeBenchmark("new", { ...rounds(1), p99_ms: 1.5, memory_mb: 0.000064 }),
  ], {
    timestamp: "2026-02-01T12:00:00.000Z",
    warnings: ["3 of 12 benchmarks left out by ignore or only"],
  });
}

/** Returns a comparison with every verdict and severity. */
export function richComparison(metrics: readonly Metric[] = ["duration"]): Comparison {
  return compareDocuments(
    { source: "benchmarks/baselines/baseline_results.json", document: richBaseline() },
    {
      source: "benchmarks/results/2026-02-01T12-00-00Z_results.json",
      document: richCurrent(),
    },
    { metrics, thresholdsOf: resolveThresholds({}, {}), ignoreEnvironment: false },
  );
}

/** Returns a comparison of results from two machines. */
export function foreignComparison(): Comparison {
  const environment = { ...ENVIRONMENT, cpu: "Other | CPU", v8_flags: null };
  return compareDocuments(
    { source: "base.json", document: richBaseline() },
    { source: "now.json", document: { ...richCurrent(), environment } },
    { metrics: ["duration"], thresholdsOf: resolveThresholds({}, {}), ignoreEnvironment: false },
  );
}

/** Returns a comparison of counts, sizes and rates, some of them without a duration. */
export function countedComparison(): Comparison {
  const metrics = (instructions: number, misses: number, rate: number, size: number) => [
    makeMetric("instructions", instructions, { exact: true }),
    makeMetric("L1 data cache read misses", misses, { exact: true }),
    makeMetric("read", rate, {
      unit: "MB/s",
      better: "higher",
      rounds: rounds(rate).durationsMs,
    }),
    makeMetric("B/op", size, { unit: "B/op" }),
    makeMetric("score", 3, { unit: "points", better: null }),
  ];
  const counts = metrics(1_000_000, 12, 5, 8).slice(0, 2);
  return compareDocuments(
    {
      source: "base.json",
      document: makeDocument([
        makeBenchmark("parse", { metrics: metrics(81_234_567, 0, 1200, 4096) }),
        makeBenchmark("a name that is too long for its column", { metrics: counts }),
        makeBenchmark("gone", { metrics: counts }),
        makeBenchmark("timed", { duration_ms: 2, metrics: counts }),
      ]),
    },
    {
      source: "now.json",
      document: makeDocument([
        makeBenchmark("parse", { metrics: metrics(81_234_571, 3, 700, 2048) }),
        makeBenchmark("a name that is too long for its column", { metrics: counts.slice(0, 1) }),
        makeBenchmark("new", { metrics: counts }),
        makeBenchmark("timed", { duration_ms: 2.01, metrics: counts }),
      ]),
    },
    { metrics: null, thresholdsOf: resolveThresholds({}, {}), ignoreEnvironment: false },
  );
}

/**
 * Returns a comparison in which one name has each of the verdicts, and is also the file, the group
 * and a message.
 */
export function comparisonOf(name: string): Comparison {
  const place = { file: name, group: name };
  const made = (suffix: string, given: Partial<BenchmarkResult>) =>
    makeBenchmark(name, {
      ...place,
      group: `${name}${suffix}`,
      throughput_unit: name,
      metrics: [makeMetric(name, 3, { unit: name, exact: true })],
      ...given,
    });
  const failures = [{ round: 1, message: name }, { round: null, message: name }];
  const environment = { ...ENVIRONMENT, git_commit: name };
  const baseline = makeDocument([
    ...[1, 2, 3, 4].map((n) => made(String(n), { duration_ms: 10 })),
    made("removed", { duration_ms: 10 }),
    makeBenchmark(name, { file: null, duration_ms: 10 }),
  ], { environment: { ...environment, cpu: name }, timestamp: name });
  const current = makeDocument([
    made("1", { duration_ms: 20 }),
    made("2", { duration_ms: 5 }),
    made("3", { duration_ms: 10 }),
    made("4", { failures }),
    made("added", { duration_ms: 10 }),
    makeBenchmark(name, { file: null, duration_ms: 30 }),
  ], { environment: { ...environment, cpu: `${name} new` }, warnings: [name] });
  return compareDocuments(
    { source: name, document: baseline },
    { source: name, document: current },
    {
      metrics: ["duration", "throughput", name],
      thresholdsOf: resolveThresholds({}, {}),
      ignoreEnvironment: true,
    },
  );
}

/** Returns a result in which every text is the same name. */
export function documentOf(name: string): ResultDocument {
  const work = { operations: 1, unit: name, bytes: null, flops: null };
  return makeDocument([
    makeBenchmark(name, {
      file: name,
      group: name,
      description: name,
      duration_ms: 1,
      work,
      throughput_unit: `${name}/s`,
      metrics: [makeMetric(name, 3, { unit: name, exact: true, rounds: [3, 3] })],
    }),
    makeBenchmark(name, {
      file: `${name}2`,
      failures: [{ round: 1, message: name }, { round: null, message: name }],
    }),
  ], {
    timestamp: name,
    environment: {
      ...ENVIRONMENT,
      cpu: name,
      os: name,
      arch: name,
      deno_version: name,
      git_commit: name,
    },
    warnings: [name],
  });
}
