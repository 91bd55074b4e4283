/** The chart of a benchmark over time. @module */
import { dot, gridY, line, link, rect, ruleX } from "../../deps/plot.ts";
import type { SeriesPoint, Trend } from "../../verdict/series.ts";
import { renderChart } from "../html/chart.ts";
import { formatDuration } from "../units.ts";
import { describeTime, splitEnvironments } from "./describe.ts";

const WIDTH = 1000;
const HEIGHT = 380;
const MARGIN = 80;
const TICKS = 6;
/** Of a normal distribution, for an interval of 95 %. */
const REACH = 1.96;
/** More would be drawn over each other. */
export const MOST_DRAWN = 2000;
/** Of the machines, in the order in which they were first measured on; as shades, too. */
export const COLORS = ["var(--accent)", "var(--open)", "var(--good)", "var(--bad)", "var(--plain)"];

/**
 * Draws the results in their order, each as far from the next as any other; what other machines than
 * the first have measured is shaded.
 */
export function renderSeriesChart({ points, steps }: Trend): string {
  const machines = new Map([...splitEnvironments(points).keys()].map((key, index) => [key, index]));
  const colorOf = ({ environment }: SeriesPoint) =>
    COLORS[machines.get(environment)! % COLORS.length]!;
  const every = Math.ceil(points.length / MOST_DRAWN);
  const drawn = points.map((point, index) => ({
    index,
    duration: point.durationMs,
    color: colorOf(point),
    lower: point.durationMs * Math.exp(-REACH * (point.standardError ?? 0)),
    upper: point.durationMs * Math.exp(REACH * (point.standardError ?? 0)),
  })).filter(({ index }) => index % every === 0 || index === points.length - 1);
  const places = new Map(points.map((point, index) => [point, index]));
  return renderChart("Time a call over time", {
    width: WIDTH,
    height: HEIGHT,
    marginLeft: MARGIN,
    marginRight: 30,
    marginTop: 20,
    marginBottom: 40,
    x: {
      ...{ axis: "bottom", label: null, domain: [-0.5, points.length - 0.5] },
      ticks: Math.min(TICKS, points.length),
      tickFormat: (index: number) =>
        Number.isInteger(index) ? describeTime(points[index]?.timestamp ?? "").slice(0, 10) : "",
    },
    y: { axis: "left", label: null, nice: true, tickFormat: formatDuration },
    marks: [
      rect(shadesOf(points, machines), {
        ...{ x1: "from", x2: "to", fill: "color", fillOpacity: 0.1 },
      }),
      gridY({ stroke: "var(--line)", strokeOpacity: 1 }),
      link(drawn, {
        ...{ x1: "index", x2: "index", y1: "lower", y2: "upper", stroke: "color" },
        ...{ strokeOpacity: 0.4, strokeWidth: 1.5 },
      }),
      dot(drawn, { x: "index", y: "duration", fill: "color", r: points.length > 200 ? 2 : 3.5 }),
      line(levelsOf(steps, points, places), {
        ...{ x: "index", y: "level", z: "step", stroke: "var(--text)", strokeWidth: 2 },
      }),
      ruleX(steps.map(({ after }) => places.get(after)! - 0.5), {
        ...{ stroke: "var(--bad)", strokeDasharray: "4 4" },
      }),
    ],
  });
}

/** From where to where another machine than the first has measured. */
function shadesOf(
  points: readonly SeriesPoint[],
  machines: ReadonlyMap<string, number>,
): { from: number; to: number; color: string }[] {
  const shades: { from: number; to: number; color: string }[] = [];
  let start = 0;
  for (let index = 1; index <= points.length; index++) {
    const { environment } = points[start]!;
    if (points[index]?.environment === environment) continue;
    const machine = machines.get(environment)!;
    if (machine > 0) {
      const color = COLORS[machine % COLORS.length]!;
      shades.push({ from: start - 0.5, to: index - 0.5, color });
    }
    start = index;
  }
  return shades;
}

/** A line before and after each step, up to its neighbours of the same machine. */
function levelsOf(
  steps: Trend["steps"],
  points: readonly SeriesPoint[],
  places: ReadonlyMap<SeriesPoint, number>,
): { index: number; level: number; step: string }[] {
  return [...Map.groupBy(steps, ({ after }) => after.environment)].flatMap(([key, own]) => {
    const first = points.findIndex(({ environment }) => environment === key);
    const last = points.findLastIndex(({ environment }) => environment === key);
    return own.flatMap((step, at) => {
      const from = at === 0 ? first : places.get(own[at - 1]!.after)!;
      const to = at === own.length - 1 ? last : places.get(own[at + 1]!.before)!;
      const before = at > 0 ? [] : [
        { index: from, level: step.levels.beforeMs, step: `${step.id} before` },
        { index: places.get(step.before)!, level: step.levels.beforeMs, step: `${step.id} before` },
      ];
      return [
        ...before,
        { index: places.get(step.after)!, level: step.levels.afterMs, step: `${step.id} after` },
        { index: to, level: step.levels.afterMs, step: `${step.id} after` },
      ];
    });
  });
}
