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

const COLUMNS: readonly Column[] = [
  { title: "benchmark", align: "left", maxWidth: 25 },
  { title: "baseline", align: "right" },
  { title: "current", align: "right" },
  { title: "change", align: "right" },
  { title: "95 % interval", align: "right" },
];
const NOTE_WIDTH = 200;

/**
 * Renders a comparison, regressions first; at most 80 columns but for long notes.
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
    lines.push(paint.yellow(`warning: ${escapeTerminal(warning)}`));
  }
  lines.push(...describeAdvice(comparison));
  const worst = VERDICTS.find((verdict) => comparison.summary[verdict] > 0) ?? "unchanged";
  lines.push(colorOf(worst, paint)(paint.bold(describeSummary(comparison))));
  return `${lines.join("\n")}\n`;
}

function describeSide({ source, timestamp, git_commit }: Comparison["baseline"]): string {
  const commit = git_commit === null ? "" : `, ${git_commit.slice(0, 8)}`;
  return escapeTerminal(`${source} (${timestamp}${commit})`);
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
  const note = describeNote(entry);
  const lines = [`  ${row}`];
  if (severity !== "" || note !== null) {
    const text = note ?? "by the change alone";
    lines.push(paint.dim(`    ${severity}${cut(escapeTerminal(text), NOTE_WIDTH)}`));
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
