import { COMPARISON_FORMATS } from "../../scripts/report/comparison/formats.ts";
import { assert, assertEquals } from "@std/assert";
import {
  compareDocuments,
  noPaint,
  renderComparisonJson,
  renderComparisonMarkdown,
  renderComparisonTerminal,
  renderResultTerminal,
  resolveThresholds,
} from "../../mod.ts";
import { stringWidth } from "../../scripts/deps/string_width.ts";
import { makeBenchmark, makeDocument } from "../helpers/documents.ts";
import { foreignComparison, richComparison, richCurrent } from "../helpers/rich.ts";
import { assertGolden } from "../helpers/testdata.ts";

/** Paint that shows in plain text what has which colour. */
const namedPaint = {
  bold: (text: string) => `<bold>${text}</bold>`,
  dim: (text: string) => `<dim>${text}</dim>`,
  red: (text: string) => `<red>${text}</red>`,
  yellow: (text: string) => `<yellow>${text}</yellow>`,
  green: (text: string) => `<green>${text}</green>`,
};

Deno.test("renderComparisonTerminal() renders several metrics", async () => {
  const comparison = richComparison(["duration", "throughput", "memory"]);
  await assertGolden("comparison_metrics.txt", renderComparisonTerminal(comparison, noPaint));
});

Deno.test("renderComparisonTerminal() paints what is bad, in doubt and less important", async () => {
  const text = renderComparisonTerminal(foreignComparison(), namedPaint);
  await assertGolden("comparison_painted.txt", text);
});

Deno.test("renderResultTerminal() renders a result with nothing in it", () => {
  const text = renderResultTerminal(makeDocument([]), noPaint);
  assertEquals(text.includes("benchmark"), false);
  assertEquals(text.endsWith("\n"), true);
});

Deno.test("tables are at most 80 columns wide for ordinary names", () => {
  const work = { operations: null, unit: null, bytes: null, flops: 2.5e6 };
  const fast = makeBenchmark("matmul of some size and shape", {
    ...{ durationsMs: [1, 1.12], p99_ms: 1.5, memory_mb: 8, work },
  });
  const texts = [
    renderComparisonTerminal(richComparison(), noPaint),
    renderResultTerminal(richCurrent(), noPaint),
    renderResultTerminal(makeDocument([fast]), noPaint),
  ];
  for (const text of texts) {
    // Sentences, and the lines that name the files, are as long as they are.
    const rows = text.split("\n").filter((line) => /\S {2,}\S/.test(line.replace(/^\w+ +/, "")));
    assert(rows.length > 1);
    for (const row of rows) assert(stringWidth(row) <= 80, `${stringWidth(row)}: ${row}`);
  }
});

Deno.test("every line of a report ends, and none has spaces at its end but to break it", () => {
  const comparison = richComparison();
  const texts = [
    renderComparisonTerminal(comparison, noPaint),
    renderComparisonJson(comparison),
    renderResultTerminal(richCurrent(), noPaint),
    renderComparisonMarkdown(comparison).replaceAll(/^(Baseline: .*|Current: .*) {2}$/gm, "$1"),
  ];
  for (const text of texts) {
    assert(text.endsWith("\n") && !text.endsWith("\n\n"));
    assert(!/[ \t]$/m.test(text), text);
  }
});

Deno.test("ten thousand benchmarks compare and render", async () => {
  const many = (factor: number) =>
    makeDocument(Array.from({ length: 10_000 }, (_, index) =>
      makeBenchmark(`b${index}`, {
        durationsMs: [1, 1.01, 0.99].map((noise) => noise * factor * (1 + index)),
      })));
  const comparison = compareDocuments(
    { source: "a.json", document: many(1) },
    { source: "b.json", document: many(3) },
    { metrics: ["duration"], thresholdsOf: resolveThresholds({}, {}), ignoreEnvironment: false },
  );
  assertEquals(comparison.summary.regression, 10_000);
  for (const { name, render } of COMPARISON_FORMATS) {
    const text = await render(comparison, { paint: noPaint, columns: 80 });
    if (name === "markdown") assert(/of 10000 are left out/.test(text));
    else if (name === "annotations") assertEquals(text.split("\n").length, 11);
    else assert(text.includes("b9999"), name);
  }
});
