// Counts, sizes and rates that harnesses record besides durations, or instead of them.
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { renderComparisonJson } from "../../scripts/report/comparison/json.ts";
import type { BenchmarkResult, MetricResult } from "../../scripts/result/schema.ts";
import { compareDocuments, type CompareOptions } from "../../scripts/verdict/compare_documents.ts";
import type { Comparison, ComparisonEntry, Verdict } from "../../scripts/verdict/comparison.ts";
import { parseComparison } from "../../scripts/verdict/comparison_schema.ts";
import { resolveThresholds } from "../../scripts/verdict/config.ts";
import { outcomeOf } from "../../scripts/verdict/outcome.ts";
import { fc } from "../../scripts/deps/fast_check.ts";
import {
  ENVIRONMENT,
  makeBenchmark,
  makeDocument,
  makeMetric as metric,
} from "../helpers/documents.ts";
import { trialsOf } from "../helpers/thorough.ts";

function compare(
  baseline: readonly BenchmarkResult[],
  current: readonly BenchmarkResult[],
  given: Partial<CompareOptions> = {},
): Comparison {
  const comparison = compareDocuments(
    { source: "base.json", document: makeDocument(baseline) },
    { source: "now.json", document: makeDocument(current) },
    { metrics: null, thresholdsOf: resolveThresholds({}, {}), ignoreEnvironment: false, ...given },
  );
  assertEquals(parseComparison(renderComparisonJson(comparison), "c.json"), comparison);
  return comparison;
}

const counted = (value: number, given: Partial<MetricResult> = {}) =>
  metric("instructions", value, { exact: true, ...given });

/** Returns a benchmark with metrics only. */
const only = (...metrics: MetricResult[]) => makeBenchmark("a", { metrics });

function wordsOf({ entries }: Comparison): string[] {
  return entries.map(({ metric, severity, verdict }) =>
    [metric, severity, verdict].filter((part) => part !== null).join(" ")
  );
}

const messagesOf = ({ doubts }: Pick<ComparisonEntry, "doubts">) =>
  doubts.map(({ message }) => message);

Deno.test("compareDocuments() compares exact counts by the change alone, without a doubt", async (t) => {
  const rows: [before: number, after: number, better: "lower" | "higher", words: string][] = [
    [1_000_000, 1_000_000, "lower", "unchanged"],
    [1_000_000, 1_000_001, "lower", "unchanged"],
    [1000, 1100, "lower", "unchanged"],
    [1000, 1101, "lower", "minor regression"],
    [1000, 1501, "lower", "severe regression"],
    [1000, 899, "lower", "improvement"],
    [1000, 0, "lower", "improvement"],
    [1000, 1501, "higher", "improvement"],
    [1000, 899, "higher", "minor regression"],
    [0, 0, "lower", "unchanged"],
  ];
  for (const [before, after, better, words] of rows) {
    await t.step(`${before} to ${after}, ${better} is better: ${words}`, () => {
      const given = { better };
      const comparison = compare([only(counted(before, given))], [only(counted(after, given))]);
      assertEquals(wordsOf(comparison), [`instructions ${words}`]);
      const [entry] = comparison.entries;
      const change = before === 0 ? 0 : after / before - 1;
      assertEquals(entry!.change, change);
      assertEquals(entry!.interval, { lower: change, upper: change, level: 1 });
      assertEquals([entry!.baseline, entry!.current, entry!.unit], [before, after, ""]);
      assertEquals([entry!.exact, entry!.better, entry!.rounds_needed], [true, better, null]);
      assertEquals([entry!.doubts, comparison.doubts], [[], []]);
    });
  }
});

Deno.test("compareDocuments() calls an exact count severe if it was 0 before", () => {
  const comparison = compare([only(counted(0))], [only(counted(3))]);
  assertEquals(wordsOf(comparison), ["instructions severe regression"]);
  const [entry] = comparison.entries;
  assertEquals([entry!.baseline, entry!.current], [0, 3]);
  assertEquals([entry!.change, entry!.interval, entry!.at_least], [null, null, null]);
  assertEquals(messagesOf(entry!), ["it was 0 before, so the change has no percentage"]);
  assertEquals(outcomeOf(comparison, false).code, 1);
  const higher = { better: "higher" } as const;
  const gained = compare([only(counted(0, higher))], [only(counted(3, higher))]);
  assertEquals(wordsOf(gained), ["instructions improvement"]);
});

Deno.test("an increase of a count from 0 is the worst of all regressions", () => {
  const made = (one: number, two: number) => [
    makeBenchmark("grows", { metrics: [counted(one)] }),
    makeBenchmark("appears", { metrics: [counted(two)] }),
  ];
  const { entries } = compare(made(1, 0), made(1000, 1));
  assertEquals(entries.map(({ name }) => name), ["appears", "grows"]);
});

Deno.test("compareDocuments() does not take a count as exact if it differs between rounds", () => {
  const comparison = compare(
    [only(counted(10.5, { rounds: [10, 11] }))],
    [only(counted(10, { rounds: [10, 10] }))],
  );
  assertEquals(comparison.entries[0]!.exact, false);
  assertEquals(comparison.entries[0]!.interval!.level, 0.95);
  const steady = compare(
    [only(counted(10, { rounds: [10, 10] }))],
    [only(counted(10, { rounds: [10, 10] }))],
  );
  assertEquals(steady.entries[0]!.interval, { lower: 0, upper: 0, level: 1 });
});

Deno.test("compareDocuments() judges metrics with rounds by their spread, in either direction", () => {
  const rates = (level: number) =>
    only(metric("MB/s", level, {
      unit: "MB/s",
      better: "higher",
      rounds: [0.99, 1, 1.01, 1, 1].map((factor) => level * factor),
    }));
  const slower = compare([rates(100)], [rates(60)]);
  assertEquals(wordsOf(slower), ["MB/s moderate regression"]);
  const [entry] = slower.entries;
  assertAlmostEquals(entry!.change!, -0.4, 0.001);
  assertEquals(entry!.interval!.level, 0.95);
  assertEquals([entry!.rounds, entry!.unit], [{ baseline: 5, current: 5 }, "MB/s"]);
  assertEquals(entry!.samples.baseline.length, 5);
  assertEquals(entry!.session_deviation, 0.02);
  assertEquals(slower.doubts.map(({ kind }) => kind), ["unknown-sessions"]);
  assertEquals(wordsOf(compare([rates(60)], [rates(100)])), ["MB/s improvement"]);
});

Deno.test("compareDocuments() warns if verdicts on metrics rest on two numbers", () => {
  const comparison = compare(
    [only(metric("B/op", 100), counted(5))],
    [only(metric("B/op", 100), counted(5))],
  );
  assertEquals(
    messagesOf(comparison)[0]!.split(",")[0],
    "1 of 1 comparisons rest on two numbers only",
  );
});

Deno.test("compareDocuments() says why a metric cannot be compared", async (t) => {
  const rows: [what: string, before: MetricResult, after: MetricResult, reason: string][] = [
    [
      "a different unit",
      metric("size", 1, { unit: "kB" }),
      metric("size", 1000),
      "the baseline is in kB, but the current result in no unit",
    ],
    [
      "a different direction",
      metric("score", 1),
      metric("score", 2, { better: "higher" }),
      "lower is better in the baseline, but higher in the current result",
    ],
    [
      "no direction",
      metric("score", 1, { better: null }),
      metric("score", 2, { better: null }),
      "it is not known whether less or more score is better",
    ],
    ["no baseline", metric("size", 0), metric("size", 2), "the baseline is zero"],
    [
      "a negative value",
      metric("saved", -1),
      metric("saved", -2),
      "a value is below 0, so the change has no percentage",
    ],
    [
      "a negative count",
      metric("saved", 0, { exact: true }),
      metric("saved", -2, { exact: true }),
      "a value is below 0, so the change has no percentage",
    ],
    [
      "a value greater than any number",
      metric("size", 1e-300),
      metric("size", 1e300),
      "the change is too large for a number",
    ],
  ];
  for (const [what, before, after, reason] of rows) {
    await t.step(what, () => {
      const comparison = compare([only(before)], [only(after)]);
      assertEquals(wordsOf(comparison), [`${before.name} not_compared`]);
      assertEquals(messagesOf(comparison.entries[0]!), [reason]);
      assertEquals(outcomeOf(comparison, false).code, 2);
    });
  }
});

Deno.test("compareDocuments() judges rounds of 0 by the change alone", () => {
  const misses = (...rounds: number[]) =>
    only(metric("misses", rounds.reduce((sum, one) => sum + one, 0) / rounds.length, { rounds }));
  const comparison = compare([misses(0, 1, 2)], [misses(2, 2, 2)]);
  assertEquals(wordsOf(comparison), ["misses severe regression"]);
  assertEquals(comparison.entries[0]!.interval, null);
  assertEquals(messagesOf(comparison.entries[0]!), [
    "a round is 0 or less, so it is judged by the change alone",
  ]);
  assertEquals(wordsOf(compare([misses(0, 0)], [misses(0, 0)])), ["misses unchanged"]);
});

Deno.test("all metrics of a benchmark without a duration are compared by default", async (t) => {
  const timed = (duration_ms: number, ...metrics: MetricResult[]) =>
    makeBenchmark("a", { duration_ms, metrics });
  const failures = [{ round: null, message: "no" }];
  const failed = makeBenchmark("a", { failures });
  const two = only(counted(5), metric("B/op", 1));
  const unsure = metric("score", 1, { better: null });
  const rows: [
    what: string,
    baseline: readonly BenchmarkResult[],
    current: readonly BenchmarkResult[],
    words: readonly string[],
  ][] = [
    ["durations on both sides", [timed(1, counted(1))], [timed(1, counted(9))], [
      "duration unchanged",
    ]],
    ["durations on neither side", [two], [two], ["B/op unchanged", "instructions unchanged"]],
    ["a duration only in the baseline", [timed(1, counted(5))], [only(counted(5))], [
      "duration not_compared",
      "instructions unchanged",
    ]],
    ["a duration only in the current result", [only(counted(5))], [
      timed(1),
    ], [
      "duration not_compared",
      "instructions not_compared",
    ]],
    ["a metric of one side", [only(counted(5))], [two], [
      "B/op not_compared",
      "instructions unchanged",
    ]],
    ["a metric without a direction among others", [only(counted(5), unsure)], [
      only(counted(5), unsure),
    ], ["instructions unchanged"]],
    ["no metric with a direction", [only(unsure)], [only(unsure)], ["score not_compared"]],
    ["a failure in the current version", [two], [failed], ["instructions failed"]],
    ["a failure in the baseline", [failed], [two], ["instructions not_compared"]],
    ["failures on both sides", [failed], [failed], ["duration not_compared"]],
    ["a new benchmark", [], [two], ["instructions added"]],
    ["a removed benchmark", [two], [], ["instructions removed"]],
    ["heap alone", [makeBenchmark("a", { memory_mb: 1 })], [makeBenchmark("a", { memory_mb: 2 })], [
      "memory severe regression",
    ]],
  ];
  for (const [what, baseline, current, words] of rows) {
    await t.step(what, () => assertEquals(wordsOf(compare(baseline, current)), words));
  }
});

Deno.test("compareDocuments() names the metrics of unknown direction, and what to do", () => {
  const unsure = (name: string) => metric(name, 1, { better: null });
  const both = [only(counted(5), unsure("score"), unsure('"points"'))];
  const comparison = compare(both, both);
  const [doubt] = comparison.doubts;
  assertEquals(doubt, {
    kind: "unknown-direction",
    message: "score and 1 more: not judged, because no result says whether less or more is better",
    advice: 'Say so in benchline.jsonc: "metrics": { "score": { "better": "lower" } }.',
  });
  const directionOf = () => "higher" as const;
  assertEquals(wordsOf(compare(both, both, { directionOf })).length, 3);
  assertEquals(compare(both, both, { directionOf }).doubts.map(({ kind }) => kind), [
    "two-numbers",
  ]);
});

Deno.test("a direction in the configuration overrides those of the results", () => {
  const directionOf = (name: string) => name === "score" ? "higher" as const : null;
  const [before, after] = [[only(metric("score", 10))], [only(metric("score", 20))]];
  assertEquals(wordsOf(compare(before, after)), ["score severe regression"]);
  assertEquals(wordsOf(compare(before, after, { directionOf })), ["score improvement"]);
  const other = [only(metric("score", 20, { better: "higher" }))];
  assertEquals(wordsOf(compare(before, other, { directionOf })), ["score improvement"]);
});

Deno.test("compareDocuments() compares only the requested metrics", () => {
  const made = (duration_ms: number, count: number) =>
    makeBenchmark("a", { duration_ms, metrics: [counted(count)] });
  const asked = (...metrics: string[]) => wordsOf(compare([made(1, 5)], [made(2, 9)], { metrics }));
  assertEquals(asked("instructions"), ["instructions severe regression"]);
  assertEquals(asked("duration", "instructions"), [
    "duration severe regression",
    "instructions severe regression",
  ]);
  assertEquals(asked("constructor"), ["constructor not_compared"]);
});

Deno.test("compareDocuments() applies thresholds to each metric", () => {
  const thresholdsOf = resolveThresholds({ metrics: { instructions: { threshold: 0.1 } } }, {});
  const made = (count: number, size: number) => [only(counted(count), metric("B/op", size))];
  const comparison = compare(made(1000, 1000), made(1002, 1002), { thresholdsOf });
  assertEquals(wordsOf(comparison), ["instructions minor regression", "B/op unchanged"]);
});

Deno.test("compareDocuments() does not judge counts across environments", () => {
  const side = (cpu: string, count: number) => ({
    source: cpu,
    document: makeDocument([only(counted(count))], { environment: { ...ENVIRONMENT, cpu } }),
  });
  const comparison = compareDocuments(side("one", 0), side("other", 3), {
    metrics: null,
    thresholdsOf: resolveThresholds({}, {}),
    ignoreEnvironment: false,
  });
  assertEquals(wordsOf(comparison), ["instructions not_compared"]);
});

Deno.test("a recorded metric with a built-in name counts if there is no built-in value", () => {
  const recorded = metric("memory", 5, { unit: "kB" });
  const made = (given: Partial<BenchmarkResult>) =>
    makeBenchmark("a", { duration_ms: 1, metrics: [recorded], ...given });
  const options = { metrics: ["memory"] };
  const [alone] = compare([made({})], [made({})], options).entries;
  assertEquals([alone!.unit, alone!.baseline], ["kB", 5]);
  const [beside] = compare([made({ memory_mb: 1 })], [made({ memory_mb: 1 })], options).entries;
  assertEquals([beside!.unit, beside!.baseline], ["MB", 1]);
});

Deno.test("the other direction mirrors every verdict", () => {
  const mirrored: Partial<Record<Verdict, readonly Verdict[]>> = {
    regression: ["improvement"],
    improvement: ["regression"],
    unchanged: ["unchanged"],
    not_slower: ["inconclusive"],
    inconclusive: ["not_slower", "inconclusive"],
    not_compared: ["not_compared"],
  };
  const value = fc.oneof(
    fc.integer({ min: -2, max: 50 }),
    fc.double({ min: 0.5, max: 2, noNaN: true }),
  );
  const side = fc.record({
    value,
    exact: fc.boolean(),
    rounds: fc.array(value, { maxLength: 6 }),
  });
  fc.assert(
    fc.property(side, side, (before, after) => {
      const [lower, higher] = (["lower", "higher"] as const).map((better) =>
        compare(
          [only(metric("m", before.value, { ...before, better }))],
          [only(metric("m", after.value, { ...after, better }))],
        ).entries[0]!
      );
      assertEquals(mirrored[lower!.verdict]!.includes(higher!.verdict), true);
      assertEquals([lower!.change, lower!.interval], [higher!.change, higher!.interval]);
    }),
    { seed: 20_261_126, numRuns: trialsOf(500) },
  );
});
