/** The chart of a benchmark over time. @module */
import { dot, gridY, line, link, rect, ruleX } from "../../deps/plot.ts";
import {
  type Cause,
  causeOf,
  isUnsettled,
  type SeriesPoint,
  type TrackedChange,
  type Trend,
} from "../../verdict/series.ts";
import { machineOf } from "../../verdict/environment.ts";
import { renderChart } from "../html/chart.ts";
import { formatDuration } from "../units.ts";
import { describeTime, splitMachines } from "./describe.ts";

const WIDTH = 1000;
const HEIGHT = 380;
const MARGIN = 80;
const TICKS = 6;
/** The 97.5 % quantile of the normal distribution, for a 95 % interval. */
const REACH = 1.96;
/** More would overlap. */
export const MOST_DRAWN = 2000;
/** Colours of machines and their shades, in the order in which they first measured. */
export const COLORS = ["var(--accent)", "var(--open)", "var(--good)", "var(--bad)", "var(--plain)"];

/** Colours of changes that need attention, by cause. */
const MARKERS: Readonly<Record<Cause, string>> = {
  code: "var(--bad)",
  unknown: "var(--open)",
  machine: "var(--plain)",
};
const SETTLED = "var(--plain)";

/** The parts of a trend that are drawn. */
type Drawn = Pick<Trend, "points" | "steps" | "drifts">;

/**
 * Draws the results in order, equally spaced, and shades those of other machines than the first.
 */
export function renderSeriesChart({ points, steps, drifts }: Drawn): string {
  const machines = new Map([...splitMachines(points).keys()].map((key, index) => [key, index]));
  const every = Math.ceil(points.length / MOST_DRAWN);
  const drawn = points.map((point, index) => ({
    index,
    machine: machines.get(machineOf(point.environment))!,
    duration: point.durationMs,
    lower: point.durationMs * Math.exp(-REACH * (point.standardError ?? 0)),
    upper: point.durationMs * Math.exp(REACH * (point.standardError ?? 0)),
  })).filter(({ index }) => index % every === 0 || index === points.length - 1)
    .map((point) => ({ ...point, color: colorOf(point.machine) }));
  const places = new Map(points.map(({ result }, index) => [result, index]));
  const placeOf = ({ result }: SeriesPoint) => places.get(result)!;
  const markerOf = (change: TrackedChange, index: number) => ({
    index,
    color: isUnsettled(change) ? MARKERS[causeOf(change)] : SETTLED,
  });
  const endsOfDrifts = drifts.flatMap((drift) =>
    [drift.from, drift.to].map((end) => markerOf(drift, placeOf(end)))
  );
  return renderChart("Time a call over time", {
    width: WIDTH,
    height: HEIGHT,
    marginLeft: MARGIN,
    marginRight: 40,
    marginTop: 20,
    marginBottom: 40,
    x: {
      axis: "bottom",
      label: null,
      domain: [-0.5, points.length - 0.5],
      ticks: Math.min(TICKS, points.length),
      tickFormat: (index: number) =>
        Number.isInteger(index) ? describeTime(points[index]?.timestamp ?? "").slice(0, 10) : "",
    },
    y: { axis: "left", label: null, nice: true, tickFormat: formatDuration },
    marks: [
      rect(shadesOf(drawn), {
        x1: "from",
        x2: "to",
        fill: "color",
        fillOpacity: 0.1,
      }),
      gridY({ stroke: "var(--line)", strokeOpacity: 1 }),
      link(drawn, {
        x1: "index",
        x2: "index",
        y1: "lower",
        y2: "upper",
        stroke: "color",
        strokeOpacity: 0.4,
        strokeWidth: 1.5,
      }),
      dot(drawn, { x: "index", y: "duration", fill: "color", r: points.length > 200 ? 2 : 3.5 }),
      line(levelsOf({ steps, drifts, points }, placeOf), {
        x: "index",
        y: "level",
        z: "step",
        stroke: "var(--text)",
        strokeWidth: 2,
      }),
      ruleX(steps.map((step) => markerOf(step, placeOf(step.after) - 0.5)), {
        x: "index",
        stroke: "color",
        strokeDasharray: "4 4",
      }),
      ruleX(endsOfDrifts, { x: "index", stroke: "color", strokeDasharray: "1 4" }),
    ],
  });
}

function colorOf(machine: number): string {
  return COLORS[machine % COLORS.length]!;
}

/** The ranges of drawn results in which another machine than the first measured. */
function shadesOf(
  drawn: readonly { readonly index: number; readonly machine: number }[],
): { from: number; to: number; color: string }[] {
  const shades: { from: number; to: number; color: string }[] = [];
  let start = 0;
  for (let at = 1; at <= drawn.length; at++) {
    const { index, machine } = drawn[start]!;
    const next = drawn[at];
    if (next?.machine === machine) continue;
    const to = next?.index ?? drawn[at - 1]!.index + 1;
    if (machine > 0) shades.push({ from: index - 0.5, to: to - 0.5, color: colorOf(machine) });
    start = at;
  }
  return shades;
}

/**
 * A line before the first step and after each step, up to its neighbours on any machine. A drifting
 * benchmark has no level.
 */
function levelsOf(
  { steps, drifts, points }: Drawn,
  placeOf: (point: SeriesPoint) => number,
): { index: number; level: number; step: string }[] {
  const order = steps.toSorted((a, b) => placeOf(a.after) - placeOf(b.after));
  const starts = drifts.map(({ from }) => placeOf(from)).sort((a, b) => a - b);
  const ends = drifts.map(({ to }) => placeOf(to));
  let later = 0;
  return order.flatMap((step, at) => {
    const next = order[at + 1];
    const [before, after] = [placeOf(step.before), placeOf(step.after)];
    const end = next === undefined ? points.length - 1 : placeOf(next.before);
    const lineOf = (start: number, end: number, level: number, side: string) =>
      [start, Math.max(start, end)].map((index) => ({ index, level, step: `${step.id} ${side}` }));
    while (later < starts.length && starts[later]! < after) later++;
    const last = Math.min(end, starts[later] ?? end);
    return [
      ...(at > 0 ? [] : lineOf(
        ends.filter((place) => place <= before).reduce((a, b) => Math.max(a, b), 0),
        before,
        step.levels.beforeMs,
        "before",
      )),
      ...lineOf(after, last, step.levels.afterMs, "after"),
    ];
  });
}
