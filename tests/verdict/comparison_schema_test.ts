import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { renderComparisonJson } from "../../scripts/report/comparison/json.ts";
import { Failure } from "../../scripts/result/failure.ts";
import { compareDocuments } from "../../scripts/verdict/compare_documents.ts";
import { resolveThresholds } from "../../scripts/verdict/config.ts";
import { noted } from "../../scripts/result/doubt.ts";
import {
  type Comparison,
  COMPARISON_VERSION,
  type ComparisonEntry,
  type Verdict,
} from "../../scripts/verdict/comparison.ts";
import { countVerdicts } from "../../scripts/verdict/entries.ts";
import { parseComparison } from "../../scripts/verdict/comparison_schema.ts";
import { richBaseline, richCurrent } from "../helpers/rich.ts";

const comparison = compareDocuments(
  { source: "a.json", document: richBaseline() },
  { source: "b.json", document: richCurrent() },
  {
    metrics: ["duration", "throughput", "memory"],
    thresholdsOf: resolveThresholds({}, {}),
    ignoreEnvironment: false,
  },
);
const text = renderComparisonJson(comparison);

const OLD_VERDICTS = [
  "regression",
  "failed",
  "inconclusive",
  "improvement",
  "unchanged",
  "added",
  "removed",
];

Deno.test("parseComparison() reads back a written comparison", () => {
  assertEquals(parseComparison(text, "c.json"), comparison);
});

Deno.test("parseComparison() refuses documents that are not comparisons", async (t) => {
  const rows: [what: string, text: string, message: string][] = [
    ["an array", "[]", "Cannot read c.json: the content must be an object, found an array"],
    ["a later version", text.replace(COMPARISON_VERSION, "3.0"), "with schema version 3.0"],
    ["an unknown verdict", text.replace('"unchanged"', '"fine"'), '"fine"'],
    ["counts", text.replace(/"improvement": \d+/, '"improvement": 99'), "summary.improvement"],
    [
      "a duplicate benchmark",
      JSON.stringify({ ...comparison, entries: [...comparison.entries, comparison.entries[2]] }),
      `entries[${comparison.entries.length}] repeats entries[2], "`,
    ],
    [
      "a suite of more benchmarks than there are",
      JSON.stringify({ ...comparison, suite: { ...comparison.suite, benchmarks: 99 } }),
      "suite.benchmarks must be at most 10, the number of entries with a duration, found 99",
    ],
    [
      "a suite without its estimate",
      JSON.stringify({ ...comparison, suite: { ...comparison.suite, estimate: null } }),
      "suite.estimate must be an object if suite.benchmarks is above 0, and null if it is 0",
    ],
    ["a missing field", text.replace('"gated"', '"gate"'), "gated must be true or false"],
  ];
  for (const [what, changed, message] of rows) {
    await t.step(what, () => {
      const error = assertThrows(() => parseComparison(changed, "c.json"), Failure);
      assertStringIncludes(error.message, message);
    });
  }
});

Deno.test("parseComparison() reads version 1.1", () => {
  const { doubts, entries: all, summary: _, ...rest } = JSON.parse(text) as Comparison;
  const later: readonly Verdict[] = ["not_compared", "not_measured", "not_slower"];
  const entries = all.filter(({ verdict }) => !later.includes(verdict));
  const counts = Object.entries(countVerdicts(entries)).filter(([, count]) => count > 0);
  const before = {
    ...rest,
    version: "1.1",
    warnings: doubts.map(({ message }) => message),
    summary: {
      ...Object.fromEntries(OLD_VERDICTS.map((one) => [one, 0])),
      ...Object.fromEntries(counts),
    },
    entries: entries.map(({ doubts, ...entry }) => ({
      ...entry,
      reason: doubts[0]?.message ?? null,
    })),
  };
  const read = parseComparison(JSON.stringify(before), "c.json");
  assertEquals(read.version, COMPARISON_VERSION);
  assertEquals(read.summary, countVerdicts(entries));
  assertEquals(read.doubts, doubts.map(({ message }) => noted(message)));
  for (const [index, { doubts }] of read.entries.entries()) {
    const [reason] = entries[index]!.doubts;
    assertEquals(doubts, reason === undefined ? [] : [noted(reason.message)]);
  }
});

Deno.test("parseComparison() adds the better direction of metrics to versions before 2.1", () => {
  const { entries, ...rest } = comparison;
  const before = { ...rest, version: "2.0", entries: entries.map(withoutDirection) };
  assertEquals(parseComparison(JSON.stringify(before), "c.json"), comparison);
});

function withoutDirection({ better: _, exact: __, ...entry }: ComparisonEntry) {
  return entry;
}

Deno.test("parseComparison() reads version 2.1, which has no sessions", () => {
  const entries = comparison.entries.map(({ session_deviation: _, ...entry }) => entry);
  const before = { ...comparison, version: "2.1", entries };
  const read = parseComparison(JSON.stringify(before), "c.json");
  assertEquals(read.entries.map(({ session_deviation }) => session_deviation).join(""), "");
  assertEquals({ ...read, entries: [] }, { ...before, entries: [] });
});

Deno.test("parseComparison() reads version 2.2, which has neither suite nor chosen files", () => {
  const { suite: _, affected: __, ...rest } = comparison;
  const before = { ...rest, version: "2.2" };
  const read = parseComparison(JSON.stringify(before), "c.json");
  assertEquals(read, { ...before, suite: null, affected: null });
});
