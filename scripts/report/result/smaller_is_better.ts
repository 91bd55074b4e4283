/** A result for github-action-benchmark. @module */
import { tellApart } from "../../result/identity.ts";
import type { BenchmarkResult, MetricResult, ResultDocument } from "../../result/schema.ts";
import { relativeDeviation } from "../../result/spread.ts";
import { stringifyJson } from "../../result/stringify.ts";
import { describeLosses } from "./losses.ts";

/** An entry, without its name. */
interface Measured {
  readonly unit: string;
  readonly value: number;
  readonly range?: string;
  readonly extra?: string;
}

/**
 * Renders a result as `customSmallerIsBetter` of github-action-benchmark: durations in milliseconds
 * a call, with the deviation between the rounds, and each metric whose smaller values are better as an
 * entry `NAME [METRIC]`.
 */
export function renderSmallerIsBetter({ benchmarks }: ResultDocument): string {
  const names = tellApart(benchmarks);
  const taken = new Set(names);
  const entries = benchmarks.flatMap((benchmark, index) => {
    const name = names[index]!;
    return [
      ...measuredDuration(benchmark).map((measured) => ({ name, ...measured })),
      ...benchmark.metrics.filter(isSmallerBetter).map((metric) => ({
        name: takeName(`${name} [${metric.name}]`, taken),
        ...toMeasured(
          metric.unit || metric.name || "value",
          metric.value,
          metric.rounds,
          benchmark,
        ),
      })),
    ];
  });
  return stringifyJson(entries);
}

/** Parts of a result that the text lacks. */
export function describeSmallerIsBetterLosses(document: ResultDocument): string[] {
  return describeLosses(document, isSmallerBetter);
}

function isSmallerBetter({ better }: MetricResult): boolean {
  return better === "lower";
}

function measuredDuration(benchmark: BenchmarkResult): Measured[] {
  const { duration_ms, rounds } = benchmark;
  const durations = rounds.map((round) => round.duration_ms);
  return duration_ms === null ? [] : [toMeasured("ms/call", duration_ms, durations, benchmark)];
}

function toMeasured(
  unit: string,
  value: number,
  rounds: readonly number[],
  { description }: BenchmarkResult,
): Measured {
  const deviation = rounds.every((round) => round > 0) ? relativeDeviation(rounds) : null;
  return {
    unit,
    value,
    ...(deviation === null ? {} : { range: `± ${(deviation * 100).toFixed(1)} %` }),
    ...(description === null ? {} : { extra: description }),
  };
}

/** The name or, if another entry has it, the name with the first number that makes it unique. */
function takeName(name: string, taken: Set<string>): string {
  let own = name;
  for (let number = 2; taken.has(own); number++) own = `${name} #${number}`;
  taken.add(own);
  return own;
}
