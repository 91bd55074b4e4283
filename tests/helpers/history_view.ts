/** Simulated benchmarks over time, for tests of charts and tables. @module */
import type { CommitLine } from "../../scripts/result/commit.ts";
import type { BenchmarkIdentity } from "../../scripts/result/identity.ts";
import { sightOf } from "../../scripts/verdict/sight.ts";
import { SeriesSearch } from "../../scripts/verdict/series_search.ts";
import type { ComparisonEntry } from "../../scripts/verdict/comparison.ts";
import type { EnvironmentDifference } from "../../scripts/verdict/environment.ts";
import type { Cause, Company, Trend } from "../../scripts/verdict/series.ts";
import { DEFAULT_THRESHOLDS, type Thresholds } from "../../scripts/verdict/severity.ts";
import { seeded } from "./draws.ts";
import { makeCause, makeEntry, makeExplanation } from "./entries.ts";
import { commitOf } from "./history.ts";
import { seriesOf } from "./series.ts";

/** Fields of a simulated trend besides its durations. */
export interface TrendWords {
  readonly commits?: readonly CommitLine[] | null;
  /** What a comparison says about its changes. */
  readonly explained?: ComparisonEntry | null;
  /** How other benchmarks moved at each of its changes. */
  readonly company?: Company | null;
  readonly differences?: readonly EnvironmentDifference[];
  /** The reason to dismiss its first change. */
  readonly reason?: string;
  readonly environment?: (day: number) => string;
  readonly thresholds?: Thresholds;
}

/**
 * Makes a benchmark of so many days around 10 ms, with 1 % of noise and the changes found in it.
 */
export function makeTrend(
  benchmark: BenchmarkIdentity,
  days: number,
  factor: (day: number) => number,
  {
    commits = null,
    explained = null,
    company = null,
    differences = [],
    reason,
    environment = () => "one machine",
    thresholds = DEFAULT_THRESHOLDS,
  }: TrendWords = {},
): Trend {
  const random = seeded(7);
  const durations = Array.from(
    { length: days },
    (_, day) => 10 * factor(day) * Math.exp(0.01 * random.normal()),
  );
  const points = seriesOf(durations, (day) => ({
    result: `id${day}`,
    commit: commitOf(day),
    standardError: 0.005,
    rounds: 5,
    environment: environment(day),
  }));
  const search = new SeriesSearch();
  for (const point of points) search.add(point);
  const { steps, drifts } = search.changes(thresholds);
  const timestamp = "2026-05-01T00:00:00.000Z";
  const dismissalOf = (step: string, index: number) =>
    reason === undefined || index > 0 ? null : { benchmark, step, reason, timestamp };
  return {
    benchmark,
    points,
    steps: steps.map((step, index) => ({
      ...step,
      company: step.told === null ? null : company,
      differences,
      dismissal: dismissalOf(step.id, index),
      commits,
      explained,
    })),
    drifts: drifts.map((drift) => ({
      ...drift,
      company: drift.told === null ? null : company,
      differences,
      dismissal: null,
      commits,
      explained,
    })),
    sight: sightOf([...search.level]),
    learning: search.learning,
    results: points.length,
  };
}

/** Returns the results of simulated trends, in order of time. */
export function orderOf(trends: readonly Trend[]): string[] {
  const days = trends.map(({ points }) => points.length).reduce((a, b) => Math.max(a, b), 0);
  return Array.from({ length: days }, (_, day) => `id${day}`);
}

/** Makes trends with steps up and down, a drift, two machines, a dismissal and commits. */
export function richTrends(): Trend[] {
  const commit = (day: number, subject: string): CommitLine => ({
    hash: commitOf(day),
    author: "Ada",
    subject,
    timestamp: "2026-02-10T00:00:00+01:00",
  });
  const named = (name: string) => ({ file: "bench/a_bench.ts", group: null, name });
  return [
    makeTrend(named("sort"), 80, (day) => day < 40 ? 1 : 1.3, {
      commits: [commit(40, "Sort by locale")],
      explained: makeEntry({
        baseline: 10,
        current: 13,
        explanation: makeExplanation({ causes: [makeCause({ baseline_ms: 4, current_ms: 6.9 })] }),
      }),
    }),
    makeTrend(named("parse"), 80, (day) => day < 30 ? 1 : day < 60 ? 1.6 : 1.01),
    makeTrend(named("accepted"), 60, (day) => day < 30 ? 1 : 1.15, { reason: "needed for safety" }),
    makeTrend(named("slowly"), 120, (day) => 1 + 0.4 * Math.min(1, Math.max(0, (day - 40) / 40))),
    makeTrend(named("steady"), 60, () => 1, {
      environment: (day) => day % 3 === 2 ? "another machine" : "one machine",
    }),
  ];
}

/**
 * Makes a suite with slowdowns by the machine, by the code and of unknown cause; one event is
 * dismissed.
 */
export function eventfulTrends(): Trend[] {
  const benchmark = (name: string) => ({ file: "bench/a_bench.ts", group: null, name });
  const company = (rose: number, cause: Cause, lower = 0.08, upper = 0.12): Company => ({
    of: 20,
    rose,
    fell: 0,
    cause,
    range: { lower, upper },
  });
  const rise = (name: string, at: number, factor: number, words: TrendWords) =>
    makeTrend(benchmark(name), 80, (day) => day < at ? 1 : factor, words);
  const commits = [{
    hash: commitOf(40),
    author: "Ada",
    subject: "Sort by locale",
    timestamp: "2026-02-10T00:00:00+01:00",
  }];
  const upgrade = [
    { field: "deno_version", baseline: "2.9.5", current: "2.9.6" },
    { field: "cpu", baseline: "Test CPU", current: null },
  ];
  const several = (count: number, make: (index: number) => Trend) =>
    Array.from({ length: count }, (_, index) => make(index));
  return [
    ...several(9, (index) =>
      rise(`upgraded ${index}`, 30 + index % 3, 1.09 + index / 500, {
        company: company(16, "machine"),
        differences: upgrade,
      })),
    ...several(4, (index) => rise(`shared ${index}`, 60, 1.1, { company: company(6, "unknown") })),
    ...several(
      2,
      (index) =>
        rise(`sorted ${index}`, 40, 1.3, { company: company(2, "code", 0.3, 0.3), commits }),
    ),
    rise("alone", 20, 1.5, {
      company: company(1, "code", 0.5, 0.5),
      differences: upgrade.slice(0, 1),
    }),
    ...several(2, (index) =>
      rise(`accepted ${index}`, 50, 1.1, {
        company: company(6, "unknown"),
        reason: "checked by hand",
      })),
    rise("steady", 0, 1, {}),
  ];
}
