/** Chooses the metrics in which two benchmarks are compared. @module */
import { hasOnlyFailed } from "../result/has_figures.ts";
import type { Direction } from "../result/schema.ts";
import type { NamedBenchmark } from "../result/identity.ts";
import type { Metric } from "./comparison.ts";
import { type Figures, type FiguresByMetric, figuresOf } from "./figures.ts";
import type { Pair } from "./pair_up.ts";
import type { Thresholds } from "./severity.ts";

/** A benchmark in one metric before judging. */
export interface Pairing extends Pair {
  readonly metric: Metric;
  /** Figures of the baseline; null if it lacks this metric. */
  readonly before: Figures | null;
  /** Figures of the current result; null if it lacks this metric. */
  readonly after: Figures | null;
  /** Which values are better; null if unknown, or if the results disagree. */
  readonly better: Direction | null;
  readonly thresholds: Thresholds;
}

/** What to compare, and by which limits. */
export interface MetricOptions {
  /**
   * Metrics to compare, each separately. Null for the duration or, for a benchmark without one, its
   * other metrics.
   */
  readonly metrics: readonly Metric[] | null;
  /** The limits of a benchmark in a metric. */
  readonly thresholdsOf: (benchmark: NamedBenchmark, metric: Metric) => Thresholds;
  /** Which values of a metric are better, overriding the results; null leaves it to them. */
  readonly directionOf?: ((metric: Metric) => Direction | null) | undefined;
}

/** The metrics to compare of all pairs. */
export interface PairedMetrics {
  readonly pairings: readonly Pairing[];
  /** Metrics that were not chosen or cannot be judged, because their direction is unknown. */
  readonly undirected: readonly Metric[];
}

/** Chooses the metrics of each pair. */
export function pairMetrics(pairs: readonly Pair[], options: MetricOptions): PairedMetrics {
  const undirected = new Set<Metric>();
  const pairings = pairs.flatMap((pair) => {
    const all = pairAll(pair, options);
    const judgeable = all.filter((pairing) => !isUndirected(pairing));
    for (const pairing of all) if (isUndirected(pairing)) undirected.add(pairing.metric);
    return options.metrics === null && judgeable.length > 0 ? judgeable : all;
  });
  return { pairings, undirected: [...undirected] };
}

/** Whether only the direction is missing for a verdict. */
export function isUndirected({ before, after, better }: Pairing): boolean {
  return better === null && before !== null && after !== null && before.better === after.better;
}

function pairAll(
  pair: Pair,
  { metrics, thresholdsOf, directionOf }: MetricOptions,
): Pairing[] {
  const before = pair.baseline === null ? null : figuresOf(pair.baseline);
  const after = pair.current === null ? null : figuresOf(pair.current);
  return (metrics ?? usualMetrics(pair, before, after)).map((metric) => {
    const figures = { before: before?.get(metric) ?? null, after: after?.get(metric) ?? null };
    return {
      ...pair,
      ...figures,
      metric,
      better: directionOf?.(metric) ?? commonDirection(figures),
      thresholds: thresholdsOf((pair.current ?? pair.baseline)!, metric),
    };
  });
}

function usualMetrics(
  { baseline, current }: Pair,
  before: FiguresByMetric | null,
  after: FiguresByMetric | null,
): Metric[] {
  const measured = [before, after].flatMap((figures) => figures ?? []).filter(({ size }) =>
    size > 0
  );
  if (measured.every((figures) => figures.has("duration"))) return ["duration"];
  const all = new Set(measured.flatMap((figures) => [...figures.keys()]));
  // The throughput only repeats the duration.
  const metrics = [...all].filter((metric) => metric !== "throughput" || !all.has("duration"));
  const isCompared = baseline !== null && current !== null && !hasOnlyFailed(baseline) &&
    current.failures.length === 0;
  // An added, removed or failed benchmark counts once, not in each metric.
  return isCompared ? metrics : metrics.slice(0, 1);
}

function commonDirection({ before, after }: Pick<Pairing, "before" | "after">): Direction | null {
  const [was, is] = [before?.better ?? null, after?.better ?? null];
  return was === null || is === null || was === is ? was ?? is : null;
}
