import { COMPARISON_FORMATS } from "../../scripts/report/comparison/formats.ts";
import { assert, assertEquals } from "@std/assert";
import { renderComparisonJson } from "../../scripts/report/comparison/json.ts";
import { renderComparisonMarkdown } from "../../scripts/report/comparison/markdown.ts";
import { renderComparisonTerminal } from "../../scripts/report/comparison/terminal.ts";
import { noPaint } from "../../scripts/report/paint.ts";
import { renderResultTerminal } from "../../scripts/report/result/terminal.ts";
import { compareDocuments } from "../../scripts/verdict/compare_documents.ts";
import { parseComparison } from "../../scripts/verdict/comparison_schema.ts";
import { resolveThresholds } from "../../scripts/verdict/config.ts";
import { RESULT_FORMATS } from "../../scripts/report/result/formats.ts";
import { stringWidth } from "../../scripts/deps/string_width.ts";
import { makeBenchmark, makeDocument, makeMetric } from "../helpers/documents.ts";
import {
  countedComparison,
  foreignComparison,
  richComparison,
  richCurrent,
} from "../helpers/rich.ts";
import { assertGolden } from "../helpers/testdata.ts";
import { trialsOf } from "../helpers/thorough.ts";

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

Deno.test("every format of a comparison shows counts, sizes and rates as what they are", async () => {
  const comparison = countedComparison();
  for (const { name, endings, render } of COMPARISON_FORMATS) {
    const text = await render(comparison, { paint: noPaint, columns: 80 });
    if (name === "json") assertEquals(parseComparison(text, "c.json"), comparison);
    else await assertGolden(`counts${endings[0] ?? `_${name}.txt`}`, text);
    if (name === "terminal") {
      for (const row of rowsOf(text)) assert(stringWidth(row) <= 80, row);
    }
  }
});

/** A result with metrics beside durations and instead of them. */
function countedResult() {
  const counted = (name: string, value: number) => makeMetric(name, value, { exact: true });
  return makeDocument([
    makeBenchmark("parse", {
      durationsMs: [1, 1.02],
      baseline: true,
      metrics: [
        makeMetric("B/op", 4096, { unit: "B/op", rounds: [4000, 4192] }),
        makeMetric("allocs/op", 3, { unit: "allocs/op", exact: true }),
        makeMetric("score", -0.25, { unit: "points", better: null }),
      ],
    }),
    makeBenchmark("count", {
      metrics: [
        counted("instructions", 81_234_567),
        counted("L1 data cache read misses", 12),
        counted("last-level cache read misses", 1_200_000),
      ],
    }),
  ]);
}

Deno.test("renderResultTerminal() shows what else was measured below each row", async () => {
  const text = renderResultTerminal(countedResult(), noPaint);
  await assertGolden("result_counts.txt", text);
  for (const row of rowsOf(text)) assert(stringWidth(row) <= 80, row);
  const counted = makeDocument(countedResult().benchmarks.slice(1));
  await assertGolden("result_only_counts.txt", renderResultTerminal(counted, noPaint));
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

/** The rows of tables; sentences, and the lines that name the files, are as long as they are. */
function rowsOf(text: string): string[] {
  return text.split("\n").filter((line) => /\S {2,}\S/.test(line.replace(/^\w+ +/, "")));
}

/** A result with groups, two of them with a baseline, and names that repeat and are long. */
function groupedResult() {
  const long = "load_model_with_a_batch_size_of_";
  return makeDocument([
    makeBenchmark("sort_v1", { group: "sort", duration_ms: 2, baseline: true }),
    makeBenchmark("linear", { group: "read", duration_ms: 1 }),
    makeBenchmark("alone", { duration_ms: 5 }),
    makeBenchmark("sort_v2", { group: "sort", duration_ms: 2 / 1.42 }),
    makeBenchmark("sort_v3", { group: "sort", duration_ms: 28.4 }),
    makeBenchmark("sort_v4", { group: "sort", duration_ms: 2.004 }),
    makeBenchmark("linear", { group: "write\n::x", duration_ms: 3 }),
    makeBenchmark(`${long}32`, { group: "read", duration_ms: 1 }),
    makeBenchmark(`${long}64`, { group: "read", duration_ms: 1 }),
    makeBenchmark("slow", { file: "b_bench.ts", group: "sort", duration_ms: 1, baseline: true }),
    makeBenchmark("slower", { file: "b_bench.ts", group: "sort", duration_ms: 1234.5 }),
    makeBenchmark("lone", { file: "b_bench.ts", group: "x", duration_ms: 1, baseline: true }),
    ...["a", "b", "c", "d", "e"].map((name) =>
      makeBenchmark(name, {
        group: name === "a" ? "sort" : null,
        failures: [{ round: null, message: "TypeError: no\n  way" }],
      })
    ),
    makeBenchmark("f", { failures: [{ round: 2, message: "TypeError: no\n  way" }] }),
  ]);
}

Deno.test("renderResultTerminal() shows groups, and holds them against their baseline", async () => {
  const { render } = RESULT_FORMATS.find(({ name }) => name === "terminal")!;
  const terminal = { paint: noPaint, columns: 80, isTerminal: true };
  await assertGolden("result_groups.txt", await render(groupedResult(), terminal));
  const pipe = { paint: noPaint, columns: 80, isTerminal: false };
  await assertGolden("result_groups_pipe.txt", await render(groupedResult(), pipe));
  await assertGolden(
    "result_groups_painted.txt",
    renderResultTerminal(groupedResult(), namedPaint),
  );
});

Deno.test("renderResultTerminal() gives names what the figures leave", () => {
  const name = "x".repeat(60);
  const row = (columns: number) => {
    const document = makeDocument([makeBenchmark(name, { duration_ms: 1 })]);
    return renderResultTerminal(document, noPaint, columns).split("\n").find((line) =>
      line.startsWith("xx")
    )!;
  };
  for (const columns of [80, 95]) assertEquals(stringWidth(row(columns)), columns);
  assert(row(40).startsWith(`${"x".repeat(22)}…  `));
  assert(row(120).startsWith(`${name}  `));
  assert(row(Infinity).startsWith(`${name}  `));
});

/** Benchmarks of a foreign harness, with long paths and with the way each was run. */
function importedResult(durationMs: number) {
  const root = "/home/runner/work/a-shop-with-a-long-name/a-shop-with-a-long-name/packages";
  return makeDocument(["cart", "order"].flatMap((part) => [
    makeBenchmark("Sum-8", {
      short_name: "Sum",
      file: `${root}/${part}/bench/sum_bench.ts`,
      duration_ms: durationMs,
    }),
    makeBenchmark(`Encode(${"kind: Receipt, ".repeat(8)}${part})-8`, {
      short_name: `Encode(${"kind: Receipt, ".repeat(8)}${part})`,
      group: "x".repeat(100),
      file: null,
      duration_ms: durationMs,
    }),
  ]));
}

Deno.test("people read names without what all have in common, in 80 columns", async () => {
  const [before, after] = [importedResult(1), importedResult(2)];
  const comparison = compareDocuments(
    { source: "a.json", document: before },
    { source: "b.json", document: after },
    { metrics: ["duration"], thresholdsOf: resolveThresholds({}, {}), ignoreEnvironment: false },
  );
  await assertGolden("comparison_imported.txt", renderComparisonTerminal(comparison, noPaint));
  await assertGolden("result_imported.txt", renderResultTerminal(after, noPaint));
  const texts = [
    renderComparisonTerminal(comparison, noPaint),
    renderResultTerminal(after, noPaint),
  ];
  for (const line of texts.join("").split("\n")) assert(stringWidth(line) <= 80, line);
  const markdown = renderComparisonMarkdown(comparison);
  assert(markdown.includes("| `order/bench/sum_bench.ts:Sum` |"), markdown);
  for (const format of ["json", "junit", "sarif", "annotations"]) {
    const { render } = COMPARISON_FORMATS.find(({ name }) => name === format)!;
    const text = await render(comparison, { paint: noPaint, columns: 80, isTerminal: false });
    assert(text.includes("Sum-8") && text.includes("packages/order/bench/sum_bench.ts"), format);
  }
});

Deno.test("tables are at most 80 columns wide for ordinary names", () => {
  const work = { operations: null, unit: null, bytes: null, flops: 2.5e6 };
  const fast = makeBenchmark("matmul of some size and shape", {
    durationsMs: [1, 1.12],
    p99_ms: 1.5,
    memory_mb: 8,
    work,
  });
  const texts = [
    renderComparisonTerminal(richComparison(), noPaint),
    renderResultTerminal(richCurrent(), noPaint),
    renderResultTerminal(makeDocument([fast]), noPaint),
  ];
  for (const text of texts) {
    const rows = rowsOf(text);
    assert(rows.length > 1);
    for (const row of rows) assert(stringWidth(row) <= 80, `${stringWidth(row)}: ${row}`);
  }
});

Deno.test("the table of a comparison is at most 80 columns wide, whatever its units are called", () => {
  const made = (value: number) => {
    const metrics = [makeMetric("m", value, { unit: "u".repeat(40), exact: true })];
    return makeDocument([makeBenchmark("sum", { metrics })]);
  };
  const comparison = compareDocuments(
    { source: "a.json", document: made(98_765_432_123) },
    { source: "b.json", document: made(998_765_532_122) },
    { metrics: null, thresholdsOf: resolveThresholds({}, {}), ignoreEnvironment: false },
  );
  const rows = rowsOf(renderComparisonTerminal(comparison, noPaint));
  assert(rows.some((row) => row.includes("uu…")));
  for (const row of rows) assert(stringWidth(row) <= 80, `${stringWidth(row)}: ${row}`);
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

const MANY = trialsOf(10_000);

Deno.test(`${MANY} benchmarks compare and render`, async () => {
  const many = (factor: number) =>
    makeDocument(Array.from({ length: MANY }, (_, index) =>
      makeBenchmark(`b${index}`, {
        durationsMs: [1, 1.01, 0.99].map((noise) => noise * factor * (1 + index)),
      })));
  const comparison = compareDocuments(
    { source: "a.json", document: many(1) },
    { source: "b.json", document: many(3) },
    { metrics: ["duration"], thresholdsOf: resolveThresholds({}, {}), ignoreEnvironment: true },
  );
  assertEquals(comparison.summary.regression, MANY);
  for (const { name, render } of COMPARISON_FORMATS) {
    const text = await render(comparison, { paint: noPaint, columns: 80 });
    if (name === "markdown") assert(text.includes(`of ${MANY} are left out`));
    else if (name === "annotations") assertEquals(text.split("\n").length, 12);
    else assert(text.includes(`b${MANY - 1}`), name);
  }
});
