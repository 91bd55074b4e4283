import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  decideDuet,
  endsConfirmation,
  isConfirmed,
  judgeDuet,
  LOOKS,
  type Standing,
} from "../../scripts/verdict/judge_duet.ts";
import type { Measured } from "../../scripts/verdict/benchmark.ts";
import type { JudgedVerdict } from "../../scripts/verdict/judge.ts";
import { DEFAULT_THRESHOLDS } from "../../scripts/verdict/severity.ts";
import { seeded } from "../helpers/draws.ts";
import { toDuetRounds } from "../helpers/simulated_duet.ts";

/** Returns a benchmark whose rounds show these changes. */
function toCase(changes: readonly number[]): Measured {
  return {
    rounds: toDuetRounds(changes.map(Math.log1p)),
    thresholds: DEFAULT_THRESHOLDS,
  };
}

const judgeOne = (changes: readonly number[]) => judgeDuet([toCase(changes)])[0]!;

Deno.test("judgeDuet() decides by the rounds", async (t) => {
  interface Row {
    readonly what: string;
    readonly changes: number[];
    readonly verdict: JudgedVerdict;
    readonly unstable?: true;
    readonly setAside?: number;
  }
  const rows: Row[] = [
    { what: "slower", changes: [0.3, 0.31, 0.29, 0.3, 0.3, 0.31], verdict: "regression" },
    { what: "faster", changes: [-0.3, -0.31, -0.29, -0.3, -0.3, -0.31], verdict: "improvement" },
    {
      what: "maybe faster, certainly not slower",
      changes: [-0.2, -0.1, -0.05, -0.02, -0.18, -0.09],
      verdict: "not_slower",
    },
    { what: "equal", changes: [0, 0.01, -0.01, 0, 0.01, 0], verdict: "unchanged" },
    { what: "anything", changes: [0.5, -0.3, 0.2, -0.1, 0.3, 0], verdict: "inconclusive" },
    {
      what: "two modes across the threshold",
      changes: [0, 0.3, 0.01, 0.31, 0, 0.3],
      verdict: "inconclusive",
      unstable: true,
    },
    {
      what: "two modes below the threshold",
      changes: [0, 0.085, 0.085, 0, 0, 0.085, 0.085, 0, 0, 0.085],
      verdict: "unchanged",
    },
    {
      what: "two modes above the threshold",
      changes: [0.5, 0.8, 0.8, 0.5, 0.5, 0.8, 0.8, 0.5, 0.5, 0.8],
      verdict: "regression",
    },
    {
      what: "one outlying round among equal ones",
      changes: [0, 0.01, -0.01, 0, 1.2, 0],
      verdict: "unchanged",
      setAside: 1,
    },
    {
      what: "one outlying round among slower ones",
      changes: [0.3, 0.31, 0.29, 0.3, 0.31, -0.6],
      verdict: "regression",
      setAside: 1,
    },
  ];
  for (const { what, changes, verdict, unstable = false, setAside = 0 } of rows) {
    await t.step(what, () => {
      const judgement = judgeOne(changes);
      assertEquals(judgement.verdict, verdict);
      assertEquals(judgement.modes !== null, unstable);
      assertEquals(judgement.setAside.length, setAside);
    });
  }
});

Deno.test("judgeDuet() names the two modes and proposes no rounds", () => {
  const { modes, roundsNeeded, atLeast, severity } = judgeOne([0, 0.3, 0, 0.3, 0, 0.3]);
  assertAlmostEquals(modes!.lower, 0);
  assertAlmostEquals(modes!.upper, 0.3);
  assertEquals([roundsNeeded, atLeast, severity], [null, null, null]);
});

Deno.test("judgeDuet() decides nothing on one round", async (t) => {
  for (const change of [-0.9, 0, 10]) {
    await t.step(`a change of ${change}`, () => {
      const { verdict, interval, roundsNeeded } = judgeOne([change]);
      assertEquals(verdict, "inconclusive");
      assertEquals(interval, { lower: -1, upper: Infinity });
      assertEquals(roundsNeeded, null);
    });
  }
});

Deno.test("judgeDuet() removes the effect of starting first", () => {
  const { change, interval } = judgeOne([0.03, -0.03, 0.03, -0.03, 0.03, -0.03]);
  assertAlmostEquals(change, 0, 0.001);
  assertAlmostEquals(interval!.lower, interval!.upper, 1e-9);
});

Deno.test("judgeDuet() corrects for every benchmark that it is given", () => {
  const borderline = [0.11, 0.11, 0.14, 0.14, 0.17, 0.17];
  const others = Array.from(
    { length: 19 },
    () => toCase([0, 0.02, -0.01, 0.01, 0, 0.01]),
  );
  assertEquals(judgeOne(borderline).verdict, "regression");
  assertEquals(judgeDuet([toCase(borderline), ...others])[0]!.verdict, "inconclusive");
});

Deno.test("judgeDuet() judges the same rounds alike, whatever the other benchmarks are", () => {
  const random = seeded(1);
  const cases = Array.from({ length: 12 }, (_, index) => {
    const changes = Array.from({ length: 6 }, () => 0.02 * index + 0.03 * random.normal());
    return toCase(changes);
  });
  const once = judgeDuet(cases);
  assertEquals(judgeDuet(structuredClone(cases)), once);
  assertEquals(judgeDuet(cases.toReversed()).toReversed(), once);
  assertEquals(judgeDuet([]), []);
  assert(new Set(once.map(({ verdict }) => verdict)).size > 1);
});

Deno.test("isConfirmed() requires rounds that exceed the tolerance by themselves", async (t) => {
  const rows: [what: string, changes: number[], confirmed: boolean][] = [
    ["no rounds", [], false],
    ["one round", [0.5], false],
    ["clearly slower", [0.3, 0.31, 0.29, 0.3, 0.3, 0.31], true],
    ["slower by less than the threshold", [0.08, 0.081, 0.079, 0.08, 0.08, 0.081], true],
    ["slower by less than the tolerance", [0.04, 0.041, 0.039, 0.04, 0.04, 0.041], false],
    ["slower, lost in noise", [0.3, 0.9, -0.2, 0.4, 0.1, 0], false],
    ["faster", [-0.3, -0.31, -0.29, -0.3, -0.3, -0.31], false],
    ["all at the tolerance", [0.05, 0.05, 0.05, 0.05, 0.05, 0.05], false],
    ["all just above it", [0.051, 0.051, 0.051, 0.051, 0.051, 0.051], true],
    ["slower, at the rate of a single claim", [0.08, 0.1, 0.12, 0.14, 0.16, 0.18], true],
    ["slower except for one outlying round", [0.3, 0.31, 0.29, 0.3, 0.31, -0.6], true],
    ["equal except for one outlying round", [0, 0.01, -0.01, 0, 0, 3], false],
  ];
  for (const [what, changes, confirmed] of rows) {
    await t.step(what, () => assertEquals(isConfirmed(toCase(changes)), confirmed));
  }
});

const SLOWER = [0.3, 0.31, 0.29, 0.3, 0.3, 0.31];
const SAME = [0, 0.01, -0.01, 0, 0.01, 0];
/** Slower than the tolerance at 2.5 %, but not at a seventh of that. */
const UNEVEN = [0.08, 0.1, 0.12, 0.14, 0.16, 0.18];
const NOISE = [0.5, -0.3, 0.2, -0.1, 0.3, 0];

Deno.test("decideDuet() decides at the looks, and if no round follows", async (t) => {
  const seven = [...SLOWER, 0.3];
  const rows: [
    what: string,
    changes: readonly number[],
    state: { open: boolean; standing: Standing },
    verdict: JudgedVerdict | null,
  ][] = [
    ["clear at a look", SLOWER, { open: true, standing: "open" }, "regression"],
    ["unclear at a look", NOISE, { open: true, standing: "open" }, null],
    ["unclear when its budget is spent", NOISE, { open: true, standing: "spent" }, "inconclusive"],
    ["unclear when cut short", NOISE, { open: true, standing: "cut short" }, "inconclusive"],
    ["clear between two looks", seven, { open: true, standing: "open" }, null],
    [
      "clear between two looks, with its budget spent",
      seven,
      { open: true, standing: "spent" },
      "regression",
    ],
    [
      "clear between two looks, cut short",
      seven,
      { open: true, standing: "cut short" },
      "regression",
    ],
    ["decided earlier", SLOWER, { open: false, standing: "open" }, null],
  ];
  for (const [what, changes, state, verdict] of rows) {
    await t.step(what, () => {
      const [decided] = decideDuet([{ ...toCase(changes), ...state }], ({ standing }) => standing);
      assertEquals(decided && decided.verdict, verdict);
    });
  }
});

const BORDERLINE = [0.11, 0.11, 0.14, 0.14, 0.17, 0.17];

Deno.test("decideDuet() counts decided benchmarks as part of the family", () => {
  const borderline = { ...toCase(BORDERLINE), open: true };
  const decided = Array.from({ length: 19 }, () => ({ ...toCase(SAME), open: false }));
  const goesOn = () => "open" as const;
  assertEquals(decideDuet([borderline], goesOn)[0]!.verdict, "regression");
  assertEquals(decideDuet([borderline, ...decided], goesOn)[0], null);
});

Deno.test("decideDuet() gives the last look the error rates of looks that its budget left out", async (t) => {
  const decided = Array.from({ length: 7 }, () => ({ ...toCase(SAME), open: false }));
  const family = [{ ...toCase(BORDERLINE), open: true }, ...decided];
  const rows: [standing: Standing, verdict: JudgedVerdict | null][] = [
    ["open", null],
    ["cut short", "inconclusive"],
    ["spent", "regression"],
  ];
  for (const [standing, verdict] of rows) {
    await t.step(standing, () => {
      const [judged] = decideDuet(family, ({ open }) => open ? standing : "open");
      assertEquals(judged && judged.verdict, verdict);
    });
  }
});

Deno.test("decideDuet() estimates the needed rounds as if another look followed", () => {
  const noisy = { ...toCase([0.9, 0.7, 0.02, 0.05, 0.6, 0.2]), open: true };
  const [spent] = decideDuet([noisy], () => "spent");
  const [cut] = decideDuet([noisy], () => "cut short");
  assertEquals(spent!.roundsNeeded, cut!.roundsNeeded);
  assert(spent!.roundsNeeded !== null);
});

Deno.test("decideDuet() gives the last of all looks only its own error rates", () => {
  const spread = Array.from(
    { length: LOOKS.at(-1)! },
    (_, round) => ((round * 37) % 90) / 89 - 0.5,
  );
  const late = {
    ...toCase(spread.map((part) => Math.expm1(Math.log(1.11) + 0.7 * part))),
    open: true,
  };
  assertEquals(judgeDuet([late], 1, LOOKS.length)[0]!.verdict, "regression");
  assertEquals(decideDuet([late], () => "spent")[0]!.verdict, "inconclusive");
});

Deno.test("endsConfirmation() continues while the rounds are undecided", async (t) => {
  const rows: [what: string, changes: readonly number[], ends: boolean][] = [
    ["slower", SLOWER, true],
    ["equal", SAME, true],
    ["maybe faster", [-0.2, -0.1, -0.05, -0.02, -0.18, -0.09], true],
    ["noise", NOISE, false],
    ["slower, at the rate of a single claim", UNEVEN, true],
    ["slower, between two looks", [...SLOWER, 0.3], false],
  ];
  for (const [what, changes, ends] of rows) {
    await t.step(what, () => assertEquals(endsConfirmation(toCase(changes)), ends));
  }
});
