/** The commits that made benchmarks slower, as text. @module */
import { describeChange, describeInterval, describeNote, describeVerdict } from "../describe.ts";
import { describeCauses } from "../describe_causes.ts";
import { escapeTerminal } from "../escape.ts";
import type { Surface } from "../format.ts";
import { cut } from "../table.ts";
import { formatChange } from "../units.ts";
import { wrapText } from "../wrap.ts";
import type { CommitLog } from "../../result/commit.ts";
import { formatCount } from "../../result/format_count.ts";
import { formatIdentity } from "../../result/identity.ts";
import { oneLine } from "../../result/one_line.ts";
import type { Bisection, BisectResult, Culprit, LeftRange } from "../../verdict/bisection.ts";
import type { ComparisonEntry } from "../../verdict/comparison.ts";
import { failureAtEnd } from "../../verdict/side_failure.ts";

const SHORT_HASH = 12;

/**
 * Renders a part for each benchmark: how much slower it is in all, and because of which commits.
 *
 * @param count How many commits were searched.
 */
export function renderBisection(
  { results, open, stopped }: Bisection,
  log: CommitLog,
  count: number,
  { paint, columns }: Surface,
): string {
  const commits = formatCount(count, "commit");
  const none = open.length === 0 && stopped === null
    ? [`No benchmark is slower in ${commits}.`]
    : describeUnknown(open, commits);
  const parts = results.flatMap((result) => [
    paint.bold(cut(escapeTerminal(formatIdentity(result.identity)), columns)),
    `  ${describeChange(result.whole)} (${describeInterval(result.whole)}) over ${commits}`,
    ...result.culprits.flatMap((culprit) => renderCulprit(culprit, log, { paint, columns })),
    ...result.left.flatMap((range) => renderLeft(range, log, columns)),
    ...remarksOn(result).flatMap((remark) => wrapText(remark, 2, 4)),
    ...renderSkipped(result, log, columns),
    "",
  ]);
  return [
    ...(results.length === 0 ? none : parts),
    ...open.map((entry) => {
      const name = formatIdentity(entry);
      const line = `${describeVerdict(entry.verdict)}: ${name}${adviceOn(entry)}`;
      return cut(escapeTerminal(line), columns);
    }),
    ...(results.length === 0 || open.length > 0 ? [""] : []),
  ].join("\n");
}

/** Without this, a search that found nothing would look as if nothing were slower. */
function describeUnknown(open: readonly ComparisonEntry[], commits: string): string[] {
  const unknown = open.filter(({ verdict }) => verdict !== "added" && verdict !== "removed").length;
  if (unknown === 0) return [`No benchmark is known to be slower in ${commits}.`];
  const what = unknown === 1 ? "1 benchmark is" : `${unknown} benchmarks are`;
  return [
    `It is not known whether ${what} slower in ${commits}.`,
    "No other benchmark is known to be slower.",
  ];
}

function adviceOn(entry: ComparisonEntry): string {
  const { verdict } = entry;
  if (verdict === "inconclusive") return "; a larger --budget may settle it";
  if (verdict === "added") return "; the good end does not have it";
  if (verdict === "removed") return "; the bad end does not have it";
  const failure = failureAtEnd(entry);
  if (failure !== null) return `; the ${failure.end} end cannot run it: ${oneLine(failure.cause)}`;
  const note = describeNote(entry);
  return note === null ? "" : `; ${note}`;
}

function renderCulprit(
  { commits, entry }: Culprit,
  log: CommitLog,
  { paint, columns }: Surface,
): string[] {
  const change = `${describeChange(entry)} (${describeInterval(entry)})`;
  const judged = entry.severity ?? "not certain";
  const title = commits.length === 1 ? change : `${change} by one or more of these`;
  const color = entry.severity === null ? paint.yellow : paint.red;
  return [
    `  ${color(`▲ ${title}`)} ${judged}`,
    ...renderCommits(commits, MOST_COMMITS, log, columns),
    ...describeCauses(entry).flatMap((cause, index) =>
      wrapText(`${index === 0 ? "why: " : ""}${cut(escapeTerminal(cause), NOTE_WIDTH)}`, 4, 6)
    ),
  ];
}

function renderLeft(range: LeftRange, log: CommitLog, columns: number): string[] {
  const { commits, change } = range;
  const size = change === null ? "a part of the rest" : formatChange(change);
  return [
    ...wrapText(`· ${size} ${escapeTerminal(describeLeft(range))}`, 2, 4),
    ...renderCommits(commits, 2, log, columns),
  ];
}

function describeLeft({ commits, reason, message }: LeftRange): string {
  const several = formatCount(commits.length, "commit");
  if (reason === "not_shown") {
    return commits.length === 1
      ? "by this commit, which is not shown to be a regression"
      : `over ${several}, no part of which is shown to be a regression`;
  }
  if (reason === "not_measured") return `over ${several} that could not be compared: ${message}`;
  return commits.length === 1
    ? "by this commit, not yet measured against the one before it"
    : `by one or more of ${several} that were not searched further`;
}

function remarksOn({ whole, culprits, left, rest, complete }: BisectResult): string[] {
  if (culprits.length === 0) {
    return left.some(({ reason }) => reason === "not_searched")
      ? []
      : ["no single commit was shown to be a regression"];
  }
  const isTakenBack = rest < 1 / (1 + whole.thresholds.threshold) - 1;
  return [
    ...(culprits.length > 1 ? [`spread over ${culprits.length} places`] : []),
    ...(complete && !isTakenBack ? [] : [`everything else together: ${formatChange(rest)}`]),
  ];
}

function renderSkipped({ skipped }: BisectResult, log: CommitLog, columns: number): string[] {
  return [...Map.groupBy(skipped, ({ reason }) => reason)].flatMap(([reason, alike]) => [
    ...wrapText(`skipped: ${escapeTerminal(reason)}`, 2, 4),
    ...renderCommits(alike.map(({ commit }) => commit), MOST_COMMITS, log, columns),
  ]);
}

/** Of more commits than this, only the first and the last are named. */
const MOST_COMMITS = 8;
/** Longest line on a cause. */
const NOTE_WIDTH = 300;

function renderCommits(
  commits: readonly string[],
  most: number,
  log: CommitLog,
  columns: number,
): string[] {
  const name = (commit: string) => cut(`    ${nameOf(commit, log)}`, columns);
  if (commits.length <= most) return commits.map(name);
  const between = formatCount(commits.length - 2, "commit");
  return [name(commits[0]!), `    … ${between}`, name(commits.at(-1)!)];
}

function nameOf(hash: string, log: CommitLog): string {
  const known = log.get(hash);
  const words = known == null
    ? ""
    : ` ${known.timestamp.slice(0, 10)} ${known.author}: ${known.subject}`;
  return `${shorten(hash)}${escapeTerminal(words)}`;
}

function shorten(hash: string): string {
  return escapeTerminal(hash.slice(0, SHORT_HASH));
}
