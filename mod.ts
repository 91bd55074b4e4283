/**
 * benchline measures, keeps and judges benchmark results. This library has the parts of its
 * commands, from the engine that measures two versions in turn to every report format.
 *
 * ```ts ignore
 * import { compareVersions, outcomeOf, renderComparisonMarkdown } from "@benchline/benchline";
 *
 * const { comparison } = await compareVersions({ baseline: { ref: "main" } });
 * console.log(renderComparisonMarkdown(comparison));
 * Deno.exitCode = outcomeOf(comparison, false).code;
 * ```
 *
 * Judging existing results needs no permission:
 *
 * ```ts
 * import { assert } from "@std/assert";
 * import {
 *   compareDocuments,
 *   parseResultDocument,
 *   renderComparisonMarkdown,
 *   resolveThresholds,
 * } from "@benchline/benchline";
 *
 * const text = `{
 *   "version": "1.0", "timestamp": "2026-01-31T12:00:00Z", "environment": {},
 *   "benchmarks": [{ "name": "sum", "duration_ms": 2 }]
 * }`;
 * const result = { source: "a.json", document: parseResultDocument(text, "a.json") };
 * const comparison = compareDocuments(result, result, {
 *   metrics: null,
 *   thresholdsOf: resolveThresholds({}, {}),
 *   ignoreEnvironment: false,
 * });
 * assert(renderComparisonMarkdown(comparison).startsWith("## Benchmarks: 1 unchanged"));
 * ```
 *
 * @module
 */
export { annotated, type AnnotatedDefinition, type Work } from "./scripts/measure/annotated.ts";
export { runBenchmarks, type RunBenchmarksOptions } from "./scripts/measure/run_project.ts";
export type { RunProgress } from "./scripts/measure/run_benchmarks.ts";

export { type ComparedVersions, compareVersions } from "./scripts/duet/compare_versions.ts";
export { measureAgainstItself, type MeasuredAgainstItself } from "./scripts/duet/diagnose.ts";
export type { BenchmarkFacts, TimeParts } from "./scripts/result/benchmark_facts.ts";
export { type Tier, TIERS } from "./scripts/result/profile/optimization.ts";
export type { FunctionPlace } from "./scripts/result/profile/place.ts";
export type { Frame } from "./scripts/verdict/explain/call_tree.ts";
export type { Cause } from "./scripts/verdict/explain/causes.ts";
export { CAUSE_KINDS, type CauseKind } from "./scripts/verdict/explain/differences.ts";
export type { ExplainedCause, Explanation, RanAs } from "./scripts/verdict/explain/explanation.ts";
export { measureVersions } from "./scripts/duet/measure_versions.ts";
export {
  type AffectedOptions,
  BENCH_FROM,
  type BenchFrom,
  type CompareEvent,
  type CompareVersionsOptions,
  EXPLAINED,
  type Explained,
  type Pairing,
  type Version,
} from "./scripts/duet/options.ts";
export type { PlacementName } from "./scripts/duet/placement.ts";

export {
  type DenoBenchEntry,
  type DenoBenchReport,
  type DenoBenchStats,
  normalizeRound,
  parseDenoBenchReport,
} from "./scripts/result/deno_bench.ts";
export { type Doubt, DOUBT_KINDS, type DoubtKind } from "./scripts/result/doubt.ts";
export type { DuetRound, SideName } from "./scripts/result/duet.ts";
export { Failure, type FailureCode } from "./scripts/result/failure.ts";
export {
  type BenchmarkIdentity,
  formatIdentity,
  identityKey,
  identityOf,
  type NamedBenchmark,
} from "./scripts/result/identity.ts";
export type { Journal, Subject } from "./scripts/result/journal.ts";
export type { RunRecord } from "./scripts/result/run_journal.ts";
export { IMPORT_FORMATS } from "./scripts/result/import/names.ts";
export { type ImportFile, importResult, recognizeFormat } from "./scripts/result/import/read.ts";
export {
  type BenchmarkMeasurement,
  normalizeBenchmark,
  normalizeRun,
  type RunMeasurement,
  type SampleSummary,
} from "./scripts/result/normalize.ts";
export { parseResultDocument } from "./scripts/result/parse.ts";
export {
  type BenchmarkResult,
  type CiRecord,
  type Direction,
  type Environment,
  type FailureRecord,
  type MetricResult,
  type ResultDocument,
  type RoundResult,
  SCHEMA_VERSION,
  type ShardRecord,
  type WorkRecord,
} from "./scripts/result/schema.ts";
export type { Shard } from "./scripts/result/shard.ts";
export { stringifyResultDocument } from "./scripts/result/stringify.ts";

export type {
  Benchmark,
  BenchmarkFailure,
  BenchmarkPlace,
  DuetJudgement,
  Measured,
} from "./scripts/verdict/benchmark.ts";
export {
  compareDocuments,
  type CompareOptions,
  type NamedDocument,
} from "./scripts/verdict/compare_documents.ts";
export type { MetricOptions } from "./scripts/verdict/pair_metrics.ts";
export type { ComparisonRecord } from "./scripts/verdict/comparison_journal.ts";
export {
  type Affected,
  type ComparedSide,
  type Comparison,
  type ComparisonEntry,
  type FileChoice,
  type Measurement,
  type Metric,
  type Samples,
  type Suite,
  SUITE_VERDICTS,
  type Verdict,
  VERDICTS,
} from "./scripts/verdict/comparison.ts";
export { type Outcome, outcomeOf } from "./scripts/verdict/outcome.ts";
export { type Changes, findChanges } from "./scripts/verdict/changes.ts";
export type {
  Against,
  Drift,
  LastingChange,
  SeriesPoint,
  Step,
  Told,
} from "./scripts/verdict/series.ts";
export { parseComparison } from "./scripts/verdict/comparison_schema.ts";
export {
  type Config,
  type MetricConfig,
  parseConfig,
  type PercentThresholds,
  resolveDirections,
  resolveSuiteThreshold,
  resolveThresholds,
  type SuiteConfig,
} from "./scripts/verdict/config.ts";
export { type BenchmarkDiagnosis, diagnose } from "./scripts/verdict/diagnosis.ts";
export { compareEnvironments, type EnvironmentDifference } from "./scripts/verdict/environment.ts";
export {
  type Case,
  type ErrorRates,
  judge,
  type JudgedVerdict,
  type Judgement,
} from "./scripts/verdict/judge.ts";
export {
  classifySeverity,
  DEFAULT_THRESHOLDS,
  type Severity,
  type Thresholds,
} from "./scripts/verdict/severity.ts";
export { mergeComparisons, mergeResults, type Part } from "./scripts/verdict/merge.ts";
export {
  ALLOWED_DEVIATION,
  type SessionSpread,
  spreadOfSessions,
} from "./scripts/verdict/sessions.ts";
export {
  type Estimate,
  estimateUnpaired,
  type LogRatio,
  type VarianceEstimate,
} from "./scripts/verdict/statistics/estimate.ts";

export { COMPARISON_FORMATS } from "./scripts/report/comparison/formats.ts";
export { renderComparisonHtml } from "./scripts/report/comparison/html.ts";
export { renderComparisonJson } from "./scripts/report/comparison/json.ts";
export { renderComparisonMarkdown } from "./scripts/report/comparison/markdown.ts";
export { renderComparisonTerminal } from "./scripts/report/comparison/terminal.ts";
export type { Format, Surface } from "./scripts/report/format.ts";
export { ansiPaint, noPaint, type Paint } from "./scripts/report/paint.ts";
export { RESULT_FORMATS } from "./scripts/report/result/formats.ts";
export { renderResultTerminal } from "./scripts/report/result/terminal.ts";
