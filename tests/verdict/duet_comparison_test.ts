import { assertAlmostEquals, assertEquals } from "@std/assert";
import type { DuetBenchmark } from "../../scripts/result/duet.ts";
import type { BenchmarkIdentity } from "../../scripts/result/identity.ts";
import {
  compareDuet,
  describeUnpinned,
  type DuetOutcome,
} from "../../scripts/verdict/compare_duet.ts";
import { judgeDuet } from "../../scripts/verdict/judge_duet.ts";
import type { ComparisonEntry } from "../../scripts/verdict/comparison.ts";
import { DEFAULT_THRESHOLDS } from "../../scripts/verdict/severity.ts";
import { ENVIRONMENT } from "../helpers/sketches.ts";
import { toDuetRounds } from "../helpers/simulated_duet.ts";

const SLOWER = [0.3, 0.31, 0.29, 0.3, 0.3, 0.31];
const SLOWER_STILL = [0.4, 0.41, 0.39, 0.4, 0.4, 0.41];
const FASTER = [-0.3, -0.31, -0.29, -0.3, -0.3, -0.31];
const SAME = [0, 0.01, -0.01, 0, 0.01, 0];
const NOISE = [0.5, -0.3, 0.2, -0.1, 0.3, 0];

type Measured = DuetOutcome["benchmarks"][number];

function identify(name: string): BenchmarkIdentity {
  return { file: "a_bench.ts", group: null, name };
}

const toRounds = (changes: readonly number[]) => toDuetRounds(changes.map(Math.log1p));

/** A benchmark that was judged alone by its rounds. */
function measured(
  name: string,
  changes: readonly number[],
  more: Partial<DuetBenchmark> = {},
): Measured {
  const benchmark: DuetBenchmark = {
    identity: identify(name),
    line: 3,
    rounds: toRounds(changes),
    confirmation: [],
    failure: null,
    pinned: true,
    ...more,
  };
  if (benchmark.failure !== null || changes.length === 0) return { benchmark, judgement: null };
  const thresholds = DEFAULT_THRESHOLDS;
  const [judgement] = judgeDuet([{ ...benchmark, thresholds }]);
  return { benchmark, judgement: judgement! };
}

function compare(benchmarks: readonly Measured[], more: Partial<DuetOutcome> = {}) {
  return compareDuet({
    benchmarks,
    added: [],
    removed: [],
    baseline: { source: "main", timestamp: "2026-01-01T00:00:00.000Z", git_commit: "a".repeat(40) },
    current: {
      source: "the working tree",
      timestamp: "2026-01-01T00:00:00.000Z",
      git_commit: null,
    },
    environment: ENVIRONMENT,
    shard: null,
    measurement: { placement: "pair", pinned: true, unpinned: [], seconds: 12.5 },
    warnings: [],
    ...more,
  }, () => DEFAULT_THRESHOLDS);
}

const entryOf = (one: Measured): ComparisonEntry => compare([one]).entries[0]!;

Deno.test("compareDuet() takes the figures of a confirmed slowdown from all rounds", () => {
  const entry = entryOf(measured("sort", SLOWER, { confirmation: toRounds(SLOWER_STILL) }));
  assertEquals(entry.verdict, "regression");
  assertEquals(entry.severity, "moderate");
  assertEquals(entry.rounds, { baseline: 12, current: 12 });
  const mean = [...SLOWER, ...SLOWER_STILL].reduce((sum, x) => sum + Math.log1p(x), 0) / 12;
  assertAlmostEquals(entry.change!, Math.expm1(mean), 1e-12);
  assertEquals(entry.baseline, 1);
  assertAlmostEquals(entry.current!, (1.31 + 1.39) / 2, 1e-12);
  assertEquals(entry.reason, null);
  assertEquals(entry.line, 3);
  const { baseline, current, changes, confirming } = entry.samples;
  assertEquals([baseline.length, current.length, changes!.length, confirming], [12, 12, 12, 6]);
  for (const [index, change] of [...SLOWER, ...SLOWER_STILL].entries()) {
    assertAlmostEquals(changes![index]!, change, 1e-12);
    assertAlmostEquals(current[index]!, 1 + change, 1e-12);
  }
});

Deno.test("compareDuet() calls a slowdown that is not confirmed inconclusive", async (t) => {
  const seen = "a slowdown was seen and not confirmed in fresh processes";
  const early = "a slowdown was seen, and the measuring ended before it could be confirmed";
  const rows: [what: string, confirmation: readonly number[], reason: string][] = [
    ["the same in fresh processes", SAME, seen],
    ["noise in fresh processes", NOISE, seen],
    ["never measured again", [], early],
  ];
  for (const [what, confirmation, reason] of rows) {
    await t.step(what, () => {
      const entry = entryOf(measured("sort", SLOWER, { confirmation: toRounds(confirmation) }));
      assertEquals(entry.verdict, "inconclusive");
      assertEquals([entry.severity, entry.at_least], [null, null]);
      assertEquals(entry.reason, reason);
    });
  }
});

Deno.test("compareDuet() asks nothing but a slowdown for confirmation", async (t) => {
  const rows: [changes: readonly number[], verdict: string][] = [
    [FASTER, "improvement"],
    [SAME, "unchanged"],
    [NOISE, "inconclusive"],
  ];
  for (const [changes, verdict] of rows) {
    await t.step(verdict, () => {
      const entry = entryOf(measured("sort", changes));
      assertEquals(entry.verdict, verdict);
      assertEquals(entry.rounds, { baseline: 6, current: 6 });
      assertEquals(entry.interval?.level, 0.95);
    });
  }
});

Deno.test("compareDuet() says which side failed, and keeps what was measured", async (t) => {
  const rows: [side: "baseline" | "current", message: string][] = [
    ["baseline", "baseline: Error: boom"],
    ["current", "current: Error: boom"],
  ];
  for (const [side, message] of rows) {
    await t.step(side, () => {
      const entry = entryOf(
        measured("sort", SLOWER, { failure: { side, message: "Error: boom" } }),
      );
      assertEquals(entry.verdict, "failed");
      assertEquals(entry.failures, [{ round: null, message }]);
      assertEquals(entry.baseline, 1);
      assertEquals(entry.change, null);
    });
  }
});

Deno.test("compareDuet() says why there is no decision", async (t) => {
  const rows: [what: string, changes: readonly number[], reason: string | null][] = [
    ["no round", [], "no round finished"],
    ["one round", [0.2], null],
    ["two modes", [0, 0.3, 0, 0.3, 0, 0.3], "unstable: some rounds show 0.0 %, others +30.0 %"],
  ];
  for (const [what, changes, reason] of rows) {
    await t.step(what, () => {
      const entry = entryOf(measured("sort", changes));
      assertEquals(entry.verdict, "inconclusive");
      assertEquals(entry.reason, reason);
      if (changes.length < 2) assertEquals(entry.interval, null);
      if (changes.length === 0) assertEquals([entry.baseline, entry.current], [null, null]);
    });
  }
});

Deno.test("compareDuet() names the rounds set aside", () => {
  const { verdict, reason } = entryOf(measured("sort", [0, 0.01, -0.01, 0, 1.2, 0]));
  assertEquals(verdict, "unchanged");
  assertEquals(reason, "1 round far off the others set aside: +120.0 %");
});

Deno.test("compareDuet() lists what is worst first, and counts", () => {
  const confirmed = (name: string, changes: readonly number[]) =>
    measured(name, changes, { confirmation: toRounds(changes) });
  const { entries, summary } = compare([
    measured("same", SAME),
    measured("faster", FASTER),
    confirmed("slower", SLOWER),
    measured("noisy", NOISE),
    measured("broken", [], { failure: { side: "baseline", message: "boom" } }),
    confirmed("slower still", SLOWER_STILL),
  ], { added: [{ ...identify("new"), line: 9 }], removed: [identify("old")] });
  assertEquals(entries.map(({ name, verdict }) => `${name}: ${verdict}`), [
    "slower still: regression",
    "slower: regression",
    "broken: failed",
    "noisy: inconclusive",
    "faster: improvement",
    "same: unchanged",
    "new: added",
    "old: removed",
  ]);
  assertEquals(summary, {
    regression: 2,
    failed: 1,
    inconclusive: 1,
    improvement: 1,
    unchanged: 1,
    added: 1,
    removed: 1,
  });
});

Deno.test("compareDuet() says how it was measured, and that it counts", () => {
  const measurement = {
    placement: "single",
    pinned: false,
    unpinned: ["a_bench.ts:workers"],
    seconds: 3,
  } as const;
  const outcome = { ...measurement, unpinned: [...measurement.unpinned] };
  const comparison = compare([measured("same", SAME)], { measurement: outcome, warnings: ["w"] });
  assertEquals(comparison.measurement, outcome);
  assertEquals(comparison.gated, true);
  assertEquals(comparison.warnings, ["w"]);
  assertEquals(comparison.environment_differences, []);
  assertEquals(comparison.entries[0]!.thresholds, DEFAULT_THRESHOLDS);
});

Deno.test("describeUnpinned() names what was left to several cores", () => {
  const benchmarks = [measured("a", SAME), measured("b", SAME, { pinned: false })];
  assertEquals(describeUnpinned(benchmarks.map(({ benchmark }) => benchmark)), ["a_bench.ts:b"]);
});
