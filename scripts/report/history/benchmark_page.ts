/** The page of one benchmark over time. @module */
import { formatIdentity } from "../../result/identity.ts";
import { changesOf, type SeriesPoint, type Trend } from "../../verdict/series.ts";
import { escapeHtml, renderPage } from "../html/page.ts";
import { STYLE } from "../html/style.ts";
import { figureCell, htmlCell, renderRow, renderTable, textCell } from "../html/table.ts";
import { TABLE_SCRIPT } from "../html/table_script.ts";
import { cut } from "../table.ts";
import { formatDeviation, formatDuration } from "../units.ts";
import { describeBlindness, describeLearning } from "./blind_spots.ts";
import { describeMachine, describeTime, splitMachines } from "./describe.ts";
import {
  CHANGE_COLUMNS,
  changeCells,
  linkCommit,
  type Links,
  NAME_WIDTH,
  SITE_STYLE,
  type SiteOptions,
} from "./parts.ts";

/** How many results the table has: the newest ones. */
const MOST_ROWS = 500;
/** How many differences and commits are listed for a change. */
const MOST_CAUSES = 10;

/** Renders the series with its steps, and tables of both. */
export async function renderBenchmarkPage(
  trend: Trend,
  label: string,
  options: SiteOptions,
): Promise<string> {
  const identity = cut(formatIdentity(trend.benchmark), NAME_WIDTH);
  const last = trend.points.at(-1);
  const body = [
    '<p><a href="index.html">All benchmarks</a></p>',
    `<h1>${escapeHtml(cut(label, NAME_WIDTH))}</h1>`,
    `<p class="faint">${escapeHtml(identity)}${
      last === undefined ? "" : `, now ${formatDuration(last.durationMs)}`
    }</p>`,
    ...[
      describeLearning(trend.learning),
      describeBlindness(trend.sight, options.thresholdsOf(trend.benchmark)),
    ].flatMap((line) =>
      line === null ? [] : [`<p class="faint">${escapeHtml(toSentence(line))}</p>`]
    ),
    "<main>",
    ...await renderSeries(trend, options),
    ...renderChanges(trend, options),
    ...renderResults(trend.points, options),
    "</main>",
  ].join("\n");
  const title = `${cut(label, NAME_WIDTH)} over time`;
  return await renderPage({ title, body, style: STYLE + SITE_STYLE, script: TABLE_SCRIPT });
}

async function renderSeries(trend: Trend, { environments }: SiteOptions): Promise<string[]> {
  if (trend.points.length === 0) return ["<p>No results.</p>"];
  // The charting library takes longer to load than everything else together.
  const { COLORS, MOST_DRAWN, renderSeriesChart } = await import("./series_chart.ts");
  const machines = [...splitMachines(trend.points).values()].map((own, index) =>
    `<li><svg class="key" viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true"><rect width="1" height="1" fill="${
      COLORS[index % COLORS.length]
    }"/></svg> ${
      escapeHtml(cut(describeMachine(environments.get(own.at(-1)!.environment)), NAME_WIDTH))
    } (${own.length})</li>`
  );
  const every = Math.ceil(trend.points.length / MOST_DRAWN);
  return [
    "<figure><figcaption>",
    escapeHtml(
      [
        "Dots are results, with 95 % intervals from their rounds.",
        machines.length < 2
          ? "Lines are levels."
          : "Lines are levels on the first machine that measured after a step.",
        "Dashed lines are steps; dotted ones mark the start and end of a drift. Red ones are open regressions, amber ones have an unclear cause.",
        ...(every === 1 ? [] : [`One result in ${every} is drawn.`]),
      ].join(" "),
    ),
    "</figcaption>",
    `<div class="scroll" tabindex="0" role="region" aria-label="Chart">${
      renderSeriesChart(trend)
    }</div></figure>`,
    `<ul class="faint">${machines.join("")}</ul>`,
  ];
}

function renderChanges(trend: Trend, links: Links): string[] {
  const title = "Changes";
  const changes = changesOf(trend).toReversed();
  if (changes.length === 0) return [`<h2>${title}</h2>`, "<p>No lasting change so far.</p>"];
  return renderTable({
    title,
    columns: [...CHANGE_COLUMNS, { title: "Id" }],
    rows: changes.map((change) =>
      renderRow([
        ...changeCells(change, links, MOST_CAUSES),
        htmlCell(`<code>${escapeHtml(change.id)}</code>`),
      ])
    ),
  });
}

function renderResults(points: readonly SeriesPoint[], links: Links): string[] {
  const shown = points.slice(-MOST_ROWS).toReversed();
  const note = shown.length === points.length
    ? {}
    : { note: `<p class="faint">The newest ${shown.length} of ${points.length}.</p>` };
  return renderTable({
    title: "Results",
    ...note,
    columns: [
      { title: "When" },
      { title: "Time a call", kind: "figure" },
      { title: "± rounds", kind: "figure" },
      { title: "Rounds", kind: "figure" },
      { title: "Commit" },
    ],
    rows: shown.map(({ timestamp, durationMs, standardError, rounds, commit }) =>
      renderRow([
        textCell(describeTime(timestamp)),
        figureCell(formatDuration(durationMs), durationMs),
        figureCell(
          standardError === null ? "-" : formatDeviation(standardError),
          standardError,
        ),
        figureCell(String(rounds), rounds),
        htmlCell(commit === null ? "" : linkCommit(commit, links)),
      ])
    ),
  });
}

function toSentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
