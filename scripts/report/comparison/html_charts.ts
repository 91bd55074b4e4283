/** The charts of a comparison's page. @module */
import { dot, gridX, link, type Mark, ruleX } from "../../deps/plot.ts";
import { median } from "../../result/spread.ts";
import type { ComparisonEntry, Verdict } from "../../verdict/comparison.ts";
import { escapeTerminal } from "../escape.ts";
import { renderChart } from "../html/chart.ts";
import { cut } from "../table.ts";

const WIDTH = 900;
const ROW = 24;
const LABEL_WIDTH = 34;
const PIXELS_PER_COLUMN = 7.2;
/** How many rounds are drawn for each benchmark and side; more would overlap. */
const MOST_ROUNDS = 200;
/** Changes beyond these are drawn at the edge. */
export const LEAST_SHOWN = -0.5;
/** Changes beyond these are drawn at the edge. */
export const MOST_SHOWN = 1;

const COLORS: Readonly<Record<Verdict, string>> = {
  regression: "var(--bad)",
  failed: "var(--bad)",
  not_compared: "var(--open)",
  not_measured: "var(--open)",
  inconclusive: "var(--open)",
  improvement: "var(--good)",
  not_slower: "var(--plain)",
  unchanged: "var(--plain)",
  added: "var(--open)",
  removed: "var(--open)",
};

/** A forest plot: the interval of each change, the estimate, and the threshold. */
export function renderForest(
  entries: readonly ComparisonEntry[],
  labels: ReadonlyMap<ComparisonEntry, string>,
): string {
  const rows = entries.map((entry, index) => ({
    row: index,
    color: COLORS[entry.verdict],
    lower: clamp(entry.interval!.lower),
    upper: clamp(entry.interval!.upper),
    change: clamp(entry.change!),
  }));
  const thresholds = new Set(entries.map(({ thresholds }) => thresholds.threshold));
  const limits = entries.map(({ thresholds: { threshold }, better }) =>
    better === "higher" ? -threshold : threshold
  );
  return renderRows("Intervals of the changes", entries, labels, [
    ...(thresholds.size === 1 ? [...new Set(limits)].map((limit) => drawLimit(clamp(limit))) : []),
    link(rows, {
      x1: "lower",
      x2: "upper",
      y1: "row",
      y2: "row",
      stroke: "color",
      strokeWidth: 3,
      strokeLinecap: "round",
    }),
    dot(rows, { x: "change", y: "row", fill: "color", stroke: "var(--page)", r: 5 }),
  ]);
}

/**
 * Each round: its change if both sides were measured in turn, or else the values of both sides
 * against the median of the baseline.
 */
export function renderRounds(
  entries: readonly ComparisonEntry[],
  labels: ReadonlyMap<ComparisonEntry, string>,
): string {
  const points = entries.flatMap(({ samples, verdict }, row) => {
    const { baseline, current, changes, confirming } = samples;
    if (changes !== null) {
      const first = changes.length - confirming;
      const all = changes.map((change, index) => ({
        row,
        change: clamp(change),
        color: COLORS[verdict],
        kind: index < first ? "round" : "confirming",
      }));
      return thin(all);
    }
    const typical = baseline.length === 0 ? 0 : median(baseline);
    if (typical <= 0) return [];
    const side = (values: readonly number[], kind: string, color: string) =>
      thin(values).map((value) => ({ row, change: clamp(value / typical - 1), color, kind }));
    return [
      ...side(baseline, "baseline", "var(--plain)"),
      ...side(current, "current", COLORS[verdict]),
    ];
  });
  const of = (...kinds: string[]) => points.filter(({ kind }) => kinds.includes(kind));
  const place = { x: "change", y: "row", r: 3.5, strokeWidth: 1.5 } as const;
  return renderRows("Single rounds", entries, labels, [
    dot(of("baseline"), { ...place, stroke: "color", dy: -4 }),
    dot(of("current"), { ...place, fill: "color", fillOpacity: 0.7, dy: 4 }),
    dot(of("round"), { ...place, fill: "color", fillOpacity: 0.5 }),
    dot(of("confirming"), { ...place, stroke: "color" }),
  ]);
}

/** Keeps every nth value, so that at most {@linkcode MOST_ROUNDS} remain. */
function thin<T>(values: readonly T[]): readonly T[] {
  const every = Math.ceil(values.length / MOST_ROUNDS);
  return every <= 1 ? values : values.filter((_, index) => index % every === 0);
}

function renderRows(
  label: string,
  entries: readonly ComparisonEntry[],
  labels: ReadonlyMap<ComparisonEntry, string>,
  marks: readonly Mark[],
): string {
  const names = entries.map((entry) => cut(escapeTerminal(labels.get(entry)!), LABEL_WIDTH));
  const longest = names.reduce((widest, name) => Math.max(widest, name.length), 0);
  return renderChart(label, {
    width: WIDTH,
    height: ROW * entries.length + 60,
    marginLeft: 20 + longest * PIXELS_PER_COLUMN,
    marginRight: 20,
    marginTop: 40,
    x: {
      axis: "top",
      label: "change; to the right is more →",
      labelAnchor: "right",
      nice: true,
      tickFormat: (change: number) => `${Number((change * 100).toFixed(1))} %`,
    },
    y: {
      type: "point",
      domain: names.map((_, index) => index),
      tickFormat: (index: number) => names[index]!,
      label: null,
      tickSize: 0,
    },
    marks: [
      gridX({ stroke: "var(--line)", strokeOpacity: 1 }),
      ruleX([0], { stroke: "var(--faint)" }),
      ...marks,
    ],
  });
}

function drawLimit(change: number): Mark {
  return ruleX([change], { stroke: "var(--bad)", strokeDasharray: "4 4" });
}

function clamp(change: number): number {
  return Math.max(LEAST_SHOWN, Math.min(MOST_SHOWN, change));
}
