import { assertEquals } from "@std/assert";
import { describeSuite, describeSummary } from "../../scripts/report/describe.ts";
import type { Suite } from "../../scripts/verdict/comparison.ts";
import { makeComparison, makeEntry, makeSummary } from "../helpers/entries.ts";

/** Returns the change of three benchmarks. */
function makeSuite(more: Partial<Suite> = {}): Suite {
  return {
    benchmarks: 3,
    first_rounds: null,
    shifted: false,
    change: 0.031,
    interval: { lower: 0.022, upper: 0.04, level: 0.95 },
    estimate: { log_ratio: 0.0305, standard_error: 0.004, degrees_of_freedom: 9 },
    threshold: null,
    verdict: null,
    at_least: null,
    ...more,
  };
}

const NOTHING = { benchmarks: 0, change: null, interval: null, estimate: null } as const;

Deno.test("describeSuite() says how all benchmarks changed, and what follows", async (t) => {
  const figures = "The suite: +3.1 %, 95 % interval +2.2 to +4.0 % (geometric mean of";
  const rows: [what: string, suite: Suite | null, text: string | null][] = [
    ["none", null, null],
    ["a change that is not judged", makeSuite(), `${figures} 3 of 4 benchmarks)`],
    ["all benchmarks", makeSuite({ benchmarks: 4 }), `${figures} 4 benchmarks)`],
    [
      "first rounds",
      makeSuite({ first_rounds: 6 }),
      `${figures} 3 of 4 benchmarks, from the first 6 rounds)`,
    ],
    ["one benchmark, which has a row", makeSuite({ benchmarks: 1 }), null],
    [
      "one benchmark, which is judged",
      makeSuite({ benchmarks: 1, threshold: 0.05, verdict: "not_slower" }),
      `${figures} 1 of 4 benchmarks); not slower by more than 5 %`,
    ],
    [
      "a regression",
      makeSuite({ threshold: 0.015, verdict: "regression", at_least: 0.018 }),
      `${figures} 3 of 4 benchmarks); slower by more than 1.5 %, at least +1.8 % with 99 % confidence`,
    ],
    [
      "an inconclusive suite",
      makeSuite({ threshold: 0.03, verdict: "inconclusive" }),
      `${figures} 3 of 4 benchmarks); it may or may not be slower by more than 3 %`,
    ],
    [
      "a part",
      makeSuite({ threshold: 0.03 }),
      `${figures} 3 of 4 benchmarks); it is judged once all parts are joined`,
    ],
    ["an empty suite", makeSuite(NOTHING), null],
    [
      "an empty suite with a threshold",
      makeSuite({ ...NOTHING, threshold: 0.03, verdict: "not_compared" }),
      "The suite was not judged: no benchmark has durations of several rounds",
    ],
  ];
  const entries = [1, 2, 3, 4].map((n) => makeEntry({ name: `${n}` }));
  const others = makeEntry({ metric: "memory" });
  for (const [what, suite, text] of rows) {
    await t.step(what, () => {
      assertEquals(describeSuite(makeComparison({ suite, entries: [...entries, others] })), text);
    });
  }
});

Deno.test("describeSuite() names up to three benchmarks excluded from the suite", () => {
  const outside = (count: number, benchmarks = 3) => {
    const entries = [1, 2, 3].map((n) => makeEntry({ name: `${n}` }));
    const broken = "abcd".slice(0, count).split("").map((name) =>
      makeEntry({ name, verdict: "not_compared" })
    );
    const suite = makeSuite({ benchmarks });
    return describeSuite(makeComparison({ suite, entries: [...entries, ...broken] }))!
      .replace(/.*geometric/, "(geometric");
  };
  assertEquals([outside(0), outside(1), outside(3), outside(4)], [
    "(geometric mean of 3 benchmarks)",
    "(geometric mean of 3 of 4 benchmarks, without a)",
    "(geometric mean of 3 of 6 benchmarks, without a, b, c)",
    "(geometric mean of 3 of 7 benchmarks)",
  ]);
  // The entries do not show which other benchmark is excluded.
  assertEquals(outside(1, 2), "(geometric mean of 2 of 4 benchmarks)");
});

Deno.test("describeSuite() says which files the suite leaves out, and that it is not judged", async (t) => {
  const choices = (count: number) => Array(count).fill({ file: "a_bench.ts", reason: "" });
  const figures =
    "The affected benchmarks: +3.1 %, 95 % interval +2.2 to +4.0 % (geometric mean of 3 benchmarks)";
  const unknown = (left: string) =>
    `not judged, because ${left} left out: compare without --affected`;
  const judged = { threshold: 0.03, verdict: "not_measured" } as const;
  const rows: [what: string, suite: Suite, measured: number, left: number, text: string | null][] =
    [
      ["not judged", makeSuite(), 1, 2, figures],
      ["with a threshold", makeSuite(judged), 1, 1, `${figures}; ${unknown("1 bench file was")}`],
      [
        "a part",
        makeSuite({ threshold: 0.03 }),
        1,
        2,
        `${figures}; ${unknown("2 bench files were")}`,
      ],
      [
        "without a figure",
        makeSuite({ ...NOTHING, ...judged }),
        1,
        2,
        `The suite: ${unknown("2 bench files were")}`,
      ],
      [
        "nothing affected",
        makeSuite({ ...NOTHING, threshold: 0.03, verdict: "not_slower" }),
        0,
        2,
        "The suite is not slower: the change affects nothing in it",
      ],
      ["nothing affected, and not judged", makeSuite(NOTHING), 0, 2, null],
    ];
  const entries = [1, 2, 3].map((n) => makeEntry({ name: `${n}` }));
  for (const [what, suite, measured, left, text] of rows) {
    await t.step(what, () => {
      const affected = { measured: choices(measured), left_out: choices(left) };
      const own = suite.benchmarks === 0 ? [] : entries;
      assertEquals(describeSuite(makeComparison({ suite, entries: own, affected })), text);
    });
  }
});

Deno.test("describeSummary() names a slower suite first", () => {
  const suite = makeSuite({ threshold: 0.01, verdict: "regression", at_least: 0.02 });
  const summary = makeSummary({ unchanged: 3 });
  assertEquals(
    describeSummary({ summary, suite, affected: null }),
    "the suite slower, 3 unchanged",
  );
});
