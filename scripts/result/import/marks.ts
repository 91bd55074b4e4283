/** What tells where in a large log results may be. @module */

/** What harnesses print near each result. */
const PRINTED: readonly string[] = [
  ...[
    String.raw`\bBenchmark[A-Z_]`,
    String.raw`/op\b`,
    String.raw`/iter\b`,
    String.raw`\bops/sec\b`,
  ],
  ...[
    String.raw`\.\.\. bench:`,
    String.raw`\.\.\. FAILED`,
    String.raw`\btime: +\[`,
    "BENCHMARK_DATA",
  ],
];

/** Keys of JSON that each of the formats repeats, and that other programs seldom write. */
const KEYS: readonly string[] = [
  ...["avg", "benches", "benchmarks", "hz", "rme", "samples", "sampleCount", "p99", "ticks"],
  ...["exit_codes", "stddev", "times", "real_time", "cpu_time", "time_unit", "run_name"],
  ...["point_estimate", "iteration_count", "measured_values", "benchmark-complete"],
  ...["fullname", "rounds", "iqr_outliers", "warmups", "loops", "values"],
  ...["primaryMetric", "scoreUnit", "rawData", "IterationMode", "FullName", "Statistics"],
  ...["latency", "throughput", "Task name", "lower_value", "upper_value", "unit", "deviation"],
  ...["instrument", "walltime", "callgrind_summary", "EstimatedCycles"],
  ...["result_columns", "commit_hash"],
];

/** Matches in or near every result of every format. */
export const ANY_MARK = new RegExp(
  [...PRINTED, String.raw`\{\s*"value"\s*:`, String.raw`"(?:${KEYS.join("|")})"\s*[:,}]`].join("|"),
);

/** What stands in each result that is a line of text, by the name of its format. */
export const RESULT_MARKS: ReadonlyMap<string, RegExp> = new Map([
  ["go", / ns\/op\b/],
  ["libtest", / \.\.\. bench: /],
  ["criterion", /\btime: +\[\d/],
  ["benchmark.js", / ops\/sec ±/],
]);
