import { assertAlmostEquals, assertEquals } from "@std/assert";
import type { BenchmarkResult } from "../../scripts/result/schema.ts";
import { compareDocuments } from "../../scripts/verdict/compare_documents.ts";
import type { Comparison, Metric, Verdict } from "../../scripts/verdict/comparison.ts";
import { resolveThresholds } from "../../scripts/verdict/config.ts";
import { makeBenchmark, makeDocument } from "../helpers/documents.ts";

function compare(
  metrics: readonly Metric[],
  baseline: readonly BenchmarkResult[],
  current: readonly BenchmarkResult[],
): Comparison {
  return compareDocuments(
    { source: "base.json", document: makeDocument(baseline) },
    { source: "now.json", document: makeDocument(current) },
    { metrics, thresholdsOf: resolveThresholds({}, {}), ignoreEnvironment: false },
  );
}

Deno.test("compareDocuments() judges each metric by itself", () => {
  const before = makeBenchmark("a", { duration_ms: 10, throughput: 100, memory_mb: 1 });
  const after = makeBenchmark("a", { duration_ms: 10, throughput: 60, memory_mb: 2 });
  const comparison = compare(["duration", "throughput", "memory"], [before], [after]);
  assertEquals(
    comparison.entries.map(({ metric, verdict, severity, change, unit }) => [
      metric,
      verdict,
      severity,
      change,
      unit,
    ]),
    [
      ["memory", "regression", "severe", 1, "MB"],
      ["throughput", "regression", "moderate", -0.4, "op/s"],
      ["duration", "unchanged", null, 0, "ms"],
    ],
  );
  assertEquals(compare(["duration"], [before], [after]).summary.regression, 0);
});

Deno.test("compareDocuments() uses the direction of each metric", async (t) => {
  const rows: [metric: Metric, after: number, verdict: Verdict][] = [
    ["duration", 111, "regression"],
    ["duration", 110, "unchanged"],
    ["duration", 89, "improvement"],
    ["memory", 111, "regression"],
    ["memory", 110, "unchanged"],
    ["memory", 89, "improvement"],
    ["throughput", 111, "improvement"],
    ["throughput", 90, "unchanged"],
    ["throughput", 89, "regression"],
  ];
  const made = (value: number) =>
    makeBenchmark("a", { duration_ms: value, throughput: value, memory_mb: value });
  for (const [metric, after, verdict] of rows) {
    await t.step(`${metric} 100 to ${after}: ${verdict}`, () => {
      assertEquals(compare([metric], [made(100)], [made(after)]).entries[0]!.verdict, verdict);
    });
  }
});

Deno.test("compareDocuments() also judges throughput by the rounds", () => {
  const before = makeBenchmark("a", { durationsMs: [10, 10.1, 9.9, 10, 10] });
  const after = makeBenchmark("a", { durationsMs: [20, 20.2, 19.8, 20, 20] });
  const [entry] = compare(["throughput"], [before], [after]).entries;
  assertEquals([entry!.verdict, entry!.severity], ["regression", "moderate"]);
  assertAlmostEquals(entry!.change!, -0.5, 0.001);
  // 5.5 % on either side, nearly all of it between sessions.
  assertAlmostEquals(entry!.interval!.lower, 0.5 * Math.exp(-0.0561) - 1, 0.001);
});

Deno.test("compareDocuments() uses the work that a call does in the current version", () => {
  const work = { operations: 1, unit: "rows", bytes: null, flops: null };
  const unit = { throughput_unit: "rows/s" };
  const before = makeBenchmark("a", {
    durationsMs: [10, 10.1, 9.9],
    work,
    throughput: 100,
    ...unit,
  });
  const twice = { work: { ...work, operations: 2 }, throughput: 200, ...unit };
  const after = makeBenchmark("a", { durationsMs: [10, 10.1, 9.9], ...twice });
  const [entry] = compare(["throughput"], [before], [after]).entries;
  assertEquals(entry!.verdict, "improvement");
  assertAlmostEquals(entry!.baseline!, 100, 0.01);
  assertAlmostEquals(entry!.current!, 200, 0.02);
  assertAlmostEquals(entry!.change!, 1, 1e-9);
});

Deno.test("compareDocuments() does not compare throughputs of different units", () => {
  const before = makeBenchmark("a", { duration_ms: 1, throughput: 1000 });
  const after = makeBenchmark("a", { duration_ms: 1, throughput: 5, throughput_unit: "rows/s" });
  const [entry] = compare(["throughput"], [before], [after]).entries;
  assertEquals([entry!.verdict, entry!.change], ["not_compared", null]);
  assertEquals(
    entry!.doubts[0]!.message,
    "the baseline is in op/s, but the current result in rows/s",
  );
});

Deno.test("compareDocuments() judges memory by the change alone, without a warning", async (t) => {
  const rows: [
    what: string,
    before: number | null,
    after: number | null,
    verdict: Verdict,
    reason: string | null,
  ][] = [
    ["equal", 1, 1, "unchanged", "the heap figures do not clearly differ"],
    [
      "100 bytes more than 100",
      0.0001,
      0.0002,
      "unchanged",
      "the heap figures do not clearly differ",
    ],
    [
      "100 bytes more than 0",
      0,
      0.0001,
      "unchanged",
      "the heap figures do not clearly differ",
    ],
    ["300 bytes more than 100", 0.0001, 0.0004, "regression", null],
    ["much more than 0", 0, 1, "not_compared", "the baseline is zero"],
    ["no baseline", null, 1, "not_compared", "the baseline has no memory"],
    ["no current value", 1, null, "not_compared", "the current result has no memory"],
    ["neither", null, null, "not_compared", "the baseline has no memory"],
  ];
  for (const [what, before, after, verdict, reason] of rows) {
    await t.step(what, () => {
      const durationsMs = [1, 1.01];
      const comparison = compare(
        ["memory"],
        [makeBenchmark("a", { durationsMs, memory_mb: before })],
        [makeBenchmark("a", { durationsMs, memory_mb: after })],
      );
      const [entry] = comparison.entries;
      assertEquals([entry!.verdict, entry!.doubts[0]?.message ?? null], [verdict, reason]);
      assertEquals([entry!.interval, comparison.doubts], [null, []]);
    });
  }
});

Deno.test("compareDocuments() lists the worst first, then by name", () => {
  const after: Record<string, number> = {
    c: 130,
    a: 110,
    d: 160,
    b: 130,
    e: 70,
    f: 60,
    B: 130,
  };
  const made = (values: Record<string, number>) =>
    Object.entries(values).map(([name, value]) => makeBenchmark(name, { duration_ms: value }));
  const before = Object.fromEntries(Object.keys(after).map((name) => [name, 100]));
  const comparison = compare(["duration"], made(before), made(after));
  assertEquals(comparison.entries.map(({ name }) => name), ["d", "B", "b", "c", "f", "e", "a"]);
  const shuffled = compare(["duration"], made(before).toReversed(), made(after).toReversed());
  assertEquals(shuffled.entries, comparison.entries);
  assertEquals(comparison.summary, {
    regression: 4,
    failed: 0,
    not_compared: 0,
    not_measured: 0,
    inconclusive: 0,
    improvement: 2,
    not_slower: 0,
    unchanged: 1,
    added: 0,
    removed: 0,
  });
  const slower = [0, 1].map((index) =>
    makeBenchmark("t", { throughput: 100 - 40 * index, duration_ms: 100 + 30 * index })
  );
  const both = compare(["throughput", "duration"], [slower[0]!], [slower[1]!]);
  assertEquals(both.entries.map(({ metric }) => metric), ["throughput", "duration"]);
});
