/** A comparison as annotations that GitHub shows at the bench files. @module */
import type { Comparison, ComparisonEntry, Verdict } from "../../verdict/comparison.ts";
import { describeEntry, describeVerdict, labelEntries, nameBenchmarks } from "../describe.ts";
import { escapeTerminal } from "../escape.ts";
import { cut } from "../table.ts";

/** GitHub shows this many of each kind a step, and drops the others without a word. */
const MOST_OF_A_KIND = 10;
const TITLE_WIDTH = 120;
const MESSAGE_WIDTH = 500;

const KINDS: Partial<Record<Verdict, "error" | "warning" | "notice">> = {
  regression: "error",
  failed: "error",
  not_compared: "warning",
  not_measured: "warning",
  inconclusive: "notice",
};

/**
 * Renders workflow commands, one a line: an error for each regression and for what has failed, a
 * warning for what was not compared or not measured and a notice for what is inconclusive, the worst
 * ten of each.
 *
 * @returns Lines with a line break at the end of each; empty where there is nothing to say.
 */
export function renderComparisonAnnotations({ entries }: Comparison): string {
  const labels = labelEntries(entries, nameBenchmarks);
  const shown = new Map<string, number>();
  const lines = entries.flatMap((entry) => {
    const kind = KINDS[entry.verdict];
    if (kind === undefined) return [];
    const count = (shown.get(kind) ?? 0) + 1;
    shown.set(kind, count);
    return count > MOST_OF_A_KIND ? [] : [renderCommand(kind, entry, labels.get(entry)!)];
  });
  return lines.map((line) => `${line}\n`).join("");
}

function renderCommand(kind: string, entry: ComparisonEntry, label: string): string {
  const { file, line, verdict, severity } = entry;
  const title = `${severity ?? ""} ${describeVerdict(verdict)}: ${label}`.trim();
  const properties = [
    ...(file === null || file === "" ? [] : [`file=${escapeProperty(file)}`]),
    ...(file === null || file === "" || line === null ? [] : [`line=${line}`]),
    `title=${escapeProperty(title, TITLE_WIDTH)}`,
  ];
  const message = escapeData(describeEntry(entry), MESSAGE_WIDTH);
  return `::${kind} ${properties.join(",")}::${message}`;
}

/** The log shows the line as well: what a terminal would obey is no part of it. */
function escapeData(text: string, width: number): string {
  return cut(escapeTerminal(text), width).replaceAll("%", "%25");
}

function escapeProperty(text: string, width = Infinity): string {
  return escapeData(text, width).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
