import { assertAlmostEquals, assertEquals, assertGreater, assertLess } from "@std/assert";
import {
  acrossSessions,
  ALLOWANCE,
  FEWEST_RESULTS,
  poolSpreads,
  spreadOfSessions,
  varianceBeyondRounds,
} from "../../scripts/verdict/sessions.ts";
import { mean } from "../../scripts/result/spread.ts";
import { withVariance } from "../../scripts/verdict/statistics/estimate.ts";
import { seeded } from "../helpers/draws.ts";

/** Returns results whose sessions and rounds have these deviations; `level` shifts single ones. */
function results(
  count: number,
  { between, within = 0, level = () => 0 }: {
    readonly between: number;
    readonly within?: number;
    readonly level?: (index: number) => number;
  },
) {
  const random = seeded(count);
  return Array.from({ length: count }, (_, index) => ({
    durationMs: Math.exp(level(index) + between * random.normal() + within * random.normal()),
    standardError: within === 0 ? null : within,
  }));
}

/** Returns the estimated deviation between sessions beyond that of their rounds. */
function deviationOf(points: Parameters<typeof spreadOfSessions>[0]): number {
  return Math.sqrt(varianceBeyondRounds(spreadOfSessions(points)!));
}

Deno.test("spreadOfSessions() estimates the differences between sessions beyond their rounds", async (t) => {
  const rows: [what: string, points: ReturnType<typeof results>, deviation: number][] = [
    ["results of one round", results(100, { between: 0.02 }), 0.02],
    ["rounds that vary, too", results(100, { between: 0.02, within: 0.02 }), 0.02],
    ["rounds only", results(100, { between: 0, within: 0.01 }), 0],
    ["the latest hundred", results(300, { between: 0.02, level: (i) => i < 150 ? i : 0 }), 0.02],
  ];
  for (const [what, points, deviation] of rows) {
    await t.step(what, () => assertAlmostEquals(deviationOf(points), deviation, 0.004));
  }
});

Deno.test("spreadOfSessions() does not count a step between two levels as noise", () => {
  const level = (index: number) => index < 15 ? 0 : Math.log(3);
  const [calm, stepped] = [
    deviationOf(results(30, { between: 0.01 })),
    deviationOf(results(30, { between: 0.01, level })),
  ];
  assertLess(stepped, 1.5 * calm);
});

Deno.test("spreadOfSessions() is more precise with more results", () => {
  const errorOf = (count: number) => {
    const { variance, error } = spreadOfSessions(results(count, { between: 0.02 }))!;
    return error / variance;
  };
  assertGreater(errorOf(FEWEST_RESULTS), 2 * errorOf(80));
  assertEquals(spreadOfSessions(results(FEWEST_RESULTS - 1, { between: 0.02 })), null);
});

Deno.test("spreadOfSessions() estimates the error of its variances", () => {
  const random = seeded(9);
  const spreads = Array.from({ length: 1000 }, () =>
    spreadOfSessions(Array.from(
      { length: 30 },
      () => ({ durationMs: Math.exp(0.02 * random.normal()), standardError: null }),
    ))!);
  const off = Math.sqrt(mean(spreads.map(({ variance }) => (variance - 0.02 ** 2) ** 2)));
  assertAlmostEquals(off / mean(spreads.map(({ error }) => error)), 1, 0.1);
});

Deno.test("spreadOfSessions() is 0 if all results are equal", () => {
  const same = Array.from({ length: 20 }, () => ({ durationMs: 1, standardError: null }));
  assertEquals(spreadOfSessions(same), { variance: 0, error: 0, ofRounds: 0 });
});

Deno.test("poolSpreads() is exceeded by one benchmark in four, excluding its rounds", () => {
  const of = (variances: number[]) =>
    variances.map((variance) => ({ variance: variance + 9, error: 1, ofRounds: 9 }));
  assertEquals(poolSpreads(of([8, 1, 3, 2])), { variance: 8, error: 1, ofRounds: 0 });
  assertEquals(poolSpreads(of([5, 8, 1, 3, 2, 7, 6, 4]))!.variance, 7);
  assertEquals(poolSpreads([]), null);
});

const OF_ROUNDS = { logRatio: 0.1, standardError: 0.01, degreesOfFreedom: 8, rounds: 5 };

Deno.test("acrossSessions() adds the allowance for sessions to the error of the rounds", () => {
  const { standardError, degreesOfFreedom, logRatio, irreducible } = acrossSessions(
    OF_ROUNDS,
    ALLOWANCE,
  );
  assertAlmostEquals(standardError, Math.sqrt(0.01 ** 2 + 2 * 0.02 ** 2), 1e-12);
  // The rounds contribute a ninth of the whole: 8 · 9².
  assertAlmostEquals(degreesOfFreedom, 648, 1e-6);
  assertEquals(logRatio, 0.1);
  assertAlmostEquals(irreducible!, 2 * 0.02 ** 2, 1e-12);
});

Deno.test("acrossSessions() counts the rounds of a history once", () => {
  const history = { variance: 0.02 ** 2, error: 0.02 ** 2, ofRounds: 0.01 ** 2 / 2 };
  const alike = acrossSessions(OF_ROUNDS, history);
  assertAlmostEquals(alike.standardError, Math.SQRT2 * 0.02, 1e-12);
  assertAlmostEquals(alike.degreesOfFreedom, 2, 1e-12);
  assertAlmostEquals(alike.irreducible!, 2 * 0.02 ** 2 - 0.01 ** 2, 1e-12);
  const noisier = acrossSessions({ ...OF_ROUNDS, standardError: 0.02 }, history);
  assertAlmostEquals(noisier.standardError ** 2, 2 * 0.02 ** 2 + 0.02 ** 2 - 0.01 ** 2, 1e-12);
});

Deno.test("withVariance() keeps the known variance if the rounds do not differ", () => {
  const exact = { logRatio: 0, standardError: 0, degreesOfFreedom: 8, rounds: 5 };
  assertEquals(withVariance(exact, { variance: 0, error: 0 }).degreesOfFreedom, 8);
  const { standardError, degreesOfFreedom } = withVariance(exact, { variance: 4, error: 0 });
  assertEquals([standardError, degreesOfFreedom], [2, 1e6]);
});
