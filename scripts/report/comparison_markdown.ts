/** A comparison as Markdown, for a pull request or a job summary. @module */
import { type Comparison, type ComparisonEntry, VERDICTS } from "../verdict/comparison.ts";
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
import { codeMarkdown, escapeMarkdown } from "./escape.ts";
import { cut } from "./table.ts";

const NAME_WIDTH = 120;
const NOTE_WIDTH = 300;
/** What a reader should see at once; the other sections are folded. */
const OPEN = new Set(["regression", "failed"]);

/**
 * Renders a comparison as GitHub-flavoured Markdown, the verdict in the first line.
 *
 * @returns Lines of text with a line break at the end of each.
 */
export function renderComparisonMarkdown(comparison: Comparison): string {
  const labels = labelEntries(comparison.entries);
  const lines = [`## Benchmarks: ${describeSummary(comparison)}`];
  if (!comparison.gated) lines.push("");
  for (const { field, baseline, current } of comparison.environment_differences) {
    const values = `${baseline} in the baseline, ${current} now`;
    lines.push(`- ${escapeMarkdown(field)} differs: ${escapeMarkdown(values)}`);
  }
  for (const verdict of VERDICTS) {
    const entries = comparison.entries.filter((entry) => entry.verdict === verdict);
    if (entries.length === 0) continue;
    const title = `${HEADINGS[verdict]} (${entries.length})`;
    const table = renderTable(entries, labels);
    if (OPEN.has(verdict)) lines.push("", `### ${title}`, "", ...table);
    else lines.push("", `<details><summary>${title}</summary>`, "", ...table, "", "</details>");
  }
  const remarks = [
    ...comparison.warnings.map((text) => `Warning: ${text}`),
    ...describeAdvice(comparison),
  ];
  if (remarks.length > 0) lines.push("", ...remarks.map((text) => `- ${escapeMarkdown(text)}`));
  lines.push("", `${describeSide("Baseline", comparison.baseline)}  `);
  lines.push(describeSide("Current", comparison.current));
  return `${lines.join("\n")}\n`;
}

function renderTable(
  entries: readonly ComparisonEntry[],
  labels: ReadonlyMap<ComparisonEntry, string>,
): string[] {
  return [
    "| benchmark | baseline | current | change | 95 % interval | note |",
    "| --- | ---: | ---: | ---: | ---: | --- |",
    ...entries.map((entry) => {
      const figures = [
        describeValue(entry.baseline, entry),
        describeValue(entry.current, entry),
        describeChange(entry),
        describeInterval(entry),
        cut([entry.severity, describeNote(entry)].filter(Boolean).join(", "), NOTE_WIDTH),
      ];
      const name = codeMarkdown(cut(labels.get(entry)!, NAME_WIDTH));
      return `| ${[name, ...figures.map(escapeMarkdown)].join(" | ")} |`;
    }),
  ];
}

function describeSide(title: string, { source, timestamp, git_commit }: Comparison["baseline"]) {
  const commit = git_commit === null ? "" : `, commit ${codeMarkdown(git_commit.slice(0, 12))}`;
  return `${title}: ${codeMarkdown(source)}, ${codeMarkdown(timestamp)}${commit}`;
}
