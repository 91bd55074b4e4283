/** The page of one benchmark over time. @module */
import { formatIdentity } from "../../result/identity.ts";
import { changesOf, type SeriesPoint, type Trend } from "../../verdict/series.ts";
import { escapeHtml, renderPage } from "../html/page.ts";
import { STYLE } from "../html/style.ts";
import { TABLE_SCRIPT } from "../html/table_script.ts";
import { cut } from "../table.ts";
import { formatDuration } from "../units.ts";
import { describeMachine, describeTime, splitEnvironments } from "./describe.ts";
import {
  cell,
  changeCells,
  figure,
  linkCommit,
  type Links,
  NAME_WIDTH,
  renderHead,
  SITE_STYLE,
} from "./parts.ts";
import type { SiteOptions } from "./site.ts";

/** Results in the table; the newest ones. */
const MOST_ROWS = 500;

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
  const machines = [...splitEnvironments(trend.points)].map(([key, own], index) =>
    `<li><svg class="key" viewBox="0 0 1 1" aria-hidden="true"><rect width="1" height="1" fill="${
      COLORS[index % COLORS.length]
    }"/></svg> ${
      escapeHtml(cut(describeMachine(environments.get(key)), NAME_WIDTH))
    } (${own.length})</li>`
  );
  const every = Math.ceil(trend.points.length / MOST_DRAWN);
  const thinned = every === 1 ? "" : ` One result in ${every} is drawn.`;
  return [
    "<figure><figcaption>",
    escapeHtml(
      `Dots are results, with intervals of 95 % from their rounds; lines are levels, which a step ends.${thinned}`,
    ),
    "</figcaption>",
    `<div class="scroll" tabindex="0" role="region" aria-label="Chart">${
      renderSeriesChart(trend)
    }</div></figure>`,
    `<ul class="faint">${machines.join("")}</ul>`,
  ];
}

function renderChanges(trend: Trend, links: Links): string[] {
  const changes = changesOf(trend).toReversed();
  if (changes.length === 0) return ["<h2>Changes</h2>", "<p>No lasting change so far.</p>"];
  return [
    "<h2>Changes</h2>",
    '<div class="scroll" tabindex="0" role="region" aria-label="Changes">',
    `<table>${
      renderPlainHead(["Change", "95 % interval", "Verdict", "When", "Commits", "Id"])
    }<tbody>`,
    ...changes.map((change) =>
      `<tr>${changeCells(change, links)}<td><code>${escapeHtml(change.id)}</code></td></tr>`
    ),
    "</tbody></table></div>",
  ];
}

function renderPlainHead(titles: readonly string[]): string {
  return `<thead><tr>${
    titles.map((title, index) =>
      `<th scope="col"${index < 2 ? ' class="figure"' : ""}>${title}</th>`
    )
      .join("")
  }</tr></thead>`;
}

function renderResults(points: readonly SeriesPoint[], links: Links): string[] {
  const shown = points.slice(-MOST_ROWS).toReversed();
  const left = points.length - shown.length;
  return [
    "<h2>Results</h2>",
    ...(left === 0 ? [] : [`<p class="faint">The newest ${shown.length} of ${points.length}.</p>`]),
    '<div class="scroll" tabindex="0" role="region" aria-label="Results">',
    `<table data-sortable>${
      renderHead([
        ...[["When", false], ["Time a call", true], ["± rounds", true], ["Rounds", true]],
        ["Commit", false],
      ] as [string, boolean][])
    }<tbody>`,
    ...shown.map((point) =>
      `<tr>${
        [
          cell(describeTime(point.timestamp)),
          figure(formatDuration(point.durationMs), point.durationMs),
          figure(
            point.standardError === null ? "-" : `${(point.standardError * 100).toFixed(1)} %`,
            point.standardError,
          ),
          figure(String(point.rounds), point.rounds),
          `<td>${point.commit === null ? "" : linkCommit(point.commit, links)}</td>`,
        ].join("")
      }</tr>`
    ),
    "</tbody></table></div>",
  ];
}
