import { assertAlmostEquals, assertEquals } from "@std/assert";
import { estimatePaired, type PairedRound } from "../../scripts/verdict/statistics/estimate.ts";

const toRounds = (logRatios: readonly number[], conditions: readonly (1 | -1)[]) =>
  logRatios.map((logRatio, index): PairedRound => ({ logRatio, condition: conditions[index]! }));

Deno.test("estimatePaired() is the least-squares estimate, worked out by hand", async (t) => {
  interface Row {
    readonly what: string;
    readonly logRatios: number[];
    readonly conditions: (1 | -1)[];
    readonly logRatio: number;
    readonly squaredError: number;
    readonly degreesOfFreedom: number;
  }
  const rows: Row[] = [
    {
      // Means 2 and 4, residuals −1, −2, 1, 2: variance 10 / 2.
      what: "balanced",
      logRatios: [1, 2, 3, 6],
      conditions: [1, -1, 1, -1],
      logRatio: 3,
      squaredError: 5 / 4,
      degreesOfFreedom: 2,
    },
    {
      // Means 2 and 6, residuals −1, 0, 1, 0: variance 2 / 2, a quarter of it times 1/3 + 1.
      what: "unbalanced: halfway between the conditions' means",
      logRatios: [1, 2, 3, 6],
      conditions: [1, 1, 1, -1],
      logRatio: 4,
      squaredError: 1 / 3,
      degreesOfFreedom: 2,
    },
    {
      what: "one condition only: the mean",
      logRatios: [1, 2, 3, 6],
      conditions: [-1, -1, -1, -1],
      logRatio: 3,
      squaredError: 14 / 3 / 4,
      degreesOfFreedom: 3,
    },
    {
      what: "three rounds: too few for the condition",
      logRatios: [1, 2, 6],
      conditions: [1, -1, 1],
      logRatio: 3,
      squaredError: 7 / 3,
      degreesOfFreedom: 2,
    },
    {
      what: "two rounds",
      logRatios: [1, 3],
      conditions: [1, -1],
      logRatio: 2,
      squaredError: 1,
      degreesOfFreedom: 1,
    },
    {
      what: "rounds that differ only by the condition",
      logRatios: [0.3, 0.1, 0.3, 0.1, 0.3],
      conditions: [1, -1, 1, -1, 1],
      logRatio: 0.2,
      squaredError: 0,
      degreesOfFreedom: 3,
    },
  ];
  for (const { what, logRatios, conditions, ...wanted } of rows) {
    await t.step(what, () => {
      const estimate = estimatePaired(toRounds(logRatios, conditions))!;
      assertAlmostEquals(estimate.logRatio, wanted.logRatio, 1e-12);
      assertAlmostEquals(estimate.standardError ** 2, wanted.squaredError, 1e-12);
      assertEquals(estimate.degreesOfFreedom, wanted.degreesOfFreedom);
      assertEquals(estimate.rounds, logRatios.length);
    });
  }
});

Deno.test("estimatePaired() needs two rounds", () => {
  assertEquals(estimatePaired([]), null);
  assertEquals(estimatePaired(toRounds([0.1], [1])), null);
});

Deno.test("estimatePaired() has no error if no round differs", () => {
  const estimate = estimatePaired(toRounds([0.25, 0.25, 0.25, 0.25], [1, -1, 1, -1]))!;
  const known = { logRatio: 0.25, standardError: 0, degreesOfFreedom: 2, rounds: 4 };
  assertEquals(estimate, { ...known, residuals: [0, 0, 0, 0] });
});

Deno.test("estimatePaired() changes its sign when the sides change places", () => {
  const rounds = toRounds([0.1, 0.04, 0.07, 0.2, -0.1], [1, -1, 1, -1, 1]);
  const turned = rounds.map(({ logRatio, condition }): PairedRound => ({
    logRatio: -logRatio,
    condition: condition === 1 ? -1 : 1,
  }));
  const [one, other] = [estimatePaired(rounds)!, estimatePaired(turned)!];
  assertAlmostEquals(other.logRatio, -one.logRatio, 1e-15);
  assertAlmostEquals(other.standardError, one.standardError, 1e-15);
});
