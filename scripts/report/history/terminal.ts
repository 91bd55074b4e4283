/** Results over time, as text for a terminal. @module */
import { formatCount } from "../../result/format_count.ts";
import { type BenchmarkIdentity, formatIdentity } from "../../result/identity.ts";
import type { Environment } from "../../result/schema.ts";
import {
  changesOf,
  endsOf,
  isOpen,
  type SeriesPoint,
  type TrackedChange,
  type Trend,
} from "../../verdict/series.ts";
import type { Thresholds } from "../../verdict/severity.ts";
import { labelBenchmarks } from "../describe.ts";
import { describeCauses } from "../describe_causes.ts";
import { escapeTerminal } from "../escape.ts";
import type { Surface } from "../format.ts";
import type { Paint } from "../paint.ts";
import { type Column, cut, layOutTable, widthOf } from "../table.ts";
import { formatChange, formatDuration, formatInterval } from "../units.ts";
import { wrapText } from "../wrap.ts";
import { describeBlindness, describeLearning } from "./blind_spots.ts";
import {
  describeMachine,
  describeRange,
  describeTime,
  describeToldAs,
  describeVerdict,
  describeWhen,
  latestOf,
  LEAST_SPAN,
  shorten,
  splitMachines,
} from "./describe.ts";
import { describeCompany, describeDifference } from "./event_words.ts";

const BLOCKS = "▁▂▃▄▅▆▇█";
const MOST_COMMITS = 5;
/** Longest line about a cause. */
const NOTE_WIDTH = 300;
/** Columns of the overview without the label and the drawing, and the least width of a label. */
const OTHER_COLUMNS = 44;
const LEAST_LABEL = 20;
/** The most blocks of a drawing; half of them beside long labels. */
const MOST_BLOCKS = 16;

/** Further facts about a benchmark. */
export interface TrendOptions {
  readonly environments: ReadonlyMap<string, Environment>;
  readonly thresholdsOf: (benchmark: BenchmarkIdentity) => Thresholds;
}

/** One benchmark: a drawing for each machine, and a line for each change. */
export function renderTrend(
  trend: Trend,
  { environments, thresholdsOf }: TrendOptions,
  style: Surface,
): string {
  const { points } = trend;
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return "no results\n";
  const changes = changesOf(trend);
  return [
    style.paint.bold(cut(escapeTerminal(formatIdentity(trend.benchmark)), style.columns)),
    `${formatCount(points.length, "result")} from ${describeTime(first.timestamp)} to ${
      describeTime(last.timestamp)
    }, now ${formatDuration(last.durationMs)}`,
    ...[...splitMachines(points).values()].flatMap((own) => [
      "",
      style.paint.dim(
        cut(
          escapeTerminal(describeMachine(environments.get(own.at(-1)!.environment))),
          style.columns,
        ),
      ),
      ...drawSeries(own, changes, style),
    ]),
    "",
    ...[
      describeLearning(trend.learning),
      describeBlindness(trend.sight, thresholdsOf(trend.benchmark)),
    ].flatMap((line) => line === null ? [] : wrapText(line, 0, 2)),
    ...(changes.length === 0
      ? ["no lasting change"]
      : changes.toReversed().flatMap((change) => changeLines(change, null, style))),
    "",
  ].join("\n");
}

/** Every benchmark on a line: its course, and its present time. */
export function renderOverview(trends: readonly Trend[], style: Surface): string {
  const labels = labelBenchmarks(trends.map(({ benchmark }) => benchmark));
  const room = style.columns - OTHER_COLUMNS;
  const widest = labels.reduce((most, label) => Math.max(most, widthOf(escapeTerminal(label))), 0);
  const blocks = widest + MOST_BLOCKS <= room ? MOST_BLOCKS : MOST_BLOCKS / 2;
  const columns: Column[] = [
    {
      title: "benchmark",
      align: "left",
      maxWidth: Math.max(LEAST_LABEL, room - blocks),
    },
    { title: "results", align: "right" },
    { title: "now", align: "right" },
    { title: "over time", align: "left" },
    { title: "last change", align: "left" },
  ];
  const rows = trends.map((trend, index) => {
    const last = trend.points.at(-1);
    const change = changesOf(trend).at(-1);
    return [
      escapeTerminal(labels[index]!),
      String(trend.results),
      last === undefined ? "-" : formatDuration(last.durationMs),
      drawBlocks(latestOf(trend.points), blocks).join(""),
      change === undefined
        ? "-"
        : `${formatChange(change.change)} ${endsOf(change).after.timestamp.slice(0, 10)}`,
    ];
  });
  return `${layOutTable(columns, rows).map((line) => cut(line, style.columns)).join("\n")}\n`;
}

/** Two lines: blocks between the lowest and the highest value, and marks under the changes. */
function drawSeries(
  points: readonly SeriesPoint[],
  changes: readonly TrackedChange[],
  { columns, paint }: Surface,
): string[] {
  const durations = points.map(({ durationMs }) => durationMs);
  const range = [
    durations.reduce((a, b) => Math.min(a, b)),
    durations.reduce((a, b) => Math.max(a, b)),
  ]
    .map(formatDuration);
  const label = `${range[0]} to ${range[1]}`;
  const room = Math.max(10, columns - label.length - 2);
  const blocks = drawBlocks(points, room);
  const marks = Array.from({ length: blocks.length }, () => " ");
  const places = new Map(points.map(({ result }, index) => [result, index]));
  for (const change of changes) {
    const at = places.get(endsOf(change).after.result);
    if (at === undefined) continue;
    const column = Math.floor(at * blocks.length / points.length);
    marks[column] = markOf(change, paint);
  }
  const marked = marks.some((mark) => mark !== " ") ? [marks.join("").trimEnd()] : [];
  return [`${blocks.join("")}  ${paint.dim(label)}`, ...marked];
}

function markOf(change: TrackedChange, paint: Paint): string {
  const sign = change.change > 0 ? "▲" : "▼";
  if (isOpen(change)) return paint.red(sign);
  return change.verdict === "improvement" ? paint.green(sign) : paint.dim(sign);
}

/** At most so many blocks, each the mean of its results on a logarithmic scale. */
function drawBlocks(points: readonly SeriesPoint[], width: number): string[] {
  const count = Math.min(width, points.length);
  const levels = Array.from({ length: count }, (_, column) => {
    const start = Math.floor(column * points.length / count);
    const end = Math.floor((column + 1) * points.length / count);
    const logs = points.slice(start, end).map(({ durationMs }) => Math.log(durationMs));
    return logs.reduce((sum, value) => sum + value, 0) / logs.length;
  });
  const least = levels.reduce((a, b) => Math.min(a, b), Infinity);
  const greatest = levels.reduce((a, b) => Math.max(a, b), -Infinity);
  const span = Math.max(greatest - least, LEAST_SPAN);
  return levels.map((level) =>
    BLOCKS[Math.min(BLOCKS.length - 1, Math.floor((level - least) / span * BLOCKS.length))]!
  );
}

/**
 * The figures of a change, and its possible causes.
 *
 * @param label Label of its benchmark; null if that stands above.
 */
export function changeLines(
  change: TrackedChange,
  label: string | null,
  style: Surface,
): string[] {
  const { columns } = style;
  const company = describeCompany(change);
  return [
    figuresLine(change, style),
    ...(label === null ? [] : [`    ${cut(escapeTerminal(label), columns - 4)}`]),
    ...placeLines(change, style),
    ...(change.dismissal === null ? [] : wrapText(
      `dismissed: ${escapeTerminal(change.dismissal.reason)}`,
      4,
      6,
    )),
    ...(company === null ? [] : wrapText(company, 4, 6)),
    ...change.differences.map((difference) =>
      cut(`    ${escapeTerminal(describeDifference(difference))}`, columns)
    ),
    ...commitLines(change, columns),
    ...causeLines(change),
  ];
}

/** Causes of a change, if the comparison that measured it has them. */
export function causeLines({ explained }: TrackedChange): string[] {
  const causes = explained === null ? [] : describeCauses(explained);
  return causes.flatMap((cause, index) =>
    wrapText(`${index === 0 ? "why: " : ""}${cut(escapeTerminal(cause), NOTE_WIDTH)}`, 4, 6)
  );
}

/** The size of a change, and its verdict. */
export function figuresLine(change: TrackedChange, { paint }: Surface): string {
  const color = isOpen(change)
    ? paint.red
    : change.verdict === "improvement"
    ? paint.green
    : paint.dim;
  const told = describeToldAs(change);
  return `${color(`${markOf(change, paint)} ${formatChange(change.change)}`)}  ${
    formatInterval(change.interval, change.change)
  }  ${color(`${describeVerdict(change)}${told === null ? "" : `, ${told}`}`)}`;
}

/** Time, commits and id of a change; on two lines if long. */
export function placeLines(change: TrackedChange, { columns, paint }: Surface): string[] {
  const when = describeWhen(change);
  const range = describeRange(change);
  const rest = `${range === "" ? "" : `${escapeTerminal(range)}  `}id ${change.id}`;
  const painted = rest.replace(/id \S+$/, paint.dim);
  return widthOf(`    ${when}  ${rest}`) <= columns
    ? [`    ${when}  ${painted}`]
    : [`    ${when}`, `    ${painted}`];
}

/** The commits that a change may come from, newest first. */
export function commitLines({ commits }: TrackedChange, columns: number): string[] {
  const all = commits ?? [];
  const more = all.length - MOST_COMMITS;
  return [
    ...all.slice(0, MOST_COMMITS).map(({ hash, author, subject }) =>
      cut(`    ${escapeTerminal(`${shorten(hash)} ${author}: ${subject}`)}`, columns)
    ),
    ...(more > 0 ? [`    and ${more} more`] : []),
  ];
}
