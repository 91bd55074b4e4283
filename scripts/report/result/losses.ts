/** Losses of formats that name a benchmark by one text. @module */
import { hasFigures } from "../../result/has_figures.ts";
import { formatIdentity, tellApart } from "../../result/identity.ts";
import type { MetricResult, ResultDocument } from "../../result/schema.ts";

/** How many benchmarks are named; a document may have thousands. */
const MOST_NAMED = 5;

/**
 * Benchmarks without figures, benchmarks with an unusual text, and metrics that a format lacks, for
 * `Format.losses`.
 *
 * @param isWritten Whether the format can hold a metric.
 */
export function describeLosses(
  document: ResultDocument,
  isWritten: (metric: MetricResult) => boolean,
): string[] {
  const { benchmarks } = document;
  const texts = tellApart(benchmarks);
  const failed = benchmarks.filter((benchmark) => !hasFigures(benchmark)).map(formatIdentity);
  const renamed = benchmarks.flatMap((benchmark, index) => {
    const usual = formatIdentity(benchmark);
    return texts[index] === usual ? [] : [`${usual} as ${texts[index]}`];
  });
  return [
    ...(failed.length === 0 ? [] : [`has no place for failed benchmarks: ${listNames(failed)}`]),
    ...describeLostMetrics(document, isWritten),
    ...(renamed.length === 0 ? [] : [`has ${listNames(renamed)}, because names would clash`]),
  ];
}

/** Metrics that a format lacks. */
export function describeLostMetrics(
  { benchmarks }: ResultDocument,
  isWritten: (metric: MetricResult) => boolean,
): string[] {
  const lost = benchmarks.flatMap((benchmark) =>
    benchmark.metrics.filter((metric) => !isWritten(metric))
      .map(({ name }) => `${formatIdentity(benchmark)} [${name}]`)
  );
  return lost.length === 0 ? [] : [`has no place for metrics: ${listNames(lost)}`];
}

function listNames(names: readonly string[]): string {
  const rest = names.length - MOST_NAMED;
  return names.slice(0, MOST_NAMED).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}
