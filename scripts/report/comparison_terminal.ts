/** A comparison for the terminal. @module */
import {
  type Comparison,
  type ComparisonEntry,
  type Verdict,
  VERDICTS,
} from "../verdict/comparison.ts";
import {
  describeAdvice,
  describeChange,
  describeInterval,
  describeNote,
  describeSummary,
  describeValue,
  HEADINGS,
  labelEntries,
} from "./describe.ts";
import { escapeTerminal } from "./escape.ts";
import type { Paint } from "./paint.ts";
import { type Column, cut, layOutTable } from "./table.ts";
import { wrapText } from "./wrap.ts";

const COLUMNS: readonly Column[] = [
  { title: "benchmark", align: "left", maxWidth: 25 },
  { title: "baseline", align: "right", maxWidth: 20 },
  { title: "current", align: "right", maxWidth: 20 },
  { title: "change", align: "right" },
  { title: "95 % interval", align: "right" },
];
/** Longest note or warning. */
const NOTE_WIDTH = 300;

/**
 * Renders a comparison, regressions first; at most 80 columns wide but for long words.
 *
 * @returns Lines of text with a line break at the end of each.
 */
export function renderComparisonTerminal(comparison: Comparison, paint: Paint): string {
  const { entries } = comparison;
  const labels = labelEntries(entries);
  const table = layOutTable(COLUMNS, entries.map((entry) => renderRow(entry, labels.get(entry)!)));
  const lines = [
    paint.dim(`baseline ${describeSide(comparison.baseline)}`),
    paint.dim(`current  ${describeSide(comparison.current)}`),
  ];
  for (const { field, baseline, current } of comparison.environment_differences) {
    lines.push(
      paint.yellow(
        escapeTerminal(`differs: ${field}: ${baseline} in the baseline, ${current} now`),
      ),
    );
  }
  if (entries.length > 0) lines.push("", paint.bold(`  ${table[0]}`));
  for (const verdict of VERDICTS) {
    const rows = entries.flatMap((entry, index) =>
      entry.verdict === verdict ? renderEntry(entry, table[index + 1]!, paint) : []
    );
    if (rows.length > 0) lines.push(colorOf(verdict, paint)(HEADINGS[verdict]), ...rows);
  }
  lines.push("");
  for (const warning of comparison.warnings) {
    const text = cut(`warning: ${escapeTerminal(warning)}`, NOTE_WIDTH);
    lines.push(...wrapText(text, 0, 2).map(paint.yellow));
  }
  lines.push(...describeAdvice(comparison).flatMap((advice) => wrapText(advice, 0, 2)));
  const worst = VERDICTS.find((verdict) => comparison.summary[verdict] > 0) ?? "unchanged";
  for (const line of wrapText(describeSummary(comparison), 0, 2)) {
    lines.push(colorOf(worst, paint)(paint.bold(line)));
  }
  return `${lines.join("\n")}\n`;
}

function describeSide({ source, timestamp, git_commit }: Comparison["baseline"]): string {
  const commit = git_commit === null ? "" : `, ${git_commit.slice(0, 8)}`;
  return cut(escapeTerminal(`${source} (${timestamp}${commit})`), NOTE_WIDTH);
}

function renderRow(entry: ComparisonEntry, label: string): string[] {
  return [
    escapeTerminal(label),
    describeValue(entry.baseline, entry),
    describeValue(entry.current, entry),
    describeChange(entry),
    describeInterval(entry),
  ].map(escapeTerminal);
}

function renderEntry(entry: ComparisonEntry, row: string, paint: Paint): string[] {
  const severity = entry.severity === null ? "" : `${entry.severity}: `;
  const remark = describeNote(entry);
  const lines = [`  ${row}`];
  if (severity !== "" || remark !== null) {
    const text = remark ?? "by the change alone";
    const note = `${severity}${cut(escapeTerminal(text), NOTE_WIDTH)}`;
    lines.push(...wrapText(note, 4, 6).map(paint.dim));
  }
  return lines;
}

function colorOf(verdict: Verdict, paint: Paint): (text: string) => string {
  if (verdict === "regression" || verdict === "failed") return paint.red;
  if (verdict === "inconclusive" || verdict === "added" || verdict === "removed") {
    return paint.yellow;
  }
  return paint.green;
}
