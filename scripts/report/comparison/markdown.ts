/** A comparison as Markdown, for a pull request or a job summary. @module */
import type { Comparison, ComparisonEntry } from "../../verdict/comparison.ts";
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
  HEADINGS,
  labelEntries,
  listChoices,
  sharesCause,
} from "../describe.ts";
import { describeFirstCause } from "../describe_causes.ts";
import { codeMarkdown, escapeMarkdown } from "../escape.ts";
import { cut } from "../table.ts";

const NAME_WIDTH = 120;
const NOTE_WIDTH = 300;
const WARNING_WIDTH = NOTE_WIDTH - "Warning: ".length;
/** The line on what was not compared names several files, with causes and advice. */
const OUTCOME_WIDTH = 1000;
/** Sections that a reader should see at once; the others are folded. */
const OPEN = new Set(["regression", "failed", "not_compared", "not_measured"]);
/** GitHub accepts comments of up to 65,536 characters; this leaves room for text around it. */
const COMMENT_LIMIT = 64_000;
const MOST_REMARKS = 10;
const REMARK_WIDTH = 200;
/** The part of the room that the lists of bench files may take. */
const CHOICES_SHARE = 0.25;
/** Room for the lines that say how much of a section, or which section, is left out. */
const RESERVE_PER_SECTION = 200;
const TABLE_HEAD = [
  "| benchmark | baseline | current | change | 95 % interval | rounds | note |",
  "| --- | ---: | ---: | ---: | ---: | ---: | --- |",
];

/**
 * Renders a comparison as GitHub-flavoured Markdown, the verdict in the first line.
 *
 * @param limit The most UTF-8 bytes. The least important parts are left out, and the text says how
 * much.
 * @returns Lines of text with a line break at the end of each.
 */
export function renderComparisonMarkdown(comparison: Comparison, limit = COMMENT_LIMIT): string {
  const head = renderHead(comparison);
  const foot = renderFoot(comparison);
  const used = byteLength([...head, ...foot]);
  const choices = renderChoices(comparison, (limit - used) * CHOICES_SHARE);
  const body = renderSections(comparison, limit - used - byteLength(choices));
  return [...head, ...body, ...choices, ...foot].map((line) => `${line}\n`).join("");
}

function renderHead(comparison: Comparison): string[] {
  const lines = [`## Benchmarks: ${describeSummary(comparison)}`];
  const { message } = outcomeOf(comparison, false);
  if (message !== null) lines.push("", `**${escapeMarkdown(cut(message, OUTCOME_WIDTH))}**`);
  const suite = describeSuite(comparison);
  if (suite !== null) lines.push("", `${escapeMarkdown(suite)}.`);
  if (comparison.environment_differences.length > 0) lines.push("");
  for (const { field, baseline, current } of comparison.environment_differences) {
    const values = `${baseline} in the baseline, ${current} now`;
    lines.push(`- ${escapeMarkdown(`${field} differs: ${cut(values, REMARK_WIDTH)}`)}`);
  }
  return lines;
}

/** A section for each verdict, the worst first, as much as fits. */
function renderSections({ entries }: Comparison, room: number): string[] {
  const labels = labelEntries(entries);
  const sections = [...Map.groupBy(entries, ({ verdict }) => verdict)];
  let left = room - sections.length * RESERVE_PER_SECTION;
  return sections.flatMap(([verdict, members]) => {
    const title = `${HEADINGS[verdict]} (${members.length})`;
    const [open, close] = OPEN.has(verdict)
      ? [["", `### ${title}`, ""], []]
      : [["", `<details><summary>${title}</summary>`, ""], ["", "</details>"]];
    left -= byteLength([...open, ...TABLE_HEAD, ...close]);
    const rows: string[] = [];
    let before: ComparisonEntry | null = null;
    for (const entry of members) {
      const note = describeNote(entry);
      const row = renderRow(
        entry,
        labels.get(entry)!,
        before !== null && sharesCause(before, entry) ? "as above" : note,
      );
      before = entry;
      left -= byteLength([row]);
      if (left < 0) break;
      rows.push(row);
    }
    const missing = members.length - rows.length;
    const remark = missing === 0 ? [] : [
      "",
      `${missing} of ${members.length} are left out because of the size limit of comments; the other formats list all of them.`,
    ];
    return [...open, ...(rows.length > 0 ? TABLE_HEAD : []), ...rows, ...remark, ...close];
  });
}

function renderRow(entry: ComparisonEntry, label: string, note: string | null): string {
  const why = describeFirstCause(entry);
  const figures = [
    describeValue(entry.baseline, entry),
    describeValue(entry.current, entry),
    describeChange(entry),
    describeInterval(entry),
    describeRounds(entry),
    cut(
      [[entry.severity, note].filter(Boolean).join(", "), why].filter(Boolean).join("; "),
      NOTE_WIDTH,
    ),
  ];
  const name = codeMarkdown(cut(label, NAME_WIDTH));
  return `| ${[name, ...figures.map(escapeMarkdown)].join(" | ")} |`;
}

/** The affected bench files, and those that were left out, as many as fit. */
function renderChoices(comparison: Comparison, room: number): string[] {
  const lists = listChoices(comparison);
  let left = room - lists.length * RESERVE_PER_SECTION;
  return lists.flatMap(({ heading, choices }) => {
    const rows: string[] = [];
    for (const { file, reason } of choices) {
      const name = codeMarkdown(cut(file, NAME_WIDTH));
      const row = `- ${name}: ${escapeMarkdown(cut(reason, NOTE_WIDTH))}`;
      left -= byteLength([row]);
      if (left < 0) break;
      rows.push(row);
    }
    const missing = choices.length - rows.length;
    const remark = missing === 0 ? [] : [`- ${missing} more; the other formats list all of them`];
    const summary = `<details><summary>${heading} (${choices.length})</summary>`;
    return ["", summary, "", ...rows, ...remark, "", "</details>"];
  });
}

function renderFoot(comparison: Comparison): string[] {
  const warnings = comparison.doubts.map((doubt) =>
    `Warning: ${describeDoubt(doubt, WARNING_WIDTH)}`
  );
  const measured = describeMeasurement(comparison);
  const remarks = [
    ...warnings.slice(0, MOST_REMARKS),
    ...(warnings.length > MOST_REMARKS ? [`${warnings.length - MOST_REMARKS} more warnings`] : []),
    ...describeAdvice(comparison),
    ...(measured === null ? [] : [`${measured}.`]),
  ].map((text) => `- ${escapeMarkdown(cut(text, NOTE_WIDTH))}`);
  return [
    ...(remarks.length > 0 ? ["", ...remarks] : []),
    "",
    `${describeSide("Baseline", comparison.baseline)}  `,
    `${describeSide("Current", comparison.current)}  `,
    `Environment: ${
      escapeMarkdown(cut(describeEnvironment(comparison.environment), REMARK_WIDTH))
    }`,
  ];
}

/** The size of lines with a line break each. */
function byteLength(lines: readonly string[]): number {
  const encoder = new TextEncoder();
  return lines.reduce((sum, line) => sum + encoder.encode(line).length + 1, 0);
}

function describeSide(
  title: string,
  { source, timestamp, git_commit }: Comparison["baseline"],
): string {
  const commit = git_commit === null ? "" : `, commit ${codeMarkdown(git_commit.slice(0, 12))}`;
  return `${title}: ${codeMarkdown(cut(source, NAME_WIDTH))}, ${codeMarkdown(timestamp)}${commit}`;
}
