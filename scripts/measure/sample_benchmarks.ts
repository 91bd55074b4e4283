/** Median, deviation and heap of benchmarks, which `deno bench` does not report. @module */
import type { SampleSummary } from "../result/normalize.ts";
import { HostError, HostProcess } from "./host_process.ts";
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

/**
 * Takes samples of each benchmark of one file, in a process of their own.
 *
 * @returns For each benchmark its samples, or one line on why there are none.
 */
export async function sampleBenchmarks(
  options: SampleOptions,
): Promise<Map<ListedBenchmark, SampleSummary | string>> {
  const { origin, benchmarks, root, flags, benchTimeoutMs, signal } = options;
  const samples = new Map<ListedBenchmark, SampleSummary | string>();
  const start = () =>
    HostProcess.start({ file: origin, cwd: root, flags, timeoutMs: benchTimeoutMs, signal });
  let host: HostProcess | null = null;
  try {
    for (const benchmark of benchmarks) {
      options.onBegin(benchmark);
      try {
        host ??= await start();
        const { ordinal } = benchmark;
        const [median, deviation, heap] = await host.request({
          action: "sample",
          ordinal,
          calls: 0,
          marks: true,
        });
        samples.set(benchmark, {
          medianMs: median!,
          standardDeviationMs: deviation!,
          allocatedBytes: heap ?? null,
        });
      } catch (error) {
        if (!(error instanceof HostError)) throw error;
        samples.set(benchmark, error.message);
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
