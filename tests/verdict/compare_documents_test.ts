import { assertAlmostEquals, assertEquals } from "@std/assert";
import type { Metric, Verdict } from "../../scripts/verdict/comparison.ts";
import { exitCodeOf, VERDICTS } from "../../scripts/verdict/comparison.ts";
import type { BenchmarkResult } from "../../scripts/result/schema.ts";
import { compare, makeBenchmark, makeDocument, throughFile } from "../helpers/documents.ts";

/** Compares two sets of benchmarks as they come from files. */
function compareSets(
  baseline: readonly BenchmarkResult[],
  current: readonly BenchmarkResult[],
  metrics: Metric[] = ["duration"],
) {
  const [base, next] = [baseline, current].map((set) => throughFile(makeDocument(set)));
  return compare(base!, next!, { metrics });
}

const ENTRY_ROUNDS = [10, 10.1, 9.9, 10, 10];
const times = (factor: number) => ENTRY_ROUNDS.map((duration) => duration * factor);

Deno.test("compareDocuments() gives the change as a fraction of the baseline", async (t) => {
  const rows: [shows: string, baseline: number, current: number, change: number, Verdict][] = [
    ["the same", 10, 10, 0, "unchanged"],
    ["a tenth more, exactly at the threshold", 10, 11, 0.1, "unchanged"],
    ["a little above it", 10, 11.01, 0.101, "regression"],
    ["twice", 10, 20, 1, "regression"],
    ["half", 10, 5, -0.5, "improvement"],
    ["a tenth less", 10, 9, -0.1, "unchanged"],
    ["nanoseconds", 1e-6, 1.5e-6, 0.5, "regression"],
    ["the longest", 1, 86_400_000, 86_399_999, "regression"],
  ];
  for (const [shows, baseline, current, change, verdict] of rows) {
    await t.step(shows, () => {
      const [entry] = compareSets([makeBenchmark(baseline)], [makeBenchmark(current)]).entries;
      assertAlmostEquals(entry!.change!, change, 1e-9 * Math.max(1, change));
      assertEquals(entry!.verdict, verdict);
      assertEquals([entry!.baseline, entry!.current, entry!.unit], [baseline, current, "ms"]);
    });
  }
});

Deno.test("compareDocuments() judges by the spread of the rounds where both sides have it", async (t) => {
  const wide = [8, 14, 11, 9, 15];
  const rows: [shows: string, baseline: number[], current: number[], Verdict][] = [
    ["slower beyond the spread", ENTRY_ROUNDS, times(1.3), "regression"],
    ["as much slower within the spread", [10, 7, 13, 8, 12], wide, "inconclusive"],
    ["faster beyond the spread", ENTRY_ROUNDS, times(0.7), "improvement"],
    ["the same", ENTRY_ROUNDS, times(1), "unchanged"],
    ["two rounds a side are enough to judge", [10, 10.01], [20, 20.02], "regression"],
  ];
  for (const [shows, baseline, current, verdict] of rows) {
    await t.step(shows, () => {
      const { entries: [entry], warnings } = compareSets(
        [makeBenchmark(baseline)],
        [makeBenchmark(current)],
      );
      assertEquals(entry!.verdict, verdict);
      assertEquals(entry!.interval?.level, 0.95);
      assertEquals(entry!.rounds, { baseline: baseline.length, current: current.length });
      assertEquals(warnings, []);
    });
  }
});

Deno.test("compareDocuments() shows the change that was judged and that its interval surrounds", () => {
  const { entries: [entry] } = compareSets(
    [makeBenchmark([10, 10, 10])],
    [makeBenchmark([15, 20, 40])],
  );
  // The rounds' geometric mean, which one round far out moves less than the mean shown beside it.
  assertAlmostEquals(entry!.change!, Math.cbrt(15 * 20 * 40) / 10 - 1, 1e-12);
  const { lower, upper } = entry!.interval!;
  assertAlmostEquals((1 + lower) * (1 + upper), (1 + entry!.change!) ** 2, 1e-6);
});

Deno.test("compareDocuments() warns where the verdict rests on two numbers", async (t) => {
  const warning = (count: string) =>
    `${count} comparisons rest on two numbers alone, since a side records no spread between rounds; on a shared machine such a verdict is often wrong`;
  const rounds = makeBenchmark([10, 10.1]), single = makeBenchmark(10);
  const rows: [string, BenchmarkResult, BenchmarkResult, Metric[], warnings: string[]][] = [
    ["rounds on both sides", rounds, rounds, ["duration"], []],
    ["none in the baseline", single, rounds, ["duration"], [warning("1 of 1")]],
    ["none in the current result", rounds, single, ["duration"], [warning("1 of 1")]],
    ["one round only", makeBenchmark([10]), rounds, ["duration"], [warning("1 of 1")]],
    ["two metrics", single, single, ["duration", "throughput"], [warning("2 of 2")]],
    [
      "memory, which is measured once by nature",
      { ...single, memory_mb: 1 },
      { ...single, memory_mb: 2 },
      ["memory"],
      [],
    ],
  ];
  for (const [shows, baseline, current, metrics, warnings] of rows) {
    await t.step(shows, () => {
      assertEquals(compareSets([baseline], [current], metrics).warnings, warnings);
    });
  }
  await t.step("and counts them", () => {
    const set = [rounds, makeBenchmark(1, { name: "b" }), makeBenchmark(1, { name: "c" })];
    assertEquals(compareSets(set, set).warnings, [warning("2 of 3")]);
  });
});

Deno.test("compareDocuments() judges each metric by itself", async (t) => {
  const of = (duration: number, throughput: number | null, memory_mb: number | null = null) =>
    makeBenchmark(duration, { throughput, memory_mb });
  type Row = [string, Metric, BenchmarkResult, BenchmarkResult, Verdict, reason: string | null];
  const rows: Row[] = [
    ["throughput down 10 %", "throughput", of(1, 1000), of(1, 900), "unchanged", null],
    ["throughput down 11 %", "throughput", of(1, 1000), of(1, 890), "regression", null],
    ["throughput up", "throughput", of(1, 1000), of(1, 1200), "improvement", null],
    ["more heap", "memory", of(1, 1, 1), of(1, 1, 1.2), "regression", null],
    ["less heap", "memory", of(1, 1, 1), of(1, 1, 0.8), "improvement", null],
    [
      "200 bytes more are within the resolution",
      "memory",
      of(1, 1, 0.0001),
      of(1, 1, 0.0003),
      "unchanged",
      "closer than heap figures can be told apart",
    ],
    ["more than 200 bytes", "memory", of(1, 1, 0.0001), of(1, 1, 0.000301), "regression", null],
    [
      "no heap, now some",
      "memory",
      of(1, 1, 0),
      of(1, 1, 1),
      "inconclusive",
      "the baseline is zero",
    ],
    [
      "no heap, as before",
      "memory",
      of(1, 1, 0),
      of(1, 1, 0),
      "unchanged",
      "closer than heap figures can be told apart",
    ],
    ["heap, now none", "memory", of(1, 1, 1), of(1, 1, 0), "improvement", null],
    [
      "the baseline has no heap figure",
      "memory",
      of(1, 1),
      of(1, 1, 1),
      "inconclusive",
      "the baseline has no memory",
    ],
    [
      "the current result has no throughput",
      "throughput",
      of(1, 1),
      of(1, null),
      "inconclusive",
      "the current result has no throughput",
    ],
  ];
  for (const [shows, metric, baseline, current, verdict, reason] of rows) {
    await t.step(shows, () => {
      const { entries } = compareSets([baseline], [current], [metric]);
      assertEquals(entries.map((entry) => [entry.metric, entry.verdict, entry.reason]), [
        [metric, verdict, reason],
      ]);
    });
  }
});

Deno.test("compareDocuments() takes the spread of throughput from the rounds", () => {
  const { entries: [entry] } = compareSets(
    [makeBenchmark(ENTRY_ROUNDS, { throughput_unit: "rows/s" })],
    [makeBenchmark(times(2), { throughput_unit: "rows/s" })],
    ["throughput"],
  );
  assertEquals([entry!.verdict, entry!.severity, entry!.unit], [
    "regression",
    "moderate",
    "rows/s",
  ]);
  assertAlmostEquals(entry!.change!, -0.5, 1e-9);
  assertAlmostEquals(Math.sqrt((1 + entry!.interval!.lower) * (1 + entry!.interval!.upper)), 0.5);
});

Deno.test("compareDocuments() does not divide by a baseline of zero", () => {
  // No file can hold it, a caller of the library can.
  const document = makeDocument([makeBenchmark(0, { duration_ms: 0 })]);
  const { entries: [entry] } = compare(document, makeDocument([makeBenchmark(1)]));
  assertEquals([entry!.verdict, entry!.reason, entry!.change], [
    "inconclusive",
    "the baseline is zero",
    null,
  ]);
});

Deno.test("compareDocuments() orders by verdict, then worst or best first, then by name", () => {
  const named = (name: string, ms: number) => makeBenchmark(ms, { name });
  const failed = makeBenchmark(null, { name: "failed" });
  const baseline = [..."abcdefgh"].map((name) => named(name, 10));
  const { entries, summary } = compareSets(
    [...baseline, named("failed", 10), named("old", 1)],
    [
      named("a", 10),
      named("b", 4),
      named("c", 20),
      named("d", 2),
      named("e", 40),
      named("f", 20),
      failed,
      named("g", 9.5),
      named("h", 10.5),
      named("new", 1),
    ],
  );
  assertEquals(entries.map(({ name, verdict }) => `${verdict} ${name}`), [
    "regression e",
    "regression c",
    "regression f",
    "failed failed",
    "improvement d",
    "improvement b",
    "unchanged h",
    "unchanged a",
    "unchanged g",
    "added new",
    "removed old",
  ]);
  assertEquals(summary, {
    regression: 3,
    failed: 1,
    inconclusive: 0,
    improvement: 2,
    unchanged: 3,
    added: 1,
    removed: 1,
  });
});

Deno.test("compareDocuments() puts the largest loss of throughput first", () => {
  const rate = (name: string, throughput: number) => makeBenchmark(1, { name, throughput });
  const { entries } = compareSets(
    [..."abcd"].map((name) => rate(name, 100)),
    [rate("a", 80), rate("b", 20), rate("c", 150), rate("d", 300)],
    ["throughput"],
  );
  assertEquals(entries.map(({ name }) => name), ["b", "a", "d", "c"]);
});

Deno.test("exitCodeOf() is 1 for a regression, and when strict for what is open", async (t) => {
  const rows: [verdicts: Verdict[], lenient: 0 | 1, strict: 0 | 1][] = [
    [[], 0, 0],
    [["unchanged", "improvement", "added", "removed"], 0, 0],
    [["inconclusive"], 0, 1],
    [["failed"], 0, 1],
    [["regression"], 1, 1],
    [["improvement", "improvement", "regression"], 1, 1],
  ];
  for (const [verdicts, lenient, strict] of rows) {
    await t.step(verdicts.join(", ") || "nothing", () => {
      const counts = VERDICTS.map((verdict) => [
        verdict,
        verdicts.filter((one) => one === verdict).length,
      ]);
      const comparison = { summary: Object.fromEntries(counts) as Record<Verdict, number> };
      assertEquals([exitCodeOf(comparison, false), exitCodeOf(comparison, true)], [
        lenient,
        strict,
      ]);
    });
  }
});
