/** Histories for tests. @module */
import { type HistoryEntry, toEntry } from "../../scripts/history/entry.ts";
import type { ResultDocument } from "../../scripts/result/schema.ts";
import type { Benchmark } from "../../scripts/verdict/benchmark.ts";
import { compareBenchmarks, type ComparisonFrame } from "../../scripts/verdict/compare_versions.ts";
import type { Comparison } from "../../scripts/verdict/comparison.ts";
import { ENVIRONMENT, makeBenchmark, makeDocument } from "./documents.ts";
import { judged } from "./versioned.ts";

/** Makes a result of a day of 2026, counted from 0, with benchmarks of these durations. */
export function dayDocument(
  day: number,
  durationsMs: Readonly<Record<string, number>>,
  given: Partial<ResultDocument> = {},
): ResultDocument {
  const benchmarks = Object.entries(durationsMs).map(([name, duration]) =>
    makeBenchmark(name, {
      file: null,
      duration_ms: duration,
      rounds: [0.99, 1, 1.01].map((factor) => ({
        duration_ms: duration * factor,
        min_ms: null,
        max_ms: null,
        p75_ms: null,
        p99_ms: null,
        iterations: null,
        batched: null,
      })),
    })
  );
  return makeDocument(benchmarks, {
    timestamp: new Date(Date.UTC(2026, 0, 1 + day)).toISOString(),
    environment: { ...ENVIRONMENT, git_commit: commitOf(day) },
    ...given,
  });
}

/** Makes the entry of {@linkcode dayDocument}. */
export function dayEntry(
  day: number,
  durationsMs: Readonly<Record<string, number>>,
  given: Partial<ResultDocument> = {},
): Promise<HistoryEntry> {
  return toEntry(dayDocument(day, durationsMs, given));
}

/** Makes a comparison of the commit of a day with that of the previous day. */
export function compareOnDay(
  day: number,
  benchmarks: readonly Benchmark[],
  given: Partial<ComparisonFrame> = {},
): Comparison {
  const side = (source: string, of: number) => ({
    source,
    timestamp: new Date(Date.UTC(2026, 0, 1 + day)).toISOString(),
    git_commit: commitOf(of),
  });
  return compareBenchmarks(benchmarks, {
    baseline: side("HEAD~1", day - 1),
    current: side("the working tree", day),
    environment: { ...ENVIRONMENT, git_commit: commitOf(day) },
    shard: null,
    measurement: { placement: "pair", pinned: true, seconds: 1 },
    doubts: [],
    ...given,
  });
}

/** Does the same for benchmarks whose rounds show these changes, and whose baseline takes 1 ms. */
export function dayComparison(
  day: number,
  changes: Readonly<Record<string, readonly number[]>>,
  given: Partial<ComparisonFrame> = {},
): Comparison {
  const benchmarks = Object.entries(changes).map(([name, rounds]) =>
    judged(name, rounds, { identity: { file: null, group: null, name } })
  );
  return compareOnDay(day, benchmarks, given);
}

/** Returns a hash of forty digits. */
export function commitOf(day: number): string {
  return String(day).padStart(4, "0").repeat(10);
}
