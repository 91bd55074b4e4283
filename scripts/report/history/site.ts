/** Results over time as self-contained pages. @module */
import { digest } from "../../result/digest.ts";
import { formatCount } from "../../result/format_count.ts";
import { type BenchmarkIdentity, formatIdentity, identityKey } from "../../result/identity.ts";
import {
  causeOfEvent,
  type EventChange,
  groupEvents,
  kindOfEvent,
  type SuiteEvent,
} from "../../verdict/events.ts";
import { changesOf, endsOf, isOpen, type TrackedChange, type Trend } from "../../verdict/series.ts";
import { labelBenchmarks } from "../describe.ts";
import { escapeHtml, renderPage } from "../html/page.ts";
import { STYLE } from "../html/style.ts";
import { figureCell, htmlCell, renderRow, renderTable, textCell } from "../html/table.ts";
import { TABLE_SCRIPT } from "../html/table_script.ts";
import { formatChange, formatDuration } from "../units.ts";
import { renderBenchmarkPage } from "./benchmark_page.ts";
import { describeTime } from "./describe.ts";
import {
  CHANGE_COLUMNS,
  changeCells,
  type Links,
  MOST_CAUSES,
  nameCell,
  SITE_STYLE,
  type SiteOptions,
} from "./parts.ts";
import { type Linked, renderTogether } from "./site_events.ts";
import { renderSparkline } from "./sparkline.ts";

/** A file of the site. */
export interface SitePage {
  readonly name: string;
  readonly html: string;
}

/** A benchmark on the overview. */
interface Summary extends Linked {
  /** Without its points. */
  readonly trend: Trend;
  readonly results: number;
  readonly lastMs: number | null;
  readonly sparkline: string;
}

/**
 * Renders a page for each benchmark and, last, the overview. No page loads anything, and each
 * forbids everything except its own style and script.
 *
 * @param benchmarks The benchmarks of the trends, in their order.
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
      trend: { ...trend, points: [] },
      results: trend.results,
      lastMs: trend.points.at(-1)?.durationMs ?? null,
      sparkline: renderSparkline(trend),
    });
  }
  yield { name: "index.html", html: await renderIndex(summaries, options) };
}

/** Name of the page of a benchmark: always the same, unique, and safe in file names and links. */
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
  const events = groupEvents(summaries.map(({ trend }) => trend), options.results);
  const open = events.flatMap(({ changes }) => changes).filter(({ change }) => isOpen(change));
  const unclear = events.filter((event) => kindOfEvent(event) === "unclear");
  const title = [
    `Benchmarks over time: ${formatCount(open.length, "open regression")}`,
    ...(unclear.length === 0 ? [] : [`${formatCount(unclear.length, "event")} of unclear cause`]),
  ].join(", ");
  const body = [
    `<h1>${escapeHtml(title)}</h1>`,
    `<p class="faint">As of ${escapeHtml(describeTime(options.timestamp))} UTC</p>`,
    "<main>",
    ...renderMoves(events, summaries, options),
    ...renderBenchmarks(summaries),
    "</main>",
  ].join("\n");
  return await renderPage({ title, body, style: STYLE + SITE_STYLE, script: TABLE_SCRIPT });
}

/** Changes, newest first: those that came together, then the others. */
function renderMoves(
  events: readonly SuiteEvent[],
  summaries: readonly Summary[],
  links: Links,
): string[] {
  if (events.length === 0) return ["<h2>What moved</h2>", "<p>No lasting change so far.</p>"];
  const known = new Map(summaries.map((one) => [identityKey(one.trend.benchmark), one]));
  const linkOf = (benchmark: BenchmarkIdentity) => known.get(identityKey(benchmark))!;
  const { together = [], others = [] } = Object.groupBy(
    events,
    (event) => event.changes.length > 1 || causeOfEvent(event) !== "code" ? "together" : "others",
  );
  return [
    ...(together.length === 0 ? [] : renderTogether(together, linkOf, links)),
    ...(others.length === 0
      ? []
      : renderOthers(others.flatMap(({ changes }) => changes), linkOf, links)),
  ];
}

function renderOthers(
  changes: readonly EventChange[],
  linkOf: (benchmark: BenchmarkIdentity) => Linked,
  links: Links,
): string[] {
  const kinds = new Set(changes.map(({ change }) => kindOf(change)));
  return renderTable({
    title: "What else moved",
    columns: [{ title: "Benchmark" }, ...CHANGE_COLUMNS],
    rows: changes.map(({ benchmark, change }) => {
      const { page, label } = linkOf(benchmark);
      return renderRow(
        [nameCell(page, label), ...changeCells(change, links, MOST_CAUSES)],
        kindOf(change),
      );
    }),
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
    rows: summaries.map(({ page, label, lastMs, sparkline, trend, results }) => {
      const last = changesOf(trend).at(-1);
      return renderRow([
        nameCell(page, label),
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
