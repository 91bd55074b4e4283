/** A result document as a table for the terminal. @module */
import { relativeDeviation } from "../../result/spread.ts";
import type { BenchmarkResult, ResultDocument } from "../../result/schema.ts";
import { describeEnvironment, UNIT_WIDTH } from "../describe.ts";
import { escapeTerminal } from "../escape.ts";
import type { Paint } from "../paint.ts";
import { type Column, cut, layOutTable } from "../table.ts";
import { wrapText } from "../wrap.ts";
import { formatDuration, formatRate, formatSize } from "../units.ts";

const NAME_WIDTH = 23;
/** Longest note or warning. */
const NOTE_WIDTH = 300;

const COLUMNS: readonly Column[] = [
  { title: "benchmark", align: "left", maxWidth: NAME_WIDTH },
  { title: "time/call", align: "right" },
  { title: "± rounds", align: "right" },
  { title: "p99", align: "right" },
  { title: "rate", align: "right", maxWidth: 20 },
  { title: "heap/call", align: "right" },
];

/**
 * Renders a result as a table, files and failures apart, at most 80 columns wide.
 *
 * "± rounds" is the standard deviation between the rounds' means, in percent of their mean.
 *
 * @returns Lines of text with a line break at the end of each.
 */
export function renderResultTerminal(document: ResultDocument, paint: Paint): string {
  const measured = document.benchmarks.filter((benchmark) => benchmark.duration_ms !== null);
  const table = layOutTable(COLUMNS, measured.map(renderRow));
  const lines: string[] = [paint.dim(describeContext(document)), ""];
  if (measured.length > 0) lines.push(paint.bold(table[0]!));
  let file: string | null = null;
  for (const [index, benchmark] of measured.entries()) {
    if (benchmark.file !== file) {
      lines.push(paint.dim(cut(escapeTerminal(benchmark.file ?? "(no file)"), NOTE_WIDTH)));
    }
    file = benchmark.file;
    lines.push(table[index + 1]!);
  }
  for (const benchmark of document.benchmarks) {
    for (const { round, message } of benchmark.failures) {
      const when = round === null ? "" : ` in round ${round}`;
      const name = cut(escapeTerminal(benchmark.name), NAME_WIDTH);
      const text = cut(`failed${when}: ${name}: ${escapeTerminal(message)}`, NOTE_WIDTH);
      lines.push(...wrapText(text, 0, 2).map(paint.red));
    }
  }
  for (const warning of document.warnings) {
    const text = cut(`warning: ${escapeTerminal(warning)}`, NOTE_WIDTH);
    lines.push(...wrapText(text, 0, 2).map(paint.yellow));
  }
  return `${lines.join("\n")}\n`;
}

function renderRow(benchmark: BenchmarkResult): string[] {
  const deviation = relativeDeviation(benchmark.rounds.map((round) => round.duration_ms));
  return [
    escapeTerminal(benchmark.name) || "(no name)",
    formatDuration(benchmark.duration_ms!),
    deviation === null ? "-" : `${(deviation * 100).toFixed(1)} %`,
    benchmark.p99_ms === null ? "-" : formatDuration(benchmark.p99_ms),
    renderRate(benchmark),
    benchmark.memory_mb === null ? "-" : formatSize(benchmark.memory_mb),
  ];
}

/** The most telling rate that the benchmark's declared work gives. */
function renderRate({ work, duration_ms, throughput, throughput_unit }: BenchmarkResult): string {
  const perSecond = 1000 / duration_ms!;
  if (work?.flops != null) return formatRate(work.flops * perSecond, "FLOP/s");
  if (work?.bytes != null) return formatRate(work.bytes * perSecond, "B/s");
  return throughput === null
    ? "-"
    : formatRate(throughput, cut(escapeTerminal(throughput_unit), UNIT_WIDTH));
}

function describeContext({ environment, timestamp }: ResultDocument): string {
  return cut(escapeTerminal(`${describeEnvironment(environment)}, ${timestamp}`), NOTE_WIDTH);
}
