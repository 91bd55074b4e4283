/** A result in Bencher Metric Format. @module */
import { tellApart } from "../../result/identity.ts";
import type { BenchmarkResult, ResultDocument } from "../../result/schema.ts";
import { greatest, least } from "../../result/spread.ts";
import { stringifyJson } from "../../result/stringify.ts";

const NS_PER_MS = 1e6;

/** A value, and the least and the greatest of the rounds. */
interface Metric {
  readonly value: number;
  readonly lower_value?: number;
  readonly upper_value?: number;
}

/**
 * Renders a result as Bencher Metric Format: for each benchmark that was measured its `latency` in
 * nanoseconds and its `throughput` in operations per second, with the range of the rounds.
 */
export function renderBencher(document: ResultDocument): string {
  const names = tellApart(document.benchmarks);
  const entries = document.benchmarks.flatMap((benchmark, index) =>
    benchmark.duration_ms === null
      ? []
      : [[names[index]!, { latency: latencyOf(benchmark), ...throughputOf(benchmark) }] as const]
  );
  return stringifyJson(Object.fromEntries(entries));
}

function latencyOf({ duration_ms, rounds }: BenchmarkResult): Metric {
  return {
    value: duration_ms! * NS_PER_MS,
    ...rangeOf(rounds.map((round) => round.duration_ms * NS_PER_MS)),
  };
}

function throughputOf({ throughput, work, rounds }: BenchmarkResult): { throughput?: Metric } {
  if (throughput === null) return {};
  const operations = work?.operations ?? 1;
  const rates = rounds.map((round) => operations * 1000 / round.duration_ms);
  return { throughput: { value: throughput, ...rangeOf(rates) } };
}

function rangeOf(values: readonly number[]): Omit<Metric, "value"> {
  if (values.length === 0 || !values.every(Number.isFinite)) return {};
  return {
    lower_value: least(values),
    upper_value: greatest(values),
  };
}
