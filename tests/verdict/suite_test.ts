import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { Failure } from "../../scripts/result/failure.ts";
import { compareDocuments, type CompareOptions } from "../../scripts/verdict/compare_documents.ts";
import { resolveThresholds } from "../../scripts/verdict/config.ts";
import type { Benchmark } from "../../scripts/verdict/benchmark.ts";
import { compareBenchmarks } from "../../scripts/verdict/compare_versions.ts";
import type { Affected, Comparison } from "../../scripts/verdict/comparison.ts";
import { mergeComparisons } from "../../scripts/verdict/merge.ts";
import {
  addErrors,
  meanLogRatio,
  type MeasuredLogRatio,
} from "../../scripts/verdict/statistics/mean_log_ratio.ts";
import { ENVIRONMENT, makeDocument, type Sketch, steady } from "../helpers/sketches.ts";
import { judged, versioned } from "../helpers/versioned.ts";

const SIDE = { source: "main", timestamp: "2026-01-31T12:00:00.000Z", git_commit: null };
const WHOLE = { threshold: null, shard: null, affected: null } as const;

function compareInTurn(
  benchmarks: readonly Benchmark[],
  { threshold, shard, affected = null }: {
    readonly threshold: number | null;
    readonly shard: Comparison["shard"];
    readonly affected?: Affected | null;
  } = WHOLE,
): Comparison {
  return compareBenchmarks(benchmarks, {
    baseline: SIDE,
    current: SIDE,
    environment: ENVIRONMENT,
    shard,
    measurement: { placement: "pair", pinned: true, seconds: 1 },
    suite: { threshold },
    affected,
    doubts: [],
  });
}

/** Returns a benchmark in a file of its own, slower by about this change. */
function slower(name: string, change: number, more: Partial<Benchmark> = {}): Benchmark {
  const changes = [0.01, -0.01, 0, 0.01, 0, -0.01].map((noise) => change + noise);
  const identity = { file: `${name}_bench.ts`, group: null, name };
  return judged(name, changes, { identity, ...more });
}

Deno.test("the suite is the geometric mean of the judged benchmarks", () => {
  const place = versioned("x").places.current;
  const { suite } = compareInTurn([
    slower("twice", 1),
    slower("half", -0.5),
    slower("failed", 0.3, { failure: { side: "current", message: "threw" } }),
    versioned("added", { places: { baseline: null, current: place } }),
    versioned("late", { rounds: slower("late", 0.1).rounds }),
    judged("too few", [0.4, 0.5, 0.4]),
  ]);
  assertEquals([suite!.benchmarks, suite!.first_rounds], [2, 6]);
  assertAlmostEquals(suite!.change!, 0, 1e-3);
  const { lower, upper, level } = suite!.interval!;
  assert(-0.02 < lower && lower < suite!.change! && suite!.change! < upper && upper < 0.02);
  assertEquals([level, suite!.threshold, suite!.verdict], [0.95, null, null]);
});

Deno.test("the suite excludes benchmarks at the floor, and counts only the first rounds", () => {
  const floorMs = { baseline: 6e-6, current: 6e-6 };
  const atFloor = slower("call", 0.2);
  const rounds = atFloor.rounds.map((round) => ({ ...round, durationMs: floorMs, floorMs }));
  const { confirmation } = slower("flagged", 0.5, { confirmation: slower("x", 0.9).rounds });
  const { suite } = compareInTurn([
    { ...atFloor, rounds },
    slower("flagged", 0.5, { confirmation }),
    slower("long", 0.5, {
      rounds: [...slower("long", 0.5).rounds, ...slower("long", 0.9).rounds],
    }),
  ]);
  assertEquals(suite!.benchmarks, 2);
  assertAlmostEquals(suite!.change!, 0.5, 1e-3);
});

Deno.test("benchmarks that are compared with each other do not make a suite", () => {
  const comparison = compareBenchmarks([slower("a", 0.1), slower("b", 0.1)], {
    baseline: SIDE,
    current: SIDE,
    environment: ENVIRONMENT,
    shard: null,
    measurement: { placement: "pair", pinned: true, seconds: 1 },
    doubts: [],
  });
  assertEquals(comparison.suite, null);
});

Deno.test("the suite is judged by its bounds against the threshold", async (t) => {
  const benchmarks = [slower("a", 0.05), slower("b", 0.05), slower("c", 0.05)];
  const rows: [threshold: number, verdict: string][] = [
    [0, "regression"],
    [0.02, "regression"],
    [0.05, "inconclusive"],
    [0.08, "not_slower"],
  ];
  for (const [threshold, verdict] of rows) {
    await t.step(`${threshold}: ${verdict}`, () => {
      const { suite } = compareInTurn(benchmarks, { ...WHOLE, threshold });
      assertEquals(suite!.verdict, verdict);
      assertEquals(suite!.at_least !== null, verdict === "regression");
      if (suite!.at_least !== null) assert(suite!.at_least > threshold);
    });
  }
  const none = compareInTurn([versioned("a")], { ...WHOLE, threshold: 0.1 }).suite!;
  assertEquals([none.benchmarks, none.verdict, none.change], [0, "not_compared", null]);
});

/** Returns a choice that measured and left out so many files. */
function choiceOf(measured: number, leftOut: number): Affected {
  const choices = (count: number, name: string) =>
    Array.from({ length: count }, (_, index) => ({ file: `${name}${index}_bench.ts`, reason: "" }));
  return { measured: choices(measured, "m"), left_out: choices(leftOut, "l") };
}

Deno.test("a suite with files left out is judged only if nothing is affected", async (t) => {
  const [slow, fast] = [slower("a", 0.1), slower("a", -0.1)];
  const rows: [
    what: string,
    affected: Affected,
    benchmarks: Benchmark[],
    verdict: string,
  ][] = [
    ["nothing left out", choiceOf(1, 0), [slow], "regression"],
    ["the slower part", choiceOf(1, 19), [slow], "not_measured"],
    ["the faster part", choiceOf(1, 19), [fast], "not_measured"],
    ["an empty suite", choiceOf(1, 19), [], "not_measured"],
    ["nothing affected", choiceOf(0, 20), [], "not_slower"],
    ["no files", choiceOf(0, 0), [], "not_compared"],
  ];
  for (const [what, affected, benchmarks, verdict] of rows) {
    await t.step(what, () => {
      const whole = compareInTurn(benchmarks, { threshold: 0.05, shard: null, affected }).suite!;
      assertEquals([whole.verdict, whole.benchmarks], [verdict, benchmarks.length]);
      assertEquals(compareInTurn(benchmarks, { ...WHOLE, affected }).suite!.verdict, null);
      const parts = [benchmarks, []].map((own, index) => ({
        source: `${index}.json`,
        subject: compareInTurn(own, {
          threshold: 0.05,
          shard: { index: index + 1, total: 2 },
          affected,
        }),
      }));
      assertEquals(parts.map(({ subject }) => subject.suite!.verdict), [null, null]);
      assertEquals(mergeComparisons(parts).suite!.verdict, verdict);
    });
  }
});

Deno.test("merged parts make the same suite as their benchmarks together", () => {
  const names = ["a", "b", "c", "d", "e"];
  const benchmarks = names.map((name, index) => slower(name, 0.01 * index));
  const whole = compareInTurn(benchmarks, { ...WHOLE, threshold: 0.01 }).suite!;
  const partOf = (index: number, own: readonly Benchmark[]) => ({
    source: `${index}.json`,
    subject: compareInTurn(own, { threshold: 0.01, shard: { index, total: 3 } }),
  });
  const parts = [
    partOf(1, benchmarks.slice(0, 1)),
    partOf(2, []),
    partOf(3, benchmarks.slice(1)),
  ];
  assertEquals(parts.map(({ subject }) => subject.suite!.verdict), [null, null, null]);
  const merged = mergeComparisons(parts).suite!;
  assertEquals([merged.benchmarks, merged.verdict], [5, whole.verdict]);
  assertAlmostEquals(merged.change!, whole.change!, 1e-12);
  assertAlmostEquals(merged.interval!.lower, whole.interval!.lower, 1e-9);
  assertAlmostEquals(
    merged.estimate!.degrees_of_freedom,
    whole.estimate!.degrees_of_freedom,
    1e-6,
  );
  const incomplete = mergeComparisons(parts.slice(1)).suite!;
  assertEquals([incomplete.benchmarks, incomplete.verdict], [4, null]);
});

Deno.test("parts with other thresholds are refused, and parts without a suite have none", () => {
  const part = (index: number, threshold: number | null) => ({
    source: `${index}.json`,
    subject: compareInTurn([slower(`${index}`, 0)], { threshold, shard: { index, total: 2 } }),
  });
  assertThrows(
    () => mergeComparisons([part(1, 0.1), part(2, null)]),
    Failure,
    "suite.threshold is null in it and 0.1 there",
  );
  const older = part(2, null);
  const merged = mergeComparisons([part(1, null), {
    ...older,
    subject: { ...older.subject, suite: null },
  }]);
  assertEquals(merged.suite, null);
});

function compareResults(
  before: readonly Sketch[],
  after: readonly Sketch[],
  more: Partial<CompareOptions> = {},
  cpu = "Test CPU",
): Comparison {
  return compareDocuments(
    { source: "a", document: makeDocument(before) },
    { source: "b", document: makeDocument(after, { environment: { ...ENVIRONMENT, cpu } }) },
    { metrics: null, thresholdsOf: resolveThresholds({}, {}), ignoreEnvironment: false, ...more },
  );
}

const named = (factors: readonly number[]): Sketch[] =>
  factors.map((factor, index) => ({ name: `b${index}`, rounds: steady(factor * (index + 1)) }));

Deno.test("the suite of two results has the durations for which both have several rounds", () => {
  const counts = { name: "n", value: 3, unit: "", better: "lower", exact: true, rounds: [] };
  const { suite, entries } = compareResults([
    ...named([1, 1]),
    { name: "once" },
    { name: "gone", rounds: steady(1) },
    { name: "counted", duration_ms: null, metrics: [counts] } as unknown as Sketch,
  ], [
    ...named([1.21, 1]),
    { name: "once" },
    { name: "counted", duration_ms: null, metrics: [counts] } as unknown as Sketch,
  ]);
  assertEquals(entries.length, 5);
  assertEquals([suite!.benchmarks, suite!.first_rounds], [2, null]);
  assertAlmostEquals(suite!.change!, 0.1, 1e-9);
});

Deno.test("a suite of two results is not judged if the machine may have changed", async (t) => {
  const same = named([1, 1, 1, 1, 1, 1]);
  const rows: [what: string, after: Sketch[], cpu: string, benchmarks: number, verdict: string][] =
    [
      ["another machine", same, "Another CPU", 0, "not_compared"],
      ["all slower by half", named([1.5, 1.5, 1.5, 1.5, 1.5, 1.5]), "Test CPU", 0, "not_compared"],
      [
        "all slower, within the threshold",
        named([1.08, 1.08, 1.08, 1.08, 1.08, 1.08]),
        "Test CPU",
        6,
        "inconclusive",
      ],
      ["one slower", named([9, 1, 1, 1, 1, 1]), "Test CPU", 6, "regression"],
    ];
  for (const [what, after, cpu, benchmarks, verdict] of rows) {
    await t.step(what, () => {
      const { suite } = compareResults(same, after, { suiteThreshold: 0.01 }, cpu);
      assertEquals([suite!.benchmarks, suite!.verdict], [benchmarks, verdict]);
    });
  }
});

Deno.test("a complete comparison merged alone keeps the judgement of its suite", () => {
  const same = named([1, 1, 1, 1, 1, 1]);
  const shifted = named([1.08, 1.08, 1.08, 1.08, 1.08, 1.08]);
  const insisted = compareResults(same, shifted, { suiteThreshold: 0.01, ignoreEnvironment: true });
  assertEquals(insisted.suite!.verdict, "regression");
  assertEquals(mergeComparisons([{ source: "a", subject: insisted }]).suite, insisted.suite);
});

Deno.test("merged parts are judged despite a shift if each part was", async (t) => {
  const join = (ignoreEnvironment: boolean) => {
    const parts = [1, 2].map((index) => ({
      source: `${index}.json`,
      subject: compareDocuments(
        { source: "a", document: partOf(index, 1) },
        { source: "b", document: partOf(index, 1.08) },
        {
          metrics: null,
          thresholdsOf: resolveThresholds({}, {}),
          suiteThreshold: 0.01,
          ignoreEnvironment,
        },
      ),
    }));
    return mergeComparisons(parts).suite!;
  };
  const partOf = (index: number, factor: number) =>
    makeDocument(
      named(Array(6).fill(factor)).map((one) => ({ ...one, name: `${one.name} of ${index}` })),
      { shard: { index, total: 2 } },
    );
  await t.step("the shift was ignored", () => assertEquals(join(true).verdict, "regression"));
  await t.step("the shift was reported", () => assertEquals(join(false).verdict, "inconclusive"));
});

const NO_SESSIONS = { variance: 0, error: 0 };

Deno.test("meanLogRatio() has no error if no round differs", () => {
  const rounds = [{ stratum: "a", processes: [0, 1], errors: [0, 0], degreesOfFreedom: 1 }];
  const one = { logRatio: 0.1, rounds, sessions: NO_SESSIONS };
  const mean = meanLogRatio([one, { ...one, logRatio: 0.3 }]);
  assertAlmostEquals(mean.logRatio, 0.2);
  assertEquals(mean.standardError, 0);
  assertEquals(addErrors([]).standardError, 0);
});

Deno.test("meanLogRatio() averages away errors of files, but not those of a session", () => {
  const make = (variance: number): MeasuredLogRatio[] =>
    Array.from({ length: 100 }, (_, index) => ({
      logRatio: 0,
      rounds: [{
        stratum: `${index}`,
        processes: [0, 1],
        errors: [0.03, -0.04],
        degreesOfFreedom: 4,
      }],
      sessions: { variance, error: variance / 2 },
    }));
  const alone = meanLogRatio(make(0));
  assertAlmostEquals(alone.standardError, 0.005);
  assertAlmostEquals(alone.degreesOfFreedom, 400);
  const across = meanLogRatio(make(0.02 ** 2));
  assertAlmostEquals(across.standardError, Math.hypot(0.005, 0.02));
  assert(across.degreesOfFreedom < 10);
});

Deno.test("meanLogRatio() gives a file the degrees of freedom of its benchmarks", () => {
  const of = (errors: readonly number[], degreesOfFreedom: number): MeasuredLogRatio => ({
    logRatio: 0,
    rounds: [{ stratum: "a", processes: [...errors.keys()], errors, degreesOfFreedom }],
    sessions: NO_SESSIONS,
  });
  const opposite = meanLogRatio([of([0.02, -0.02], 4), of([-0.02, 0.02], 4)]);
  assertEquals(opposite.standardError, 0);
  const uneven = meanLogRatio([of([0.02, 0.02], 4), of([0.001, 0.001], 40)]);
  assertAlmostEquals(uneven.degreesOfFreedom, 4, 0.02);
});
