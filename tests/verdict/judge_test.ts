import { assertAlmostEquals, assertEquals } from "@std/assert";
import { type Case, judge, type Judgement } from "../../scripts/verdict/judge.ts";
import { DEFAULT_THRESHOLDS } from "../../scripts/verdict/severity.ts";
import { type Estimate, estimateUnpaired } from "../../scripts/verdict/statistics/estimate.ts";

/** Returns a case with a quotient and its error; it has five rounds per side by default. */
function known(
  quotient: number,
  standardError: number,
  given: Partial<Case & Estimate> = {},
): Case {
  const { better = "lower", thresholds = DEFAULT_THRESHOLDS, ...estimate } = given;
  const logRatio = Math.log(quotient);
  return {
    estimate: { logRatio, standardError, degreesOfFreedom: 8, rounds: 5, ...estimate },
    change: quotient - 1,
    better,
    thresholds,
  };
}

/** Returns a case of two numbers. */
function point(change: number, better: Case["better"] = "lower"): Case {
  return { estimate: null, change, better, thresholds: DEFAULT_THRESHOLDS };
}

function judgeOne(one: Case): Judgement {
  return judge([one])[0]!;
}

function wordsOf({ verdict, severity }: Judgement): string {
  return severity === null ? verdict : `${severity} ${verdict}`;
}

Deno.test("judge() decides by the rounds", async (t) => {
  // With 8 degrees of freedom t is 2.306 at 97.5 %, 2.896 at 99 %.
  const rows: [what: string, one: Case, words: string][] = [
    ["+30 %, precise", known(1.3, 0.01), "moderate regression"],
    ["+60 %, precise", known(1.6, 0.01), "severe regression"],
    ["+12 %, precise", known(1.12, 0.01), "minor regression"],
    ["+12 %, well above 0 but not above the tolerance", known(1.12, 0.025), "inconclusive"],
    ["+30 %, imprecise", known(1.3, 0.2), "inconclusive"],
    ["+8 %, above the tolerance and below the threshold", known(1.08, 0.005), "unchanged"],
    ["+8 %, perhaps above the threshold", known(1.08, 0.01), "inconclusive"],
    ["exactly +10 %, perhaps more", known(1.1, 0.001), "inconclusive"],
    ["0 %, interval within ±10 %", known(1, 0.04), "unchanged"],
    ["0 %, interval to +10.1 %", known(1, 0.0418), "inconclusive"],
    ["−30 %, precise", known(0.7, 0.01), "improvement"],
    ["−8 %, precise", known(0.92, 0.001), "unchanged"],
    ["−30 %, imprecise but not slower", known(0.7, 0.15), "not_slower"],
    ["−30 %, so imprecise that it may be slower", known(0.7, 0.3), "inconclusive"],
  ];
  for (const [what, one, words] of rows) {
    await t.step(`${what}: ${words}`, () => assertEquals(wordsOf(judgeOne(one)), words));
  }
});

Deno.test("judge() reports less throughput as worse", async (t) => {
  const higher = { better: "higher" } as const;
  const rows: [what: string, one: Case, words: string][] = [
    ["−30 %", known(0.7, 0.01, higher), "moderate regression"],
    ["−12 %", known(0.88, 0.01, higher), "minor regression"],
    ["−8 %", known(0.92, 0.002, higher), "unchanged"],
    ["+30 %", known(1.3, 0.01, higher), "improvement"],
    ["+8 %", known(1.08, 0.002, higher), "unchanged"],
    ["−12 %, imprecise", known(0.88, 0.1, higher), "inconclusive"],
    ["−10 % without any spread", known(0.9, 0, higher), "unchanged"],
    ["−10.1 % without any spread", known(0.899, 0, higher), "minor regression"],
    ["−10 % from two numbers", point(-0.1, "higher"), "unchanged"],
    ["−20.1 % from two numbers", point(-0.201, "higher"), "moderate regression"],
    ["+10.1 % from two numbers", point(0.101, "higher"), "improvement"],
  ];
  for (const [what, one, words] of rows) {
    await t.step(`${what}: ${words}`, () => assertEquals(wordsOf(judgeOne(one)), words));
  }
});

Deno.test("judge() decides by the change if there is no spread, or if it is unknown", async (t) => {
  const rows: [change: number, words: string][] = [
    [-0.101, "improvement"],
    [-0.1, "unchanged"],
    [0, "unchanged"],
    [0.1, "unchanged"],
    [0.101, "minor regression"],
    [0.2, "minor regression"],
    [0.201, "moderate regression"],
    [0.5, "moderate regression"],
    [0.501, "severe regression"],
  ];
  for (const [change, words] of rows) {
    await t.step(`${change}: ${words}`, () => {
      assertEquals(wordsOf(judgeOne(point(change))), words);
      assertEquals(wordsOf(judgeOne(known(1 + change, 0))), words);
    });
  }
  const { interval, atLeast, roundsNeeded } = judgeOne(point(0.3));
  assertEquals([interval, atLeast, roundsNeeded], [null, null, null]);
});

Deno.test("judge() computes interval and bound from Student's t", () => {
  const { change, interval, atLeast } = judgeOne(known(1.3, 0.01));
  assertAlmostEquals(change, 0.3, 1e-12);
  assertAlmostEquals(interval!.lower, 1.3 * Math.exp(-0.02306) - 1, 1e-5);
  assertAlmostEquals(interval!.upper, 1.3 * Math.exp(0.02306) - 1, 1e-5);
  assertAlmostEquals(atLeast!, 1.3 * Math.exp(-0.02896) - 1, 1e-5);
  const better = judgeOne(known(0.7, 0.01));
  assertAlmostEquals(better.atLeast!, 0.7 * Math.exp(0.02896) - 1, 1e-5);
  const slower = judgeOne(known(0.7, 0.01, { better: "higher" }));
  assertAlmostEquals(slower.atLeast!, 0.7 * Math.exp(0.02896) - 1, 1e-5);
  assertEquals(judgeOne(known(1.05, 0.01)).atLeast, null);
  assertEquals(judgeOne(known(1.3, 0)).interval, {
    lower: judgeOne(known(1.3, 0)).change,
    upper: judgeOne(known(1.3, 0)).change,
  });
});

Deno.test("judge() corrects for all cases that are judged together", () => {
  // 0.13 / 0.035 = 3.7: p is 0.003, below 0.01 and above 0.01 / 20.
  const doubtful = known(1.05 * Math.exp(0.13), 0.035);
  const quiet = Array.from({ length: 19 }, () => known(1, 0.01));
  assertEquals(judgeOne(doubtful).verdict, "regression");
  assertEquals(judge([doubtful, ...quiet])[0]!.verdict, "inconclusive");
  assertEquals(judge([...quiet, doubtful])[19]!.verdict, "inconclusive");
  const mirrored = known(Math.exp(-0.13) * 0.95, 0.035);
  assertEquals(judgeOne(mirrored).verdict, "improvement");
  assertEquals(judge([mirrored, ...quiet])[0]!.verdict, "not_slower");
});

Deno.test("judge() corrects no more than Holm requires: certain cases cost the others nothing", () => {
  const doubtful = known(1.05 * Math.exp(0.13), 0.035);
  const certain = Array.from({ length: 19 }, () => known(2, 0.01));
  assertEquals(judge([doubtful, ...certain]).map(({ verdict }) => verdict), [
    ...Array(20).fill("regression"),
  ]);
  const points = Array.from({ length: 19 }, () => point(0));
  assertEquals(
    judge([doubtful, ...points])[0]!.verdict,
    "regression",
    "point estimates are not tested",
  );
});

Deno.test("judge() judges the same cases alike in any order", () => {
  const cases = [known(1.3, 0.02), known(1.12, 0.02), point(0.3), known(0.8, 0.02), known(1, 0.1)];
  const judged = judge(cases);
  assertEquals(judge(cases), judged);
  assertEquals(judge(cases.toReversed()), judged.toReversed());
  assertEquals(judge([]), []);
});

Deno.test("judge() proposes the rounds that would settle it", async (t) => {
  const wide = { ...DEFAULT_THRESHOLDS, threshold: 0.1, tolerance: 0.1 };
  const rows: [what: string, one: Case, rounds: number | null][] = [
    // (1.397 × 0.03 × √5 / ln(1.12 / 1.1))² = 27.1; for the tolerance, 19.9 are enough
    ["a change above the threshold", known(1.12, 0.03), 28],
    // ((2.306 + 1.397) × 0.05 × √5 / ln(1.1 / 1.05))² = 79.2
    ["a change below the threshold", known(1.05, 0.05), 80],
    // (1.397 × 0.03 × √5 / ln(0.9 / 0.88))² = 17.4
    ["less throughput", known(0.88, 0.03, { better: "higher" }), 18],
    ["next to the threshold, very many rounds", known(1.0999, 0.02), null],
    ["on the threshold, no number", known(1.1, 0.02, { thresholds: wide }), null],
    ["a regression", known(1.3, 0.01), null],
    ["no change", known(1, 0.01), null],
  ];
  for (const [what, one, rounds] of rows) {
    await t.step(`${what}: ${rounds}`, () => assertEquals(judgeOne(one).roundsNeeded, rounds));
  }
  await t.step("an untested case needs no rounds", () => {
    const many = [known(1.12, 0.03), ...Array.from({ length: 19 }, () => point(0))];
    assertEquals(judge(many)[0]!.roundsNeeded, 28);
  });
  await t.step("more benchmarks need more rounds", () => {
    // t is 5.041 at 1 − 0.01 / 20: ((5.041 + 1.397) × 0.03 × √5 / ln(1.12 / 1.05))² = 44.8
    const many = [known(1.12, 0.03), ...Array.from({ length: 19 }, () => known(1, 0.01))];
    assertEquals(judge(many)[0]!.roundsNeeded, 45);
  });
});

Deno.test("judge() accepts thresholds from 0 to beyond 100 %", async (t) => {
  const all = (limit: number) => ({
    tolerance: limit,
    threshold: limit,
    moderate: limit,
    severe: limit,
  });
  const rows: [what: string, one: Case, words: string][] = [
    ["all 0, +1 %", known(1.01, 0.001, { thresholds: all(0) }), "severe regression"],
    ["all 0, no change", known(1, 0, { thresholds: all(0) }), "unchanged"],
    ["100 %, twice as slow", known(2, 0, { thresholds: all(1) }), "unchanged"],
    ["100 %, thrice as slow", known(3, 0.01, { thresholds: all(1) }), "severe regression"],
    ["100 %, nearly zero", known(0.001, 0.01, { thresholds: all(1) }), "unchanged"],
    [
      "300 %, less throughput",
      known(0.001, 0.01, { thresholds: all(3), better: "higher" }),
      "unchanged",
    ],
  ];
  for (const [what, one, words] of rows) {
    await t.step(`${what}: ${words}`, () => assertEquals(wordsOf(judgeOne(one)), words));
  }
});

Deno.test("judge() handles a case that cannot be tested", () => {
  const { tolerance } = DEFAULT_THRESHOLDS;
  const thresholds = { tolerance: 3, threshold: 3, moderate: 3, severe: 3 };
  const certain = known(2, 0.01);
  const rows: Case[] = [
    known(1, 0, { logRatio: Math.log1p(tolerance) }),
    known(1, 0, { logRatio: Math.log1p(-tolerance) }),
    known(0.001, 0.01, { better: "higher", thresholds }),
    known(0.001, 0.01, { thresholds }),
  ];
  for (const odd of rows) {
    const family = [odd, certain, odd, certain, odd];
    assertEquals(judge(family).map(({ verdict }) => verdict), [
      "unchanged",
      "regression",
      "unchanged",
      "regression",
      "unchanged",
    ]);
  }
});

Deno.test("judge() handles rounds that differ as much as a document allows", () => {
  const estimate = estimateUnpaired([1e-12, 86_400_000], [86_400_000, 1e-12])!;
  const one: Case = { estimate, change: 0, better: "lower", thresholds: DEFAULT_THRESHOLDS };
  assertEquals(judgeOne(one).verdict, "inconclusive");
  assertEquals(judgeOne(one).roundsNeeded, null);
});

Deno.test("judge() proposes rounds only for the part of the error that they reduce", () => {
  const neededWith = (share: number) => {
    const one = known(1.15, 0.06, { degreesOfFreedom: 1000, irreducible: share * 0.06 ** 2 });
    return judgeOne(one).roundsNeeded;
  };
  // `share` of the variance stays, so the rest of five rounds has to shrink further.
  const plain = neededWith(0)!;
  const share = 0.02;
  assertAlmostEquals(neededWith(share)!, (1 - share) * 5 / (5 / plain - share), 2);
  assertEquals(neededWith(0.5), null);
});
