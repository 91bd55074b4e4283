import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { type Case, DEFAULT_THRESHOLDS, type Estimate, judge } from "../../mod.ts";
import { LOOK_RATES } from "../../scripts/verdict/compare_duet.ts";

const estimate = (change: number, error: number, degreesOfFreedom = 10): Estimate => ({
  logRatio: Math.log1p(change),
  standardError: error,
  degreesOfFreedom,
  rounds: degreesOfFreedom + 1,
});

const known = (change: number, error: number, more: Partial<Case> = {}): Case => ({
  estimate: estimate(change, error),
  change,
  better: "lower",
  thresholds: DEFAULT_THRESHOLDS,
  ...more,
});

const point = (change: number, better: Case["better"] = "lower"): Case => ({
  estimate: null,
  change,
  better,
  thresholds: DEFAULT_THRESHOLDS,
});

Deno.test("judge() decides by estimate and spread", () => {
  const rows: [what: string, change: number, error: number, verdict: string][] = [
    ["clearly slower", 0.3, 0.01, "regression"],
    ["slower, but lost in noise", 0.3, 0.2, "inconclusive"],
    ["beyond the tolerance, below the threshold", 0.08, 0.001, "unchanged"],
    ["just below the threshold, not known well enough", 0.09, 0.01, "inconclusive"],
    ["above the threshold, not shown to exceed the tolerance", 0.11, 0.03, "inconclusive"],
    ["nothing changed", 0, 0.01, "unchanged"],
    ["nothing changed, not known well enough", 0, 0.1, "inconclusive"],
    ["clearly faster", -0.3, 0.01, "improvement"],
    ["a little faster", -0.08, 0.001, "unchanged"],
    ["no spread at all, slower", 0.11, 0, "regression"],
    ["no spread at all, at the threshold", 0.1, 0, "unchanged"],
    ["no spread at all, the same", 0, 0, "unchanged"],
  ];
  for (const [what, change, error, verdict] of rows) {
    assertEquals(judge([known(change, error)])[0]!.verdict, verdict, what);
  }
});

Deno.test("judge() takes a higher value for the better one where it is", () => {
  const rows: [change: number, verdict: string, severity: string | null][] = [
    [-0.1, "unchanged", null],
    [-0.11, "regression", "minor"],
    [-0.2, "regression", "minor"],
    [-0.21, "regression", "moderate"],
    [-0.5, "regression", "moderate"],
    [-0.51, "regression", "severe"],
    [0.1, "unchanged", null],
    [0.11, "improvement", null],
  ];
  for (const [change, verdict, severity] of rows) {
    for (const one of [point(change, "higher"), known(change, 0, { better: "higher" })]) {
      const judgement = judge([one])[0]!;
      assertEquals([judgement.verdict, judgement.severity], [verdict, severity], String(change));
    }
  }
});

Deno.test("judge() corrects for the number of benchmarks", () => {
  // One-sided p of about 0.004: significant alone at 1 %, not among twenty.
  const close = known(0.16, 0.03);
  assertEquals(judge([close])[0]!.verdict, "regression");
  const many = [close, ...Array.from({ length: 19 }, () => known(0, 0.01))];
  assertEquals(judge(many)[0]!.verdict, "inconclusive");
  const clear = [known(0.3, 0.01), ...many.slice(1)];
  assertEquals(
    judge(clear).map(({ verdict }) => verdict).filter((v) => v === "regression").length,
    1,
  );
});

Deno.test("judge() divides its error rates among several looks", () => {
  const close = known(0.16, 0.03);
  assertEquals(judge([close], LOOK_RATES)[0]!.verdict, "inconclusive");
  // The upper bound passes the threshold only at the smaller rate.
  const almost = known(0.05, 0.02);
  assertEquals(judge([almost])[0]!.verdict, "unchanged");
  assertEquals(judge([almost], LOOK_RATES)[0]!.verdict, "inconclusive");
});

Deno.test("judge() gives interval, bound and rounds that would settle it", () => {
  const [slower] = judge([known(0.3, 0.01)]);
  // t(.975, 10) = 2.228 and t(.99, 10) = 2.764, from tables.
  assertAlmostEquals(Math.log1p(slower!.interval!.upper), Math.log(1.3) + 0.02228, 1e-4);
  assertAlmostEquals(Math.log1p(slower!.interval!.lower), Math.log(1.3) - 0.02228, 1e-4);
  assertAlmostEquals(Math.log1p(slower!.atLeast!), Math.log(1.3) - 0.02764, 1e-4);
  assertEquals(slower!.roundsNeeded, null);
  const [faster] = judge([known(-0.3, 0.01)]);
  assert(faster!.atLeast! > -0.3 && faster!.atLeast! < -0.25);
  const [open] = judge([known(0, 0.06)]);
  assert(open!.roundsNeeded! > 11 && open!.roundsNeeded! < 100);
  assertEquals(judge([known(0.1, 0.06)])[0]!.roundsNeeded, null, "at the very limit");
});

Deno.test("judge() of the same cases is always the same, and of none is nothing", () => {
  const cases = [known(0.3, 0.01), point(0.2), known(-0.1, 0.05), point(-0.5)];
  assertEquals(judge(cases), judge(structuredClone(cases)));
  assertEquals(judge([]), []);
});
