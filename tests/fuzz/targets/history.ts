/** Results that are kept in a folder, with its index, and shown over time. @module */
import { DEFAULT_THRESHOLDS } from "../../../scripts/verdict/severity.ts";
import { fc } from "../../../scripts/deps/fast_check.ts";
import type { Surface } from "../../../scripts/report/format.ts";
import { noPaint } from "../../../scripts/report/paint.ts";
import {
  type BenchmarkIdentity,
  identityKey,
  identityOf,
} from "../../../scripts/result/identity.ts";
import { parseResultDocument } from "../../../scripts/result/parse.ts";
import type { Comparison } from "../../../scripts/verdict/comparison.ts";
import { resolveThresholds } from "../../../scripts/verdict/config.ts";
import { denoIo } from "../../../scripts/cli/io.ts";
import { type HistoryEntry, toEntry } from "../../../scripts/history/entry.ts";
import { openHistory } from "../../../scripts/history/open.ts";
import type { HistoryStore } from "../../../scripts/history/store.ts";
import { readTrends } from "../../../scripts/history/view.ts";
import { renderEvents } from "../../../scripts/report/history/events_terminal.ts";
import {
  renderHistoryJson,
  toEventRecord,
  toTrendRecord,
} from "../../../scripts/report/history/json.ts";
import { renderSite } from "../../../scripts/report/history/site.ts";
import { renderOverview, renderTrend } from "../../../scripts/report/history/terminal.ts";
import { groupEvents } from "../../../scripts/verdict/events.ts";
import type { Trend } from "../../../scripts/verdict/series.ts";
import type { BenchmarkDocument } from "../../../scripts/verdict/parse_document.ts";
import { comparisonOf } from "../../helpers/rich.ts";
import { resultValue } from "../documents.ts";
import {
  assertHarmless,
  assertKept,
  assertOneLine,
  assertWellFormed,
  rendered,
} from "../oracle.ts";
import { type Target, target } from "../target.ts";
import { anyText } from "../texts.ts";

const surface = { paint: noPaint, columns: 80 };
const narrow = { paint: noPaint, columns: 1 };

interface Kept {
  /** Values of result documents. */
  readonly values: readonly Record<string, unknown>[];
  /** How many days a step is to be seen in the first of them; none without. */
  readonly days: number;
  readonly text: string;
  /** A file of its own in the folder of results. */
  readonly stray: string | null;
  /** What stands wherever a text may in a comparison of two commits; null for no comparison. */
  readonly compared: string | null;
}

/** Documents go into a folder and come back from it, from its index and on every page. */
export function historyTarget(): Target {
  const input = fc.record({
    values: fc.array(resultValue, { minLength: 1, maxLength: 3 }),
    days: fc.constantFrom(0, 0, 0, 24),
    text: anyText,
    stray: fc.option(anyText),
    compared: fc.option(anyText),
  });
  return target("a history in a folder", input, keepAndShow);
}

async function keepAndShow(kept: Kept): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "benchline-fuzz-" });
  try {
    const entries = await entriesOf(kept);
    await withStore(folder, async (store) => {
      const added = await store.add(entries);
      assertKept("ids", new Set(entries.map(({ id }) => id)), () => new Set(added));
      await assertHolds(store, entries);
    });
    if (kept.stray !== null) await Deno.writeTextFile(`${folder}/results/a.json`, kept.stray);
    await withStore(folder, async (store) => {
      await assertHolds(store, entries);
      await show(store, kept.text);
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function withStore(
  folder: string,
  run: (store: HistoryStore) => Promise<void>,
): Promise<void> {
  const store = await openHistory({ store: folder, branch: null, project: null }, denoIo);
  try {
    await run(store);
  } finally {
    await store.close();
  }
}

function entriesOf({ values, days, compared }: Kept): Promise<HistoryEntry[]> {
  const texts = values.map((value) => JSON.stringify(value));
  for (let day = 0; day < days; day++) {
    const benchmarks = (values[0]!["benchmarks"] as BenchmarkIdentity[]).map((one, index) => ({
      ...identityOf(one),
      duration_ms: (day < days / 2 ? 1 : 1.5) * (1 + 0.001 * ((day * 7 + index) % 5)),
    }));
    const timestamp = new Date(Date.UTC(2026, 0, 1 + day)).toISOString();
    texts.push(JSON.stringify({ ...values[0], timestamp, benchmarks }));
  }
  const documents: BenchmarkDocument[] = texts.map((text) => parseResultDocument(text, "a.json"));
  if (compared !== null) documents.push(comparisonOfCommits(compared));
  return Promise.all(documents.map(toEntry));
}

function comparisonOfCommits(text: string): Comparison {
  const { entries, ...rest } = comparisonOf(text);
  const side = { source: text, timestamp: "2026-01-31T12:00:00Z" };
  return {
    ...rest,
    baseline: { ...side, git_commit: text },
    current: { ...side, git_commit: null },
    measurement: { placement: "pair", unpinned: [text], pinned: true, seconds: 1 },
    entries: entries.map((entry) => ({
      ...entry,
      samples: { ...entry.samples, changes: [0.1, entry.change ?? -1] },
    })),
  };
}

/** Every document as it was, and every benchmark that has figures in one. */
async function assertHolds(store: HistoryStore, entries: readonly HistoryEntry[]): Promise<void> {
  const texts = new Map(entries.map(({ id, text }) => [id, text]));
  const found = (await Array.fromAsync(store.documents())).map(({ id, text }) =>
    [id, text] as const
  );
  assertKept("documents in a history", texts, () => new Map(found));
  const keys = new Set(entries.flatMap(({ points }) => points.map(({ key }) => key)));
  const benchmarks = await store.benchmarks();
  assertKept("benchmarks in a history", keys, () => new Set(benchmarks.map(identityKey)));
}

async function show(store: HistoryStore, text: string): Promise<void> {
  const benchmarks = await store.benchmarks();
  const environments = await store.environments();
  const commits = [{
    hash: "a".repeat(40),
    author: text,
    subject: text,
    timestamp: "2026-01-31T12:00:00Z",
  }];
  const options = {
    thresholdsOf: resolveThresholds({}, {}),
    commitsBetween: () => Promise.resolve(commits),
  };
  const trends: Trend[] = [];
  for await (const trend of readTrends(store, benchmarks, options)) {
    trends.push(dismiss(trend, text));
  }
  const results = (await store.results()).map(({ id }) => id);
  const events = groupEvents(trends, results);
  for (const warning of store.warnings) assertOneLine("a history", warning);
  const texts = [
    ...trends.map((trend) => (style: Surface) =>
      renderTrend(trend, { environments, thresholdsOf: () => DEFAULT_THRESHOLDS }, style)
    ),
    (style: Surface) => renderEvents(events, benchmarks, style),
    (style: Surface) => renderOverview(trends, style),
  ].flatMap((render) => [surface, narrow].map((style) => () => render(style)));
  for (const render of texts) assertHarmless("a history", await rendered("a history", render));
  const json = await rendered("a history", () =>
    renderHistoryJson({
      store: text,
      environments: Object.fromEntries(environments),
      results: null,
      events: events.map(toEventRecord),
      benchmarks: trends.map((trend) => toTrendRecord(trend, true)),
    }));
  assertWellFormed("json", json);
  const site = renderSite(benchmarks, trends, {
    timestamp: "2026-01-31T12:00:00Z",
    repositoryUrl: `https://example.com/${encodeURI(text.toWellFormed())}`,
    environments,
    results,
    thresholdsOf: () => DEFAULT_THRESHOLDS,
  });
  const names = new Set<string>();
  for await (const { name, html } of site) {
    assertWellFormed("html", html);
    assertKept("a page's name", true, () => /^[a-z0-9-]+\.html$/.test(name) && !names.has(name));
    names.add(name);
  }
  assertKept("a page for each benchmark", benchmarks.length + 1, () => names.size);
}

/** The trend with its first step dismissed for the reason that is given. */
function dismiss(trend: Trend, reason: string): Trend {
  const { benchmark } = trend;
  const timestamp = "2026-01-31T12:00:00Z";
  const steps = trend.steps.map((step, index) => ({
    ...step,
    dismissal: index > 0 ? null : { benchmark, step: step.id, reason, timestamp },
  }));
  return { ...trend, steps };
}
