import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  describeAdvice,
  describeChange,
  describeDoubt,
  describeEntry,
  describeInterval,
  describeMeasurement,
  describeNote,
  describeRounds,
  describeSummary,
  describeValue,
} from "../../scripts/report/describe.ts";
import { noted } from "../../scripts/result/doubt.ts";
import { moreRounds, moreRoundsInTurn } from "../../scripts/result/doubts/judging.ts";
import type { ComparisonEntry, Verdict } from "../../scripts/verdict/comparison.ts";
import { makeComparison, makeEntry, makeSummary } from "../helpers/entries.ts";

Deno.test("describeSummary() counts the verdicts that occur, worst first", async (t) => {
  const rows: [Partial<Record<Verdict, number>>, wanted: string][] = [
    [{}, "nothing to compare"],
    [{ unchanged: 1 }, "1 unchanged"],
    [{ unchanged: 2, regression: 1 }, "1 regression, 2 unchanged"],
    [{ regression: 2, improvement: 1 }, "2 regressions, 1 improvement"],
    [
      { improvement: 3, failed: 2, not_compared: 4, not_slower: 1, added: 2, removed: 2 },
      "2 failed, 4 not compared, 3 improvements, 1 not slower, 2 added, 2 removed",
    ],
  ];
  for (const [counts, wanted] of rows) {
    await t.step(wanted, () => {
      const summary = makeSummary(counts);
      assertEquals(describeSummary({ summary, suite: null, affected: null }), wanted);
    });
  }
});

Deno.test("describeSummary() says what was left out, and claims a proof only if there is one", () => {
  const choice = { file: "a_bench.ts", reason: "" };
  const summary = (unchanged: number, measured: number, left: number) =>
    describeSummary({
      summary: makeSummary({ unchanged }),
      suite: null,
      affected: { measured: Array(measured).fill(choice), left_out: Array(left).fill(choice) },
    });
  assertEquals(summary(2, 1, 0), "2 unchanged");
  assertEquals(summary(2, 1, 1), "2 unchanged, 1 bench file left out");
  assertEquals(summary(0, 0, 3), "nothing affected, 3 bench files left out");
  // The filter may have matched no benchmark of the measured file.
  assertEquals(summary(0, 1, 3), "nothing to compare, 3 bench files left out");
  assertEquals(summary(0, 0, 0), "nothing to compare");
});

Deno.test("describeNote() adds what the figures do not show", async (t) => {
  const rows: [shows: string, entry: Partial<ComparisonEntry>, wanted: string | null][] = [
    ["nothing to add", {}, null],
    ["an improvement needs no note", { verdict: "improvement", at_least: -0.2 }, null],
    [
      "a regression",
      { verdict: "regression", at_least: 0.12 },
      "at least +12.0 % with 99 % confidence",
    ],
    [
      "a regression by a factor, with a bound below tenfold",
      { verdict: "regression", change: 9.3, at_least: 8.5 },
      "at least 9.50× with 99 % confidence",
    ],
    ["a regression between two numbers", { verdict: "regression" }, null],
    [
      "a regression with a remark",
      { verdict: "regression", at_least: 0.12, doubts: [noted("so")] },
      "at least +12.0 % with 99 % confidence; so",
    ],
    [
      "more rounds would settle it",
      { verdict: "inconclusive", doubts: [moreRounds({ rounds: 40, isBeyond: false })] },
      "about 40 rounds per side would settle it: benchline run --rounds 40",
    ],
    ["a message of several lines", {
      verdict: "failed",
      failures: [{ round: null, message: "a\n  b\r\nc\n" }],
    }, "a b c"],
    ["failures with and without a round", {
      verdict: "failed",
      failures: [{ round: null, message: "a" }, { round: 2, message: "b" }],
    }, "a; round 2: b"],
  ];
  for (const [shows, entry, wanted] of rows) {
    await t.step(shows, () => assertEquals(describeNote(makeEntry(entry)), wanted));
  }
});

Deno.test("missing values are shown as a dash, and others in their unit", () => {
  const interval = { lower: -0.05, upper: 9.5, level: 0.95 };
  assertEquals(describeChange(makeEntry({ change: null })), "-");
  assertEquals(describeChange(makeEntry({ change: 0.5 })), "+50.0 %");
  assertEquals(describeInterval(makeEntry()), "-");
  assertEquals(describeInterval(makeEntry({ change: 9.2, interval })), "0.950 to 10.5×");
  assertEquals(describeInterval(makeEntry({ change: 0.5, interval })), "-5.0 to +950.0 %");
  assertEquals(describeValue(null, makeEntry()), "-");
  assertEquals(describeValue(1.5, makeEntry()), "1.500 ms");
  assertEquals(describeValue(1.5, makeEntry({ metric: "memory", unit: "MB" })), "1.500 MB");
  const rate = makeEntry({ metric: "throughput", unit: "rows/s" });
  assertEquals(describeValue(1500, rate), "1.500 krows/s");
  const recorded = makeEntry({ metric: "read", unit: "MB/s" });
  assertEquals(describeValue(1500, recorded), "1,500 MB/s");
  assertEquals(describeValue(1500, { ...recorded, metric: "MB/s" }), "1,500");
  assertEquals(describeValue(1.5, makeEntry({ metric: "memory", unit: "kB" })), "1.500 kB");
  assertEquals(describeValue(1.5, makeEntry({ metric: "duration", unit: "h" })), "1.500 h");
});

Deno.test("an exact count is shown with its difference, and never as a time", async (t) => {
  const counts = { metric: "instructions", unit: "", exact: true } as const;
  const interval = { lower: 0, upper: 0, level: 1 };
  const rows: [entry: Partial<ComparisonEntry>, text: string][] = [
    [
      { baseline: 1_234_567, current: 1_234_571, change: 3.24e-6, interval },
      "0.0 % (1,234,567 to 1,234,571); exactly +4",
    ],
    [
      { baseline: 200, current: 100, change: -0.5, interval },
      "-50.0 % (200 to 100); exactly -100",
    ],
    [
      { baseline: 91_234_567, current: 81_234_567, change: -0.11, interval },
      "-11.0 % (91,234,567 to 81,234,567); exactly -10.00 M",
    ],
    [{ baseline: 5, current: 5, change: 0, interval }, "0.0 % (5 to 5); exactly 0"],
    [
      { baseline: 0, current: 3, change: null, verdict: "regression", severity: "severe" },
      "from 0 (0 to 3); exactly +3",
    ],
    [{ baseline: 0, current: 3, change: null, verdict: "not_compared" }, "not compared"],
  ];
  for (const [entry, text] of rows) {
    await t.step(text, () => assertEquals(describeEntry(makeEntry({ ...counts, ...entry })), text));
  }
});

Deno.test("describeAdvice() gives advice only if there is something to do", () => {
  assertEquals(describeAdvice(makeComparison()), []);
  const both = describeAdvice(makeComparison({ gated: false, summary: makeSummary({ added: 1 }) }));
  assertEquals(both.map((advice) => /--ignore-environment|baseline command/.exec(advice)?.[0]), [
    "--ignore-environment",
    "baseline command",
  ]);
  const open = makeEntry({
    verdict: "inconclusive",
    doubts: [moreRoundsInTurn({ rounds: 300, isBeyond: false }, 90, 1)],
  });
  assertEquals(describeAdvice(makeComparison({ entries: [open, open] })), [
    "A quieter machine or more work per call may settle inconclusive benchmarks; benchline doctor shows what this machine can tell.",
  ]);
});

Deno.test("describeMeasurement() does not claim a measurement without rounds", () => {
  const measurement = { placement: "pair", pinned: true, seconds: 3 } as const;
  const comparison = (entry: ComparisonEntry) =>
    makeComparison({ measurement: { ...measurement, unpinned: [] }, entries: [entry] });
  const nothing = makeEntry({ verdict: "not_compared", rounds: { baseline: 0, current: 0 } });
  assertEquals(describeMeasurement(comparison(nothing)), null);
  assertStringIncludes(describeMeasurement(comparison(makeEntry()))!, "measured in turn");
});

Deno.test("describeRounds() shows both sides if they differ", async (t) => {
  const rows: [baseline: number, current: number, text: string][] = [
    [16, 16, "16"],
    [6, 10, "6/10"],
    [0, 5, "0/5"],
    [0, 0, "-"],
  ];
  for (const [baseline, current, text] of rows) {
    await t.step(text, () => {
      assertEquals(describeRounds(makeEntry({ rounds: { baseline, current } })), text);
    });
  }
});

Deno.test("describeDoubt() shortens the fact rather than the advice", () => {
  const advice = "Do this. ".repeat(20).trim();
  const text = describeDoubt({ kind: "noted", message: "x".repeat(500), advice }, 300);
  assertEquals(text, `${"x".repeat(300 - advice.length - 3)}…. ${advice}`);
  const both = { kind: "noted", message: "x".repeat(500), advice: "y".repeat(500) } as const;
  assertEquals(describeDoubt(both, 300).length, 300);
  assertEquals(describeDoubt({ ...both, message: "x", advice: null }), "x");
});
