/** Benchmarks before anything is measured. @module */
import type { ListedBenchmark } from "../measure/list_benchmarks.ts";
import { type BenchmarkIdentity, identityOf, WHOLE_FILE } from "../result/identity.ts";
import type { Benchmark, BenchmarkFailure, BenchmarkPlace } from "../verdict/benchmark.ts";
import type { Thresholds } from "../verdict/severity.ts";

/** Makes a benchmark, which is open if both versions have it and neither has failed. */
export function makeBenchmark(
  identity: BenchmarkIdentity,
  thresholds: Thresholds,
  more: Partial<Benchmark>,
): Benchmark {
  const { places = { baseline: null, current: null }, failure = null } = more;
  return {
    identity: identityOf(identity),
    line: null,
    thresholds,
    pinned: true,
    rounds: [],
    confirmation: [],
    explanation: null,
    spentMs: 0,
    judgement: null,
    doubts: [],
    ...more,
    places,
    failure,
    open: failure === null && places.baseline !== null && places.current !== null,
  };
}

/** Makes the benchmark that stands for a file whose benchmarks are unknown. */
export function makeWholeFile(
  file: string,
  failure: BenchmarkFailure,
  thresholdsOf: (identity: BenchmarkIdentity) => Thresholds,
): Benchmark {
  const identity = { file, group: null, name: WHOLE_FILE };
  return makeBenchmark(identity, thresholdsOf(identity), { failure });
}

/** Returns the place of a benchmark within its version. */
export function placeOf({ file, ordinal, n, warmup }: ListedBenchmark): BenchmarkPlace {
  return { file, ordinal, n, warmup };
}
