import { assertAlmostEquals, assertEquals, assertGreater } from "@std/assert";
import {
  type Case,
  type Direction,
  type ErrorRates,
  judge,
  type JudgedVerdict,
  SINGLE_LOOK,
} from "../../scripts/verdict/judge.ts";
import { DEFAULT_THRESHOLDS, type Severity } from "../../scripts/verdict/severity.ts";

/** A change known with a standard error of its logarithm, from rounds with 8 degrees of freedom. */
function estimated(change: number, standardError: number, better: Direction = "lower"): Case {
  return {
    estimate: { logRatio: Math.log1p(change), standardError, degreesOfFreedom: 8, rounds: 5 },
    change,
    better,
    thresholds: DEFAULT_THRESHOLDS,
  };
}

/** A change known from two numbers alone. */
function point(change: number, better: Direction = "lower"): Case {
  return { estimate: null, change, better, thresholds: DEFAULT_THRESHOLDS };
}

/** A slowdown whose p-value of "no more than the tolerance" is that of `t`; its error is 3 %. */
function slowdownAt(t: number): Case {
  return estimated(Math.expm1(Math.log(1.05) + t * 0.03), 0.03);
}

const verdicts = (cases: readonly Case[], rates?: ErrorRates) =>
  judge(cases, rates).map(({ verdict }) => verdict);

// One-sided 99 % point of Student's t with 8 degrees of freedom, and the 97.5 % and 90 % points.
const T_99 = 2.896459;
const T_975 = 2.306004;
const T_90 = 1.396815;

Deno.test("judge() tells four verdicts apart by estimate and spread", async (t) => {
  const rows: [shows: string, Case, verdict: JudgedVerdict, severity: Severity | null][] = [
    ["slower beyond doubt", estimated(0.15, 0.01), "regression", "minor"],
    ["much slower", estimated(0.3, 0.01), "regression", "moderate"],
    ["twice as slow", estimated(1, 0.01), "regression", "severe"],
    ["faster beyond doubt", estimated(-0.15, 0.01), "improvement", null],
    ["the same", estimated(0, 0.01), "unchanged", null],
    ["more than tolerated but below the threshold", estimated(0.08, 0.001), "unchanged", null],
    ["faster, but by less than the threshold", estimated(-0.08, 0.001), "unchanged", null],
    ["slower, perhaps by nothing", estimated(0.15, 0.1), "inconclusive", null],
    ["the same, perhaps far slower", estimated(0, 0.1), "inconclusive", null],
    ["faster, perhaps slower", estimated(-0.15, 0.2), "inconclusive", null],
    ["much faster in doubt, but not slower", estimated(-0.3, 0.12), "unchanged", null],
    ["nothing known of the spread", estimated(0, Infinity), "inconclusive", null],
  ];
  for (const [shows, one, verdict, severity] of rows) {
    await t.step(shows, () => {
      const [judgement] = judge([one]);
      assertEquals([judgement!.verdict, judgement!.severity], [verdict, severity]);
    });
  }
});

Deno.test("judge() needs a slowdown to be shown to exceed the tolerance", async (t) => {
  const rows: [shows: string, t: number, verdict: JudgedVerdict][] = [
    ["a little short of the 99 % point", T_99 - 0.001, "inconclusive"],
    ["a little beyond it", T_99 + 0.001, "regression"],
  ];
  for (const [shows, value, verdict] of rows) {
    await t.step(shows, () => assertEquals(verdicts([slowdownAt(value)]), [verdict]));
  }
});

Deno.test("judge() calls unchanged only what is shown to be no worse than the threshold", async (t) => {
  const below = (reach: number) => estimated(Math.expm1(Math.log(1.1) - reach * 0.01), 0.01);
  const above = (reach: number) =>
    estimated(Math.expm1(Math.log(0.9) + reach * 0.01), 0.01, "higher");
  const rows: [shows: string, Case, verdict: JudgedVerdict][] = [
    ["the interval ends below the threshold", below(T_975 + 0.001), "unchanged"],
    ["the interval ends above the threshold", below(T_975 - 0.001), "inconclusive"],
    ["throughput: it ends above the lowest accepted", above(T_975 + 0.001), "unchanged"],
    ["throughput: it ends below the lowest accepted", above(T_975 - 0.001), "inconclusive"],
  ];
  for (const [shows, one, verdict] of rows) {
    await t.step(shows, () => assertEquals(verdicts([one]), [verdict]));
  }
});

const boundaries: [worse: number, verdict: JudgedVerdict, severity: Severity | null][] = [
  [-0.1, "unchanged", null],
  [-0.101, "improvement", null],
  [0, "unchanged", null],
  [0.1, "unchanged", null],
  [0.101, "regression", "minor"],
  [0.2, "regression", "minor"],
  [0.201, "regression", "moderate"],
  [0.5, "regression", "moderate"],
  [0.501, "regression", "severe"],
];

for (const better of ["lower", "higher"] as const) {
  for (const make of [point, (change: number) => estimated(change, 0, better)]) {
    const how = make === point ? "from two numbers" : "without any spread";
    Deno.test(`judge() keeps to the limits, ${better} is better, ${how}`, async (t) => {
      for (const [worse, verdict, severity] of boundaries) {
        await t.step(`${worse * 100} % worse`, () => {
          const [judgement] = judge([make(better === "lower" ? worse : -worse, better)]);
          assertEquals([judgement!.verdict, judgement!.severity], [verdict, severity]);
        });
      }
    });
  }
}

Deno.test("judge() says of two numbers neither interval nor bound nor rounds", () => {
  assertEquals(judge([point(0.3)]), [{
    verdict: "regression",
    severity: "moderate",
    change: 0.3,
    interval: null,
    atLeast: null,
    roundsNeeded: null,
  }]);
});

Deno.test("judge() judges throughput by its drop, not by the time it takes", () => {
  // A third less throughput is half as much time again: severe would be above 50 %.
  assertEquals(judge([point(-1 / 3, "higher")])[0]!.severity, "moderate");
  assertEquals(judge([point(-0.09, "higher")])[0]!.verdict, "unchanged");
});

Deno.test("judge() corrects for the number of comparisons (Holm)", async (t) => {
  const steady = Array.from({ length: 9 }, () => estimated(0, 0.001));
  const rows: [shows: string, cases: Case[], verdicts: JudgedVerdict[]][] = [
    ["p = 0.005 alone", [slowdownAt(3.355387)], ["regression"]],
    ["p = 0.005 among ten, where 0.001 is wanted", [slowdownAt(3.355387), ...steady], [
      "inconclusive",
      ...steady.map(() => "unchanged" as const),
    ]],
    ["p just below 0.001 among ten", [slowdownAt(4.51), ...steady], [
      "regression",
      ...steady.map(() => "unchanged" as const),
    ]],
    ["the second of two needs 0.01 only, once the first is rejected", [
      slowdownAt(9),
      slowdownAt(T_99 + 0.001),
    ], ["regression", "regression"]],
    ["neither of two at 0.006", [slowdownAt(3.2), slowdownAt(3.2)], [
      "inconclusive",
      "inconclusive",
    ]],
    ["points are not tested and do not count", [
      slowdownAt(3.355387),
      ...steady.map(() => point(0)),
    ], ["regression", ...steady.map(() => "unchanged" as const)]],
  ];
  for (const [shows, cases, wanted] of rows) {
    await t.step(shows, () => assertEquals(verdicts(cases), wanted));
  }
});

Deno.test("judge() corrects improvements too", () => {
  const speedup = estimated(Math.expm1(Math.log(0.95) - 3.355387 * 0.03), 0.03);
  const steady = Array.from({ length: 9 }, () => estimated(0, 0.001));
  assertEquals(verdicts([speedup])[0], "improvement");
  assertEquals(verdicts([speedup, ...steady])[0], "unchanged");
});

Deno.test("judge() is stricter at each of several looks", () => {
  const looks = { family: SINGLE_LOOK.family / 3, unchanged: SINGLE_LOOK.unchanged / 3 };
  const steady = estimated(Math.expm1(Math.log(1.1) - 2.5 * 0.01), 0.01);
  assertEquals(verdicts([slowdownAt(T_99 + 0.1)]), ["regression"]);
  assertEquals(verdicts([slowdownAt(T_99 + 0.1)], looks), ["inconclusive"]);
  assertEquals(verdicts([steady]), ["unchanged"]);
  assertEquals(verdicts([steady], looks), ["inconclusive"]);
  assertEquals(judge([steady])[0]!.interval, judge([steady], looks)[0]!.interval);
});

Deno.test("judge() gives the change, its 95 % interval and the bound of 99 %", async (t) => {
  const rows: [shows: string, Case, bound: number | null][] = [
    ["slower", estimated(0.3, 0.01), 1.3 * Math.exp(-T_99 * 0.01) - 1],
    ["faster", estimated(-0.3, 0.01), 0.7 * Math.exp(T_99 * 0.01) - 1],
    ["less throughput", estimated(-0.3, 0.01, "higher"), 0.7 * Math.exp(T_99 * 0.01) - 1],
    ["more throughput", estimated(0.3, 0.01, "higher"), 1.3 * Math.exp(-T_99 * 0.01) - 1],
    ["unchanged", estimated(0.01, 0.01), null],
    ["inconclusive", estimated(0.3, 0.2), null],
  ];
  for (const [shows, one, bound] of rows) {
    await t.step(shows, () => {
      const { change, interval, atLeast } = judge([one])[0]!;
      const reach = T_975 * one.estimate!.standardError;
      assertAlmostEquals(change, one.change, 1e-12);
      assertAlmostEquals(interval!.lower, (1 + one.change) * Math.exp(-reach) - 1, 1e-6);
      assertAlmostEquals(interval!.upper, (1 + one.change) * Math.exp(reach) - 1, 1e-6);
      assertEquals(atLeast === null, bound === null);
      if (bound !== null) assertAlmostEquals(atLeast!, bound, 1e-6);
    });
  }
});

Deno.test("judge() proposes the rounds of the sample size formula", async (t) => {
  const formula = (reach: number, standardError: number, margin: number) =>
    Math.ceil((reach * standardError * Math.sqrt(5) / margin) ** 2);
  const rows: [shows: string, Case, wanted: number | null][] = [
    [
      "above the threshold: to tell it from the tolerance",
      estimated(0.12, 0.05),
      formula(T_99 + T_90, 0.05, Math.log(1.12 / 1.05)),
    ],
    [
      "below the threshold: to tell it from the threshold",
      estimated(0.08, 0.02),
      formula(T_975 + T_90, 0.02, Math.log(1.1 / 1.08)),
    ],
    [
      "less throughput: to tell it from the tolerance",
      estimated(-0.12, 0.05, "higher"),
      formula(T_99 + T_90, 0.05, Math.log(0.95 / 0.88)),
    ],
    ["at the threshold no number of rounds will do", estimated(0.1, 0.05), null],
    ["more than a thousand are not proposed", estimated(0.095, 0.1), null],
    ["nothing is known of the spread", estimated(0.3, Infinity), null],
    ["what is decided needs none", estimated(0.3, 0.01), null],
    ["what is unchanged needs none", estimated(0, 0.01), null],
  ];
  for (const [shows, one, wanted] of rows) {
    await t.step(shows, () => assertEquals(judge([one])[0]!.roundsNeeded, wanted));
  }
});

Deno.test("judge() proposes more rounds where more is compared", () => {
  const doubtful = slowdownAt(2);
  const [alone] = judge([doubtful]), [among] = judge([doubtful, ...Array(19).fill(doubtful)]);
  assertGreater(among!.roundsNeeded!, alone!.roundsNeeded!);
});

Deno.test("judge() gives the same for the same cases, whatever their order", () => {
  const cases = [
    slowdownAt(9),
    estimated(0, 0.01),
    point(0.3),
    slowdownAt(3),
    estimated(-0.4, 0.02),
  ];
  const judgements = judge(cases);
  assertEquals(judge(cases), judgements);
  assertEquals(judge(cases.toReversed()).toReversed(), judgements);
  assertEquals(judge([]), []);
});
