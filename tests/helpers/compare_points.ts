/** Compares two documents of a few benchmarks. @module */
import type { BenchmarkResult, ResultDocument } from "../../scripts/result/schema.ts";
import { compareDocuments, type CompareOptions } from "../../scripts/verdict/compare_documents.ts";
import type { Comparison } from "../../scripts/verdict/comparison.ts";
import { resolveThresholds } from "../../scripts/verdict/config.ts";
import { makeBenchmark, makeDocument } from "./documents.ts";

const options: CompareOptions = {
  metrics: ["duration"],
  thresholdsOf: resolveThresholds({}, {}),
  ignoreEnvironment: false,
};

/** Compares two documents, or documents of these benchmarks, by their durations. */
export function compare(
  baseline: readonly BenchmarkResult[] | ResultDocument,
  current: readonly BenchmarkResult[] | ResultDocument,
  given: Partial<CompareOptions> = {},
): Comparison {
  const [before, after] = [baseline, current].map((side) =>
    "benchmarks" in side ? side : makeDocument(side)
  );
  return compareDocuments(
    { source: "base.json", document: before! },
    { source: "now.json", document: after! },
    { ...options, ...given },
  );
}

/** Returns a benchmark with one duration and no rounds. */
export function point(name: string, durationMs: number, given: Partial<BenchmarkResult> = {}) {
  return makeBenchmark(name, { duration_ms: durationMs, ...given });
}

/** Returns the verdict on each entry, in order. */
export function verdictsOf({ entries }: Comparison): string[] {
  return entries.map(({ name, verdict, severity }) =>
    [name, severity, verdict].filter((part) => part !== null).join(" ")
  );
}
