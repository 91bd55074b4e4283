/** Results over time as pages that stand by themselves. @module */
import { digest } from "../../result/digest.ts";
import { type BenchmarkIdentity, formatIdentity, identityKey } from "../../result/identity.ts";
import type { Environment } from "../../result/schema.ts";
import { changesOf, endsOf, isOpen, type TrackedChange, type Trend } from "../../verdict/series.ts";
import { compareText } from "../../result/text_order.ts";
import { labelBenchmarks } from "../describe.ts";
import { escapeHtml, renderPage } from "../html/page.ts";
import { STYLE } from "../html/style.ts";
import { figureCell, htmlCell, renderRow, renderTable, textCell } from "../html/table.ts";
import { TABLE_SCRIPT } from "../html/table_script.ts";
import { cut } from "../table.ts";
import { formatChange, formatCount, formatDuration } from "../units.ts";
import { renderBenchmarkPage } from "./benchmark_page.ts";
import { describeTime } from "./describe.ts";
import { CHANGE_COLUMNS, changeCells, type Links, NAME_WIDTH, SITE_STYLE } from "./parts.ts";
import { renderSparkline } from "./sparkline.ts";

/** What the pages say besides the series. */
export interface SiteOptions {
  /** When they were made, ISO 8601 in UTC. */
  readonly timestamp: string;
  /** Where commits can be looked at, such as `https://github.com/owner/name`; null for no links. */
  readonly repositoryUrl: string | null;
  readonly environments: ReadonlyMap<string, Environment>;
}

/** A file of the site. */
export interface SitePage {
  readonly name: string;
  readonly html: string;
}

/** A benchmark as the overview has it. */
interface Summary {
  readonly label: string;
  readonly page: string;
  readonly results: number;
  readonly lastMs: number | null;
  readonly sparkline: string;
  readonly changes: readonly TrackedChange[];
}

/**
 * Renders a page for each benchmark and, at last, the overview. No page loads anything, and each
 * forbids everything but its own style and script.
 *
 * @param benchmarks Those of the trends, in their order.
 */
export async function* renderSite(
  benchmarks: readonly BenchmarkIdentity[],
  trends: AsyncIterable<Trend> | Iterable<Trend>,
  options: SiteOptions,
): AsyncGenerator<SitePage> {
  const labels = labelBenchmarks(benchmarks);
  const summaries: Summary[] = [];
  for await (const trend of trends) {
    const label = labels[summaries.length]!;
    const page = await nameOfPage(trend.benchmark);
    yield { name: page, html: await renderBenchmarkPage(trend, label, options) };
    summaries.push({
      label,
      page,
      results: trend.points.length,
      lastMs: trend.points.at(-1)?.durationMs ?? null,
      sparkline: renderSparkline(trend),
      changes: changesOf(trend),
    });
  }
  yield { name: "index.html", html: await renderIndex(summaries, options) };
}

/** Name of the page of a benchmark: always the same, unique, and safe wherever files or links are. */
export async function nameOfPage(benchmark: BenchmarkIdentity): Promise<string> {
  const words = formatIdentity(benchmark).toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  const readable = words.slice(-40).replaceAll(/^-|-$/g, "");
  const suffix = await digest(identityKey(benchmark));
  return `${readable === "" ? "" : `${readable}-`}${suffix}.html`;
}

async function renderIndex(
  summaries: readonly Summary[],
  options: SiteOptions,
): Promise<string> {
  const open = summaries.flatMap(({ changes }) => changes).filter(isOpen).length;
  const title = `Benchmarks over time: ${formatCount(open, "open regression")}`;
  const body = [
    `<h1>${escapeHtml(title)}</h1>`,
    `<p class="faint">As of ${escapeHtml(describeTime(options.timestamp))} UTC</p>`,
    "<main>",
    ...renderMoves(summaries, options),
    ...renderBenchmarks(summaries),
    "</main>",
  ].join("\n");
  return await renderPage({ title, body, style: STYLE + SITE_STYLE, script: TABLE_SCRIPT });
}

/** What moved, when and by whom: newest first. */
function renderMoves(summaries: readonly Summary[], links: Links): string[] {
  const title = "What moved";
  const moves = summaries.flatMap(({ changes, label, page }) =>
    changes.map((change) => ({ change, label, page }))
  ).sort((a, b) => compareText(endsOf(b.change).after.timestamp, endsOf(a.change).after.timestamp));
  if (moves.length === 0) return [`<h2>${title}</h2>`, "<p>No lasting change so far.</p>"];
  const kinds = new Set(moves.map(({ change }) => kindOf(change)));
  return renderTable({
    title,
    columns: [{ title: "Benchmark" }, ...CHANGE_COLUMNS],
    rows: moves.map(({ change, label, page }) =>
      renderRow([linkCell(page, label), ...changeCells(change, links)], kindOf(change))
    ),
    filter: { kinds: new Map([...kinds].map((kind) => [kind, kind])) },
  });
}

function kindOf(change: TrackedChange): string {
  if (isOpen(change)) return "open";
  return change.verdict === "regression" ? "settled" : change.verdict;
}

function renderBenchmarks(summaries: readonly Summary[]): string[] {
  return renderTable({
    title: "All benchmarks",
    columns: [
      { title: "Benchmark" },
      { title: "Now", kind: "figure" },
      { title: "Over time", kind: "picture" },
      { title: "Last change", kind: "figure" },
      { title: "When" },
      { title: "Results", kind: "figure" },
    ],
    rows: summaries.map(({ page, label, lastMs, sparkline, changes, results }) => {
      const last = changes.at(-1);
      return renderRow([
        linkCell(page, label),
        figureCell(lastMs === null ? "-" : formatDuration(lastMs), lastMs),
        htmlCell(sparkline),
        figureCell(last === undefined ? "-" : formatChange(last.change), last?.change ?? null),
        textCell(last === undefined ? "" : describeTime(endsOf(last).after.timestamp)),
        figureCell(String(results), results),
      ]);
    }),
    filter: { kinds: new Map() },
  });
}

function linkCell(page: string, label: string): string {
  return htmlCell(`<a href="${page}">${escapeHtml(cut(label, NAME_WIDTH))}</a>`, "name");
}
