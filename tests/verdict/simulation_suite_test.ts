/**
 * How often the interval of a suite holds its change, and how often an unchanged suite is called slower.
 * `-- --rates` prints what was found.
 *
 * @module
 */
import { assertGreaterOrEqual, assertLess, assertLessOrEqual } from "@std/assert";
import { compareDocuments } from "../../scripts/verdict/compare_documents.ts";
import type { Comparison } from "../../scripts/verdict/comparison.ts";
import { resolveThresholds } from "../../scripts/verdict/config.ts";
import { mean } from "../../scripts/result/spread.ts";
import type { Benchmark } from "../../scripts/verdict/benchmark.ts";
import { compareBenchmarks } from "../../scripts/verdict/compare_versions.ts";
import { decideDuet, estimateRounds, judgeDuet, LOOKS } from "../../scripts/verdict/judge_duet.ts";
import { ALLOWANCE, type SessionSpread } from "../../scripts/verdict/sessions.ts";
import { makeBenchmark, makeDocument } from "../helpers/documents.ts";
import { type Random, seeded } from "../helpers/draws.ts";
import { drawSpread } from "../helpers/simulated_sessions.ts";
import { toDuetRounds } from "../helpers/simulated_duet.ts";
import { ENVIRONMENT } from "../helpers/sketches.ts";
import { versioned } from "../helpers/versioned.ts";
import { lowerBound, type Trials, trialsOf, upperBound } from "../helpers/thorough.ts";

function print(...found: unknown[]): void {
  if (Deno.args.includes("--rates")) console.log(...found);
}

/** A suite whose benchmarks deviate from 0.5 to 10 % a round. */
interface Model {
  readonly benchmarks: number;
  /** Files that the benchmarks are in, in turn. */
  readonly files: number;
  /** The correlation of benchmarks whose rounds share a process. */
  readonly correlation: number;
  /** The change of each, as a logarithm. */
  readonly truth?: number;
  /** Rounds of the benchmarks, in turn. Without it, benchmarks stop once they are decided. */
  readonly rounds?: readonly number[];
}

/** Benchmarks with as many rounds as they may ever get, none of them looked at. */
function drawBenchmarks(
  random: Random,
  { benchmarks, files, correlation, truth = 0, rounds = [LOOKS.at(-1)!] }: Model,
): Benchmark[] {
  const most = Math.max(...rounds);
  const shared = Array.from(
    { length: files },
    () => Array.from({ length: most }, () => random.normal()),
  );
  return Array.from({ length: benchmarks }, (_, index) => {
    const deviation = 0.005 * 20 ** (index / Math.max(1, benchmarks - 1));
    const file = index % files;
    const logRatios = Array.from({ length: rounds[index % rounds.length]! }, (_, round) => {
      const ofProcess = Math.sqrt(correlation) * shared[file]![round]!;
      return truth + deviation * (ofProcess + Math.sqrt(1 - correlation) * random.normal());
    });
    return versioned(`b${index}`, {
      identity: { file: `${file}_bench.ts`, group: null, name: `b${index}` },
      rounds: toDuetRounds(logRatios),
    });
  });
}

/** Benchmarks with their rounds, all judged. */
function measure(random: Random, model: Model): Benchmark[] {
  const drawn = drawBenchmarks(random, model);
  if (model.rounds !== undefined) {
    const judgements = judgeDuet(drawn);
    return drawn.map((one, index) => ({ ...one, judgement: judgements[index]! }));
  }
  const measured: Benchmark[] = drawn.map((one) => ({ ...one, rounds: [] }));
  for (const look of LOOKS) {
    for (const [index, one] of measured.entries()) {
      if (one.open) one.rounds.push(...drawn[index]!.rounds.slice(one.rounds.length, look));
    }
    const judgements = decideDuet(measured, () => look === LOOKS.at(-1) ? "spent" : "open");
    for (const [index, one] of measured.entries()) {
      one.judgement ??= judgements[index]!;
      one.open &&= judgements[index] === null;
    }
  }
  return measured;
}

const SIDE = { source: "main", timestamp: "2026-01-31T12:00:00.000Z", git_commit: null };

function suiteOf(benchmarks: readonly Benchmark[], threshold: number | null = null) {
  return compareBenchmarks(benchmarks, {
    baseline: SIDE,
    current: SIDE,
    environment: ENVIRONMENT,
    shard: null,
    measurement: { placement: "pair", pinned: true, seconds: 1 },
    suite: { threshold },
    doubts: [],
  }).suite!;
}

/** The share of trials of which something holds; `all` is as for {@linkcode trialsOf}. */
function shareOf(all: Trials, seed: number, holds: (random: Random) => boolean): number {
  const random = seeded(seed);
  const trials = trialsOf(all);
  let count = 0;
  for (let trial = 0; trial < trials; trial++) if (holds(random)) count++;
  return count / trials;
}

const holds = (
  { interval }: { interval: Comparison["entries"][number]["interval"] },
  change: number,
) => interval!.lower <= change && change <= interval!.upper;

const MODELS: readonly [what: string, model: Model][] = [
  ["a file each, 6 rounds", { benchmarks: 10, files: 10, correlation: 0, rounds: [6] }],
  ["a file each, 4 to 6 rounds", { benchmarks: 10, files: 10, correlation: 0, rounds: [4, 5, 6] }],
  ["one file, independent", { benchmarks: 10, files: 1, correlation: 0, rounds: [6] }],
  ["one file, correlated", { benchmarks: 10, files: 1, correlation: 0.8, rounds: [6] }],
  ["three files, correlated", { benchmarks: 12, files: 3, correlation: 0.5, rounds: [6] }],
  ["one file, 4 to 6 rounds", { benchmarks: 10, files: 1, correlation: 0.5, rounds: [4, 5, 6] }],
  ["two benchmarks of a file", { benchmarks: 2, files: 1, correlation: 0.5, rounds: [6] }],
  ["stopped when decided, a file each", { benchmarks: 10, files: 10, correlation: 0 }],
  ["stopped when decided, three files", { benchmarks: 12, files: 3, correlation: 0.5 }],
];

const THRESHOLD = 0.02;

/** How often something holds of suites that are slower by just the threshold. */
interface AtThreshold {
  readonly all: Trials;
  /** The share of suites whose interval holds the change. */
  readonly held: number;
  /** The share of suites that are called a regression. */
  readonly slower: number;
}

const simulated = new Map<number, AtThreshold>();

/** Simulates one of {@linkcode MODELS}, once for both tests below. */
function simulateAtThreshold(index: number): AtThreshold {
  const known = simulated.get(index);
  if (known !== undefined) return known;
  const [, model] = MODELS[index]!;
  const all = model.rounds === undefined ? { all: 1000, least: 120 } : 2000;
  let slower = 0;
  const held = shareOf(all, index, (random) => {
    const benchmarks = measure(random, { ...model, truth: Math.log1p(THRESHOLD) });
    const suite = suiteOf(benchmarks, THRESHOLD);
    if (suite.verdict === "regression") slower++;
    return holds(suite, THRESHOLD);
  });
  const found = { all, held, slower: slower / trialsOf(all) };
  simulated.set(index, found);
  return found;
}

Deno.test("the interval of a suite holds its change in 94 to 96.5 of a hundred", async (t) => {
  for (const [index, [what]] of MODELS.entries()) {
    await t.step(what, () => {
      const { all, held } = simulateAtThreshold(index);
      print(what, held);
      assertGreaterOrEqual(held, lowerBound(0.94, all));
      assertLessOrEqual(held, upperBound(0.965, all));
    });
  }
});

Deno.test("rounds that share a process, taken for independent, would make it too narrow", () => {
  const model = { benchmarks: 10, files: 1, correlation: 0.8, rounds: [6] };
  const all = 1000;
  const share = shareOf(all, 1, (random) => {
    const apart = measure(random, model).map((one, index) => ({
      ...one,
      identity: { ...one.identity, file: `${index}_bench.ts` },
    }));
    return holds(suiteOf(apart), 0);
  });
  print("taken for independent", share);
  assertLess(share, upperBound(0.9, all));
});

Deno.test("all rounds of benchmarks that stopped when decided would make it look faster", () => {
  const random = seeded(2);
  const trials = 1000;
  let [ofFirst, ofAll] = [0, 0];
  for (let trial = 0; trial < trials; trial++) {
    const benchmarks = measure(random, { benchmarks: 10, files: 10, correlation: 0 });
    ofFirst += suiteOf(benchmarks).estimate!.log_ratio / trials;
    ofAll += mean(benchmarks.map(({ rounds }) => estimateRounds(rounds)!.logRatio)) / trials;
  }
  print("bias", ofFirst, ofAll);
  assertLess(Math.abs(ofFirst), 0.0007);
  assertLess(ofAll, -0.0012);
});

/** A rate and what sampling adds to it in 99 of 100 simulations. */
function limitOf(rate: number, trials: number): number {
  return rate + 2.33 * Math.sqrt(rate * (1 - rate) / trials);
}

Deno.test("a suite that is slower by just the threshold is a regression in one of a hundred", async (t) => {
  for (const [index, [what]] of MODELS.entries()) {
    await t.step(what, () => {
      const { all, slower } = simulateAtThreshold(index);
      print(what, slower);
      assertLessOrEqual(slower, limitOf(0.01, trialsOf(all)));
    });
  }
});

Deno.test("a suite that is slower by 3 % is above a threshold of 1 % nine times in ten", () => {
  const model = { benchmarks: 20, files: 5, correlation: 0.3, rounds: [6], truth: 0.03 };
  const all = 500;
  const share = shareOf(
    all,
    1,
    (random) => suiteOf(measure(random, model), 0.01).verdict === "regression",
  );
  print("slower by 3 %", share);
  assertGreaterOrEqual(share, lowerBound(0.9, all));
});

const PAIRS: Trials = { all: 600, least: 120 };

/** How often the interval of two results of 20 benchmarks holds that nothing has changed. */
function coverageOfSessions(
  seed: number,
  { common, own, spreadOf }: {
    /** Deviation of the effect of a session on all benchmarks. */
    readonly common: number;
    /** Deviation of its effect on each benchmark. */
    readonly own: number;
    readonly spreadOf: (random: Random) => SessionSpread;
  },
): number {
  return shareOf(PAIRS, seed, (random) => {
    const draw = () => {
      const session = common * random.normal();
      return makeDocument(Array.from({ length: 20 }, (_, index) => {
        const level = session + own * random.normal();
        const durationsMs = Array.from(
          { length: 5 },
          () => Math.exp(level + 0.01 * random.normal()),
        );
        return makeBenchmark(`b${index}`, { durationsMs });
      }));
    };
    const [baseline, current] = [draw(), draw()];
    const { suite } = compareDocuments(
      { source: "a", document: baseline },
      { source: "b", document: current },
      {
        metrics: null,
        thresholdsOf: resolveThresholds({}, {}),
        ignoreEnvironment: true,
        sessionsOf: () => spreadOf(random),
      },
    );
    return holds(suite!, 0);
  });
}

Deno.test("between two results, the interval allows for sessions that move all benchmarks", async (t) => {
  const history = (random: Random) =>
    drawSpread(random, { sessions: 0.02, rounds: 0.01 }, "history");
  const rows: [
    what: string,
    given: Parameters<typeof coverageOfSessions>[1],
    atMost: number | null,
  ][] = [
    ["allowed for", { common: 0.02, own: 0, spreadOf: () => ALLOWANCE }, 0.965],
    ["known from a history", { common: 0.02, own: 0, spreadOf: history }, 0.975],
    ["each by itself, which is less", { common: 0, own: 0.02, spreadOf: history }, null],
  ];
  for (const [index, [what, given, atMost]] of rows.entries()) {
    await t.step(what, () => {
      const share = coverageOfSessions(index, given);
      print(what, share);
      assertGreaterOrEqual(share, lowerBound(0.94, PAIRS));
      if (atMost !== null) assertLessOrEqual(share, upperBound(atMost, PAIRS));
    });
  }
});
