/** A result document as a table for the terminal. @module */
import { compareWithin, type RelativeTime } from "../../verdict/within_group.ts";
import { hasFigures } from "../../result/has_figures.ts";
import { oneLine } from "../../result/one_line.ts";
import { relativeDeviation } from "../../result/spread.ts";
import type { BenchmarkResult, ResultDocument } from "../../result/schema.ts";
import { describeEnvironment, UNIT_WIDTH } from "../describe.ts";
import { escapeTerminal } from "../escape.ts";
import type { Paint } from "../paint.ts";
import { shortenIdentities } from "../shorten.ts";
import { type Column, cut, layOutTable, widthOf } from "../table.ts";
import { wrapName, wrapText } from "../wrap.ts";
import { formatAmount, formatDeviation, formatDuration, formatRate, formatSize } from "../units.ts";

/** Least width for names, which all figures at their widest leave of 80 columns. */
const NAME_WIDTH = 23;
/** Spaces between two columns. */
const GAP = 2;
/** Longest name where nothing else limits it. */
const LONGEST_NAME = 1000;
/** Longest note or warning. */
const NOTE_WIDTH = 300;
/** What stands for a figure that is not known. */
const NONE = "-";
/** Benchmarks that are named of those that failed in the same way. */
const NAMED_FAILURES = 3;

const FIGURES: readonly Column[] = [
  { title: "time/call", align: "right" },
  { title: "± rounds", align: "right" },
  { title: "p99", align: "right" },
  { title: "rate", align: "right", maxWidth: 20 },
  { title: "heap/call", align: "right" },
];

/** Longest name of a metric. */
const METRIC_WIDTH = 60;

/**
 * Renders a result as a table, with a heading for each file and each group, how the others of a group
 * stand against its baseline, and the failures after it. What else was measured of a benchmark stands
 * below its row.
 *
 * "± rounds" is the standard deviation between the rounds' means, in percent of their mean.
 *
 * @param columns Width to keep to by cutting names, 80 at least; Infinity cuts none.
 * @returns Lines of text with a line break at the end of each.
 */
export function renderResultTerminal(
  document: ResultDocument,
  paint: Paint,
  columns = 80,
): string {
  const shown = shortenIdentities(document.benchmarks);
  const all = document.benchmarks.map((one, index) => ({ ...one, ...shown[index] }));
  const sections = splitSections(
    all.filter(hasFigures),
  );
  const cells = sections.flatMap(({ benchmarks }) => benchmarks.map(renderRow));
  const isTimed = cells.some(([, ...figures]) => figures.some((figure) => figure !== NONE));
  const columnsOfFigures = isTimed ? FIGURES : [];
  const figuresWidth = layOutTable(columnsOfFigures, cells.map(([, ...figures]) => figures))
    .reduce((widest, line) => Math.max(widest, widthOf(line)), 0);
  const left = Math.max(NAME_WIDTH, columns - figuresWidth - GAP);
  const names: Column = {
    title: "benchmark",
    align: "left",
    maxWidth: Math.min(left, LONGEST_NAME),
  };
  const [titles, ...rows] = layOutTable([names, ...columnsOfFigures], cells);
  const lines: string[] = [paint.dim(describeContext(document)), ""];
  if (rows.length > 0) lines.push(paint.bold(titles!));
  let file: string | null | undefined;
  let next = 0;
  for (const { file: own, group, benchmarks } of sections) {
    const heading = (text: string) => {
      const name = cut(escapeTerminal(text), NOTE_WIDTH);
      for (const line of wrapName(name, columns, 0, 2)) lines.push(paint.dim(line));
    };
    if (own !== file) heading(own ?? "(no file)");
    if (group !== null) heading(`group ${group}`);
    file = own;
    for (const benchmark of benchmarks) {
      lines.push(rows[next++]!);
      for (const line of renderMetrics(benchmark)) lines.push(paint.dim(line));
    }
    for (const text of compareWithBaseline(benchmarks)) {
      for (const line of wrapText(text, 2, 4)) lines.push(paint.dim(line));
    }
  }
  for (const text of describeFailures(all)) {
    for (const line of wrapText(text, 0, 2)) lines.push(paint.red(line));
  }
  for (const warning of document.warnings) {
    const text = cut(`warning: ${escapeTerminal(warning)}`, NOTE_WIDTH);
    for (const line of wrapText(text, 0, 2)) lines.push(paint.yellow(line));
  }
  return `${lines.join("\n")}\n`;
}

/** The benchmarks of one group of one file. */
interface Section {
  readonly file: string | null;
  readonly group: string | null;
  readonly benchmarks: readonly BenchmarkResult[];
}

/** Files and groups in the order in which they first occur; what has no group comes first in a file. */
function splitSections(benchmarks: readonly BenchmarkResult[]): Section[] {
  return [...Map.groupBy(benchmarks, ({ file }) => file)].flatMap(([file, own]) => {
    const groups = [...Map.groupBy(own, ({ group }) => group)];
    const sections = groups.map(([group, benchmarks]): Section => ({ file, group, benchmarks }));
    return sections.sort((a, b) => Number(a.group !== null) - Number(b.group !== null));
  });
}

/** How much faster or slower the others are than the one that is registered as the baseline. */
function compareWithBaseline(section: readonly BenchmarkResult[]): string[] {
  const baseline = section.find((benchmark) => benchmark.baseline);
  if (baseline === undefined) return [];
  const nameOf = (benchmark: BenchmarkResult) => cut(shownName(benchmark), NOTE_WIDTH);
  const named = `${nameOf(baseline)} (baseline)`;
  return section.filter((one) => one !== baseline).flatMap((benchmark) => {
    const found = compareWithin(baseline, benchmark);
    return found === null ? [] : [describeRelation(nameOf(benchmark), named, found)];
  });
}

function describeRelation(
  name: string,
  baseline: string,
  { ratio, interval }: RelativeTime,
): string {
  if (interval !== null && interval.lower <= 1 && interval.upper >= 1) {
    const [from, to] = [interval.lower, interval.upper].map(formatTimes);
    if (from === to) return `${name} is as fast as ${baseline}`;
    return `${name} cannot be told apart from ${baseline}: it takes ${from} to ${to} times as long`;
  }
  const isFaster = ratio < 1;
  const times = formatTimes(isFaster ? 1 / ratio : ratio);
  if (times === "1.00") return `${name} is as fast as ${baseline}`;
  const bounds = interval === null
    ? []
    : isFaster
    ? [1 / interval.upper, 1 / interval.lower]
    : [interval.lower, interval.upper];
  const range = bounds.length === 0 ? "" : ` (${bounds.map(formatTimes).join(" to ")})`;
  return `${name} is ${times} times ${isFaster ? "faster" : "slower"}${range} than ${baseline}`;
}

/** Three significant digits, or all before the point: 1.42, 14.2, 142. */
function formatTimes(times: number): string {
  return times.toFixed(times < 9.995 ? 2 : times < 99.95 ? 1 : 0);
}

/** A line for each way in which benchmarks failed, with those that failed so. */
function describeFailures(benchmarks: readonly BenchmarkResult[]): string[] {
  const failures = benchmarks.flatMap((benchmark) =>
    benchmark.failures.map(({ round, message }) => ({ benchmark, round, message }))
  );
  const alike = Map.groupBy(benchmarks, ({ group, name }) => JSON.stringify([group, name]));
  const alone = ({ group, name }: BenchmarkResult) =>
    alike.get(JSON.stringify([group, name]))!.length === 1;
  const ways = Map.groupBy(failures, ({ round, message }) => JSON.stringify([round, message]));
  return [...ways.values()].map((failed) => {
    const { round, message } = failed[0]!;
    const names = failed.slice(0, NAMED_FAILURES).map(({ benchmark }) => {
      const { file, group } = benchmark;
      const path = group === null ? "" : `${escapeTerminal(group)}/`;
      const place = file === null || alone(benchmark) ? "" : `${escapeTerminal(file)}:`;
      return cut(`${place}${path}${shownName(benchmark)}`, NOTE_WIDTH);
    });
    const rest = failed.length - names.length;
    const which = names.join(", ") + (rest > 0 ? ` and ${rest} more` : "");
    const when = round === null ? "" : ` in round ${round}`;
    return `failed${when}: ${which}: ${cut(escapeTerminal(oneLine(message)), NOTE_WIDTH)}`;
  });
}

function shownName({ name }: BenchmarkResult): string {
  return escapeTerminal(name) || "(no name)";
}

function renderRow(benchmark: BenchmarkResult): string[] {
  const deviation = relativeDeviation(benchmark.rounds.map((round) => round.duration_ms));
  return [
    shownName(benchmark),
    benchmark.duration_ms === null ? NONE : formatDuration(benchmark.duration_ms),
    deviation === null ? NONE : `${(deviation * 100).toFixed(1)} %`,
    benchmark.p99_ms === null ? NONE : formatDuration(benchmark.p99_ms),
    renderRate(benchmark),
    benchmark.memory_mb === null ? NONE : formatSize(benchmark.memory_mb),
  ];
}

/** `3 allocs/op, instructions 1,200,345`, in as many lines as it takes. */
function renderMetrics({ metrics }: BenchmarkResult): string[] {
  if (metrics.length === 0) return [];
  const texts = metrics.map(({ name, unit, value, rounds }) => {
    const amount = formatAmount(value, cut(escapeTerminal(unit), UNIT_WIDTH));
    const label = name === unit ? "" : `${cut(escapeTerminal(name), METRIC_WIDTH)} `;
    const deviation = rounds.every((round) => round > 0) ? relativeDeviation(rounds) : null;
    return `${label}${amount}${deviation ? ` ± ${formatDeviation(deviation)}` : ""}`;
  });
  return wrapText(texts.join(", "), 4, 4);
}

/** The most telling rate that the benchmark's declared work gives. */
function renderRate({ work, duration_ms, throughput, throughput_unit }: BenchmarkResult): string {
  const perSecond = duration_ms === null ? null : 1000 / duration_ms;
  if (perSecond !== null && work?.flops != null) {
    return formatRate(work.flops * perSecond, "FLOP/s");
  }
  if (perSecond !== null && work?.bytes != null) return formatRate(work.bytes * perSecond, "B/s");
  return throughput === null
    ? NONE
    : formatRate(throughput, cut(escapeTerminal(throughput_unit), UNIT_WIDTH));
}

function describeContext({ environment, timestamp }: ResultDocument): string {
  return cut(escapeTerminal(`${describeEnvironment(environment)}, ${timestamp}`), NOTE_WIDTH);
}
