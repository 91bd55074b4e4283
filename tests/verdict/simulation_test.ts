// That the error rates are what they are said to be, tried on seeded noise.
import { assert, assertGreaterOrEqual, assertLessOrEqual } from "@std/assert";
import { type Case, judge, type JudgedVerdict } from "../../scripts/verdict/judge.ts";
import { DEFAULT_THRESHOLDS } from "../../scripts/verdict/severity.ts";
import { estimateUnpaired } from "../../scripts/verdict/statistics/estimate.ts";
import { seededNormal } from "../helpers/random.ts";
import { lowerBound, trialsOf, upperBound } from "../helpers/thorough.ts";

/** A benchmark whose rounds vary lognormally by `noise` and whose true quotient is given. */
function simulate(normal: () => number, quotient: number, noise: number, rounds: number): Case {
  const side = (level: number) =>
    Array.from({ length: rounds }, () => level * Math.exp(noise * normal()));
  const estimate = estimateUnpaired(side(1), side(quotient))!;
  return {
    estimate,
    change: Math.expm1(estimate.logRatio),
    better: "lower",
    thresholds: DEFAULT_THRESHOLDS,
  };
}

/** The share of trials in which any benchmark gets the verdict. */
function familyRate(
  verdict: JudgedVerdict,
  quotient: number,
  trials: number,
  seed: number,
): number {
  const normal = seededNormal(seed);
  let found = 0;
  for (let trial = 0; trial < trials; trial++) {
    const cases = Array.from({ length: 20 }, () => simulate(normal, quotient, 0.05, 5));
    if (judge(cases).some((judgement) => judgement.verdict === verdict)) found++;
  }
  return found / trials;
}

/** The share of benchmarks, judged alone, that get the verdict. */
function rate(verdict: JudgedVerdict, make: () => Case, trials: number): number {
  let found = 0;
  for (let trial = 0; trial < trials; trial++) {
    if (judge([make()])[0]!.verdict === verdict) found++;
  }
  return found / trials;
}

Deno.test("judge() gives 95 % intervals that hold the truth 95 times in a hundred", () => {
  const normal = seededNormal(1);
  const all = 3000;
  const trials = trialsOf(all);
  let held = 0;
  for (let trial = 0; trial < trials; trial++) {
    const { lower, upper } = judge([simulate(normal, 1.07, 0.05, 5)])[0]!.interval!;
    if (lower <= 0.07 && 0.07 <= upper) held++;
  }
  assertGreaterOrEqual(held / trials, lowerBound(0.935, all));
  assertLessOrEqual(held / trials, upperBound(0.965, all));
});

// One in a hundred, and three standard errors of the simulation.
const trials = trialsOf(200);
const limit = 0.01 + 3 * Math.sqrt(0.01 * 0.99 / trials);

Deno.test("judge() finds no regression among 20 benchmarks that did not change", () => {
  const found = familyRate("regression", 1, trials, 2);
  assert(found <= limit, `${found} of the families`);
});

Deno.test("judge() rarely finds a regression if all 20 are as slow as the tolerance allows", () => {
  const found = familyRate("regression", 1 + DEFAULT_THRESHOLDS.tolerance, trials, 3);
  assert(found <= limit, `${found} of the families`);
});

Deno.test("judge() rarely finds an improvement if all 20 are as fast as the tolerance allows", () => {
  const found = familyRate("improvement", 1 - DEFAULT_THRESHOLDS.tolerance, trials, 4);
  assert(found <= limit, `${found} of the families`);
});

Deno.test("judge() finds a slowdown of 40 % among 20 benchmarks with five rounds", () => {
  const normal = seededNormal(5);
  const all = 100;
  const trials = trialsOf(all);
  let found = 0;
  for (let trial = 0; trial < trials; trial++) {
    const quiet = Array.from({ length: 19 }, () => simulate(normal, 1, 0.03, 5));
    const [slow] = judge([simulate(normal, 1.4, 0.03, 5), ...quiet]);
    if (slow!.verdict === "regression") found++;
  }
  assertGreaterOrEqual(found / trials, lowerBound(0.95, all));
});

Deno.test("judge() seldom calls a benchmark unchanged that is worse than the threshold", () => {
  const normal = seededNormal(6);
  const trials = trialsOf(1000);
  // One-sided 2.5 % at the threshold itself.
  const missed = rate("unchanged", () => simulate(normal, 1.1, 0.03, 5), trials);
  assert(missed <= 0.025 + 3 * Math.sqrt(0.025 * 0.975 / trials), `${missed} of the benchmarks`);
});

Deno.test("judge() proposes rounds that settle it nine times in ten", async (t) => {
  const noise = 0.05;
  const all = { all: 400, least: 90 };
  const rows: [quotient: number, verdict: JudgedVerdict][] = [
    [1.15, "regression"],
    [1.05, "unchanged"],
  ];
  for (const [quotient, verdict] of rows) {
    await t.step(`${quotient}: ${verdict}`, () => {
      const estimate = {
        logRatio: Math.log(quotient),
        standardError: noise * Math.sqrt(2 / 5),
        degreesOfFreedom: 8,
        rounds: 5,
      };
      const thresholds = DEFAULT_THRESHOLDS;
      const [first] = judge([{ estimate, change: quotient - 1, better: "lower", thresholds }]);
      const rounds = first!.roundsNeeded!;
      const normal = seededNormal(7);
      const settled = rate(verdict, () => simulate(normal, quotient, noise, rounds), trialsOf(all));
      assertGreaterOrEqual(settled, lowerBound(0.83, all), `with ${rounds} rounds`);
      assertLessOrEqual(settled, upperBound(0.97, all), `with ${rounds} rounds`);
    });
  }
});
