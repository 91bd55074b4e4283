/** Marks that show where in a large log results may be. @module */

/** Output near each result, by format. */
const PRINTED: ReadonlyMap<string, readonly string[]> = new Map([
  ["benchmark.js", [String.raw`\bops/sec\b`]],
  ["go", [String.raw`\bBenchmark[A-Z_]`, String.raw`/op\b`]],
  ["libtest", [String.raw`/iter\b`, String.raw`\.\.\. bench:`, String.raw`\.\.\. FAILED`]],
  ["criterion", [String.raw`\btime: +\[`]],
  ["bencher", [String.raw`\{\s*"value"\s*:`]],
  ["github-action-benchmark", ["BENCHMARK_DATA"]],
]);

/** JSON keys that a format repeats and other programs seldom write, by format. */
const KEYS: ReadonlyMap<string, readonly string[]> = new Map([
  ["deno", ["avg", "benches", "p99"]],
  ["vitest", ["benchmarks", "hz", "rme", "sampleCount", "latency", "throughput"]],
  ["mitata", ["avg", "benchmarks", "samples", "p99", "ticks"]],
  ["tinybench", ["hz", "rme", "samples", "latency", "throughput", "Task name"]],
  ["hyperfine", ["exit_codes", "stddev", "times"]],
  ["google", ["benchmarks", "real_time", "cpu_time", "time_unit", "run_name"]],
  ["libtest", ["deviation"]],
  ["criterion", ["point_estimate", "iteration_count", "measured_values", "benchmark-complete"]],
  ["pytest", ["benchmarks", "fullname", "rounds", "stddev", "iqr_outliers"]],
  ["pyperf", ["benchmarks", "warmups", "loops", "values"]],
  ["jmh", ["primaryMetric", "scoreUnit", "rawData"]],
  ["dotnet", ["IterationMode", "FullName", "Statistics"]],
  ["bencher", ["latency", "throughput", "lower_value", "upper_value"]],
  ["gungraun", ["callgrind_summary", "EstimatedCycles"]],
  ["codspeed", ["instrument", "walltime", "benchmarks"]],
  ["customSmallerIsBetter", ["unit"]],
  ["github-action-benchmark", ["benches", "unit"]],
  ["asv", ["result_columns", "commit_hash"]],
]);

/** Matches in or near every result of every format. */
export const ANY_MARK = new RegExp(
  [
    ...[...PRINTED.values()].flat(),
    String.raw`"(?:${[...new Set([...KEYS.values()].flat())].join("|")})"\s*[:,}]`,
  ].join("|"),
);

/** The mark of a result that is a line of text, by format. */
export const RESULT_MARKS: ReadonlyMap<string, RegExp> = new Map([
  ["go", / ns\/op\b/],
  ["libtest", / \.\.\. bench: /],
  ["criterion", /\btime: +\[\d/],
  ["benchmark.js", / ops\/sec ±/],
]);
