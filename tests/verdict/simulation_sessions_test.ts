/**
 * How often two results of five rounds each are judged rightly, where sessions differ by more than their
 * rounds show. docs/comparing.md states the rates that are asserted; `-- --rates` prints those that
 * were found.
 *
 * @module
 */
import { assert, assertGreaterOrEqual, assertLess, assertLessOrEqual } from "@std/assert";
import type { Comparison } from "../../scripts/verdict/comparison.ts";
import { type Case, judge } from "../../scripts/verdict/judge.ts";
import { DEFAULT_THRESHOLDS } from "../../scripts/verdict/severity.ts";
import { type Estimate, estimateUnpaired } from "../../scripts/verdict/statistics/estimate.ts";
import { studentTQuantile } from "../../scripts/verdict/statistics/student_t.ts";
import { type Random, seeded } from "../helpers/draws.ts";
import {
  compareSessions,
  drawEstimate,
  drawSession,
  type Known,
  type Scatter,
} from "../helpers/simulated_sessions.ts";
import { lowerBound, type Trials, trialsOf, upperBound } from "../helpers/thorough.ts";

const BENCHMARKS = 20;

function print(...found: unknown[]): void {
  if (Deno.args.includes("--rates")) console.log(...found);
}

const ALL: Trials = { all: 2000, least: 220 };

/** How often a 95 % interval holds the truth. */
function coverage(draw: (random: Random) => Estimate): number {
  const random = seeded(1);
  const trials = trialsOf(ALL);
  let held = 0;
  for (let trial = 0; trial < trials; trial++) {
    const { logRatio, standardError, degreesOfFreedom } = draw(random);
    if (Math.abs(logRatio) <= studentTQuantile(0.975, degreesOfFreedom) * standardError) held++;
  }
  return held / trials;
}

Deno.test("95 % intervals of two sessions hold the truth in 94 to 98 of a hundred", async (t) => {
  const rows: [known: Known, scatter: Scatter][] = [
    ["history", { sessions: 0.01, rounds: 0.01 }],
    ["history", { sessions: 0.01, rounds: 0.02 }],
    ["history", { sessions: 0.02, rounds: 0.01 }],
    ["history", { sessions: 0.04, rounds: 0.02 }],
    ["allowance", { sessions: 0.02, rounds: 0.01 }],
    ["allowance", { sessions: 0.02, rounds: 0.05 }],
  ];
  for (const [known, scatter] of rows) {
    await t.step(`${known}, ${JSON.stringify(scatter)}`, () => {
      const share = coverage((random) => drawEstimate(random, scatter, known));
      print(share);
      assertGreaterOrEqual(share, lowerBound(0.94, ALL));
      assertLessOrEqual(share, upperBound(0.98, ALL));
    });
  }
});

Deno.test("by the rounds alone, three in five of these intervals would miss it", () => {
  const scatter = { sessions: 0.02, rounds: 0.01 };
  const share = coverage((random) =>
    estimateUnpaired(drawSession(random, scatter), drawSession(random, scatter))!
  );
  print(share);
  assertLess(share, upperBound(0.4, ALL));
});

const COMPARISONS = 200;

/** The share of comparisons of which something holds. */
function rate(
  { scatter, known, quotients, thresholds, all = COMPARISONS }: {
    readonly scatter: Scatter;
    readonly known: Known;
    readonly quotients: readonly number[];
    readonly thresholds?: Parameters<typeof compareSessions>[4];
    readonly all?: number;
  },
  holds: (comparison: Comparison) => boolean,
): number {
  const random = seeded(2);
  const trials = trialsOf(all);
  let count = 0;
  for (let trial = 0; trial < trials; trial++) {
    if (holds(compareSessions(random, scatter, known, quotients, thresholds))) count++;
  }
  print(JSON.stringify({ scatter, known, ...thresholds }), count / trials);
  return count / trials;
}

const hasRegression = ({ summary }: Comparison) => summary.regression > 0;
const UNCHANGED: readonly number[] = Array(BENCHMARKS).fill(1);

Deno.test("with a history, one comparison in a hundred has a false regression without tolerance", async (t) => {
  const all = 400;
  const trials = trialsOf(all);
  for (const sessions of [0.01, 0.04]) {
    await t.step(`sessions differ by ${sessions}`, () => {
      const share = rate({
        scatter: { sessions, rounds: 0.01 },
        known: "history",
        quotients: UNCHANGED,
        thresholds: { tolerance: 0, threshold: 0 },
        all,
      }, hasRegression);
      assertLessOrEqual(share, 0.01 + 2.33 * Math.sqrt(0.01 * 0.99 / trials));
    });
  }
});

Deno.test("with the allowance, false regressions come where sessions differ by twice as much", async (t) => {
  const rows: [sessions: number, atMost: number][] = [[0.01, 0], [0.02, 0.01], [0.04, 0.15]];
  for (const [sessions, atMost] of rows) {
    await t.step(`sessions differ by ${sessions}: at most ${atMost}`, () => {
      const scatter = { sessions, rounds: 0.01 };
      const share = rate({ scatter, known: "allowance", quotients: UNCHANGED }, hasRegression);
      assertLessOrEqual(share, upperBound(atMost, COMPARISONS));
    });
  }
});

Deno.test("a shift of all by 50 % is no regression in 99 of 100", async (t) => {
  for (const count of [6, 20]) {
    for (const rounds of [0.01, 0.05, 0.1]) {
      await t.step(`${count} benchmarks, rounds deviate by ${rounds}`, () => {
        const scatter = { sessions: 0.02, rounds };
        const quotients = Array<number>(count).fill(1.5);
        const given = { scatter, known: "allowance", quotients } as const;
        assertLessOrEqual(rate(given, hasRegression), upperBound(0.01, COMPARISONS));
        assertGreaterOrEqual(rate(given, ({ gated }) => !gated), lowerBound(0.99, COMPARISONS));
      });
    }
  }
});

Deno.test("unchanged benchmarks have no shift in 99 of 100, however few and noisy", async (t) => {
  for (const rounds of [0.02, 0.1]) {
    await t.step(`rounds deviate by ${rounds}`, () => {
      const scatter = { sessions: 0.02, rounds };
      const quotients = Array<number>(5).fill(1);
      const given = { scatter, known: "allowance", quotients, all: 400 } as const;
      const hasShift = ({ doubts }: Comparison) =>
        doubts.some(({ kind }) => kind === "common-shift");
      assertLessOrEqual(rate(given, hasShift), upperBound(0.01, 400));
    });
  }
});

Deno.test("one benchmark that becomes slower is found, and no other", async (t) => {
  const rows: [what: string, slow: number, others: number, rounds: number, power: number][] = [
    ["+30 % among 20", 1.3, 1, 0.01, 0.99],
    ["+30 % among 20", 1.3, 1, 0.02, 0.99],
    ["+100 % where all rise by 50 %", 2, 1.5, 0.01, 0.98],
    ["+100 % where all rise by 50 %", 2, 1.5, 0.02, 0.95],
  ];
  for (const [what, slow, others, rounds, power] of rows) {
    await t.step(`${what}, rounds deviate by ${rounds}: in ${power}`, () => {
      const scatter = { sessions: 0.02, rounds };
      const quotients = [slow, ...UNCHANGED.slice(1).map(() => others)];
      const share = rate({ scatter, known: "allowance", quotients }, ({ entries }) => {
        const found = entries.filter(({ verdict }) => verdict === "regression");
        return found.length === 1 && found[0]!.name === "b0";
      });
      assertGreaterOrEqual(share, lowerBound(power, COMPARISONS));
    });
  }
});

const SLOWDOWNS = 1000;

/** How often a slowdown is told, one benchmark of twenty, the others being the same. */
function power(scatter: Scatter, known: Known, percent: number): number {
  const random = seeded(3);
  const trials = trialsOf(SLOWDOWNS);
  const caseOf = (estimate: Estimate): Case => ({
    estimate,
    change: 0,
    better: "lower",
    thresholds: DEFAULT_THRESHOLDS,
  });
  const same = caseOf({ logRatio: 0, standardError: 0, degreesOfFreedom: 8, rounds: 5 });
  const others = Array<Case>(BENCHMARKS - 1).fill(same);
  let found = 0;
  for (let trial = 0; trial < trials; trial++) {
    const one = caseOf(drawEstimate(random, scatter, known, 1 + percent / 100));
    if (judge([one, ...others])[0]!.verdict === "regression") found++;
  }
  return found / trials;
}

Deno.test("five and five rounds tell these slowdowns in 95 of a hundred, and none a point smaller", async (t) => {
  const rows: [known: Known, sessions: number, rounds: number, percent: number][] = [
    ["allowance", 0.02, 0.01, 21],
    ["allowance", 0.02, 0.02, 23],
    ["allowance", 0.02, 0.05, 35],
    ["history", 0.01, 0.01, 16],
    ["history", 0.01, 0.02, 19],
    ["history", 0.01, 0.05, 33],
  ];
  for (const [known, sessions, rounds, percent] of rows) {
    await t.step(`${known}, rounds deviate by ${rounds}: ${percent} %`, () => {
      const scatter = { sessions, rounds };
      assert(
        power(scatter, known, percent) >= lowerBound(0.95, SLOWDOWNS),
        "not told often enough",
      );
      assert(
        power(scatter, known, percent - 1) < upperBound(0.95, SLOWDOWNS),
        "a smaller one is told as often",
      );
    });
  }
});
