import { assertEquals, assertMatch } from "@std/assert";
import type {
  Comparison,
  ComparisonEntry,
  Suite,
  Verdict,
} from "../../scripts/verdict/comparison.ts";
import { missingPart } from "../../scripts/result/doubts/comparing.ts";
import type { Doubt } from "../../scripts/result/doubt.ts";
import { atFloor } from "../../scripts/result/doubts/judging.ts";
import { inNeither, loadedByNeither, runByNeither } from "../../scripts/result/doubts/listing.ts";
import { countVerdicts } from "../../scripts/verdict/entries.ts";
import { outcomeOf } from "../../scripts/verdict/outcome.ts";

function comparisonOf(
  verdicts: readonly Verdict[],
  more: Partial<Pick<Comparison, "gated" | "shard" | "affected">> & {
    readonly doubts?: Doubt[];
    readonly suite?: Suite["verdict"];
  } = {},
) {
  const entries = verdicts.map((verdict, index) => ({
    file: "a_bench.ts",
    group: null,
    name: `n${index}`,
    verdict,
    doubts: [] as Doubt[],
    failures: verdict === "not_compared"
      ? [{ round: null, message: "baseline: no such file" }]
      : [],
  })) as unknown as ComparisonEntry[];
  const { gated = true, shard = null, affected = null, doubts = [], suite: verdict = null } = more;
  const suite = { verdict } as Suite;
  return { entries, summary: countVerdicts(entries), gated, shard, affected, doubts, suite };
}

Deno.test("outcomeOf() is 0 only if something was examined", async (t) => {
  const rows: [verdicts: Verdict[], code: number, strict: number][] = [
    [["unchanged"], 0, 0],
    [["not_slower", "improvement"], 0, 0],
    [["regression", "unchanged"], 1, 1],
    [["failed", "unchanged"], 1, 1],
    [["failed"], 1, 1],
    [["inconclusive"], 0, 1],
    [["unchanged", "not_compared"], 0, 1],
    [["unchanged", "removed"], 0, 1],
    [["unchanged", "added"], 0, 0],
    [["not_compared"], 2, 2],
    [["not_compared", "added", "removed"], 2, 2],
    [["added"], 2, 2],
    [["removed"], 2, 2],
    [["added", "removed"], 2, 2],
    [[], 2, 2],
    [["not_measured"], 2, 2],
    [["unchanged", "not_measured"], 2, 2],
    [["regression", "not_measured"], 1, 1],
  ];
  for (const [verdicts, code, strict] of rows) {
    await t.step(verdicts.join(", ") || "nothing", () => {
      const comparison = comparisonOf(verdicts);
      assertEquals([outcomeOf(comparison, false).code, outcomeOf(comparison, true).code], [
        code,
        strict,
      ]);
      assertEquals(outcomeOf(comparison, false).message !== null, code === 2);
    });
  }
});

Deno.test("outcomeOf() counts files that are proved to be equal as examined", async (t) => {
  const left_out = [{ file: "b_bench.ts", reason: "same 2 modules" }];
  const affected = { measured: [], left_out };
  const none = { measured: left_out, left_out: [] };
  const rows: [verdicts: Verdict[], affected: Comparison["affected"], code: number][] = [
    [[], affected, 0],
    [[], none, 2],
    [["added"], affected, 0],
    [["added"], none, 2],
    [["regression"], affected, 1],
    [["not_measured"], affected, 2],
  ];
  const suite = comparisonOf([], { affected, suite: "not_slower" });
  assertEquals(outcomeOf(suite, false), { code: 0, message: null });
  for (const [verdicts, affected, code] of rows) {
    await t.step(`${verdicts} and ${affected!.left_out.length} left out`, () => {
      assertEquals(outcomeOf(comparisonOf(verdicts, { affected }), true).code, code);
    });
  }
});

Deno.test("outcomeOf() says what was not examined, and what to do", async (t) => {
  const rows: [what: string, Parameters<typeof outcomeOf>[0], message: RegExp][] = [
    [
      "nothing in common",
      comparisonOf(["removed", "removed", "added"]),
      /^Nothing was compared: the two sides have no benchmark in common; the baseline has 2 \(n0, n1\), the current version has 1 \(n2\)$/,
    ],
    ["one side empty", comparisonOf(["added"]), /the baseline has none, the current version has 1/],
    [
      "the baseline does not load",
      comparisonOf(["not_compared"]),
      /^Nothing was compared: a_bench.ts:n0: baseline: no such file$/,
    ],
    [
      "too little time",
      comparisonOf([...Array<Verdict>(7).fill("not_measured"), "unchanged"]),
      /^7 of 8 benchmarks were not measured in time \(n0, n1, n2, n3, n4, 2 more\): raise --timeout/,
    ],
    [
      "another machine",
      comparisonOf(["not_compared"], { gated: false }),
      /environments differ.*--ignore-environment$/,
    ],
    [
      "a missing part",
      comparisonOf(["unchanged"], { doubts: [missingPart(2, 3)] }),
      /^Not everything was compared: part 2 of 3 is missing$/,
    ],
  ];
  for (const [what, comparison, message] of rows) {
    await t.step(what, () => {
      const outcome = outcomeOf(comparison, false);
      assertEquals(outcome.code, 2);
      assertMatch(outcome.message!, message);
    });
  }
});

Deno.test("outcomeOf() is never 0 if neither version can run a file or benchmark", async (t) => {
  const cause = loadedByNeither("a_bench.ts", "Error: no");
  const noAdvice = [inNeither(cause)];
  const rows: [what: string, verdicts: Verdict[], doubts: Doubt[], message: string][] = [
    [
      "a file",
      ["unchanged", "not_compared"],
      noAdvice,
      "Not everything was compared: a_bench.ts cannot be loaded by either version: Error: no",
    ],
    [
      "two benchmarks of a file",
      ["unchanged", "not_compared", "not_compared"],
      noAdvice,
      "Not everything was compared: a_bench.ts cannot be loaded by either version: Error: no",
    ],
    [
      "everything",
      ["not_compared"],
      noAdvice,
      "Nothing was compared: a_bench.ts cannot be loaded by either version: Error: no",
    ],
    [
      "a file and a benchmark, one with advice",
      ["unchanged", "not_compared"],
      [inNeither(cause, "It imports x: leave it out."), inNeither(runByNeither("b:c", "boom"))],
      "Not everything was compared: a_bench.ts cannot be loaded by either version: Error: no; b:c cannot be run by either version: boom. It imports x: leave it out",
    ],
    [
      "more than are named",
      ["unchanged", "not_compared"],
      [..."abcdefg"].map((name) => inNeither(name, `Mend ${name}.`)),
      "Not everything was compared: a; b; c; d; e; 2 more. Mend a. Mend b. Mend c. Mend d. Mend e",
    ],
  ];
  for (const [what, verdicts, doubts, message] of rows) {
    await t.step(what, () => {
      const comparison = comparisonOf(verdicts);
      for (const { verdict, doubts: own } of comparison.entries) {
        if (verdict === "not_compared") own.splice(0, 0, ...doubts);
      }
      assertEquals(outcomeOf(comparison, false), { code: 2, message });
      assertEquals(outcomeOf(comparison, true), { code: 2, message });
      const failed = { ...comparison, summary: { ...comparison.summary, failed: 1 } };
      assertEquals(outcomeOf(failed, false), { code: 1, message: null });
    });
  }
});

Deno.test("outcomeOf() accepts an empty part of a suite, since others have the rest", () => {
  const shard = { index: 2, total: 3 };
  assertEquals(outcomeOf(comparisonOf([], { shard }), false).code, 0);
  assertEquals(outcomeOf(comparisonOf(["added"], { shard }), false).code, 0);
  assertEquals(outcomeOf(comparisonOf(["not_compared"], { shard }), false).code, 2);
});

Deno.test("outcomeOf() never fails a build because of a benchmark at the floor", () => {
  const comparison = comparisonOf(["inconclusive", "unchanged"]);
  comparison.entries[0]!.doubts.push(atFloor());
  assertEquals(outcomeOf(comparison, true).code, 0);
});

Deno.test("outcomeOf() treats the verdict on the suite like that on a benchmark", async (t) => {
  const rows: [verdict: Suite["verdict"], verdicts: Verdict[], code: number, strict: number][] = [
    [null, ["unchanged"], 0, 0],
    ["not_slower", ["unchanged"], 0, 0],
    ["inconclusive", ["unchanged"], 0, 1],
    ["regression", ["unchanged"], 1, 1],
    ["regression", ["unchanged", "not_measured"], 1, 1],
    ["not_compared", ["unchanged"], 2, 2],
    ["not_compared", ["regression"], 1, 1],
    ["not_measured", ["unchanged"], 2, 2],
    ["not_measured", ["regression"], 1, 1],
  ];
  for (const [suite, verdicts, code, strict] of rows) {
    await t.step(`${suite} beside ${verdicts.join(", ")}`, () => {
      const comparison = comparisonOf(verdicts, { suite });
      assertEquals(outcomeOf(comparison, false).code, code);
      assertEquals(outcomeOf(comparison, true).code, strict);
    });
  }
  assertMatch(
    outcomeOf(comparisonOf(["unchanged"], { suite: "not_compared" }), false).message!,
    /^The suite was not judged: --suite-threshold needs .*/,
  );
  assertMatch(
    outcomeOf(comparisonOf(["unchanged"], { suite: "not_measured" }), false).message!,
    /^The suite was not judged: .* compare without --affected, or without a threshold/,
  );
});
