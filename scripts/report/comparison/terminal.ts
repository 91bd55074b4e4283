/** A comparison for the terminal. @module */
import {
  type Comparison,
  type ComparisonEntry,
  type Verdict,
  VERDICTS,
} from "../../verdict/comparison.ts";
import {
  describeAdvice,
  describeChange,
  describeDoubt,
  describeEnvironment,
  describeInterval,
  describeMeasurement,
  describeNote,
  describeRounds,
  describeSuite,
  describeSummary,
  describeValue,
  HEADINGS,
  labelEntries,
  listChoices,
  sharesCause,
} from "../describe.ts";
import { describeCauses, describeQuestion } from "../describe_causes.ts";
import { cutApart } from "../cut_apart.ts";
import { escapeTerminal } from "../escape.ts";
import type { Paint } from "../paint.ts";
import { drawInterval } from "../interval_drawing.ts";
import { type Column, cut, layOutTable, widthOf } from "../table.ts";
import { wrapName, wrapText } from "../wrap.ts";

const FIGURES: readonly Column[] = [
  { title: "baseline", align: "right", maxWidth: 18 },
  { title: "current", align: "right", maxWidth: 18 },
  { title: "change", align: "right" },
  { title: "95 % interval", align: "right" },
  { title: "n", align: "right" },
];
const DRAWING_TITLE = "threshold";
/** Longer names get their own line if there is little room. */
const USUAL_NAME_WIDTH = 28;
const NARROWEST_NAME = 12;
const NARROWEST_DRAWING = 9;
const WIDEST_DRAWING = 25;
const INDENT = "  ";
/** The width of the words in front of the lines of the head. */
const HEAD_WIDTH = 9;
const LINE_WIDTH = 80;
/** Longest name, note or warning. */
const NOTE_WIDTH = 300;
const WARNING_WIDTH = NOTE_WIDTH - "warning: ".length;

/**
 * Renders a comparison, regressions first. Each change has a small drawing of its interval beside
 * it: `┊` are the thresholds, `·` is no change.
 *
 * @param columns The width of the text, except for long words in notes and wide units; notes keep
 * to 80.
 * @returns Lines of text with a line break at the end of each.
 */
export function renderComparisonTerminal(
  comparison: Comparison,
  paint: Paint,
  columns = 80,
): string {
  const { entries } = comparison;
  const labels = labelEntries(entries);
  const table = layOut(entries, labels, columns);
  const lines = [
    ...renderSide("baseline", comparison.baseline),
    ...renderSide("current", comparison.current),
    ...wrapText(describeMachine(comparison), 0, HEAD_WIDTH),
    ...(entries.length > 0 ? [describeCount(entries)] : []),
  ].map(paint.dim);
  for (const { field, baseline, current } of comparison.environment_differences) {
    lines.push(
      paint.yellow(
        escapeTerminal(`differs: ${field}: ${baseline} in the baseline, ${current} now`),
      ),
    );
  }
  if (entries.length > 0) lines.push("", paint.bold(`${INDENT}${table.titles}`));
  for (const verdict of VERDICTS) {
    const own = entries.flatMap((entry, index) =>
      entry.verdict === verdict ? [{ entry, rows: table.rows[index]! }] : []
    );
    if (own.length > 0) lines.push(colorOf(verdict, paint)(HEADINGS[verdict]));
    for (const [index, row] of own.entries()) {
      for (const line of renderEntry(row, own[index + 1]?.entry, paint)) lines.push(line);
    }
  }
  const lists = listChoices(comparison);
  if (entries.length === 0 && lists.length > 0) lines.push("");
  for (const { heading, choices } of lists) {
    lines.push(paint.bold(heading));
    for (const { file, reason } of choices) {
      const text = cut(escapeTerminal(`${file}: ${reason}`), NOTE_WIDTH);
      for (const line of wrapText(text, 2, 4)) lines.push(line);
    }
  }
  lines.push("");
  for (const doubt of comparison.doubts) {
    const text = cut(`warning: ${escapeTerminal(describeDoubt(doubt, WARNING_WIDTH))}`, NOTE_WIDTH);
    for (const line of wrapText(text, 0, 2)) lines.push(paint.yellow(line));
  }
  const measured = describeMeasurement(comparison);
  if (measured !== null) {
    const text = cut(escapeTerminal(`${measured}.`), NOTE_WIDTH);
    for (const line of wrapText(text, 0, 2)) lines.push(paint.dim(line));
  }
  for (const advice of describeAdvice(comparison)) {
    for (const line of wrapText(advice, 0, 2)) lines.push(line);
  }
  const suite = describeSuite(comparison);
  if (suite !== null) {
    const verdict = comparison.suite?.verdict ?? null;
    const paintSuite = verdict === null ? String : colorOf(verdict, paint);
    for (const line of wrapText(escapeTerminal(suite), 0, 2)) lines.push(paintSuite(line));
  }
  const worst = comparison.suite?.verdict === "regression"
    ? "regression"
    : VERDICTS.find((verdict) => comparison.summary[verdict] > 0) ?? "unchanged";
  for (const line of wrapText(describeSummary(comparison), 0, 2)) {
    lines.push(colorOf(worst, paint)(paint.bold(line)));
  }
  return `${lines.join("\n")}\n`;
}

/** On two lines if one is too long. */
function renderSide(
  title: string,
  { source, timestamp, git_commit }: Comparison["baseline"],
): string[] {
  const commit = git_commit === null ? "" : `, ${git_commit.slice(0, 8)}`;
  const name = cut(escapeTerminal(title.padEnd(HEAD_WIDTH) + source), NOTE_WIDTH);
  const when = cut(escapeTerminal(`(${timestamp}${commit})`), NOTE_WIDTH);
  const line = `${name} ${when}`;
  return widthOf(line) <= LINE_WIDTH ? [line] : [name, " ".repeat(HEAD_WIDTH) + when];
}

function describeMachine({ environment }: Comparison): string {
  const machine = describeEnvironment(environment, LINE_WIDTH - HEAD_WIDTH);
  return cut(escapeTerminal(`on       ${machine}`), NOTE_WIDTH);
}

/** Explains the column of rounds. */
function describeCount(entries: readonly ComparisonEntry[]): string {
  const differ = entries.some(({ rounds }) => rounds.baseline !== rounds.current);
  return `n        rounds per side${differ ? ", baseline/current if they differ" : ""}`;
}

/**
 * Lays out rows of one or more lines: a name that is too long for its column stands above its
 * figures.
 */
function layOut(
  entries: readonly ComparisonEntry[],
  labels: ReadonlyMap<ComparisonEntry, string>,
  columns: number,
): { titles: string; rows: string[][] } {
  const names = cutApart(
    entries.map((entry) => escapeTerminal(labels.get(entry)!)),
    NOTE_WIDTH,
    entries.map((entry) => labels.get(entry)!),
  );
  const figures = entries.map(renderFigures);
  const widths = FIGURES.map(({ title, maxWidth = Infinity }, column) =>
    figures.reduce(
      (widest, row) => Math.max(widest, Math.min(maxWidth, widthOf(row[column]!))),
      title.length,
    )
  );
  const room = columns - INDENT.length - widths.reduce((sum, width) => sum + 2 + width, 0);
  const longest = names.reduce((widest, name) => Math.max(widest, widthOf(name)), 0);
  const usual = Math.min(longest, USUAL_NAME_WIDTH);
  const left = room - 2 - Math.max(NARROWEST_NAME, usual);
  const shown = entries.some(({ interval }) => interval !== null);
  const drawing = shown && room - 2 - NARROWEST_NAME >= NARROWEST_DRAWING
    ? odd(Math.max(NARROWEST_DRAWING, Math.min(WIDEST_DRAWING, left)))
    : 0;
  const nameWidth = Math.min(
    longest,
    drawing > 0 ? Math.max(NARROWEST_NAME, room - 2 - drawing) : room,
  );
  const [titles, ...rows] = layOutTable(
    [
      { title: "benchmark", align: "left" },
      ...FIGURES,
      ...(drawing > 0 ? [{ title: DRAWING_TITLE, align: "left" } as const] : []),
    ],
    entries.map((entry, index) => [
      widthOf(names[index]!) > nameWidth ? "" : names[index]!,
      ...figures[index]!,
      drawing > 0 ? drawInterval(entry, drawing) : "",
    ]),
  );
  return {
    titles: titles!,
    rows: rows.map((row, index) => [
      ...(widthOf(names[index]!) > nameWidth ? wrapName(names[index]!, columns, 2, 4) : []),
      `${INDENT}${row}`,
    ]),
  };
}

function odd(width: number): number {
  return width - 1 + width % 2;
}

function renderFigures(entry: ComparisonEntry): string[] {
  return [
    describeValue(entry.baseline, entry),
    describeValue(entry.current, entry),
    describeChange(entry),
    describeInterval(entry),
    describeRounds(entry),
  ].map(escapeTerminal);
}

/** A cause that all benchmarks of a file share appears once, under the last of them. */
function renderEntry(
  { entry, rows }: { readonly entry: ComparisonEntry; readonly rows: readonly string[] },
  next: ComparisonEntry | undefined,
  paint: Paint,
): string[] {
  const severity = entry.severity === null ? "" : `${entry.severity}: `;
  const remark = describeNote(entry);
  const lines = [...rows];
  if (next !== undefined && sharesCause(entry, next)) return lines;
  if (severity !== "" || remark !== null) {
    const text = remark ?? (entry.exact ? "an exact count" : "judged by the change alone");
    const note = `${severity}${cut(escapeTerminal(text), NOTE_WIDTH)}`;
    for (const line of wrapText(note, 4, 6)) lines.push(paint.dim(line));
  }
  for (const [index, cause] of describeCauses(entry).entries()) {
    const text = `${index === 0 ? `${describeQuestion(entry)}: ` : ""}${
      cut(escapeTerminal(cause), NOTE_WIDTH)
    }`;
    for (const line of wrapText(text, 4, 6)) lines.push(line);
  }
  return lines;
}

function colorOf(verdict: Verdict, paint: Paint): (text: string) => string {
  if (verdict === "regression" || verdict === "failed") return paint.red;
  return verdict === "improvement" || verdict === "unchanged" || verdict === "not_slower"
    ? paint.green
    : paint.yellow;
}
