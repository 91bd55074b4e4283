/** What calls of benchmarks show. @module */
import type { BenchmarkFacts } from "../../scripts/result/benchmark_facts.ts";

/** A benchmark of 0.1 ms that does nothing odd. */
export function makeFacts(more: Partial<BenchmarkFacts> = {}): BenchmarkFacts {
  return {
    returnsPromise: false,
    firstMs: 2,
    callMs: 0.1,
    leastMs: 0.1,
    emptyMs: 6e-6,
    course: [0.1, 0.1, 0.1],
    processorMs: 120,
    wallMs: 120,
    heapBytes: 1000,
    parts: { benchFile: 0.1, elsewhere: 0.9 },
    ...more,
  };
}
