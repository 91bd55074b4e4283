import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { Failure } from "../../scripts/result/failure.ts";
import type { ResultDocument } from "../../scripts/result/schema.ts";
import { compareDocuments } from "../../scripts/verdict/compare_documents.ts";
import { resolveThresholds } from "../../scripts/verdict/config.ts";
import { isInShard, parseShard, type Shard } from "../../scripts/result/shard.ts";
import type { Comparison } from "../../scripts/verdict/comparison.ts";
import { mergeComparisons, mergeResults, type Part } from "../../scripts/verdict/merge.ts";
import { ENVIRONMENT, makeDocument, type Sketch, steady } from "../helpers/sketches.ts";

const identity = (name: string) => ({ file: "a_bench.ts", group: null, name });
const names = Array.from({ length: 300 }, (_, index) => `benchmark ${index}`);

function part(index: number, total: number, more: Record<string, unknown> = {}) {
  const shard = { index, total };
  const benchmarks = names.filter((name) => isInShard(identity(name), shard));
  return {
    source: `${index}.json`,
    subject: makeDocument(benchmarks.map((name) => ({ name, rounds: steady(1) })), {
      shard,
      ...more,
    }),
  };
}

Deno.test("parseShard() accepts only K/N", async (t) => {
  for (const text of ["", "1", "0/3", "4/3", "1/0", "a/b", "1/2/3", "-1/2", "1/1001", " 1/2"]) {
    await t.step(text, () => void assertThrows(() => parseShard(text), Failure, "must be K/N"));
  }
  assertEquals(parseShard("1/1"), { index: 1, total: 1 });
});

Deno.test("a document of a part of more than 1,000 is refused", () => {
  for (const shard of [{ index: 1, total: 9e8 }, { index: 1e15, total: 2 }]) {
    assertThrows(() => makeDocument([], { shard }), Failure, "must be at most 1000");
  }
});

Deno.test("isInShard() assigns every benchmark to one part, and each part gets its share", () => {
  for (const total of [1, 2, 3, 7]) {
    const parts = Array.from({ length: total }, (_, index): Shard => ({ index: index + 1, total }));
    const counts = parts.map((shard) =>
      names.filter((name) => isInShard(identity(name), shard)).length
    );
    assertEquals(counts.reduce((sum, count) => sum + count), names.length);
    const fair = names.length / total;
    // Three standard deviations of a draw.
    assert(counts.every((count) => Math.abs(count - fair) <= 3 * Math.sqrt(fair)), `${counts}`);
  }
});

Deno.test("mergeResults() joins the parts in any order", () => {
  const parts = [part(2, 3), part(3, 3), part(1, 3)];
  const merged = mergeResults(parts);
  assertEquals(new Set(merged.benchmarks.map(({ name }) => name)), new Set(names));
  assertEquals(merged.benchmarks.length, names.length);
  assertEquals([merged.partial, merged.shard, merged.warnings], [false, null, []]);
  assertEquals(merged.shards.map(({ shard }) => shard?.index), [1, 2, 3]);
  assertEquals(mergeResults(parts.toReversed()), merged);
});

Deno.test("mergeResults() names a missing part, and does not join different environments", () => {
  const environment = { ...ENVIRONMENT, memory_total_mb: 16_000 };
  const parts = [part(1, 3, { warnings: ["hot"] }), part(3, 3, { environment })];
  const merged = mergeResults(parts);
  assertEquals(merged.partial, true);
  assertEquals(merged.warnings, ["part 2 of 3 is missing", "part 1: hot"]);
  assertEquals(merged.environment.memory_total_mb, null);
  assertEquals(merged.environment.cpu, ENVIRONMENT.cpu);
  assertEquals(merged.shards.map((one) => one.environment.memory_total_mb), [8000, 16_000]);
});

Deno.test("mergeResults() refuses parts that do not belong together", async (t) => {
  const elsewhere = { environment: { ...ENVIRONMENT, cpu: "Another CPU" } };
  const later = { environment: { ...ENVIRONMENT, git_commit: "f".repeat(40) } };
  const rows: [what: string, parts: Part<ResultDocument>[], message: string][] = [
    ["nothing", [], "Nothing to join"],
    [
      "a different machine",
      [part(1, 2), part(2, 2, elsewhere)],
      "2.json with 1.json: cpu is Another CPU in it and Test CPU there",
    ],
    ["a different commit", [part(1, 2), part(2, 2, later)], "git_commit is ffff"],
    ["the same part twice", [part(1, 2), part(1, 2)], "both are part 1"],
    ["parts of different wholes", [part(1, 2), part(2, 3)], "one of 3 parts, not of 2"],
    ["no part", [part(1, 2), part(2, 2, { shard: null })], "was not made with --shard"],
    [
      "a benchmark in two parts",
      [part(1, 2), {
        source: "b.json",
        subject: { ...part(1, 2).subject, shard: { index: 2, total: 2 } },
      }],
      "b.json with 1.json: both have a_bench.ts:benchmark ",
    ],
  ];
  for (const [what, parts, message] of rows) {
    await t.step(what, () => {
      const error = assertThrows(() => mergeResults(parts), Failure);
      assertStringIncludes(error.message, message);
    });
  }
});

function comparePart(
  index: number,
  sketches: readonly Sketch[],
  cpu = "Test CPU",
): Part<Comparison> {
  const document = (factor: number) =>
    makeDocument(
      sketches.map((one) => ({ ...one, rounds: steady(one.name === "slow" ? factor : 1) })),
      { shard: { index, total: 2 }, environment: { ...ENVIRONMENT, cpu } },
    );
  const subject = compareDocuments(
    { source: "a", document: document(1) },
    { source: "b", document: document(2) },
    { metrics: ["duration"], thresholdsOf: resolveThresholds({}, {}), ignoreEnvironment: false },
  );
  return { source: `${index}.json`, subject };
}

Deno.test("mergeComparisons() joins parts of different machines, and lists the worst first", () => {
  const merged = mergeComparisons([
    comparePart(1, [{ name: "same" }]),
    comparePart(2, [{ name: "slow" }, { name: "steady" }], "Another CPU"),
  ]);
  assertEquals(merged.entries.map(({ name }) => name), ["slow", "same", "steady"]);
  assertEquals([merged.summary.regression, merged.summary.unchanged], [1, 2]);
  assertEquals(merged.environment.cpu, null);
  assertEquals(merged.shards.map(({ environment }) => environment.cpu), [
    "Test CPU",
    "Another CPU",
  ]);
});

Deno.test("mergeComparisons() lists each bench file once that its parts chose or left out", () => {
  const [first, second] = [comparePart(1, [{ name: "a" }]), comparePart(2, [{ name: "b" }])];
  const choice = (file: string, reason: string) => ({ file, reason });
  assertEquals(mergeComparisons([first, second]).affected, null);
  first.subject.affected = {
    measured: [choice("b_bench.ts", "src/b.ts differs")],
    left_out: [choice("c_bench.ts", "same 2 modules"), choice("a_bench.ts", "same 1 module")],
  };
  second.subject.affected = {
    measured: [choice("c_bench.ts", "not every module can be found")],
    left_out: [choice("a_bench.ts", "on another machine")],
  };
  assertEquals(mergeComparisons([second, first]).affected, {
    measured: [
      choice("b_bench.ts", "src/b.ts differs"),
      choice("c_bench.ts", "not every module can be found"),
    ],
    left_out: [choice("a_bench.ts", "same 1 module")],
  });
});

Deno.test("mergeComparisons() refuses parts if only one chose bench files", () => {
  const [first, second] = [comparePart(1, [{ name: "a" }]), comparePart(2, [{ name: "b" }])];
  first.subject.affected = { measured: [], left_out: [] };
  assertThrows(
    () => mergeComparisons([second, first]),
    Failure,
    "Cannot join 2.json with 1.json: affected is null in it and a choice there",
  );
});

Deno.test("mergeComparisons() refuses parts of different commits", () => {
  const [first, second] = [comparePart(1, [{ name: "a" }]), comparePart(2, [{ name: "b" }])];
  second.subject.current.git_commit = "f".repeat(40);
  assertThrows(() => mergeComparisons([first, second]), Failure, "current.git_commit is ffff");
});
