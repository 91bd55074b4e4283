import { assertAlmostEquals, assertEquals, assertGreater, assertLess } from "@std/assert";
import {
  acrossSessions,
  ALLOWANCE,
  FEWEST_RESULTS,
  poolVariances,
  varianceBetweenSessions,
} from "../../scripts/verdict/sessions.ts";
import { withVariance } from "../../scripts/verdict/statistics/estimate.ts";
import { seeded } from "../helpers/draws.ts";

/** Results whose sessions and rounds deviate by so much; `level` shifts single ones. */
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

function deviationOf(points: Parameters<typeof varianceBetweenSessions>[0]): number {
  return Math.sqrt(varianceBetweenSessions(points)!.variance);
}

Deno.test("varianceBetweenSessions() tells what sessions differ by beyond their rounds", async (t) => {
  const rows: [what: string, points: ReturnType<typeof results>, deviation: number][] = [
    ["results of one round", results(100, { between: 0.02 }), 0.02],
    ["rounds that vary as well", results(100, { between: 0.02, within: 0.02 }), 0.02],
    ["rounds alone", results(100, { between: 0, within: 0.01 }), 0],
    ["the latest hundred", results(300, { between: 0.02, level: (i) => i < 150 ? i : 0 }), 0.02],
  ];
  for (const [what, points, deviation] of rows) {
    await t.step(what, () => assertAlmostEquals(deviationOf(points), deviation, 0.004));
  }
});

Deno.test("varianceBetweenSessions() takes no step between two levels for noise", () => {
  const level = (index: number) => index < 15 ? 0 : Math.log(3);
  const [calm, stepped] = [
    deviationOf(results(30, { between: 0.01 })),
    deviationOf(results(30, { between: 0.01, level })),
  ];
  assertLess(stepped, 1.5 * calm);
});

Deno.test("varianceBetweenSessions() is known the better the more results there are", () => {
  const errorOf = (count: number) => {
    const { variance, error } = varianceBetweenSessions(results(count, { between: 0.02 }))!;
    return error / variance;
  };
  assertGreater(errorOf(FEWEST_RESULTS), 2 * errorOf(80));
  assertEquals(varianceBetweenSessions(results(FEWEST_RESULTS - 1, { between: 0.02 })), null);
});

Deno.test("varianceBetweenSessions() of results that are all the same is 0", () => {
  const same = Array.from({ length: 20 }, () => ({ durationMs: 1, standardError: null }));
  assertEquals(varianceBetweenSessions(same), { variance: 0, error: 0 });
});

Deno.test("poolVariances() is exceeded by one benchmark in four", () => {
  const of = (variances: number[]) => variances.map((variance) => ({ variance, error: 0 }));
  assertEquals(poolVariances(of([8, 1, 3, 2]))!.variance, 8);
  assertEquals(poolVariances(of([5, 8, 1, 3, 2, 7, 6, 4]))!.variance, 7);
  assertEquals(poolVariances([]), null);
});

Deno.test("acrossSessions() adds the variance of both sessions", () => {
  const ofRounds = { logRatio: 0.1, standardError: 0.01, degreesOfFreedom: 8, rounds: 5 };
  const stated = acrossSessions(ofRounds, ALLOWANCE);
  assertAlmostEquals(stated.standardError, Math.sqrt(0.01 ** 2 + 2 * 0.02 ** 2), 1e-12);
  // The rounds' part is a ninth of the whole: 8 · 9².
  assertAlmostEquals(stated.degreesOfFreedom, 648, 1e-6);
  assertEquals([stated.logRatio, stated.rounds], [0.1, 5]);
  const estimated = acrossSessions(ofRounds, { variance: 0.02 ** 2, error: 0.02 ** 2 });
  assertEquals(estimated.standardError, stated.standardError);
  assertLess(estimated.degreesOfFreedom, 4);
});

Deno.test("withVariance() keeps what is known where rounds do not differ at all", () => {
  const exact = { logRatio: 0, standardError: 0, degreesOfFreedom: 8, rounds: 5 };
  assertEquals(withVariance(exact, { variance: 0, error: 0 }).degreesOfFreedom, 8);
  const { standardError, degreesOfFreedom } = withVariance(exact, { variance: 4, error: 0 });
  assertEquals([standardError, degreesOfFreedom], [2, 1e6]);
});
