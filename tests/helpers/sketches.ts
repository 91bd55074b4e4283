/** Makes result documents from sketches. @module */
import { parseResultDocument } from "../../scripts/result/parse.ts";
import type { BenchmarkResult, ResultDocument } from "../../scripts/result/schema.ts";

/** What a test says about a benchmark, with rounds as their means. */
export type Sketch = Partial<Omit<BenchmarkResult, "rounds">> & {
  name: string;
  rounds?: readonly number[];
};

/** The environment of the documents. */
export const ENVIRONMENT = {
  os: "linux",
  cpu: "Test CPU",
  arch: "x86_64",
  cpu_cores: 2,
  memory_total_mb: 8000,
  runtime: null,
  deno_version: "2.9.6",
  v8_version: "15.0",
  v8_flags: [],
  git_commit: "0123456789abcdef0123456789abcdef01234567",
  git_dirty: false,
  ci: null,
};

/** Returns the JSON of a document with these benchmarks; a duration is the mean of its rounds. */
export function documentText(
  benchmarks: readonly Sketch[],
  fields: Readonly<Record<string, unknown>> = {},
): string {
  const entries = benchmarks.map(({ rounds, ...rest }) => ({
    file: "a_bench.ts",
    duration_ms: rounds ? rounds.reduce((sum, one) => sum + one, 0) / rounds.length : 1,
    ...rest,
    ...(rounds ? { rounds: rounds.map((duration_ms) => ({ duration_ms })) } : {}),
  }));
  return JSON.stringify({
    version: "1.0",
    timestamp: "2026-01-31T12:00:00.000Z",
    environment: ENVIRONMENT,
    benchmarks: entries,
    ...fields,
  });
}

/** Returns the document with these benchmarks. */
export function makeDocument(
  benchmarks: readonly Sketch[],
  fields?: Readonly<Record<string, unknown>>,
): ResultDocument {
  return parseResultDocument(documentText(benchmarks, fields), "test.json");
}

/**
 * Returns rounds whose mean is about `duration`, and which differ by about a tenth of a percent.
 */
export function steady(duration: number, count = 5): number[] {
  return Array.from({ length: count }, (_, index) => duration * (1 + 0.001 * (index % 3 - 1)));
}
