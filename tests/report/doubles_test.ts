// Checks that every report handles any finite double, since documents may contain them.
import { assertEquals } from "@std/assert";
import { renderComparisonJson } from "../../scripts/report/comparison/json.ts";
import { noPaint } from "../../scripts/report/paint.ts";
import { parseResultDocument } from "../../scripts/result/parse.ts";
import { stringifyResultDocument } from "../../scripts/result/stringify.ts";
import { compareDocuments } from "../../scripts/verdict/compare_documents.ts";
import { resolveThresholds } from "../../scripts/verdict/config.ts";
import { renderBisectionJson } from "../../scripts/report/bisection/json.ts";
import { renderBisection } from "../../scripts/report/bisection/terminal.ts";
import { COMPARISON_FORMATS } from "../../scripts/report/comparison/formats.ts";
import { renderEvents } from "../../scripts/report/history/events_terminal.ts";
import {
  renderHistoryJson,
  toEventRecord,
  toTrendRecord,
} from "../../scripts/report/history/json.ts";
import { renderSite } from "../../scripts/report/history/site.ts";
import { renderOverview, renderTrend } from "../../scripts/report/history/terminal.ts";
import { RESULT_FORMATS } from "../../scripts/report/result/formats.ts";
import { LONGEST_DURATION_MS, SHORTEST_DURATION_MS } from "../../scripts/result/schema.ts";
import { groupEvents } from "../../scripts/verdict/events.ts";
import { findChanges } from "../../scripts/verdict/changes.ts";
import type { Comparison } from "../../scripts/verdict/comparison.ts";
import { parseComparison } from "../../scripts/verdict/comparison_schema.ts";
import { DEFAULT_THRESHOLDS } from "../../scripts/verdict/severity.ts";
import type { Trend } from "../../scripts/verdict/series.ts";
import { doublePicker } from "../helpers/doubles.ts";
import { ENVIRONMENT } from "../helpers/documents.ts";
import { seeded } from "../helpers/draws.ts";
import { eventfulTrends, makeTrend, orderOf, richTrends } from "../helpers/history_view.ts";
import { richBaseline, richCurrent } from "../helpers/rich.ts";

const surface = { columns: 100, paint: noPaint };
const environments = new Map([["one machine", ENVIRONMENT]]);
const how = {
  metrics: ["duration", "throughput", "memory"],
  thresholdsOf: resolveThresholds({}, {}),
  ignoreEnvironment: false,
} as const;

/** Words that a report would contain if it lost a number. */
const LOST = /NaN|undefined|\binfinity\b|∞/i;

function assertNothingLost(shown: string, what: string): void {
  const text = shown.replaceAll(/<script>[^]*?<\/script>/g, "");
  const at = text.search(LOST);
  assertEquals(at, -1, `${what}: ${text.slice(Math.max(0, at - 200), at + 50)}`);
}

/** Returns a copy in which every number below one of these keys is replaced by a picked one. */
function withNumbers(
  value: unknown,
  pick: (key: string, value: number) => number,
  key = "",
): unknown {
  if (typeof value === "number") return pick(key, value);
  if (Array.isArray(value)) return value.map((inner) => withNumbers(inner, pick, key));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, withNumbers(inner, pick, key)]),
  );
}

/** Returns a comparison with every verdict, with any possible numbers and one threshold for all. */
function anyComparison(pick: () => number, threshold: number): Comparison {
  const usual = compareDocuments(
    { source: "a", document: richBaseline() },
    { source: "b", document: richCurrent() },
    how,
  );
  const document = JSON.parse(renderComparisonJson(usual));
  const entries = withNumbers(document.entries, (key, value) => {
    if (key === "threshold") return threshold;
    return Number.isInteger(value) && value >= 0 && value < 100 ? value : pick();
  });
  return parseComparison(JSON.stringify({ ...document, entries }), "c.json");
}

Deno.test("every format shows a comparison of any numbers", async () => {
  for (let seed = 0; seed < 12; seed++) {
    const pick = doublePicker(seed);
    const comparison = anyComparison(pick, seed === 0 ? Number.MAX_VALUE : pick());
    for (const { name, render } of COMPARISON_FORMATS) {
      assertNothingLost(await render(comparison, surface), `${name}, seed ${seed}`);
    }
    const results = comparison.entries.slice(0, 3).map((entry) => ({
      identity: entry,
      whole: entry,
      complete: false,
      skipped: [],
      culprits: [{ commits: ["0123456789ab"], entry }],
      left: [{
        commits: ["ba9876543210"],
        change: pick(),
        reason: "not_shown" as const,
        message: null,
      }],
      rest: pick(),
    }));
    const found = { results, open: comparison.entries, stopped: null };
    assertNothingLost(renderBisection(found, new Map(), 3, surface), `bisection, seed ${seed}`);
    const range = { good: "a", bad: "b", commits: 3 };
    assertNothingLost(renderBisectionJson(found, new Map(), range), `bisection, seed ${seed}`);
  }
});

Deno.test("every format shows a result of any numbers, and compare compares it", async () => {
  const random = seeded(5);
  const between = (least: number, greatest: number) =>
    random.chance(0.2)
      ? least
      : random.chance(0.2)
      ? greatest
      : Math.min(greatest, least * (greatest / least) ** random.uniform());
  const pickFor = (pick: () => number) => (key: string, value: number) => {
    if (key === "duration_ms") return between(SHORTEST_DURATION_MS, LONGEST_DURATION_MS);
    if (key.endsWith("_ms")) return between(1e-300, LONGEST_DURATION_MS);
    if (/throughput|operations|bytes|flops|memory_mb/.test(key)) {
      // Their quotients are finite, too.
      return Math.max(1e-150, Math.min(1e150, Math.abs(pick())));
    }
    return value;
  };
  const anyResult = (document: ReturnType<typeof richCurrent>, seed: number) =>
    parseResultDocument(
      JSON.stringify(
        withNumbers(JSON.parse(stringifyResultDocument(document)), pickFor(doublePicker(seed))),
      ),
      "a.json",
    );
  for (let seed = 0; seed < 12; seed++) {
    const [before, after] = [anyResult(richBaseline(), seed), anyResult(richCurrent(), seed + 100)];
    for (const { name, render } of RESULT_FORMATS) {
      assertNothingLost(await render(after, surface), `${name}, seed ${seed}`);
    }
    const compared = compareDocuments(
      { source: "a", document: before },
      { source: "b", document: after },
      how,
    );
    for (const { name, render } of COMPARISON_FORMATS) {
      if (name === "html" && seed > 3) continue;
      assertNothingLost(await render(compared, surface), `${name}, seed ${seed}`);
    }
    assertEquals(parseComparison(renderComparisonJson(compared), "c.json"), compared);
  }
});

Deno.test("a history of any durations is shown", async () => {
  const random = seeded(6);
  const identity = { file: null, group: null, name: "a" };
  const wild = (spread: number) =>
    makeTrend(identity, 60, () => {
      const log = spread * random.normal();
      return Math.min(LONGEST_DURATION_MS / 20, Math.max(SHORTEST_DURATION_MS, Math.exp(log)));
    });
  const rich = [...richTrends(), ...eventfulTrends()];
  const pick = doublePicker(7);
  const positive = () => Math.abs(pick()) || 1;
  const changed = rich.map((trend): Trend =>
    withNumbers(trend, (key, value) => {
      if (key === "rounds") return value;
      return /Ms$|^standardError$/.test(key) ? positive() : pick();
    }) as Trend
  );
  for (const trends of [[1, 10, 40].map(wild), changed]) {
    for (const trend of trends) {
      assertNothingLost(
        renderTrend(trend, { environments, thresholdsOf: () => DEFAULT_THRESHOLDS }, surface),
        "trend",
      );
      findChanges(trend.points, DEFAULT_THRESHOLDS);
    }
    const order = orderOf(trends);
    const events = groupEvents(trends, order);
    const all = trends.map(({ benchmark }) => benchmark);
    assertNothingLost(renderEvents(events, all, surface), "events");
    assertNothingLost(renderOverview(trends, surface), "overview");
    const benchmarks = trends.map((trend) => toTrendRecord(trend, true));
    const rest = {
      store: "s",
      environments: {},
      results: null,
      events: events.map(toEventRecord),
    };
    assertNothingLost(renderHistoryJson({ ...rest, benchmarks }), "json");
    const site = renderSite(all, trends, {
      timestamp: "2026-05-01T00:00:00.000Z",
      repositoryUrl: null,
      environments,
      results: order,
      thresholdsOf: () => DEFAULT_THRESHOLDS,
    });
    for await (const { name, html } of site) assertNothingLost(html, name);
  }
});
