/** What a new baseline contains, and what it lacks. @module */
import { formatCount } from "../../result/format_count.ts";
import { identityKey } from "../../result/identity.ts";
import type { BenchmarkResult, ResultDocument } from "../../result/schema.ts";

/**
 * Says how much a result contains.
 *
 * @returns Such as `3 benchmarks, 5 rounds each`; without the rounds if none are recorded.
 */
export function describeContents({ benchmarks }: ResultDocument): string {
  const counts = benchmarks.map(countRounds);
  const failed = benchmarks.filter(({ failures }) => failures.length > 0).length;
  const [least, most] = [Math.min, Math.max].map((choose) =>
    counts.reduce((one, other) => choose(one, other), counts[0] ?? 0)
  ) as [number, number];
  const rounds = least === most ? formatCount(most, "round") : `${least} to ${most} rounds`;
  return [
    formatCount(benchmarks.length, "benchmark"),
    ...(most === 0 ? [] : [`${rounds} each`]),
    ...(failed === 0 ? [] : [`${failed} failed`]),
  ].join(", ");
}

/**
 * Finds reasons to measure a baseline again.
 *
 * @param previous The baseline that it replaces; null if there is none.
 * @returns A sentence for each.
 */
export function findGaps(document: ResultDocument, previous: ResultDocument | null): string[] {
  const { benchmarks, shard } = document;
  const gaps: string[] = [];
  if (shard !== null) {
    gaps.push(
      `The baseline is only part ${shard.index} of ${shard.total}: join all parts with benchline merge`,
    );
  }
  const known = new Set(benchmarks.map(identityKey));
  const lost = previous?.benchmarks.filter((one) => !known.has(identityKey(one))).length ?? 0;
  if (lost > 0) {
    gaps.push(
      `The baseline lacks ${
        formatCount(lost, "benchmark")
      } of the previous one: if that is not wanted, run the benchmarks without --filter, and accept that result`,
    );
  }
  if (benchmarks.length > 0 && benchmarks.every((one) => countRounds(one) === 1)) {
    gaps.push(
      "The baseline has one round per benchmark, which shows no spread: accept a result with at least five, as benchline run measures them",
    );
  }
  return gaps;
}

function countRounds({ rounds, metrics }: BenchmarkResult): number {
  return metrics.reduce((most, metric) => Math.max(most, metric.rounds.length), rounds.length);
}
