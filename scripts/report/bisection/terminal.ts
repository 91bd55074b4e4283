/** The commits that made benchmarks slower, as text. @module */
import { describeChange, describeInterval, describeVerdict } from "../describe.ts";
import { escapeTerminal } from "../escape.ts";
import type { Surface } from "../format.ts";
import { cut } from "../table.ts";
import { formatCount } from "../units.ts";
import { wrapText } from "../wrap.ts";
import type { CommitLog } from "../../result/commit.ts";
import { formatIdentity } from "../../result/identity.ts";
import type { Bisection, BisectResult, Culprit } from "../../verdict/bisection.ts";
import type { ComparisonEntry } from "../../verdict/comparison.ts";

const SHORT_HASH = 12;

/**
 * A part a benchmark: how much slower it is in all, and by which commits.
 *
 * @param count Among how many commits was searched.
 */
export function renderBisection(
  { results, open }: Bisection,
  log: CommitLog,
  count: number,
  { paint, columns }: Surface,
): string {
  const commits = formatCount(count, "commit");
  const none = open.length === 0
    ? `No benchmark is slower in ${commits}.`
    : `No benchmark is known to be slower in ${commits}.`;
  const parts = results.flatMap((result) => [
    paint.bold(cut(escapeTerminal(formatIdentity(result.identity)), columns)),
    `  ${describeChange(result.whole)} (${describeInterval(result.whole)}) over ${commits}`,
    ...result.culprits.flatMap((culprit) => renderCulprit(culprit, log, { paint, columns })),
    ...remarksOn(result).flatMap((remark) => wrapText(remark, 2, 4)),
    ...result.skipped.map(({ commit, reason }) =>
      cut(`  stepped over ${nameOf(commit, log)}: ${escapeTerminal(reason)}`, columns)
    ),
    "",
  ]);
  return [
    ...(results.length === 0 ? [none] : parts),
    ...open.map((entry) => {
      const name = escapeTerminal(formatIdentity(entry));
      return cut(`${describeVerdict(entry.verdict)}: ${name}${adviceOn(entry)}`, columns);
    }),
    ...(results.length === 0 || open.length > 0 ? [""] : []),
  ].join("\n");
}

function adviceOn({ verdict }: ComparisonEntry): string {
  return verdict === "inconclusive" ? "; a larger --budget may tell" : "";
}

function renderCulprit(
  { commits, entry }: Culprit,
  log: CommitLog,
  { paint, columns }: Surface,
): string[] {
  const change = `${describeChange(entry)} (${describeInterval(entry)})`;
  const judged = entry.severity ?? "not shown for certain";
  const title = commits.length === 1 ? change : `${change} by one or more of these`;
  const color = entry.severity === null ? paint.yellow : paint.red;
  return [
    `  ${color(`▲ ${title}`)} ${judged}`,
    ...commits.map((commit) => cut(`    ${nameOf(commit, log)}`, columns)),
  ];
}

function remarksOn({ culprits, complete }: BisectResult): string[] {
  if (culprits.length === 0) {
    return ["spread over commits that are each too small a change to be shown"];
  }
  return [
    ...(culprits.length > 1 ? [`spread over ${culprits.length} places`] : []),
    ...(complete ? [] : ["the rest is spread over changes too small to be shown"]),
  ];
}

function nameOf(hash: string, log: CommitLog): string {
  const known = log.get(hash);
  const words = known == null
    ? ""
    : ` ${known.timestamp.slice(0, 10)} ${known.author}: ${known.subject}`;
  return escapeTerminal(`${hash.slice(0, SHORT_HASH)}${words}`);
}
