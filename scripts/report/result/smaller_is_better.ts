/** A result as github-action-benchmark reads it. @module */
import { formatIdentity } from "../../result/identity.ts";
import type { ResultDocument } from "../../result/schema.ts";
import { relativeDeviation } from "../../result/spread.ts";
import { stringifyJson } from "../../result/stringify.ts";

/**
 * Renders a result as `customSmallerIsBetter` of github-action-benchmark: durations in milliseconds
 * a call, with the deviation between the rounds.
 */
export function renderSmallerIsBetter(document: ResultDocument): string {
  return stringifyJson(
    document.benchmarks.filter(({ duration_ms }) => duration_ms !== null).map((benchmark) => {
      const deviation = relativeDeviation(benchmark.rounds.map(({ duration_ms }) => duration_ms));
      return {
        name: formatIdentity(benchmark),
        unit: "ms/call",
        value: benchmark.duration_ms!,
        ...(deviation === null ? {} : { range: `± ${(deviation * 100).toFixed(1)} %` }),
        ...(benchmark.description === null ? {} : { extra: benchmark.description }),
      };
    }),
  );
}
