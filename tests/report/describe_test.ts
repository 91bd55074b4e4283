import { assertEquals, assertStringIncludes } from "@std/assert";
import {
  describeAdvice,
  describeChange,
  describeDoubt,
  describeEntry,
  describeInterval,
  describeMeasurement,
  describeNote,
  describeRounds,
  describeSuite,
  describeSummary,
  describeValue,
  labelEntries,
  sharesCause,
} from "../../scripts/report/describe.ts";
import {
  type Comparison,
  COMPARISON_VERSION,
  type ComparisonEntry,
  type Suite,
  VERDICTS,
} from "../../scripts/verdict/comparison.ts";
import type { Verdict } from "../../scripts/verdict/comparison.ts";
import { noted } from "../../scripts/result/doubt.ts";
import { moreRounds, moreRoundsInTurn } from "../../scripts/result/doubts/judging.ts";
import { makeEntry } from "../helpers/entries.ts";
import { ENVIRONMENT } from "../helpers/sketches.ts";

function makeSummary(counts: Partial<Record<Verdict, number>>): Record<Verdict, number> {
  const zeros = Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0]));
  return { ...zeros, ...counts } as Record<Verdict, number>;
}

Deno.test("describeSummary() counts the verdicts that occur, worst first", async (t) => {
  const rows: [Partial<Record<Verdict, number>>, wanted: string][] = [
    [{}, "nothing to compare"],
    [{ unchanged: 1 }, "1 unchanged"],
    [{ unchanged: 2, regression: 1 }, "1 regression, 2 unchanged"],
    [{ regression: 2, improvement: 1 }, "2 regressions, 1 improvement"],
    [
      { improvement: 3, failed: 2, not_compared: 4, not_slower: 1, added: 2, removed: 2 },
      "2 failed, 4 not compared, 3 improvements, 1 not slower, 2 added, 2 removed",
    ],
  ];
  for (const [counts, wanted] of rows) {
    await t.step(wanted, () => {
      const summary = makeSummary(counts);
      assertEquals(describeSummary({ summary, suite: null, affected: null }), wanted);
    });
  }
});

Deno.test("describeSummary() says what was left out, and claims a proof only where there is one", () => {
  const choice = { file: "a_bench.ts", reason: "" };
  const summary = (unchanged: number, measured: number, left: number) =>
    describeSummary({
      summary: makeSummary({ unchanged }),
      suite: null,
      affected: { measured: Array(measured).fill(choice), left_out: Array(left).fill(choice) },
    });
  assertEquals(summary(2, 1, 0), "2 unchanged");
  assertEquals(summary(2, 1, 1), "2 unchanged, 1 bench file left out");
  assertEquals(summary(0, 0, 3), "nothing affected, 3 bench files left out");
  // Of the file that was measured the filter may have taken nothing.
  assertEquals(summary(0, 1, 3), "nothing to compare, 3 bench files left out");
  assertEquals(summary(0, 0, 0), "nothing to compare");
});

Deno.test("labelEntries() names a benchmark as shortly as tells it from the others", async (t) => {
  const rows: [shows: string, entries: Partial<ComparisonEntry>[], labels: string[]][] = [
    ["a name that occurs once", [{ name: "a" }, { name: "b" }], ["a", "b"]],
    ["the same name in two files", [{ file: "x.ts" }, { file: "y.ts" }, { name: "b" }], [
      "x.ts:sum",
      "y.ts:sum",
      "b",
    ]],
    ["the same name in two groups", [{ group: "g" }, { group: "h" }], [
      "bench.ts:g/sum",
      "bench.ts:h/sum",
    ]],
    ["one benchmark in two metrics", [{}, { metric: "memory" }], [
      "sum [duration]",
      "sum [memory]",
    ]],
    ["one metric that is not duration", [{ metric: "memory" }], ["sum"]],
    ["one metric that its unit may not tell", [{ metric: "misses" }], ["sum [misses]"]],
    ["no name", [{ name: "" }], ["(no name)"]],
    ["no name, twice", [{ name: "" }, { name: "", group: "g" }], [
      "bench.ts:(no name)",
      "bench.ts:g/(no name)",
    ]],
    ["names that are written alike", [
      { name: "a", group: "g", file: null },
      { name: "b", group: "g", file: null },
      { name: "g/a", file: null },
      { name: "a", file: null },
      { name: "b", group: "h", file: null },
    ], ["g/a", "g/b", "g%2Fa", "a", "h/b"]],
    ["names that objects have", [{ name: "__proto__" }, { name: "constructor" }], [
      "__proto__",
      "constructor",
    ]],
  ];
  for (const [shows, given, labels] of rows) {
    await t.step(shows, () => {
      const entries = given.map(makeEntry);
      const found = labelEntries(entries);
      assertEquals(entries.map((entry) => found.get(entry)!), labels);
    });
  }
});

Deno.test("describeNote() says what the figures do not", async (t) => {
  const rows: [shows: string, entry: Partial<ComparisonEntry>, wanted: string | null][] = [
    ["nothing to add", {}, null],
    ["an improvement speaks for itself", { verdict: "improvement", at_least: -0.2 }, null],
    [
      "a regression",
      { verdict: "regression", at_least: 0.12 },
      "at least +12.0 % with 99 % confidence",
    ],
    [
      "a regression by a factor, of which the bound is less than tenfold",
      { verdict: "regression", change: 9.3, at_least: 8.5 },
      "at least 9.50× with 99 % confidence",
    ],
    ["a regression of two numbers", { verdict: "regression" }, null],
    [
      "a regression with a remark",
      { verdict: "regression", at_least: 0.12, doubts: [noted("so")] },
      "at least +12.0 % with 99 % confidence; so",
    ],
    [
      "rounds would settle it",
      { verdict: "inconclusive", doubts: [moreRounds({ rounds: 40, isBeyond: false })] },
      "about 40 rounds per side would settle it: benchline run --rounds 40",
    ],
    ["a message of several lines", {
      verdict: "failed",
      failures: [{ round: null, message: "a\n  b\r\nc\n" }],
    }, "a b c"],
    ["failures with and without round", {
      verdict: "failed",
      failures: [{ round: null, message: "a" }, { round: 2, message: "b" }],
    }, "a; round 2: b"],
  ];
  for (const [shows, entry, wanted] of rows) {
    await t.step(shows, () => assertEquals(describeNote(makeEntry(entry)), wanted));
  }
});

Deno.test("what is not there is shown as a dash, what is there in its unit", () => {
  const interval = { lower: -0.05, upper: 9.5, level: 0.95 };
  assertEquals(describeChange(makeEntry({ change: null })), "-");
  assertEquals(describeChange(makeEntry({ change: 0.5 })), "+50.0 %");
  assertEquals(describeInterval(makeEntry()), "-");
  assertEquals(describeInterval(makeEntry({ change: 9.2, interval })), "0.950 to 10.5×");
  assertEquals(describeInterval(makeEntry({ change: 0.5, interval })), "-5.0 to +950.0 %");
  assertEquals(describeValue(null, makeEntry()), "-");
  assertEquals(describeValue(1.5, makeEntry()), "1.500 ms");
  assertEquals(describeValue(1.5, makeEntry({ metric: "memory", unit: "MB" })), "1.500 MB");
  const rate = makeEntry({ metric: "throughput", unit: "rows/s" });
  assertEquals(describeValue(1500, rate), "1.500 krows/s");
  const recorded = makeEntry({ metric: "read", unit: "MB/s" });
  assertEquals(describeValue(1500, recorded), "1,500 MB/s");
  assertEquals(describeValue(1500, { ...recorded, metric: "MB/s" }), "1,500");
  assertEquals(describeValue(1.5, makeEntry({ metric: "memory", unit: "kB" })), "1.500 kB");
  assertEquals(describeValue(1.5, makeEntry({ metric: "duration", unit: "h" })), "1.500 h");
});

Deno.test("an exact count is shown with its difference, and never as a time", async (t) => {
  const counts = { metric: "instructions", unit: "", exact: true } as const;
  const interval = { lower: 0, upper: 0, level: 1 };
  const rows: [entry: Partial<ComparisonEntry>, text: string][] = [
    [
      { baseline: 1_234_567, current: 1_234_571, change: 3.24e-6, interval },
      "0.0 % (1,234,567 to 1,234,571); exactly +4",
    ],
    [
      { baseline: 200, current: 100, change: -0.5, interval },
      "-50.0 % (200 to 100); exactly -100",
    ],
    [
      { baseline: 91_234_567, current: 81_234_567, change: -0.11, interval },
      "-11.0 % (91,234,567 to 81,234,567); exactly -10.00 M",
    ],
    [{ baseline: 5, current: 5, change: 0, interval }, "0.0 % (5 to 5); exactly 0"],
    [
      { baseline: 0, current: 3, change: null, verdict: "regression", severity: "severe" },
      "from 0 (0 to 3); exactly +3",
    ],
    [{ baseline: 0, current: 3, change: null, verdict: "not_compared" }, "not compared"],
  ];
  for (const [entry, text] of rows) {
    await t.step(text, () => assertEquals(describeEntry(makeEntry({ ...counts, ...entry })), text));
  }
});

function makeComparison(more: Partial<Comparison> = {}): Comparison {
  const side = { source: "main", timestamp: "2026-01-31T12:00:00Z", git_commit: null };
  return {
    version: COMPARISON_VERSION,
    generator: "benchline",
    baseline: side,
    current: side,
    gated: true,
    environment: ENVIRONMENT,
    shard: null,
    shards: [],
    measurement: null,
    affected: null,
    environment_differences: [],
    entries: [],
    summary: makeSummary({ unchanged: 1 }),
    suite: null,
    doubts: [],
    ...more,
  };
}

Deno.test("describeAdvice() says what to do where something is to be done", () => {
  assertEquals(describeAdvice(makeComparison()), []);
  const both = describeAdvice(makeComparison({ gated: false, summary: makeSummary({ added: 1 }) }));
  assertEquals(both.map((advice) => /--ignore-environment|baseline command/.exec(advice)?.[0]), [
    "--ignore-environment",
    "baseline command",
  ]);
  const open = makeEntry({
    verdict: "inconclusive",
    doubts: [moreRoundsInTurn({ rounds: 300, isBeyond: false }, 90, 1)],
  });
  assertEquals(describeAdvice(makeComparison({ entries: [open, open] })), [
    "A quieter machine or more work per call may settle inconclusive benchmarks; benchline doctor shows what this machine can tell.",
  ]);
});

Deno.test("describeMeasurement() claims no measuring where no round was measured", () => {
  const measurement = { placement: "pair", pinned: true, seconds: 3 } as const;
  const comparison = (entry: ComparisonEntry) =>
    makeComparison({ measurement: { ...measurement, unpinned: [] }, entries: [entry] });
  const nothing = makeEntry({ verdict: "not_compared", rounds: { baseline: 0, current: 0 } });
  assertEquals(describeMeasurement(comparison(nothing)), null);
  assertStringIncludes(describeMeasurement(comparison(makeEntry()))!, "measured in turn");
});

Deno.test("describeRounds() shows both sides where they differ", async (t) => {
  const rows: [baseline: number, current: number, text: string][] = [
    [16, 16, "16"],
    [6, 10, "6/10"],
    [0, 5, "0/5"],
    [0, 0, "-"],
  ];
  for (const [baseline, current, text] of rows) {
    await t.step(text, () => {
      assertEquals(describeRounds(makeEntry({ rounds: { baseline, current } })), text);
    });
  }
});

/** The change of three benchmarks. */
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
      "what cannot be told",
      makeSuite({ threshold: 0.03, verdict: "inconclusive" }),
      `${figures} 3 of 4 benchmarks); it may or may not be slower by more than 3 %`,
    ],
    [
      "a part",
      makeSuite({ threshold: 0.03 }),
      `${figures} 3 of 4 benchmarks); it is judged once all parts are joined`,
    ],
    ["nothing in it", makeSuite(NOTHING), null],
    [
      "nothing in it to be judged",
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

Deno.test("describeSuite() names up to three benchmarks outside the suite", () => {
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
  // The entries do not show which other benchmark is outside.
  assertEquals(outside(1, 2), "(geometric mean of 2 of 4 benchmarks)");
});

Deno.test("describeSuite() says what was left out of a suite, and that it is not judged", async (t) => {
  const choices = (count: number) => Array(count).fill({ file: "a_bench.ts", reason: "" });
  const figures =
    "The affected benchmarks: +3.1 %, 95 % interval +2.2 to +4.0 % (geometric mean of 3 benchmarks)";
  const unknown = (left: string) =>
    `not judged, because ${left} left out: compare without --affected`;
  const judged = { threshold: 0.03, verdict: "not_measured" } as const;
  const rows: [what: string, suite: Suite, measured: number, left: number, text: string | null][] =
    [
      ["not judged", makeSuite(), 1, 2, figures],
      ["to be judged", makeSuite(judged), 1, 1, `${figures}; ${unknown("1 bench file was")}`],
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

Deno.test("sharesCause() says a cause once, and never hides what a change is", async (t) => {
  const failures = [{ round: null, message: "no such file" }];
  const others = [{ round: null, message: "another" }];
  const rows: [
    what: string,
    one: Partial<ComparisonEntry>,
    other: Partial<ComparisonEntry>,
    shared: boolean,
  ][] = [
    ["one cause", { verdict: "failed", failures }, { verdict: "failed", failures }, true],
    [
      "two causes",
      { verdict: "failed", failures },
      { verdict: "failed", failures: others },
      false,
    ],
    [
      "two verdicts",
      { verdict: "failed", failures },
      { verdict: "not_compared", failures },
      false,
    ],
    ["no cause", { verdict: "not_measured" }, { verdict: "not_measured" }, false],
    [
      "regressions of one size",
      { verdict: "regression", at_least: 0.3 },
      { verdict: "regression", at_least: 0.3 },
      false,
    ],
  ];
  for (const [what, one, other, shared] of rows) {
    await t.step(what, () => assertEquals(sharesCause(makeEntry(one), makeEntry(other)), shared));
  }
});

Deno.test("labelEntries() names the file of a row that stands for a whole file", () => {
  const entries = [
    makeEntry({ verdict: "unchanged", file: "a_bench.ts", name: "sort" }),
    makeEntry({ verdict: "failed", file: "b_bench.ts", name: "the whole file" }),
  ];
  assertEquals([...labelEntries(entries).values()], ["sort", "b_bench.ts:the whole file"]);
});

Deno.test("describeDoubt() cuts the fact sooner than the advice", () => {
  const advice = "Do this. ".repeat(20).trim();
  const text = describeDoubt({ kind: "noted", message: "x".repeat(500), advice }, 300);
  assertEquals(text, `${"x".repeat(300 - advice.length - 3)}…. ${advice}`);
  const both = { kind: "noted", message: "x".repeat(500), advice: "y".repeat(500) } as const;
  assertEquals(describeDoubt(both, 300).length, 300);
  assertEquals(describeDoubt({ ...both, message: "x", advice: null }), "x");
});
