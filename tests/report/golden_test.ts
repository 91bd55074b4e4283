// What each report looks like, as a whole; tests/helpers/testdata.ts says how to refresh the files.
import { assert, assertEquals } from "@std/assert";
import {
  noPaint,
  renderComparisonJson,
  renderComparisonMarkdown,
  renderComparisonTerminal,
  renderResultTerminal,
} from "../../mod.ts";
import { stringWidth } from "../../scripts/deps/string_width.ts";
import { makeDocument } from "../helpers/documents.ts";
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

Deno.test("renderComparisonTerminal() renders every verdict", async () => {
  await assertGolden("comparison.txt", renderComparisonTerminal(richComparison(), noPaint));
});

Deno.test("renderComparisonTerminal() renders several metrics", async () => {
  const comparison = richComparison(["duration", "throughput", "memory"]);
  await assertGolden("comparison_metrics.txt", renderComparisonTerminal(comparison, noPaint));
});

Deno.test("renderComparisonTerminal() renders what two machines measured, in colour", async () => {
  const text = renderComparisonTerminal(foreignComparison(), namedPaint);
  await assertGolden("comparison_environment.txt", text);
});

Deno.test("renderComparisonMarkdown() renders every verdict", async () => {
  await assertGolden("comparison.md", renderComparisonMarkdown(richComparison()));
});

Deno.test("renderComparisonMarkdown() renders what two machines measured", async () => {
  await assertGolden("comparison_environment.md", renderComparisonMarkdown(foreignComparison()));
});

Deno.test("renderComparisonJson() renders every verdict", async () => {
  const text = renderComparisonJson(richComparison());
  await assertGolden("comparison.json", text);
  assertEquals(JSON.parse(text), richComparison());
});

Deno.test("renderResultTerminal() renders figures, failures and warnings", async () => {
  await assertGolden("result.txt", renderResultTerminal(richCurrent(), noPaint));
});

Deno.test("renderResultTerminal() renders a result with nothing in it", () => {
  const text = renderResultTerminal(makeDocument([]), noPaint);
  assertEquals(text.includes("benchmark"), false);
  assertEquals(text.endsWith("\n"), true);
});

Deno.test("tables are at most 80 columns wide for ordinary names", () => {
  const texts = [
    renderComparisonTerminal(richComparison(), noPaint),
    renderResultTerminal(richCurrent(), noPaint),
  ];
  for (const text of texts) {
    // Sentences, and the lines that name the files, are as long as they are.
    const rows = text.split("\n").filter((line) =>
      / {2}|: at least/.test(line.replace(/^\w+ +/, ""))
    );
    assert(rows.length > 8);
    for (const row of rows) assert(stringWidth(row) <= 80, `${stringWidth(row)}: ${row}`);
  }
});

Deno.test("every line of a report ends, and none has spaces at its end but to break it", () => {
  const comparison = richComparison();
  const texts = [
    renderComparisonTerminal(comparison, noPaint),
    renderComparisonJson(comparison),
    renderResultTerminal(richCurrent(), noPaint),
    renderComparisonMarkdown(comparison).replace(/^(Baseline: .*) {2}$/m, "$1"),
  ];
  for (const text of texts) {
    assert(text.endsWith("\n") && !text.endsWith("\n\n"));
    assert(!/[ \t]$/m.test(text), text);
  }
});
