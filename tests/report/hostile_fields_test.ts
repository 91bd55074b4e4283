// Every text of everything that is shown, hostile in turn, in every format.
import { assert, assertEquals } from "@std/assert";
import { COMPARISON_FORMATS } from "../../scripts/report/comparison/formats.ts";
import { noPaint } from "../../scripts/report/paint.ts";
import { RESULT_FORMATS } from "../../scripts/report/result/formats.ts";
import type { ResultDocument } from "../../scripts/result/schema.ts";
import type { Comparison } from "../../scripts/verdict/comparison.ts";
import { renderBisectionJson } from "../../scripts/report/bisection/json.ts";
import { renderBisection } from "../../scripts/report/bisection/terminal.ts";
import { renderDiagnosisTerminal } from "../../scripts/report/diagnosis_terminal.ts";
import { renderEvents } from "../../scripts/report/history/events_terminal.ts";
import {
  renderHistoryJson,
  toEventRecord,
  toTrendRecord,
} from "../../scripts/report/history/json.ts";
import { renderSite } from "../../scripts/report/history/site.ts";
import { renderOverview, renderTrend } from "../../scripts/report/history/terminal.ts";
import { groupEvents } from "../../scripts/verdict/events.ts";
import type { BenchmarkDiagnosis } from "../../scripts/verdict/diagnosis.ts";
import type { Explanation } from "../../scripts/verdict/explain/explanation.ts";
import { DEFAULT_THRESHOLDS } from "../../scripts/verdict/severity.ts";
import { assertHarmless, assertWellFormed } from "../fuzz/oracle.ts";
import { makeFrame } from "../helpers/entries.ts";
import { HOSTILE_NAMES } from "../helpers/hostile_names.ts";
import { eventfulTrends, orderOf, richTrends } from "../helpers/history_view.ts";
import {
  comparisonOf,
  countedComparison,
  documentOf,
  foreignComparison,
  richComparison,
} from "../helpers/rich.ts";
import { isOneIn, isTried } from "../helpers/thorough.ts";

const surface = { paint: noPaint, columns: 80 };

/** Fields whose texts are of a closed set, or made by this program and checked where they are read. */
const CLOSED = new Set([
  "verdict",
  "severity",
  "cause",
  "better",
  "kind",
  "placement",
  "version",
  "timestamp",
  "id",
  "result",
  "environment",
  "presence",
  "tier",
]);

/** A copy in which each text has `hostile` in it, closed fields aside; keys stay as they are. */
function poison<T>(value: T, hostile: string, key = ""): T {
  if (typeof value === "string") {
    return (CLOSED.has(key) ? value : `${hostile}${value}${hostile}`) as T;
  }
  if (Array.isArray(value)) return value.map((one) => poison(one, hostile, key)) as T;
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([own, inner]) => [own, poison(inner, hostile, own)]);
  return Object.fromEntries(entries) as T;
}

/** One of each that has every field filled in. */
const COMPARISONS: readonly Comparison[] = [
  comparisonWithAll(richComparison(["duration", "throughput", "memory"])),
  comparisonWithAll(foreignComparison()),
  comparisonOf("a"),
  countedComparison(),
];

function comparisonWithAll(comparison: Comparison): Comparison {
  const doubt = { kind: "noted", message: "a doubt", advice: "an advice" } as const;
  return {
    ...comparison,
    measurement: { placement: "pair", pinned: true, unpinned: ["one"], seconds: 3 },
    affected: {
      measured: [{ file: "a_bench.ts", reason: "src/a.ts differs" }],
      left_out: [{ file: "b_bench.ts", reason: "same 2 modules" }],
    },
    entries: comparison.entries.map((entry) => ({
      ...entry,
      group: "group",
      line: 7,
      explanation: explanationWithAll(),
      doubts: [doubt],
      failures: entry.verdict === "failed" ? [{ round: 1, message: "failed" }] : [],
    })),
    doubts: [doubt],
  };
}

function explanationWithAll(): Explanation {
  const place = { name: "f", package: "npm:one", version: "1.0.0", file: "a.ts", line: 3 };
  const ran = { tier: "turbofan", deoptimized: 0, again_and_again: false, reason: null } as const;
  const cause = {
    kind: "function",
    function: place,
    presence: "both",
    baseline_ms: 1,
    current_ms: 2,
    error_ms: 0.1,
    moved_from: place,
    seen_in: place,
    runtime: "runtime",
  } as const;
  return {
    samples: { baseline: 3000, current: 3000 },
    causes: [{
      ...cause,
      calls: { baseline: 1, current: 2 },
      megamorphic: { baseline: [], current: ["value"] },
      ran_as: {
        baseline: ran,
        current: { ...ran, deoptimized: 30, again_and_again: true, reason: "wrong map" },
      },
    }],
    opposite: [cause],
    moved: [{ from: place, to: place }],
    explained: 1,
    remark: "a remark",
    frames: [
      { ...makeFrame("f", 3, null, [1, 2], [0, 0]), function: place },
      { ...makeFrame("f", 3, 0, [1, 2]), function: place },
    ],
  };
}

for (const [index, [what, hostile]] of HOSTILE_NAMES.entries()) {
  Deno.test(`${what} in any text of a comparison does no harm in any format`, async () => {
    for (const [one, comparison] of COMPARISONS.entries()) {
      const poisoned = poison(comparison, hostile);
      for (const [other, { name, render }] of COMPARISON_FORMATS.entries()) {
        if (!isTried(index, one, other)) continue;
        assertWellFormed(name, await render(poisoned, surface));
      }
    }
  });

  Deno.test(`${what} in any text of a result does no harm in any format`, async () => {
    const poisoned = poison<ResultDocument>(documentOf("a"), hostile);
    for (const { name, render } of RESULT_FORMATS) {
      assertWellFormed(name, await render(poisoned, surface));
    }
  });
}

/** Without `--thorough`, one in three names; each of them is in a result and in comparisons above. */
const SOME_NAMES = HOSTILE_NAMES.filter((_, index) => isOneIn(3, index));

Deno.test("hostile texts do no harm in a history, a bisection and a diagnosis", () => {
  // Points are alike, so the last ones of each series are enough.
  const trends = [...richTrends(), ...eventfulTrends()].map((trend) => ({
    ...trend,
    points: trend.points.slice(-30),
  }));
  const [entry] = COMPARISONS[0]!.entries;
  for (const [what, hostile] of SOME_NAMES) {
    const poisoned = trends.map((trend) => poison(trend, hostile));
    const events = groupEvents(poisoned, orderOf(trends));
    const environments = new Map(
      ["one machine", "another machine"].map((key) =>
        [key, poison(COMPARISONS[0]!.environment, hostile)] as const
      ),
    );
    const bisection = poison({
      results: [{
        identity: entry!,
        whole: entry!,
        culprits: [{ commits: ["a", "b"], entry: entry! }],
        left: [{
          commits: ["d"],
          change: 0.1,
          reason: "not_measured" as const,
          message: "it broke",
        }],
        rest: 0.1,
        complete: false,
        skipped: [{ commit: "c", reason: "it broke" }],
      }],
      open: [entry!],
      stopped: "it was stopped",
    }, hostile);
    const commit = {
      hash: "d",
      author: hostile,
      subject: hostile,
      timestamp: "2026-01-31T12:00:00Z",
    };
    const log = new Map([[`${hostile}a${hostile}`, commit]]);
    const diagnosis: BenchmarkDiagnosis = poison({
      identity: { file: "a", group: "b", name: "c" },
      deviation: null,
      secondsPerRound: 1,
      rounds: 6,
      visible: null,
      roundsFor: [null, null, null],
      honest: false,
      failure: "it broke",
    }, hostile);
    const machine = { load: null, cores: 1, pinned: false };
    const texts = [
      ...poisoned.map((trend) =>
        renderTrend(trend, { environments, thresholdsOf: () => DEFAULT_THRESHOLDS }, surface)
      ),
      renderEvents(events, poisoned.map(({ benchmark }) => benchmark), surface),
      renderOverview(poisoned, surface),
      renderBisection(bisection, log, 2, surface),
      renderDiagnosisTerminal(
        [diagnosis],
        [{ subject: hostile, trap: { kind: "grows", message: hostile, advice: "Advice." } }],
        machine,
        DEFAULT_THRESHOLDS,
        noPaint,
      ),
    ];
    for (const text of texts) assertHarmless(what, text);
    const range = { good: hostile, bad: hostile, commits: 2 };
    assertWellFormed("json", renderBisectionJson(bisection, log, range));
    assertWellFormed(
      "json",
      renderHistoryJson({
        store: hostile,
        environments: Object.fromEntries(environments),
        results: null,
        events: events.map(toEventRecord),
        benchmarks: poisoned.map((trend) => toTrendRecord(trend, true)),
      }),
    );
  }
});

Deno.test("hostile texts do no harm on the pages of a history", async () => {
  // Each name in one benchmark, so that the charts are drawn once for each.
  const [stepped, , accepted, , steady] = richTrends();
  const short = { ...steady!, points: steady!.points.slice(0, 3) };
  const [shared] = eventfulTrends();
  const trends = SOME_NAMES.map(([, hostile], index) =>
    poison([stepped!, accepted!, short, shared!][index % 4]!, hostile)
  );
  const options = {
    timestamp: "2026-01-31T12:00:00Z",
    repositoryUrl: "https://example.com/a",
    environments: new Map(),
    thresholdsOf: () => DEFAULT_THRESHOLDS,
    results: orderOf(richTrends()),
  };
  let pages = 0;
  for await (
    const { html } of renderSite(trends.map(({ benchmark }) => benchmark), trends, options)
  ) {
    assertWellFormed("html", html);
    pages++;
  }
  assertEquals(pages, trends.length + 1);
});

Deno.test("poison() reaches every text", () => {
  const poisoned = poison({ a: "b", c: [{ d: "e", verdict: "f" }], g: null, h: 1 }, "!");
  assertEquals(poisoned, { a: "!b!", c: [{ d: "!e!", verdict: "f" }], g: null, h: 1 });
  assert(JSON.stringify(poison(COMPARISONS[0]!, "\u0001")).split("\\u0001").length > 200);
});
