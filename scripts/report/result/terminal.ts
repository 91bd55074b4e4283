/** A result document as a table for the terminal. @module */
import { compareWithin, type RelativeTime } from "../../verdict/within_group.ts";
import { hasFigures } from "../../result/has_figures.ts";
import { identityKey } from "../../result/identity.ts";
import { oneLine } from "../../result/one_line.ts";
import { relativeDeviation } from "../../result/spread.ts";
import type { BenchmarkResult, ResultDocument } from "../../result/schema.ts";
import { describeEnvironment, UNIT_WIDTH } from "../describe.ts";
import { escapeTerminal } from "../escape.ts";
import type { Paint } from "../paint.ts";
import { shortenIdentities } from "../shorten.ts";
import { cutApart } from "../cut_apart.ts";
import { layOutSections, nameBenchmarks } from "../sections.ts";
import { type Column, cut } from "../table.ts";
import { wrapText } from "../wrap.ts";
import { formatAmount, formatDeviation, formatDuration, formatRate, formatSize } from "../units.ts";

/** Least width for names: what all figures at their widest leave of 80 columns. */
const NAME_WIDTH = 23;
/** Longest note or warning. */
const NOTE_WIDTH = 300;
/** Stands for an unknown figure. */
const NONE = "-";
/** How many benchmarks are named of those that failed in the same way. */
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
 * Renders a result as a table, with a heading for each file and each group. Comparisons with a
 * group's baseline and failures follow it. Other metrics of a benchmark stand below its row.
 *
 * "± rounds" is the standard deviation between the rounds' means, in percent of their mean.
 *
 * @param columns The width to which names are cut, at least 80; Infinity cuts none.
 * @returns Lines of text with a line break at the end of each.
 */
export function renderResultTerminal(
  document: ResultDocument,
  paint: Paint,
  columns = 80,
): string {
  const shown = shortenIdentities(document.benchmarks);
  const all = document.benchmarks.map((one, index) => ({ ...one, ...shown[index] }));
  const measured = all.filter(hasFigures);
  const isTimed = measured.some((one) => renderFigures(one).some((figure) => figure !== NONE));
  const { titles, sections } = layOutSections(measured, {
    figures: isTimed ? FIGURES : [],
    figuresOf: renderFigures,
    columns,
    leastName: NAME_WIDTH,
  });
  const noteWidth = columns === Infinity ? Infinity : NOTE_WIDTH;
  const lines: string[] = [paint.dim(describeContext(document, columns)), ""];
  if (measured.length > 0) lines.push(paint.bold(titles));
  for (const { headings, rows } of sections) {
    for (const line of headings) lines.push(paint.dim(line));
    for (const row of rows) {
      for (const line of row.lines) lines.push(line);
      for (const line of renderMetrics(row.benchmark)) lines.push(paint.dim(line));
    }
    for (const text of compareWithBaseline(rows.map(({ benchmark }) => benchmark), noteWidth)) {
      for (const line of wrapText(text, 2, 4)) lines.push(paint.dim(line));
    }
  }
  for (const text of describeFailures(all, noteWidth)) {
    for (const line of wrapText(text, 0, 2)) lines.push(paint.red(line));
  }
  for (const warning of document.warnings) {
    const text = cut(`warning: ${escapeTerminal(warning)}`, NOTE_WIDTH);
    for (const line of wrapText(text, 0, 2)) lines.push(paint.yellow(line));
  }
  return `${lines.join("\n")}\n`;
}

/** How much faster or slower the others are than the registered baseline. */
function compareWithBaseline(section: readonly BenchmarkResult[], width: number): string[] {
  const baseline = section.find((benchmark) => benchmark.baseline);
  if (baseline === undefined) return [];
  const names = nameBenchmarks(section, width);
  const named = `${names[section.indexOf(baseline)]} (baseline)`;
  return section.flatMap((benchmark, index) => {
    const found = benchmark === baseline ? null : compareWithin(baseline, benchmark);
    return found === null ? [] : [describeRelation(names[index]!, named, found)];
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
    return `${name} does not clearly differ from ${baseline}: it takes ${from} to ${to} times as long`;
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

/** A line for each way in which benchmarks failed, with their names. */
function describeFailures(benchmarks: readonly BenchmarkResult[], width: number): string[] {
  const names = nameFailed(benchmarks, width);
  const failures = [...names].flatMap(([{ failures }, shown]) =>
    failures.map(({ round, message }) => ({ shown, round, message }))
  );
  const ways = Map.groupBy(failures, ({ round, message }) => JSON.stringify([round, message]));
  return [...ways.values()].map((failed) => {
    const { round, message } = failed[0]!;
    const first = failed.slice(0, NAMED_FAILURES).map(({ shown }) => shown);
    const rest = failed.length - first.length;
    const which = first.join(", ") + (rest > 0 ? ` and ${rest} more` : "");
    const when = round === null ? "" : ` in round ${round}`;
    return `failed${when}: ${which}: ${cut(escapeTerminal(oneLine(message)), NOTE_WIDTH)}`;
  });
}

/** Failed benchmarks, by group and name; with the file if these are not unique. */
function nameFailed(
  benchmarks: readonly BenchmarkResult[],
  width: number,
): Map<BenchmarkResult, string> {
  const failed = benchmarks.filter(({ failures }) => failures.length > 0);
  if (failed.length === 0) return new Map();
  const alike = Map.groupBy(benchmarks, ({ group, name }) => JSON.stringify([group, name]));
  const texts = failed.map((benchmark) => {
    const { file, group, name } = benchmark;
    const path = group === null ? "" : `${escapeTerminal(group)}/`;
    const isAlone = alike.get(JSON.stringify([group, name]))!.length === 1;
    const place = file === null || isAlone ? "" : `${escapeTerminal(file)}:`;
    return `${place}${path}${shownName(benchmark)}`;
  });
  const shown = cutApart(texts, width, failed.map(identityKey));
  return new Map(failed.map((benchmark, index) => [benchmark, shown[index]!]));
}

function shownName({ name }: BenchmarkResult): string {
  return escapeTerminal(name) || "(no name)";
}

function renderFigures(benchmark: BenchmarkResult): string[] {
  const deviation = relativeDeviation(benchmark.rounds.map((round) => round.duration_ms));
  return [
    benchmark.duration_ms === null ? NONE : formatDuration(benchmark.duration_ms),
    deviation === null ? NONE : `${(deviation * 100).toFixed(1)} %`,
    benchmark.p99_ms === null ? NONE : formatDuration(benchmark.p99_ms),
    renderRate(benchmark),
    benchmark.memory_mb === null ? NONE : formatSize(benchmark.memory_mb),
  ];
}

/** `3 allocs/op, instructions 1,200,345`, on as many lines as needed. */
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

/** The most informative rate from the benchmark's declared work. */
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

function describeContext({ environment, timestamp }: ResultDocument, columns: number): string {
  const when = `, ${timestamp}`;
  const where = describeEnvironment(environment, columns - when.length);
  return cut(escapeTerminal(where + when), NOTE_WIDTH);
}
