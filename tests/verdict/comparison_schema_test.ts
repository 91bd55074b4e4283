import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { compareDocuments, Failure, renderComparisonJson, resolveThresholds } from "../../mod.ts";
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

Deno.test("parseComparison() reads back what was written", () => {
  assertEquals(parseComparison(text, "c.json"), comparison);
});

Deno.test("parseComparison() refuses what is none", async (t) => {
  const rows: [what: string, text: string, message: string][] = [
    ["a list", "[]", "Cannot read c.json: the content must be an object, found an array"],
    ["a later version", text.replace('"1.1"', '"2.0"'), "with schema version 2.0"],
    ["a verdict", text.replace('"unchanged"', '"fine"'), '"fine"'],
    ["counts", text.replace(/"improvement": \d+/, '"improvement": 99'), "summary.improvement"],
    ["a missing field", text.replace('"gated"', '"gate"'), "gated must be true or false"],
  ];
  for (const [what, changed, message] of rows) {
    await t.step(what, () => {
      const error = assertThrows(() => parseComparison(changed, "c.json"), Failure);
      assertStringIncludes(error.message, message);
    });
  }
});
