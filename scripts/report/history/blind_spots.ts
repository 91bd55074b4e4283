/** Changes that a history cannot show. @module */
import { formatCount } from "../../result/format_count.ts";
import { type BenchmarkIdentity, identityKey } from "../../result/identity.ts";
import type { Trend } from "../../verdict/series.ts";
import { LEAST_RESULTS, type Sight } from "../../verdict/sight.ts";
import type { Thresholds } from "../../verdict/severity.ts";
import { labelBenchmarks } from "../describe.ts";
import { escapeTerminal } from "../escape.ts";
import { cut } from "../table.ts";
import { formatChange, formatDuration } from "../units.ts";
import { wrapText } from "../wrap.ts";

/** How many benchmarks are named. */
const MOST_NAMED = 5;
const NAME_WIDTH = 70;

/** Why a change of a benchmark by its threshold may go unreported; null if it would be reported. */
export function describeBlindness(sight: Sight, { threshold }: Thresholds): string | null {
  const { results, smallest, modes } = sight;
  if (smallest === null) {
    return `${formatCount(results, "result")} since the last change ${
      results === 1 ? "is" : "are"
    } too few to say what can be seen`;
  }
  if (smallest <= threshold) return null;
  const what = modes === null
    ? "results scatter"
    : `results alternate between ${formatDuration(modes.lowerMs)} and ${
      formatDuration(modes.upperMs)
    }`;
  const least = formatChange(Math.min(smallest, Number.MAX_VALUE)).replace(/^\+/, "");
  return `${what}: a change below ${least} may go unreported`;
}

/** Which results of a benchmark are not searched; null if all are. */
export function describeLearning(learning: number): string | null {
  if (learning === 0) return null;
  return `${formatCount(learning, "result")} only set the level of a new machine`;
}

/**
 * Changes that a suite cannot show, as text for a terminal, with the names of the worst benchmarks.
 */
export function renderBlindSpots(
  trends: readonly Pick<Trend, "benchmark" | "sight">[],
  thresholdsOf: (benchmark: BenchmarkIdentity) => Thresholds,
): string {
  const labels = labelBenchmarks(trends.map(({ benchmark }) => benchmark));
  const labelOf = new Map(
    trends.map(({ benchmark }, index) => [identityKey(benchmark), labels[index]!]),
  );
  const nameOf = (benchmark: BenchmarkIdentity) =>
    cut(escapeTerminal(labelOf.get(identityKey(benchmark))!), NAME_WIDTH);
  const total = formatCount(trends.length, "benchmark");
  const few = trends.filter(({ sight }) => sight.smallest === null).length;
  const blind = trends.filter(({ benchmark, sight }) =>
    (sight.smallest ?? 0) > thresholdsOf(benchmark).threshold
  ).sort((a, b) => b.sight.smallest! - a.sight.smallest!);
  const more = blind.length - MOST_NAMED;
  const lines = [
    ...(few === 0
      ? []
      : [`${few} of ${total}: fewer than ${LEAST_RESULTS} results since the last change`]),
    ...(blind.length === 0
      ? []
      : [`${blind.length} of ${total}: results too noisy for the threshold`]),
    ...blind.slice(0, MOST_NAMED).map(({ benchmark, sight }) =>
      `  ${nameOf(benchmark)}: ${describeBlindness(sight, thresholdsOf(benchmark))}`
    ),
    ...(more > 0 ? [`  and ${more} more`] : []),
    ...(blind.length === 0 ? [] : ["  results of compare --against are more exact"]),
  ];
  return lines.flatMap((line) => wrapText(line, line.search(/\S/), 4))
    .map((line) => `${line}\n`).join("");
}
