/** Median, deviation and heap of benchmarks, which `deno bench` does not report. @module */
import type { SampleSummary } from "../result/normalize.ts";
import type { BenchmarkFacts } from "../result/benchmark_facts.ts";
import { HostError, HostProcess } from "./host_process.ts";
import { inspectIn } from "./inspect_benchmark.ts";
import type { ListedBenchmark } from "./list_benchmarks.ts";

/** What to sample. */
export interface SampleOptions {
  /** Absolute URL of the file. */
  readonly origin: string;
  readonly benchmarks: readonly ListedBenchmark[];
  /** The project's folder. */
  readonly root: string;
  /** Flags for `deno run`. */
  readonly flags: readonly string[];
  readonly benchTimeoutMs: number;
  readonly signal: AbortSignal;
  readonly onBegin: (benchmark: ListedBenchmark) => void;
}

/** What one process showed about a benchmark. */
export interface SampledBenchmark {
  /** One line on why there are no samples. */
  readonly samples: SampleSummary | string;
  /** The facts about it; null if it limits its calls, or could not be inspected. */
  readonly facts: BenchmarkFacts | null;
}

/**
 * Takes samples of each benchmark of one file, in a separate process.
 *
 * @returns Every benchmark with what was seen of it.
 */
export async function sampleBenchmarks(
  options: SampleOptions,
): Promise<Map<ListedBenchmark, SampledBenchmark>> {
  const { origin, benchmarks, root, flags, benchTimeoutMs, signal } = options;
  const samples = new Map<ListedBenchmark, SampledBenchmark>();
  const start = () =>
    HostProcess.start({ file: origin, cwd: root, flags, timeoutMs: benchTimeoutMs, signal });
  let host: HostProcess | null = null;
  try {
    for (const benchmark of benchmarks) {
      options.onBegin(benchmark);
      try {
        host ??= await start();
        const { ordinal, n } = benchmark;
        // It may not be safe to call a benchmark that limits its calls more often.
        const inspected = n === null
          ? await tryToInspect(host, ordinal)
          : { facts: null, ended: false };
        if (inspected.ended) {
          await host.close();
          host = await start();
        }
        const [median, deviation, heap] = await host.request({
          action: "sample",
          ordinal,
          calls: 0,
          marks: true,
        });
        const summary = {
          medianMs: median!,
          standardDeviationMs: deviation!,
          allocatedBytes: heap ?? null,
        };
        samples.set(benchmark, { samples: summary, facts: inspected.facts });
      } catch (error) {
        if (!(error instanceof HostError)) throw error;
        samples.set(benchmark, { samples: error.message, facts: null });
        if (!error.ended) continue;
        await host?.close();
        host = null;
      }
    }
  } finally {
    await host?.close();
  }
  return samples;
}

/** A failed inspection must not cost a benchmark its samples. */
async function tryToInspect(
  host: HostProcess,
  ordinal: number,
): Promise<{ facts: BenchmarkFacts | null; ended: boolean }> {
  try {
    return { facts: await inspectIn(host, ordinal), ended: false };
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    return { facts: null, ended: error.ended };
  }
}
