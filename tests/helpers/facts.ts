/** Makes facts about the calls of benchmarks. @module */
import type { BenchmarkFacts } from "../../scripts/result/benchmark_facts.ts";

/** Makes facts about an ordinary benchmark of 0.1 ms. */
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
