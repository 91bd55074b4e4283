/** A result in Bencher Metric Format. @module */
import { tellApart } from "../../result/identity.ts";
import type { BenchmarkResult, MetricResult, ResultDocument } from "../../result/schema.ts";
import { greatest, least } from "../../result/spread.ts";
import { stringifyJson } from "../../result/stringify.ts";
import { describeLosses } from "./losses.ts";

const NS_PER_MS = 1e6;

/** A value, and the lowest and the highest of the rounds. */
interface Measure {
  readonly value: number;
  readonly lower_value?: number;
  readonly upper_value?: number;
}

/**
 * Renders a result as Bencher Metric Format: for each measured benchmark its `latency` in
 * nanoseconds, its `throughput` in operations per second and its other metrics, with the range of
 * the rounds.
 */
export function renderBencher(document: ResultDocument): string {
  const names = tellApart(document.benchmarks);
  const entries = document.benchmarks.flatMap((benchmark, index) => {
    const measures = measuresOf(benchmark);
    return measures.length === 0 ? [] : [[names[index]!, Object.fromEntries(measures)] as const];
  });
  return stringifyJson(Object.fromEntries(entries));
}

/** Parts of a result that the text lacks. */
export function describeBencherLosses(document: ResultDocument): string[] {
  const hasMetrics = document.benchmarks.some(({ metrics }) => metrics.some(hasOwnMeasure));
  return [
    ...describeLosses(document, hasOwnMeasure),
    ...(hasMetrics ? ["has no place for units of metrics or for which values are better"] : []),
  ];
}

/** Whether a metric has a name other than those of the standard measures. */
function hasOwnMeasure({ name }: MetricResult): boolean {
  return name !== "latency" && name !== "throughput";
}

function measuresOf(benchmark: BenchmarkResult): [name: string, measure: Measure][] {
  const { duration_ms, throughput, work, rounds, metrics } = benchmark;
  const durations = rounds.map((round) => round.duration_ms);
  const measures = metrics.filter(hasOwnMeasure).map((
    metric,
  ): [string, Measure] => [metric.name, { value: metric.value, ...rangeOf(metric.rounds) }]);
  if (duration_ms !== null && throughput !== null) {
    const operations = work?.operations ?? 1;
    const rates = durations.map((duration) => operations * 1000 / duration);
    measures.unshift(["throughput", { value: throughput, ...rangeOf(rates) }]);
  }
  if (duration_ms !== null) {
    const range = rangeOf(durations.map((duration) => duration * NS_PER_MS));
    measures.unshift(["latency", { value: duration_ms * NS_PER_MS, ...range }]);
  }
  return measures;
}

function rangeOf(values: readonly number[]): Omit<Measure, "value"> {
  if (values.length === 0 || !values.every(Number.isFinite)) return {};
  return {
    lower_value: least(values),
    upper_value: greatest(values),
  };
}
