/** Which benchmark of one result is which of the other. @module */
import { identityKey } from "../result/identity.ts";
import type { BenchmarkResult } from "../result/schema.ts";

/**
 * Brings together what has the same identity. Where one document does not know files, group and
 * name are enough if they are unambiguous.
 */
export function pairUp(
  baseline: readonly BenchmarkResult[],
  current: readonly BenchmarkResult[],
): { baseline: BenchmarkResult | null; current: BenchmarkResult | null }[] {
  const byKey = new Map(baseline.map((benchmark) => [identityKey(benchmark), benchmark]));
  const loose = looseMatches(baseline, current);
  const used = new Set<BenchmarkResult>();
  const pairs = current.map((benchmark) => {
    const match = byKey.get(identityKey(benchmark)) ?? loose.get(benchmark) ?? null;
    if (match) used.add(match);
    return { baseline: match, current: benchmark as BenchmarkResult | null };
  });
  const rest = baseline.filter((benchmark) => !used.has(benchmark));
  return [...pairs, ...rest.map((benchmark) => ({ baseline: benchmark, current: null }))];
}

function looseMatches(
  baseline: readonly BenchmarkResult[],
  current: readonly BenchmarkResult[],
): Map<BenchmarkResult, BenchmarkResult> {
  const withoutFile = ({ group, name }: BenchmarkResult) =>
    identityKey({ file: null, group, name });
  const candidates = Map.groupBy(baseline, withoutFile);
  const rivals = Map.groupBy(current, withoutFile);
  const matches = new Map<BenchmarkResult, BenchmarkResult>();
  for (const benchmark of current) {
    const [match, ...others] = candidates.get(withoutFile(benchmark)) ?? [];
    if (!match || others.length > 0 || rivals.get(withoutFile(benchmark))!.length > 1) continue;
    if (match.file === null || benchmark.file === null) matches.set(benchmark, match);
  }
  return matches;
}
