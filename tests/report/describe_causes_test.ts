import { assertEquals } from "@std/assert";
import {
  describeCauses,
  describeFunction,
  describeQuestion,
} from "../../scripts/report/describe_causes.ts";
import type { ExplainedCause, Explanation } from "../../scripts/verdict/explain/explanation.ts";
import { unexplained } from "../../scripts/verdict/explain/explain.ts";
import { makeCause, makeEntry, makeExplanation, makeFrame } from "../helpers/entries.ts";

const HORNER = makeCause().function!;

function entry(more: Partial<Explanation>) {
  return makeEntry({
    verdict: "regression",
    baseline: 0.1317,
    current: 0.1689,
    explanation: makeExplanation({ causes: [], frames: [], ...more }),
  });
}

Deno.test("describeCauses() says what accounts for a change", async (t) => {
  const ran = (tier: "turbofan" | "not optimised", deoptimized = 0) => ({
    tier,
    deoptimized,
    again_and_again: deoptimized >= 15,
    reason: deoptimized > 0 ? "wrong map" : null,
  });
  const size = "+36.10 µs of +37.20 µs a call (97 %)";
  const rows: [what: string, more: Partial<ExplainedCause>, line: string][] = [
    ["a function", {}, `horner (work.ts:12) ${size}`],
    [
      "more than the whole change",
      { baseline_ms: 0.1, current_ms: 0.16, error_ms: 0.001 },
      "horner (work.ts:12) +60.00 µs a call, but the benchmark only +37.20 µs, because the rest became faster",
    ],
    [
      "more than the whole change, by chance",
      { baseline_ms: 0.1, current_ms: 0.1382, error_ms: 0.001 },
      "horner (work.ts:12) all of +37.20 µs a call",
    ],
    [
      "called more often",
      { calls: { baseline: 30000, current: 39000 } },
      `horner (work.ts:12) ${size}; called 39,000 times instead of 30,000`,
    ],
    ["a new function", { presence: "new" }, `horner (work.ts:12) ${size}; new`],
    [
      "a function that took over work",
      { moved_from: { ...HORNER, name: "old", line: 3 } },
      `horner (work.ts:12) ${size}; now does the work of old (work.ts:3)`,
    ],
    [
      "a function with samples in its caller",
      { seen_in: { ...HORNER, name: "", file: "a_bench.ts", line: 3 } },
      `horner (work.ts:12) ${size}; partly seen in its caller, an anonymous function (a_bench.ts:3)`,
    ],
    ["the runtime", { runtime: "RegExp: a+b" }, `horner (work.ts:12) ${size}; in RegExp: a+b`],
    [
      "deoptimised",
      { ran_as: { baseline: ran("turbofan"), current: ran("turbofan", 40) } },
      `horner (work.ts:12) ${size}; deoptimised again and again (40 times, wrong map)`,
    ],
    [
      "not optimised",
      { ran_as: { baseline: ran("turbofan"), current: ran("not optimised", 1) } },
      `horner (work.ts:12) ${size}; turbofan before, not optimised now`,
    ],
    [
      "megamorphic",
      { megamorphic: { baseline: ["x"], current: ["x", "size", "y"] } },
      `horner (work.ts:12) ${size}; access to size and 1 more now sees objects of many shapes (megamorphic)`,
    ],
    [
      "no longer megamorphic",
      { megamorphic: { baseline: [""], current: [] } },
      `horner (work.ts:12) ${size}; access to elements no longer sees objects of many shapes (megamorphic)`,
    ],
    ["waiting", { kind: "waiting", function: null }, `waiting ${size}`],
    [
      "native code",
      { kind: "native", function: null },
      `native code with no caller in the profile ${size}`,
    ],
    ["the collector", { kind: "collection", function: null }, `garbage collection ${size}`],
  ];
  for (const [what, more, line] of rows) {
    await t.step(
      what,
      () => assertEquals(describeCauses(entry({ causes: [makeCause(more)] })), [line]),
    );
  }
});

Deno.test("describeCauses() says that a profile shows nothing", () => {
  const { causes, remark } = unexplained("the process wrote no profile");
  const missing = entry({ causes, remark, samples: { baseline: 0, current: 0 } });
  assertEquals(describeCauses(missing), ["not known: the process wrote no profile"]);
  assertEquals(describeCauses(entry({ causes: [], explained: 0 })), [
    "no function stands out: the change is spread over many, or below the sampling error",
  ]);
  assertEquals(describeCauses(makeEntry({ explanation: null })), []);
});

Deno.test("describeCauses() says why there is no explanation, with or without call trees", () => {
  const few = { causes: [], samples: { baseline: 3, current: 9 }, remark: "3 samples" };
  assertEquals(describeCauses(entry(few)), ["not known: 3 samples"]);
  assertEquals(describeCauses(entry({ causes: [], explained: 0, remark: "a remark" })), [
    "no function stands out: the change is spread over many, or below the sampling error",
    "a remark",
  ]);
});

Deno.test("describeCauses() names what moved, and says that the rest is spread", () => {
  const moved = [{ from: { ...HORNER, name: "old" }, to: HORNER }];
  assertEquals(describeCauses(entry({ causes: [makeCause()], explained: 0.3, moved })).slice(1), [
    "the rest is spread over many functions, or below the sampling error",
    "the work of old (work.ts:12) moved into horner (work.ts:12), where it takes as long",
  ]);
});

Deno.test("describeCauses() says where an unchanged benchmark spends its time", () => {
  const frames = [
    makeFrame("bench", 12, null, [1, 1], [0.1, 0.1]),
    makeFrame("sum", 12, 0, [0.7, 0.7]),
    makeFrame("read", 12, 0, [0.2, 0.2]),
  ];
  const unchanged = makeEntry({ explanation: makeExplanation({ causes: [], frames }) });
  assertEquals(describeCauses(unchanged), [
    "sum (work.ts:12) takes 700.0 µs of 1.000 ms a call (70 %)",
    "read (work.ts:12) takes 200.0 µs of 1.000 ms a call (20 %)",
    "bench (work.ts:12) takes 100.0 µs of 1.000 ms a call (10 %)",
  ]);
  assertEquals([describeQuestion(unchanged), describeQuestion(entry({}))], ["time", "why"]);
});

Deno.test("describeCauses() names functions that changed in the other direction", () => {
  const place = { ...HORNER, name: "sum" };
  const opposite = [makeCause({ function: place, baseline_ms: 0.2, current_ms: 0.15 })];
  assertEquals(
    describeCauses(entry({ causes: [makeCause()], opposite })).at(-1),
    "in the other direction: sum (work.ts:12) -50.00 µs a call",
  );
});

Deno.test("describeFunction() names packages with their versions", () => {
  const inPackage = { ...HORNER, package: "npm:zod", version: "3.25.1", file: "v4/core.js" };
  assertEquals(describeFunction(inPackage), "horner (npm:zod@3.25.1/v4/core.js:12)");
  assertEquals(describeFunction({ ...HORNER, name: "" }), "an anonymous function (work.ts:12)");
});

Deno.test("describeCauses() separates further causes from remarks on the first", () => {
  const causes = [makeCause(), makeCause({ function: { ...HORNER, name: "sum" } })];
  const lines = describeCauses(entry({ causes }));
  assertEquals(lines, [
    "horner (work.ts:12) +36.10 µs of +37.20 µs a call (97 %)",
    "also: sum (work.ts:12) +36.10 µs of +37.20 µs a call (97 %)",
  ]);
});

Deno.test("describeCauses() says of an improvement which functions became slower", () => {
  const faster = makeEntry({
    verdict: "improvement",
    baseline: 0.1689,
    current: 0.1317,
    explanation: makeExplanation({
      causes: [makeCause({ baseline_ms: 0.16, current_ms: 0.1, error_ms: 0.001 })],
      frames: [],
    }),
  });
  assertEquals(describeCauses(faster), [
    "horner (work.ts:12) -60.00 µs a call, but the benchmark only -37.20 µs, because the rest became slower",
  ]);
});
