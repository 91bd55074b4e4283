/** A comparison as one HTML file. @module */
import { type Comparison, type ComparisonEntry, VERDICTS } from "../../verdict/comparison.ts";
import { outcomeOf } from "../../verdict/outcome.ts";
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
  describeVerdict,
  HEADINGS,
  labelEntries,
  listChoices,
} from "../describe.ts";
import { describeCauses, describeFirstCause, describeQuestion } from "../describe_causes.ts";
import { renderFlameGraph, renderFunctionTable } from "../html/flame_graph.ts";
import { FLAME_SCRIPT } from "../html/flame_script.ts";
import { escapeHtml, renderPage } from "../html/page.ts";
import { STYLE } from "../html/style.ts";
import {
  figureCell,
  htmlCell,
  type HtmlColumn,
  renderRow,
  renderTable,
  textCell,
} from "../html/table.ts";
import { TABLE_SCRIPT } from "../html/table_script.ts";
import { cut } from "../table.ts";
import { formatChange } from "../units.ts";

/** How many benchmarks the charts show, the most important ones; the table has all. */
const MOST_IN_CHARTS = 60;
const NAME_WIDTH = 300;
const NOTE_WIDTH = 500;
const WARNING_WIDTH = NOTE_WIDTH - "Warning: ".length;

/** Loads what draws the charts, which is large and may have to be downloaded. */
export function prepareComparisonHtml(): Promise<typeof import("./html_charts.ts")> {
  return import("./html_charts.ts");
}

/**
 * Renders a page with charts of the intervals and of the rounds, and a table that can be sorted and
 * filtered. It loads nothing, and its policy forbids everything except its own style and script.
 */
export async function renderComparisonHtml(comparison: Comparison): Promise<string> {
  const labels = labelEntries(comparison.entries);
  const title = `Benchmarks: ${describeSummary(comparison)}`;
  const { message } = outcomeOf(comparison, false);
  const suite = describeSuite(comparison);
  const body = [
    `<h1>${escapeHtml(title)}</h1>`,
    ...(message === null
      ? []
      : [`<p class="verdict failed">${escapeHtml(cut(message, NOTE_WIDTH))}</p>`]),
    ...(suite === null ? [] : [renderSuite(suite, comparison)]),
    ...renderContext(comparison),
    "<main>",
    ...await renderFigures(comparison, labels),
    ...renderEntries(comparison, labels),
    ...renderExplanations(comparison, labels),
    ...renderChoices(comparison),
    "</main>",
    `<footer class="faint"><p>${escapeHtml(comparison.generator)}</p></footer>`,
  ].join("\n");
  const drawn = comparison.entries.some(({ explanation }) => (explanation?.frames.length ?? 0) > 0);
  const script = drawn ? TABLE_SCRIPT + FLAME_SCRIPT : TABLE_SCRIPT;
  return await renderPage({ title, body, style: STYLE, script });
}

function renderSuite(text: string, { suite }: Comparison): string {
  const verdict = suite?.verdict ?? null;
  const color = verdict === null ? "" : ` class="${verdict}"`;
  return `<p${color}>${escapeHtml(`${text}.`)}</p>`;
}

function renderContext(comparison: Comparison): string[] {
  const measured = describeMeasurement(comparison);
  const remarks = [
    ...comparison.environment_differences.map(({ field, baseline, current }) =>
      `${field} differs: ${baseline} in the baseline, ${current} now`
    ),
    ...comparison.doubts.map((doubt) => `Warning: ${describeDoubt(doubt, WARNING_WIDTH)}`),
    ...describeAdvice(comparison),
  ];
  return [
    describeSide("Baseline", comparison.baseline),
    describeSide("Current", comparison.current),
    `<p class="faint">Environment: ${
      escapeHtml(cut(describeEnvironment(comparison.environment), NOTE_WIDTH))
    }</p>`,
    ...(measured === null ? [] : [`<p>${escapeHtml(`${measured}.`)}</p>`]),
    ...(remarks.length === 0 ? [] : [
      `<ul>${
        remarks.map((remark) => `<li>${escapeHtml(cut(remark, NOTE_WIDTH))}</li>`).join("")
      }</ul>`,
    ]),
  ];
}

function describeSide(
  title: string,
  { source, timestamp, git_commit }: Comparison["baseline"],
): string {
  const commit = git_commit === null ? "" : `, commit <code>${escapeHtml(git_commit)}</code>`;
  const name = escapeHtml(cut(source, NAME_WIDTH));
  return `<p class="faint">${title}: ${name}, ${escapeHtml(timestamp)}${commit}</p>`;
}

async function renderFigures(
  { entries }: Comparison,
  labels: ReadonlyMap<ComparisonEntry, string>,
): Promise<string[]> {
  const withInterval = entries.filter(({ interval, change }) =>
    interval !== null && change !== null
  );
  if (withInterval.length === 0) return [];
  // The charting library takes longer to load than everything else together.
  const { LEAST_SHOWN, MOST_SHOWN, renderForest, renderRounds } = await prepareComparisonHtml();
  const shown = withInterval.slice(0, MOST_IN_CHARTS);
  const left = withInterval.length - shown.length;
  const rest = left === 0 ? "" : ` The other ${left} are only in the table.`;
  // Exact values need not have been measured more than once.
  const sampled = shown.filter(({ samples }) => samples.current.length > 0);
  const paired = shown.some(({ samples }) => samples.changes !== null);
  const rounds = paired
    ? "Each dot is a round: both versions in turn, in fresh processes. Rings are fresh rounds that confirm a slowdown."
    : "Each dot is a round: rings the baseline, dots the current result, against the baseline's median.";
  return [
    "<h2>Changes</h2>",
    renderFigure(
      `Dots are estimates, bars 95 % intervals; the dashed line is the threshold. Values beyond ${
        formatChange(LEAST_SHOWN)
      } or ${formatChange(MOST_SHOWN)} stand at the edge.${rest}`,
      renderForest(shown, labels),
    ),
    ...(sampled.length === 0
      ? []
      : ["<h2>Rounds</h2>", renderFigure(rounds, renderRounds(sampled, labels))]),
  ];
}

function renderFigure(caption: string, chart: string): string {
  return `<figure><figcaption>${escapeHtml(caption)}</figcaption>` +
    `<div class="scroll" tabindex="0" role="region" aria-label="Chart">${chart}</div></figure>`;
}

const COLUMNS: readonly HtmlColumn[] = [
  { title: "Benchmark" },
  { title: "Verdict" },
  { title: "Change", kind: "figure" },
  { title: "95 % interval", kind: "figure" },
  { title: "Baseline", kind: "figure" },
  { title: "Current", kind: "figure" },
  { title: "Rounds", kind: "figure" },
  { title: "Note" },
];

function renderEntries(
  { entries, summary }: Comparison,
  labels: ReadonlyMap<ComparisonEntry, string>,
): string[] {
  const kinds = VERDICTS.filter((verdict) => summary[verdict] > 0)
    .map((verdict) => [verdict, `${HEADINGS[verdict]} (${summary[verdict]})`] as const);
  return renderTable({
    title: "All benchmarks",
    columns: COLUMNS,
    rows: entries.map((entry) => renderEntry(entry, labels.get(entry)!)),
    filter: { kinds: new Map(kinds) },
  });
}

/** Why each benchmark became slower or faster: causes, flame graph, functions. */
function renderExplanations(
  { entries }: Comparison,
  labels: ReadonlyMap<ComparisonEntry, string>,
): string[] {
  return entries.flatMap((entry, index) => {
    const causes = describeCauses(entry);
    if (causes.length === 0) return [];
    const label = cut(labels.get(entry)!, NAME_WIDTH);
    const { frames } = entry.explanation!;
    return [
      "<section>",
      `<h2>${escapeHtml(titleOf(entry, label))}</h2>`,
      `<ul>${
        causes.map((cause) => `<li>${escapeHtml(cut(cause, NOTE_WIDTH))}</li>`).join("")
      }</ul>`,
      ...(frames.length === 0 ? [] : [renderFlameGraph(frames, `flame-${index}`, label)]),
      "</section>",
      ...(frames.length === 0 ? [] : renderFunctionTable(frames, label)),
    ];
  });
}

function titleOf(entry: ComparisonEntry, label: string): string {
  if (entry.verdict === "regression") return `Why ${label} is slower`;
  if (entry.verdict === "improvement") return `Why ${label} is faster`;
  return describeQuestion(entry) === "why"
    ? `What may have changed in ${label}`
    : `Where ${label} takes its time`;
}

/** A table of the affected bench files, and one of those that were left out. */
function renderChoices(comparison: Comparison): string[] {
  return listChoices(comparison).flatMap(({ heading, choices }) =>
    renderTable({
      title: heading,
      columns: [{ title: "Bench file" }, { title: "Why" }],
      rows: choices.map(({ file, reason }) =>
        renderRow([
          textCell(cut(file, NAME_WIDTH), "name"),
          textCell(cut(reason, NOTE_WIDTH), "note"),
        ])
      ),
    })
  );
}

function renderEntry(entry: ComparisonEntry, label: string): string {
  const { verdict, severity, file, line, baseline, current, change, interval, rounds } = entry;
  const place = file === null ? "" : `${file}${line === null ? "" : `:${line}`}`;
  const where = place === "" || label.startsWith(place)
    ? ""
    : `<br><span class="faint">${escapeHtml(cut(place, NAME_WIDTH))}</span>`;
  const severe = severity === null ? "" : `${severity} `;
  const note = [describeNote(entry), describeFirstCause(entry)].filter((part) => part !== null)
    .join("; ");
  return renderRow([
    htmlCell(`${escapeHtml(cut(label, NAME_WIDTH))}${where}`, "name"),
    textCell(`${severe}${describeVerdict(verdict)}`, `verdict ${verdict}`),
    figureCell(describeChange(entry), change),
    figureCell(describeInterval(entry), interval?.lower ?? null),
    figureCell(describeValue(baseline, entry), baseline),
    figureCell(describeValue(current, entry), current),
    figureCell(describeRounds(entry), rounds.current),
    textCell(cut(note, NOTE_WIDTH), "note"),
  ], verdict);
}
