/** A comparison as annotations that GitHub shows beside bench files. @module */
import type { Comparison, ComparisonEntry, Verdict } from "../../verdict/comparison.ts";
import {
  describeEntry,
  describeSuite,
  describeVerdict,
  labelEntries,
  nameBenchmarks,
} from "../describe.ts";
import { escapeTerminal } from "../escape.ts";
import { cut } from "../table.ts";
import { formatCount } from "../../result/format_count.ts";

/** GitHub shows this many of each kind a step, and silently drops the others. */
const MOST_OF_A_KIND = 10;
const TITLE_WIDTH = 120;
const MESSAGE_WIDTH = 500;

type Kind = "error" | "warning" | "notice";

const KINDS: Partial<Record<Verdict, Kind>> = {
  regression: "error",
  failed: "error",
  not_compared: "warning",
  not_measured: "warning",
  inconclusive: "notice",
};

/** One annotation; `properties` say where it stands. */
interface Annotation {
  readonly kind: Kind;
  readonly properties: readonly string[];
  readonly title: string;
  readonly message: string;
}

/**
 * Renders workflow commands, one a line. The first ones are about the suite and about files that
 * were left out, the others about benchmarks, the worst first. A regression or a failure is an
 * error, a benchmark that was not compared or not measured a warning, and an inconclusive one a
 * notice. Only the worst ten of each kind are included.
 *
 * @returns Lines with a line break at the end of each; empty if there is nothing to say.
 */
export function renderComparisonAnnotations(comparison: Comparison): string {
  const labels = labelEntries(comparison.entries, nameBenchmarks);
  const annotations = [
    ...annotateSuite(comparison),
    ...annotateLeftOut(comparison),
    ...comparison.entries.flatMap((entry) => annotateEntry(entry, labels.get(entry)!)),
  ];
  const shown = new Map<Kind, number>();
  return annotations.filter(({ kind }) => {
    const count = (shown.get(kind) ?? 0) + 1;
    shown.set(kind, count);
    return count <= MOST_OF_A_KIND;
  }).map((annotation) => `${renderCommand(annotation)}\n`).join("");
}

function annotateSuite(comparison: Comparison): Annotation[] {
  const message = describeSuite(comparison);
  if (message === null) return [];
  const verdict = comparison.suite?.verdict ?? null;
  return [{
    kind: (verdict === null ? undefined : KINDS[verdict]) ?? "notice",
    properties: [],
    title: verdict === null ? "the suite" : `${describeVerdict(verdict)}: the suite`,
    message,
  }];
}

function annotateLeftOut({ affected }: Comparison): Annotation[] {
  const choices = affected?.left_out ?? [];
  if (choices.length === 0) return [];
  return [{
    kind: "notice",
    properties: [],
    title: `${formatCount(choices.length, "bench file")} left out`,
    message: choices.map(({ file, reason }) => `${file}: ${reason}`).join("; "),
  }];
}

function annotateEntry(entry: ComparisonEntry, label: string): Annotation[] {
  const { file, line, verdict, severity } = entry;
  const kind = KINDS[verdict];
  if (kind === undefined) return [];
  return [{
    kind,
    properties: [
      ...(file === null || file === "" ? [] : [`file=${escapeProperty(file)}`]),
      ...(file === null || file === "" || line === null ? [] : [`line=${line}`]),
    ],
    title: `${severity ?? ""} ${describeVerdict(verdict)}: ${label}`.trim(),
    message: describeEntry(entry),
  }];
}

function renderCommand({ kind, properties, title, message }: Annotation): string {
  const all = [...properties, `title=${escapeProperty(title, TITLE_WIDTH)}`];
  return `::${kind} ${all.join(",")}::${escapeData(message, MESSAGE_WIDTH)}`;
}

/** The log shows the line as well, so terminal codes are escaped. */
function escapeData(text: string, width: number): string {
  return cut(escapeTerminal(text), width).replaceAll("%", "%25");
}

function escapeProperty(text: string, width = Infinity): string {
  return escapeData(text, width).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
