/** A result as github-action-benchmark reads it. @module */
import { tellApart } from "../../result/identity.ts";
import type { ResultDocument } from "../../result/schema.ts";
import { relativeDeviation } from "../../result/spread.ts";
import { stringifyJson } from "../../result/stringify.ts";

/**
 * Renders a result as `customSmallerIsBetter` of github-action-benchmark: durations in milliseconds
 * a call, with the deviation between the rounds.
 */
export function renderSmallerIsBetter(document: ResultDocument): string {
  const names = tellApart(document.benchmarks);
  const entries = document.benchmarks.map((benchmark, index) => {
    const deviation = relativeDeviation(benchmark.rounds.map(({ duration_ms }) => duration_ms));
    return {
      name: names[index]!,
      unit: "ms/call",
      value: benchmark.duration_ms,
      ...(deviation === null ? {} : { range: `± ${(deviation * 100).toFixed(1)} %` }),
      ...(benchmark.description === null ? {} : { extra: benchmark.description }),
    };
  });
  return stringifyJson(entries.filter(({ value }) => value !== null));
}
