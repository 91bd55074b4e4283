import { assertAlmostEquals, assertEquals } from "@std/assert";
import { findCommonShift, type JudgedCase } from "../../scripts/verdict/common_shift.ts";
import { type Case, judge, type Judgement } from "../../scripts/verdict/judge.ts";
import { DEFAULT_THRESHOLDS } from "../../scripts/verdict/severity.ts";

interface Given {
  readonly standardError?: number | null;
  readonly better?: Case["better"];
}

/** Returns benchmarks with these changes in percent. */
function judged(
  percents: readonly number[],
  { standardError = 0.03, better = "lower" }: Given = {},
): JudgedCase[] {
  const cases = percents.map((percent): Case => {
    const change = percent / 100;
    const logRatio = Math.log1p(change);
    return {
      change,
      better,
      thresholds: DEFAULT_THRESHOLDS,
      estimate: standardError === null
        ? null
        : { logRatio, standardError, degreesOfFreedom: 100, rounds: 5 },
    };
  });
  const judgements = judge(cases);
  return cases.map((toJudge, index) => ({ toJudge, judgement: judgements[index]! }));
}

const DRIFTED = [45, 50, 52, 55, 58, 60, 69];

Deno.test("findCommonShift() finds a shift that nearly all benchmarks share", async (t) => {
  const rows: [what: string, percents: number[], found: boolean, given?: Given][] = [
    ["all slower", DRIFTED, true],
    ["all faster", [-30, -32, -28, -35, -25], true],
    ["three quarters, and the others within noise", [...DRIFTED.slice(0, 6), 0, 3], true],
    ["less than three quarters", [...DRIFTED.slice(0, 5), 0, 3], false],
    ["one clearly in the other direction", [...DRIFTED, -30], false],
    ["fewer than five", DRIFTED.slice(0, 4), false],
    ["within the tolerance", [4, 4.5, 5, 5, 4.8, 5], false, { standardError: 0.005 }],
    ["beyond the tolerance", [8, 9, 8.5, 8, 9.5], true, { standardError: 0.01 }],
    ["each within its noise, and not all in one direction", DRIFTED, true, { standardError: 0.25 }],
    ["all in one direction, within noise", DRIFTED, false, { standardError: 0.4 }],
    ["sizes that differ", [8, 20, 60, 200, 900], false],
    ["two numbers per benchmark", DRIFTED, true, { standardError: null }],
    ["two numbers per benchmark, some within the tolerance", [50, 50, 4, 3, 55], false, {
      standardError: null,
    }],
    ["nothing", [0, 1, -1, 2, -2, 0.5], false],
    ["falling values of metrics where higher is better", [-30, -32, -28, -35, -25], true, {
      better: "higher",
    }],
  ];
  for (const [what, percents, found, given] of rows) {
    await t.step(`${what}: ${found ? "a shift" : "none"}`, () => {
      assertEquals(findCommonShift(judged(percents, given)) !== null, found);
    });
  }
});

Deno.test("findCommonShift() decides if the shift is beyond the threshold or makes a regression", async (t) => {
  const rows: [what: string, percents: number[], isDecisive: boolean][] = [
    ["beyond the threshold", [12, 12, 12, 12, 12, 12], true],
    ["as much faster", [-12, -12, -12, -12, -12, -12], true],
    ["within the threshold", [8, 8, 8, 8, 8, 8], false],
    ["within the threshold, and one a little beyond", [9, 9, 9, 9, 9, 12], true],
    ["within the threshold, and one far beyond", [8, 8, 8, 8, 8, 60], false],
  ];
  for (const [what, percents, isDecisive] of rows) {
    await t.step(what, () => {
      const found = findCommonShift(judged(percents, { standardError: 0.004 }))!;
      assertEquals(found.isDecisive, isDecisive);
    });
  }
});

Deno.test("findCommonShift() estimates the shift without benchmarks that moved further", () => {
  const cases = judged([...DRIFTED, 0, 200]);
  const { change, range, moved, beyond } = findCommonShift(cases)!;
  assertAlmostEquals(change, 0.55, 1e-9);
  assertEquals([range.lower, range.upper].map((end) => Math.round(100 * end)), [45, 69]);
  assertEquals(moved, 7);
  assertEquals([...beyond.keys()], [cases.at(-1)]);
  assertAlmostEquals([...beyond.values()][0]!.change, 3 / 1.55 - 1, 1e-9);
});

Deno.test("findCommonShift() does not count a benchmark that moved the other way within its noise", () => {
  const cases = judged([50, 50, 52, 48, 55, 51, 49, 53, -3], { standardError: 0.2 });
  const { range, moved } = findCommonShift(cases)!;
  assertEquals([moved, Math.round(100 * range.lower)], [8, 48]);
});

Deno.test("findCommonShift() finds a regression both in absolute terms and relative to the shift", async (t) => {
  const rows: [what: string, percents: number[], beyond: number[], given?: Given][] = [
    ["twice the shift, if the others agree", [50, 50, 51, 49, 50, 52, 100], [100]],
    ["as far above the shift as the others differ", [...DRIFTED, 80], []],
    ["slower than the others, but no slower than before", [-50, -50, -51, -49, -50, -52, 2], []],
    ["two numbers per benchmark", [50, 51, 49, 50, 52, 120], [120], { standardError: null }],
    ["a rate", [-50, -50, -51, -49, -50, -52, -90], [-90], { better: "higher" }],
  ];
  for (const [what, percents, beyond, given] of rows) {
    await t.step(what, () => {
      const found = findCommonShift(judged(percents, given))!;
      assertEquals(
        [...found.beyond.keys()].map(({ toJudge }) => Math.round(100 * toJudge.change)),
        beyond,
      );
    });
  }
});

Deno.test("findCommonShift() knows a move beyond the shift no more precisely than the shift", () => {
  const one = judged([50, 50, 51, 49, 50, 52, 100]);
  const beyond = findCommonShift(one)!.beyond.get(one.at(-1)!)!;
  const [exact] = judged([Math.round(100 * (2 / 1.5 - 1))]);
  const widthOf = ({ interval }: Judgement) =>
    Math.log1p(interval!.upper) -
    Math.log1p(interval!.lower);
  const errors = Math.sqrt(1 + Math.PI / 2 / one.length);
  assertAlmostEquals(widthOf(beyond) / widthOf(exact!.judgement), errors, 0.04);
});
