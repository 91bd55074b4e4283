import { assertAlmostEquals, assertEquals } from "@std/assert";
import { compareBenchmarks } from "../../scripts/verdict/compare_versions.ts";
import type { Benchmark } from "../../scripts/verdict/benchmark.ts";
import type { ComparisonEntry } from "../../scripts/verdict/comparison.ts";
import { DEFAULT_THRESHOLDS } from "../../scripts/verdict/severity.ts";
import { noted } from "../../scripts/result/doubt.ts";
import { ENVIRONMENT } from "../helpers/sketches.ts";
import { judged, roundsOf, versioned } from "../helpers/versioned.ts";

const SLOWER = [0.3, 0.31, 0.29, 0.3, 0.3, 0.31];
const SLOWER_STILL = [0.4, 0.41, 0.39, 0.4, 0.4, 0.41];
const FASTER = [-0.3, -0.31, -0.29, -0.3, -0.3, -0.31];
const SAME = [0, 0.01, -0.01, 0, 0.01, 0];
const NOISE = [0.5, -0.3, 0.2, -0.1, 0.3, 0];

function compare(benchmarks: readonly Benchmark[]) {
  return compareBenchmarks(benchmarks, {
    baseline: { source: "main", timestamp: "2026-01-01T00:00:00.000Z", git_commit: "a".repeat(40) },
    current: {
      source: "the working tree",
      timestamp: "2026-01-01T00:00:00.000Z",
      git_commit: null,
    },
    environment: ENVIRONMENT,
    shard: null,
    measurement: { placement: "pair", pinned: true, seconds: 12.5 },
    doubts: [noted("w")],
  });
}

const entryOf = (one: Benchmark): ComparisonEntry => compare([one]).entries[0]!;
const doubtsOf = ({ doubts }: ComparisonEntry) => doubts.map(({ message }) => message);

Deno.test("compareBenchmarks() takes the figures of a confirmed slowdown from all rounds", () => {
  const entry = entryOf(judged("sort", SLOWER, { confirmation: roundsOf(SLOWER_STILL) }));
  assertEquals(entry.verdict, "regression");
  assertEquals(entry.severity, "moderate");
  assertEquals(entry.rounds, { baseline: 12, current: 12 });
  const mean = [...SLOWER, ...SLOWER_STILL].reduce((sum, x) => sum + Math.log1p(x), 0) / 12;
  assertAlmostEquals(entry.change!, Math.expm1(mean), 1e-12);
  assertEquals(entry.doubts, []);
  assertEquals(entry.line, 3);
  const { baseline, current, changes, confirming } = entry.samples;
  assertEquals([baseline.length, current.length, changes!.length, confirming], [12, 12, 12, 6]);
  for (const [index, change] of [...SLOWER, ...SLOWER_STILL].entries()) {
    assertAlmostEquals(changes![index]!, change, 1e-12);
    assertAlmostEquals(current[index]!, 1 + change, 1e-12);
  }
});

Deno.test("compareBenchmarks() shows durations that agree with the change", async (t) => {
  const rounds = roundsOf([0.06, 0.07, 0.065, 0.06, 0.9, 0.066]).map((round, index) => ({
    ...round,
    // The machine is slower in every other round, and the sides of one round need not agree with
    // that.
    durationMs: { baseline: index % 2 === 0 ? 3 : 4, current: index % 2 === 0 ? 3.3 : 3.9 },
  }));
  for (const confirmation of [[], rounds]) {
    await t.step(`${confirmation.length} rounds to confirm`, () => {
      const { baseline, current, change } = entryOf({
        ...judged("sort", [0.06, 0.07, 0.065, 0.06, 0.9, 0.066]),
        rounds,
        confirmation,
      });
      assertAlmostEquals(current! / baseline! - 1, change!, 1e-12);
      // The outlying round is set aside; two of the other five are fast.
      if (confirmation.length === 0) assertAlmostEquals(baseline!, 3 ** 0.4 * 4 ** 0.6);
    });
  }
});

Deno.test("compareBenchmarks() shows durations that one outlying round does not affect", () => {
  const durationsMs = Array.from({ length: 20 }, (_, index) => 3 + 0.01 * index);
  const baselineOf = (durations: readonly number[]) => {
    const rounds = roundsOf(durations.map(() => 0)).map((round, index) => ({
      ...round,
      durationMs: { baseline: durations[index]!, current: 3 },
    }));
    return entryOf({ ...judged("sort", durations.map(() => 0)), rounds }).baseline!;
  };
  const typical = baselineOf(durationsMs);
  assertAlmostEquals(typical, 3.095, 1e-3);
  assertEquals(baselineOf(durationsMs.with(-1, 300)), typical);
});

Deno.test("compareBenchmarks() does not call an unconfirmed slowdown a regression", async (t) => {
  const seen = "a slowdown was seen but not confirmed in fresh processes";
  const early = "a slowdown was seen, but measuring ended before it could be confirmed";
  const rows: [what: string, confirmation: readonly number[], verdict: string, doubt: string][] = [
    ["equal in fresh processes", SAME, "inconclusive", seen],
    ["noise in fresh processes", NOISE, "inconclusive", seen],
    ["not measured again", [], "not_measured", early],
  ];
  for (const [what, confirmation, verdict, doubt] of rows) {
    await t.step(what, () => {
      const entry = entryOf(judged("sort", SLOWER, { confirmation: roundsOf(confirmation) }));
      assertEquals(entry.verdict, verdict);
      assertEquals([entry.severity, entry.at_least], [null, null]);
      assertEquals(doubtsOf(entry), [doubt]);
    });
  }
});

Deno.test("compareBenchmarks() also requires all rounds together to show a slowdown", async (t) => {
  // One outlying round among sixteen is not set aside, but among the six that confirm it is.
  const rows: [odd: number, verdict: string][] = [[-0.4, "regression"], [-0.6, "inconclusive"]];
  for (const [odd, verdict] of rows) {
    await t.step(`${odd}`, () => {
      const confirmation = roundsOf(SLOWER.with(3, odd));
      const entry = entryOf(judged("sort", [...SLOWER, ...SLOWER.slice(2)], { confirmation }));
      assertEquals([entry.verdict, entry.at_least === null], [verdict, verdict !== "regression"]);
    });
  }
});

Deno.test("compareBenchmarks() requires confirmation only of slowdowns", async (t) => {
  const rows: [changes: readonly number[], verdict: string][] = [
    [FASTER, "improvement"],
    [SAME, "unchanged"],
    [NOISE, "inconclusive"],
  ];
  for (const [changes, verdict] of rows) {
    await t.step(verdict, () => {
      const entry = entryOf(judged("sort", changes));
      assertEquals(entry.verdict, verdict);
      assertEquals(entry.rounds, { baseline: 6, current: 6 });
      assertEquals(entry.interval?.level, 0.95);
    });
  }
});

Deno.test("compareBenchmarks() calls a benchmark failed only if the current version cannot run it", async (t) => {
  const rows: [side: "baseline" | "current", verdict: string, message: string][] = [
    ["baseline", "not_compared", "baseline: Error: boom"],
    ["current", "failed", "current: Error: boom"],
  ];
  for (const [side, verdict, message] of rows) {
    await t.step(side, () => {
      const entry = entryOf(judged("sort", SLOWER, { failure: { side, message: "Error: boom" } }));
      assertEquals(entry.verdict, verdict);
      assertEquals(entry.failures, [{ round: null, message }]);
      assertAlmostEquals(entry.baseline!, 1);
      assertEquals(entry.change, null);
    });
  }
});

Deno.test("compareBenchmarks() reports what was not measured", async (t) => {
  const rows: [what: string, changes: readonly number[]][] = [
    ["no round", []],
    ["one round", [0.2]],
    ["three rounds", [0.2, 0, 0.4]],
  ];
  for (const [what, changes] of rows) {
    await t.step(what, () => {
      const entry = entryOf(judged("sort", changes));
      assertEquals(entry.verdict, "not_measured");
      assertEquals(entry.rounds_needed, null);
      if (changes.length < 2) assertEquals(entry.interval, null);
      if (changes.length === 0) assertEquals([entry.baseline, entry.current], [null, null]);
    });
  }
  assertEquals(entryOf(judged("sort", [0.2, 0, 0.4, 0])).verdict, "inconclusive");
});

Deno.test("compareBenchmarks() says why a benchmark is undecided, and what would settle it", async (t) => {
  const rows: [what: string, changes: readonly number[], doubt: string][] = [
    ["two modes", [0, 0.3, 0, 0.3, 0, 0.3], "unstable: some rounds show 0.0 %, others +30.0 %"],
    [
      "a few more rounds",
      [0.06, 0.08, 0.03, 0.05, 0.1, 0.04],
      "about 24 rounds would settle it: --budget 12",
    ],
    [
      "more rounds than a comparison measures",
      [0.06, 0.14, -0.06, 0.02, 0.22, -0.02],
      "settling it takes about 301 rounds, but a comparison measures at most 90",
    ],
    [
      "a change that is not certain yet",
      [0.3, 0.5, 0.1, 0.6, 0.1, 0.35],
      "not yet shown with 99 % confidence; about 11 rounds would settle it: --budget 6",
    ],
    ["noise", NOISE, "more rounds are unlikely to settle it"],
  ];
  for (const [what, changes, doubt] of rows) {
    await t.step(what, () => {
      const entry = entryOf(judged("sort", changes));
      assertEquals(entry.verdict, "inconclusive");
      assertEquals(doubtsOf(entry), [doubt]);
    });
  }
});

Deno.test("compareBenchmarks() reports a change of the heap that nearly every round shows", async (t) => {
  const all = (baseline: number, current: number) => SAME.map(() => ({ baseline, current }));
  const rows: [what: string, heap: { baseline: number; current: number }[], doubts: string[]][] = [
    ["more", all(1000, 2500), ["heap 1.0 kB to 2.5 kB a call"]],
    ["less", all(4e6, 150), ["heap 4.0 MB to 150 B a call"]],
    ["little more", all(1000, 1199), []],
    ["little more of much", all(1e6, 1.05e6), []],
    ["more in half of the rounds", [...all(0, 2000).slice(3), ...all(0, 0).slice(3)], []],
    ["sometimes more, sometimes less", [...all(0, 2000).slice(3), ...all(2000, 0).slice(3)], []],
  ];
  for (const [what, heap, doubts] of rows) {
    await t.step(what, () => {
      const benchmark = judged("sort", SAME);
      const rounds = benchmark.rounds.map((round, at) => ({ ...round, heapBytes: heap[at]! }));
      assertEquals(doubtsOf(entryOf({ ...benchmark, rounds })), doubts);
    });
  }
});

Deno.test("compareBenchmarks() names the rounds set aside", () => {
  const entry = entryOf(judged("sort", [0, 0.01, -0.01, 0, 1.2, 0]));
  assertEquals(entry.verdict, "unchanged");
  assertEquals(doubtsOf(entry), ["1 round far from the others was set aside: +120.0 %"]);
});

Deno.test("compareBenchmarks() lists the worst benchmarks first, and counts", () => {
  const confirmed = (name: string, changes: readonly number[]) =>
    judged(name, changes, { confirmation: roundsOf(changes) });
  const { places } = versioned("any");
  const { entries, summary } = compare([
    judged("same", SAME),
    judged("faster", FASTER),
    judged("maybe faster", [-0.2, -0.1, -0.05, -0.02, -0.18, -0.09]),
    confirmed("slower", SLOWER),
    judged("noisy", NOISE),
    judged("late", [0.1]),
    versioned("broken", { failure: { side: "current", message: "boom" } }),
    versioned("was broken", { failure: { side: "baseline", message: "boom" } }),
    confirmed("slower still", SLOWER_STILL),
    versioned("new", { places: { ...places, baseline: null } }),
    versioned("old", { places: { ...places, current: null } }),
  ]);
  assertEquals(entries.map(({ name, verdict }) => `${name}: ${verdict}`), [
    "slower still: regression",
    "slower: regression",
    "broken: failed",
    "was broken: not_compared",
    "late: not_measured",
    "noisy: inconclusive",
    "faster: improvement",
    "maybe faster: not_slower",
    "same: unchanged",
    "new: added",
    "old: removed",
  ]);
  assertEquals(summary, {
    regression: 2,
    failed: 1,
    not_compared: 1,
    not_measured: 1,
    inconclusive: 1,
    improvement: 1,
    not_slower: 1,
    unchanged: 1,
    added: 1,
    removed: 1,
  });
});

Deno.test("compareBenchmarks() says how benchmarks were measured, and that they are gated", () => {
  const comparison = compare([judged("same", SAME), judged("workers", SAME, { pinned: false })]);
  assertEquals(comparison.measurement, {
    placement: "pair",
    pinned: true,
    unpinned: ["a_bench.ts:workers"],
    seconds: 12.5,
  });
  assertEquals(comparison.gated, true);
  assertEquals(comparison.doubts, [noted("w")]);
  assertEquals(comparison.environment_differences, []);
  assertEquals(comparison.entries[0]!.thresholds, DEFAULT_THRESHOLDS);
});
