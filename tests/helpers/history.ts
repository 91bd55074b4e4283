/** Histories for tests. @module */
import { type HistoryEntry, toEntry } from "../../scripts/history/entry.ts";
import type { ResultDocument } from "../../scripts/result/schema.ts";
import { ENVIRONMENT, makeBenchmark, makeDocument } from "./documents.ts";

/** A result of some day of 2026, counted from 0, with benchmarks of these durations. */
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
        ...{ duration_ms: duration * factor, min_ms: null, max_ms: null, p75_ms: null },
        ...{ p99_ms: null, iterations: null, batched: null },
      })),
    })
  );
  return makeDocument(benchmarks, {
    timestamp: new Date(Date.UTC(2026, 0, 1 + day)).toISOString(),
    environment: { ...ENVIRONMENT, git_commit: commitOf(day) },
    ...given,
  });
}

/** The entry of {@linkcode dayDocument}. */
export function dayEntry(
  day: number,
  durationsMs: Readonly<Record<string, number>>,
  given: Partial<ResultDocument> = {},
): Promise<HistoryEntry> {
  return toEntry(dayDocument(day, durationsMs, given));
}

/** A hash of forty digits. */
export function commitOf(day: number): string {
  return String(day).padStart(4, "0").repeat(10);
}
