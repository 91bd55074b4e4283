// Documents of two sessions: how much sessions may differ, and benchmarks that moved together.
import { assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import { renderComparisonJson } from "../../scripts/report/comparison/json.ts";
import type { BenchmarkResult } from "../../scripts/result/schema.ts";
import type { CompareOptions } from "../../scripts/verdict/compare_documents.ts";
import { parseComparison } from "../../scripts/verdict/comparison_schema.ts";
import { outcomeOf } from "../../scripts/verdict/outcome.ts";
import { compare } from "../helpers/compare_points.ts";
import { makeBenchmark, makeMetric } from "../helpers/documents.ts";

const STEADY = [1, 1.001, 0.999, 1, 1];

/** Returns benchmarks with steady rounds at these levels. */
function steadyAt(levels: readonly number[]): BenchmarkResult[] {
  return levels.map((level, index) =>
    makeBenchmark(`b${index}`, { durationsMs: STEADY.map((factor) => factor * level) })
  );
}

Deno.test("compareDocuments() allows for the differences between sessions", async (t) => {
  const rows: [what: string, sessionsOf: CompareOptions["sessionsOf"], deviation: number][] = [
    ["by the default without a history", undefined, 0.02],
    [
      "by the spread of a history",
      () => ({ variance: 0.1 ** 2, error: 0, ofRounds: 0 }),
      0.1,
    ],
    ["by nothing if the history has no spread", () => ({ variance: 0, error: 0, ofRounds: 0 }), 0],
    ["by the default if the history lacks the benchmark", () => null, 0.02],
  ];
  for (const [what, sessionsOf, deviation] of rows) {
    await t.step(what, () => {
      const { entries: [entry], doubts } = compare(steadyAt([1]), steadyAt([1.2]), { sessionsOf });
      assertEquals(entry!.verdict, deviation > 0.05 ? "inconclusive" : "regression");
      assertAlmostEquals(entry!.session_deviation!, deviation, 1e-12);
      // 1.96 deviations of the difference between two sessions.
      const reach = Math.log1p(entry!.interval!.upper) - Math.log(1.2);
      assertAlmostEquals(reach, 1.96 * Math.SQRT2 * deviation, 0.002);
      assertEquals(doubts.length, deviation === 0.02 ? 1 : 0);
    });
  }
});

Deno.test("compareDocuments() proposes no rounds if only the sessions leave a change open", () => {
  const sessionsOf = () => ({ variance: 0.1 ** 2, error: 0, ofRounds: 0 });
  const { entries: [entry] } = compare(steadyAt([1]), steadyAt([1.2]), { sessionsOf });
  assertEquals([entry!.rounds_needed, entry!.doubts.map(({ message }) => message)], [null, [
    "more rounds are unlikely to settle it; compare --against measures both versions in turn",
  ]]);
});

Deno.test("compareDocuments() allows no differences between sessions in exact counts and in memory", () => {
  const counted = (value: number) => [
    makeBenchmark("a", {
      memory_mb: value,
      metrics: [makeMetric("instructions", value, { exact: true, rounds: [value, value] })],
    }),
  ];
  const { entries, doubts } = compare(counted(100), counted(111), {
    metrics: ["instructions", "memory"],
  });
  assertEquals(entries.map(({ verdict, session_deviation }) => [verdict, session_deviation]), [
    ["regression", null],
    ["regression", null],
  ]);
  assertEquals(doubts, []);
});

Deno.test("compareDocuments() gates nothing if all benchmarks moved together", () => {
  const levels = [1, 2, 3, 4, 5, 6];
  const before = steadyAt(levels);
  const after = steadyAt(levels.map((level, index) => level * (1.5 + index / 50)));
  const comparison = compare(before, after);
  assertEquals([comparison.gated, comparison.summary.not_compared], [false, 6]);
  const said = comparison.doubts.find(({ kind }) => kind === "common-shift")!;
  assertEquals(
    said.message,
    "all 6 benchmarks rose by 50 to 60 %: probably the machine, not the code",
  );
  for (const strict of [false, true]) {
    const { code, message } = outcomeOf(comparison, strict);
    assertEquals(code, 2);
    assertStringIncludes(message!, "all 6 benchmarks rose by 50 to 60 %");
    assertStringIncludes(message!, "--ignore-environment");
  }
  assertEquals(parseComparison(renderComparisonJson(comparison), "c.json"), comparison);

  const insisted = compare(before, after, { ignoreEnvironment: true });
  assertEquals([insisted.gated, insisted.summary.regression], [true, 6]);
  assertEquals(outcomeOf(insisted, false).code, 1);
  const still = insisted.doubts.find(({ kind }) => kind === "common-shift")!;
  assertEquals([still.message, still.advice], [said.message, null]);
});

Deno.test("compareDocuments() judges benchmarks that moved together within the threshold, and says so", () => {
  const shifted = (last: number) =>
    compare(steadyAt(Array(6).fill(1)), steadyAt([1.07, 1.071, 1.072, 1.073, 1.074, last]));
  const within = shifted(1.08);
  assertEquals([within.gated, within.summary.not_compared], [true, 0]);
  const said = within.doubts.find(({ kind }) => kind === "common-shift")!;
  assertEquals([said.message.slice(0, 35), said.advice], [
    "all 6 benchmarks rose by 7 to 8 %: ",
    null,
  ]);
  assertEquals(outcomeOf(within, false).code, 0);
  const slow = shifted(1.4);
  assertEquals([slow.gated, slow.summary.regression, slow.entries[0]!.name], [true, 1, "b5"]);
});

Deno.test("compareDocuments() finds a regression far beyond the move of all others", () => {
  const levels = Array(12).fill(1);
  const comparison = compare(
    steadyAt(levels),
    steadyAt([2.4, ...levels.slice(1).map((level, index) => level * (1.45 + index / 100))]),
  );
  assertEquals(comparison.summary.not_compared, 11);
  const [entry] = comparison.entries;
  assertEquals([entry!.name, entry!.verdict, entry!.severity], ["b0", "regression", "severe"]);
  assertEquals([entry!.at_least, comparison.gated], [null, false]);
  assertStringIncludes(entry!.doubts[0]!.message, "+59.5 % on top of the +50.5 % that the others");
  assertEquals(outcomeOf(comparison, false).code, 1);
});

Deno.test("compareDocuments() attributes counts that rose together to the code", () => {
  const counted = (factor: number) =>
    Array.from({ length: 8 }, (_, index) =>
      makeBenchmark(`b${index}`, {
        metrics: [makeMetric("instructions", factor * (index + 1), { exact: true })],
      }));
  const { gated, summary } = compare(counted(100), counted(150), { metrics: null });
  assertEquals([gated, summary.regression], [true, 8]);
});
