import { assertAlmostEquals, assertEquals } from "@std/assert";
import { renderComparisonJson } from "../../scripts/report/comparison/json.ts";
import type { BenchmarkResult } from "../../scripts/result/schema.ts";
import { parseComparison } from "../../scripts/verdict/comparison_schema.ts";
import { resolveThresholds } from "../../scripts/verdict/config.ts";
import { outcomeOf } from "../../scripts/verdict/outcome.ts";
import { compare, point, verdictsOf } from "../helpers/compare_points.ts";
import {
  ENVIRONMENT,
  type MadeBenchmark,
  makeBenchmark,
  makeDocument,
} from "../helpers/documents.ts";

Deno.test("compareDocuments() judges by the change in percent if rounds are missing", async (t) => {
  const rows: [before: number, after: number, verdict: string, change: number][] = [
    [10, 11, "unchanged", 0.1],
    [10, 11.001, "minor regression", 0.1001],
    [10, 12, "minor regression", 0.2],
    [10, 12.001, "moderate regression", 0.2001],
    [10, 15, "moderate regression", 0.5],
    [10, 15.001, "severe regression", 0.5001],
    [10, 9, "unchanged", -0.1],
    [10, 8.999, "improvement", -0.1001],
    [0.00003, 0.000033, "unchanged", 0.1],
  ];
  for (const [before, after, verdict, change] of rows) {
    await t.step(`${before} to ${after}: ${verdict}`, () => {
      const comparison = compare([point("a", before)], [point("a", after)]);
      assertEquals(verdictsOf(comparison), [`a ${verdict}`]);
      const [entry] = comparison.entries;
      assertAlmostEquals(entry!.change!, change, 1e-9);
      assertEquals([entry!.baseline, entry!.current], [before, after]);
      assertEquals([entry!.interval, entry!.rounds_needed], [null, null]);
    });
  }
});

Deno.test("compareDocuments() judges by the spread between rounds if both sides have it", () => {
  const comparison = compare(
    [
      makeBenchmark("steady", { durationsMs: [10, 10.1, 9.9, 10, 10] }),
      makeBenchmark("noisy", { durationsMs: [10, 14, 8, 12, 9] }),
    ],
    [
      makeBenchmark("steady", { durationsMs: [13, 13.1, 12.9, 13, 13] }),
      makeBenchmark("noisy", { durationsMs: [13, 18, 10, 16, 12] }),
    ],
  );
  assertEquals(verdictsOf(comparison), ["steady moderate regression", "noisy inconclusive"]);
  const [steady, noisy] = comparison.entries;
  assertAlmostEquals(steady!.change!, 0.3, 0.001);
  assertEquals(steady!.interval!.level, 0.95);
  assertEquals(steady!.rounds, { baseline: 5, current: 5 });
  // Sessions that differ by 2 % add 2.33 · √2 · 2 % at 99 % confidence; the rounds add next to
  // nothing.
  assertAlmostEquals(steady!.at_least!, 1.3 * Math.exp(-0.0668) - 1, 0.002);
  assertEquals(noisy!.rounds_needed! > 5, true);
});

Deno.test("compareDocuments() warns if verdicts rest on two numbers", () => {
  const one = (rounds: number[]) => [makeBenchmark("a", { durationsMs: rounds }), point("b", 1)];
  const warning = "comparisons rest on two numbers only";
  const { doubts } = compare(one([1, 1.01]), one([1, 1.01]));
  assertEquals(doubts.map(({ message }) => message.split(",")[0]), [
    `1 of 2 ${warning}`,
    "1 of 2 comparisons have no history of ten results",
  ]);
  assertEquals(
    compare(one([1]), one([1, 1.01])).doubts.map(({ message }) => message.split(",")[0]),
    [`2 of 2 ${warning}`],
  );
});

Deno.test("compareDocuments() blames neither version for a benchmark that both cannot run", () => {
  const failing = (message: string) => ({ failures: [{ round: 1, message }] });
  const { entries } = compare(
    [makeBenchmark("alike", failing("threw")), makeBenchmark("other", failing("hung"))],
    [makeBenchmark("alike", failing("threw")), makeBenchmark("other", failing("threw"))],
  );
  const found = entries.map(({ name, verdict, doubts }) => [
    name,
    verdict,
    doubts.map(({ kind, message }) => `${kind}: ${message}`),
  ]);
  const text = (name: string, cause: string) =>
    `in-neither: benchmarks/test_bench.ts:${name} cannot be run by either version: ${cause}`;
  assertEquals(found, [
    ["alike", "not_compared", [text("alike", "threw")]],
    ["other", "not_compared", [text("other", "baseline: hung; current: threw")]],
  ]);
});

Deno.test("compareDocuments() includes every benchmark of both sides", () => {
  const failed = { failures: [{ round: 1, message: "threw" }] };
  const comparison = compare(
    [point("gone", 1), point("breaks", 1), point("same", 1), makeBenchmark("was broken", failed)],
    [
      point("new", 1),
      makeBenchmark("breaks", failed),
      point("same", 1),
      point("was broken", 1),
      makeBenchmark("new and broken", failed),
      point("half broken", 1, failed),
    ],
  );
  assertEquals(verdictsOf(comparison), [
    "breaks failed",
    "half broken failed",
    "new and broken failed",
    "was broken not_compared",
    "same unchanged",
    "new added",
    "gone removed",
  ]);
  assertEquals(comparison.summary, {
    regression: 0,
    failed: 3,
    not_compared: 1,
    not_measured: 0,
    inconclusive: 0,
    improvement: 0,
    not_slower: 0,
    unchanged: 1,
    added: 1,
    removed: 1,
  });
  const [breaks, , , mended, , added, removed] = comparison.entries;
  assertEquals(breaks!.failures, failed.failures);
  assertEquals(mended!.doubts.map(({ message }) => message), ["the baseline failed: threw"]);
  assertEquals([added!.baseline, added!.current, added!.change], [null, 1, null]);
  assertEquals([removed!.baseline, removed!.current, removed!.change], [1, null, null]);
});

Deno.test("compareDocuments() says that a baseline of zero cannot be compared", () => {
  const comparison = compare([point("a", 0)], [point("a", 1)]);
  assertEquals(verdictsOf(comparison), ["a not_compared"]);
  assertEquals([comparison.entries[0]!.doubts[0]!.message, comparison.entries[0]!.change], [
    "the baseline is zero",
    null,
  ]);
  assertEquals(verdictsOf(compare([point("a", 1)], [point("a", 0)])), ["a improvement"]);
});

Deno.test("compareDocuments() distinguishes equal names in different files and groups", () => {
  const places = [
    { file: "a.ts", group: null },
    { file: "b.ts", group: null },
    { file: "a.ts", group: "g" },
    { file: "a.ts", group: "" },
  ];
  const comparison = compare(
    places.map((place, index) => point("x", 10 + index, place)),
    places.toReversed().map((place, index) => point("x", 2 * (13 - index), place)),
  );
  assertEquals(comparison.entries.map(({ change }) => change), [1, 1, 1, 1]);
  assertEquals(comparison.entries.map(({ baseline }) => baseline).sort(), [10, 11, 12, 13]);
});

Deno.test("compareDocuments() matches by group and name if one side has no files", async (t) => {
  const rows: [
    what: string,
    before: [string | null, string | null][],
    after: [string | null, string | null][],
    verdicts: string[],
  ][] = [
    ["a baseline without files", [[null, "g"]], [["a.ts", "g"]], ["unchanged"]],
    ["a current result without files", [["a.ts", "g"]], [[null, "g"]], ["unchanged"]],
    ["both without files", [[null, "g"]], [[null, "g"]], ["unchanged"]],
    ["different groups", [[null, "g"]], [["a.ts", "h"]], ["added", "removed"]],
    ["different files", [["a.ts", "g"]], [["b.ts", "g"]], ["added", "removed"]],
    ["two candidates in the baseline", [["a.ts", "g"], ["b.ts", "g"]], [[null, "g"]], [
      "added",
      "removed",
      "removed",
    ]],
    ["two candidates in the current result", [[null, "g"]], [["a.ts", "g"], ["b.ts", "g"]], [
      "added",
      "added",
      "removed",
    ]],
    ["an exact match among the candidates", [[null, "g"], ["a.ts", "g"]], [["a.ts", "g"]], [
      "unchanged",
      "removed",
    ]],
  ];
  for (const [what, before, after, verdicts] of rows) {
    await t.step(what, () => {
      const [baseline, current] = [before, after].map((places) =>
        places.map(([file, group]) => point("x", 1, { file, group }))
      );
      const { entries } = compare(baseline!, current!);
      assertEquals(entries.map(({ verdict }) => verdict), verdicts);
    });
  }
});

Deno.test("compareDocuments() reports that it compares benchmarks of different names", () => {
  const numbered = (processors: number, durationMs: number) =>
    ["Sum", "Encode"].map((name) =>
      point(`${name}-${processors}`, durationMs, { short_name: name, file: null })
    );
  const { entries, doubts } = compare(numbered(4, 1), numbered(8, 2));
  assertEquals(entries.map(({ name, verdict }) => [name, verdict]), [
    ["Encode-8", "regression"],
    ["Sum-8", "regression"],
  ]);
  assertEquals(doubts.map(({ message }) => message.split(" rest")[0]), [
    "2 benchmarks were compared although the names differ: Sum-4 with Sum-8, and 1 more",
    "2 of 2 comparisons",
  ]);
});

Deno.test("compareDocuments() handles names of built-in properties", () => {
  const names = ["__proto__", "constructor", "toString", "hasOwnProperty"];
  const comparison = compare(
    names.map((name) => point(name, 1)),
    names.map((name) => point(name, 2)),
  );
  assertEquals(comparison.entries.map(({ name }) => name), names.toSorted());
  assertEquals(comparison.summary.regression, 4);
});

Deno.test("compareDocuments() gates nothing if the environments differ", () => {
  const other = { environment: { ...ENVIRONMENT, cpu: "Other CPU" } };
  const before = [point("slow", 1), point("gone", 1)];
  const after = makeDocument([
    point("slow", 2),
    makeBenchmark("broken", { failures: [{ round: 1, message: "x" }] }),
  ], other);
  const comparison = compare(before, after);
  assertEquals(comparison.gated, false);
  assertEquals(verdictsOf(comparison), ["broken failed", "slow not_compared", "gone removed"]);
  const slow = comparison.entries[1]!;
  assertEquals([slow.change, slow.doubts[0]!.message], [1, "measured in another environment"]);
  assertEquals([slow.severity, slow.at_least, slow.rounds_needed], [null, null, null]);
  assertEquals(comparison.environment_differences.map(({ field }) => field), ["cpu"]);
  assertEquals(outcomeOf(comparison, false).code, 1);

  const insisted = compare(before, after, { ignoreEnvironment: true });
  assertEquals(insisted.gated, true);
  assertEquals(insisted.summary.regression, 1);
  assertEquals(insisted.environment_differences.length, 1, "still reported");
});

Deno.test("compareDocuments() passes on doubts about its documents", () => {
  const before = makeDocument([], {
    environment: { ...ENVIRONMENT, cpu: null },
    partial: true,
    warnings: ["w1"],
  });
  const after = makeDocument([], {
    environment: { ...ENVIRONMENT, os: null },
    warnings: ["w2"],
  });
  const { gated, doubts } = compare(before, after);
  assertEquals(gated, true);
  assertEquals(doubts.map(({ message }) => message), [
    "the baseline result is partial",
    "baseline: w1",
    "current: w2",
    "the baseline does not record cpu, so a difference in it would go unnoticed",
    "the current result does not record os, so a difference in it would go unnoticed",
  ]);
  const { baseline } = compare(before, after);
  assertEquals(baseline, {
    source: "base.json",
    timestamp: before.timestamp,
    git_commit: ENVIRONMENT.git_commit,
  });
});

Deno.test("compareDocuments() uses the thresholds of each benchmark", () => {
  const config = {
    benchmarks: {
      "calm": { threshold: 5 },
      "*_bench.ts:wild": { threshold: 100, moderate: 100, severe: 100 },
    },
  };
  const { entries } = compare(
    [point("calm", 100), point("wild", 100, { file: "a_bench.ts" }), point("other", 100)],
    [point("calm", 106), point("wild", 190, { file: "a_bench.ts" }), point("other", 106)],
    { thresholdsOf: resolveThresholds(config, {}) },
  );
  assertEquals(
    entries.map(({ name, verdict, thresholds }) => [name, verdict, thresholds.threshold]),
    [["calm", "regression", 0.05], ["wild", "unchanged", 1], ["other", "unchanged", 0.1]],
  );
});

Deno.test("values greater than any number do not become infinities, which JSON cannot hold", async (t) => {
  const working = (operations: number) => ({ operations, unit: "op", bytes: null, flops: null });
  const work = working(1e300);
  const durationsMs = [1, 2];
  const of = (given: MadeBenchmark) => [makeBenchmark("sum", given)];
  const rows: [shows: string, before: BenchmarkResult[], after: BenchmarkResult[]][] = [
    [
      "a change and its interval",
      of({ durationsMs, work: working(1e-290) }),
      of({ durationsMs, work: working(1e290) }),
    ],
    ["a rate", of({ durationsMs: [1e-12, 1e-12], work }), of({ durationsMs, work })],
    ["heap", of({ duration_ms: 1, memory_mb: 5e-324 }), of({ duration_ms: 1, memory_mb: 1e300 })],
  ];
  for (const [shows, before, after] of rows) {
    await t.step(shows, () => {
      const comparison = compare(before, after, { metrics: ["duration", "throughput", "memory"] });
      assertEquals(parseComparison(renderComparisonJson(comparison), "a.json"), comparison);
    });
  }
});
