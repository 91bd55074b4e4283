// Checks what formats for other programs must contain, beyond the golden files.
import { assert, assertEquals, assertGreater, assertLess, assertStringIncludes } from "@std/assert";
import { compareDocuments, type CompareOptions } from "../../scripts/verdict/compare_documents.ts";
import { resolveThresholds } from "../../scripts/verdict/config.ts";
import { COMPARISON_FORMATS } from "../../scripts/report/comparison/formats.ts";
import { renderComparisonAnnotations } from "../../scripts/report/comparison/annotations.ts";
import { renderComparisonJUnit } from "../../scripts/report/comparison/junit.ts";
import { renderComparisonMarkdown } from "../../scripts/report/comparison/markdown.ts";
import { renderComparisonSarif } from "../../scripts/report/comparison/sarif.ts";
import { parseOutput } from "../../scripts/report/format.ts";
import { drawInterval } from "../../scripts/report/interval_drawing.ts";
import { noPaint } from "../../scripts/report/paint.ts";
import { renderBencher } from "../../scripts/report/result/bencher.ts";
import { RESULT_FORMATS } from "../../scripts/report/result/formats.ts";
import { renderGoBench } from "../../scripts/report/result/go_bench.ts";
import { renderSmallerIsBetter } from "../../scripts/report/result/smaller_is_better.ts";
import { makeDocument, type Sketch, steady } from "../helpers/sketches.ts";

function compare(
  before: readonly Sketch[],
  after: readonly Sketch[],
  more: Partial<CompareOptions> = {},
) {
  return compareDocuments(
    { source: "before.json", document: makeDocument(before) },
    { source: "after.json", document: makeDocument(after) },
    {
      metrics: ["duration"],
      thresholdsOf: resolveThresholds({}, {}),
      ignoreEnvironment: true,
      ...more,
    },
  );
}

/** Returns two benchmarks that are 3 % slower, with a threshold of the suite. */
function compareSlower(suiteThreshold: number) {
  const at = (duration: number) => ["a", "b"].map((name) => ({ name, rounds: steady(duration) }));
  const sessionsOf = () => ({ variance: 0, error: 0, ofRounds: 0 });
  return compare(at(1), at(1.03), { suiteThreshold, sessionsOf });
}

/** Returns benchmarks, every third of which became slower. */
function many(count: number) {
  const names = Array.from({ length: count }, (_, index) => `benchmark ${index}`);
  return compare(
    names.map((name) => ({ name, rounds: steady(1) })),
    names.map((name, index) => ({ name, rounds: steady(index % 3 === 0 ? 1.3 : 1) })),
  );
}

Deno.test("format names are unique, and no file name ending belongs to two formats", () => {
  for (const formats of [COMPARISON_FORMATS, RESULT_FORMATS]) {
    const names = formats.map(({ name }) => name);
    assertEquals(new Set(names).size, names.length);
    const endings = formats.flatMap((format) => format.endings);
    assertEquals(new Set(endings).size, endings.length);
    for (const a of endings) assert(endings.every((b) => a === b || !a.endsWith(b)), a);
  }
});

Deno.test("parseOutput() reads a format before a file, or the ending of the file", async (t) => {
  const rows: [given: string, format: string | null, path: string][] = [
    ["report.md", "markdown", "report.md"],
    ["out/REPORT.MD", "markdown", "out/REPORT.MD"],
    ["markdown:report", "markdown", "report"],
    ["json:report.md", "json", "report.md"],
    ["C:\\a.xml", "junit", "C:\\a.xml"],
    ["a.sarif", "sarif", "a.sarif"],
    ["report", null, ""],
    ["markdown:", null, ""],
    ["html2:x", null, ""],
  ];
  for (const [given, format, path] of rows) {
    await t.step(given, () => {
      const output = parseOutput(given, COMPARISON_FORMATS);
      assertEquals(output && output.format.name, format);
      if (output !== null) assertEquals(output.path, path);
    });
  }
});

Deno.test("renderComparisonMarkdown() has room for benchmarks besides many files left out", () => {
  const left_out = Array.from({ length: 5000 }, (_, index) => ({
    file: `some/folder/${index}_bench.ts`,
    reason: "same 14 modules",
  }));
  const comparison = { ...many(9), affected: { measured: [], left_out } };
  const text = renderComparisonMarkdown(comparison);
  assertLess(new TextEncoder().encode(text).length, 64_000);
  const listed = text.match(/^- `some\/folder/gm)!.length;
  assertGreater(listed, 100);
  assertStringIncludes(text, `\n- ${5000 - listed} more; the other formats list all of them\n`);
  assertStringIncludes(text, "Bench files left out (5000)");
  for (const { name } of comparison.entries) assertStringIncludes(text, name);
});

Deno.test("renderComparisonMarkdown() stays within its limit, and says what it left out", async (t) => {
  const comparison = many(3000);
  for (const limit of [2_000, 10_000, 64_000]) {
    await t.step(`${limit} bytes`, () => {
      const text = renderComparisonMarkdown(comparison, limit);
      assertLess(new TextEncoder().encode(text).length, limit);
      const left = [...text.matchAll(/^(\d+) of (\d+) are left out/gm)];
      const shown = text.split("\n").filter((line) => line.startsWith("| `benchmark")).length;
      const missing = left.reduce((sum, [, count]) => sum + Number(count), 0);
      assertEquals(shown + missing, 3000);
      assert(
        text.includes(
          "Current: `after.json`, `2026-01-31T12:00:00.000Z`, commit `0123456789ab`  \n",
        ),
      );
    });
  }
  const all = renderComparisonMarkdown(comparison, Infinity);
  assert(!all.includes("left out"));
  assertEquals(all.split("\n").filter((line) => line.startsWith("| `benchmark")).length, 3000);
});

Deno.test("renderComparisonMarkdown() keeps regressions rather than unchanged benchmarks", () => {
  const text = renderComparisonMarkdown(many(300), 20_000);
  assertEquals(text.match(/minor|moderate|severe/g)?.length, 100);
  assert(text.includes("### Regressions (100)"));
  assert(/^\d+ of 200 are left out/m.test(text));
});

Deno.test("renderComparisonAnnotations() points at the lines of the worst ten", () => {
  const before = Array.from({ length: 12 }, (_, index): Sketch => (
    { name: `b${index}`, rounds: steady(1) }
  ));
  const after = before.map((one, index): Sketch => (
    { ...one, line: index + 3, rounds: steady(1.2 + index / 10) }
  ));
  const [suite, ...lines] = renderComparisonAnnotations(compare(before, after)).split("\n")
    .slice(0, -1);
  assert(suite!.startsWith("::notice title=the suite::The suite: +"), suite);
  assertEquals(lines.length, 10);
  assert(lines[0]!.startsWith("::error file=a_bench.ts,line=14,title=severe regression%3A b11::"));
  assert(lines.every((line) => line.startsWith("::error ")));
  const [one] = before;
  assertEquals(renderComparisonAnnotations(compare([one!], [one!])), "");
});

Deno.test("renderComparisonJUnit() counts what it contains", () => {
  const text = renderComparisonJUnit(many(30));
  assert(text.includes('<testsuites name="benchline" tests="31" failures="10" errors="0"'));
  assertEquals(text.match(/<testcase /g)!.length, 31);
  assertEquals(text.match(/<failure /g)!.length, 10);
  assertEquals(text.match(/<\/testcase>/g)!.length, 11);
});

Deno.test("every format for programs reports a slower suite as a failure", async (t) => {
  const comparison = compareSlower(0.01);
  assertEquals([comparison.summary.regression, comparison.suite?.verdict], [0, "regression"]);
  await t.step("annotations", () => {
    assert(
      renderComparisonAnnotations(comparison).startsWith(
        "::error title=regression%3A the suite::The suite: +3.0 %25",
      ),
    );
  });
  await t.step("JUnit", () => {
    const text = renderComparisonJUnit(comparison);
    assert(text.includes('<testsuites name="benchline" tests="3" failures="1" errors="0"'), text);
    assert(text.includes('<failure type="regression" message="The suite: +3.0 %'), text);
    const undecided = renderComparisonJUnit(compareSlower(0.03));
    assert(undecided.includes('<skipped type="inconclusive" message="The suite: +3.0 %'));
  });
  await t.step("SARIF", () => {
    const [run] = JSON.parse(renderComparisonSarif(comparison)).runs;
    const [{ level, message }] = run.invocations[0].toolExecutionNotifications;
    assertEquals([level, message.text.slice(0, 17)], ["error", "The suite: +3.0 %"]);
  });
});

Deno.test("renderComparisonSarif() has a result for each regression, and no others", () => {
  const [run] = JSON.parse(renderComparisonSarif(many(30))).runs;
  assertEquals(run.results.length, 10);
  for (const result of run.results) {
    assertEquals(run.tool.driver.rules[result.ruleIndex].id, result.ruleId);
    assertEquals(result.level, "warning");
  }
});

const measured = makeDocument([
  {
    name: "parse 10 k",
    group: "json",
    rounds: [1, 1.5, 1.25],
    memory_mb: 0.002,
    throughput: 800,
    description: "a document",
  },
  { name: "once", duration_ms: 2, iterations: 7 },
  { name: "broken", duration_ms: null, failures: [{ round: 1, message: "Error: boom" }] },
]);

Deno.test("renderBencher() writes nanoseconds and their range", () => {
  assertEquals(JSON.parse(renderBencher(measured)), {
    "a_bench.ts:json/parse 10 k": {
      latency: { value: 1.25e6, lower_value: 1e6, upper_value: 1.5e6 },
      throughput: { value: 800, lower_value: 1000 / 1.5, upper_value: 1000 },
    },
    "a_bench.ts:once": { latency: { value: 2e6 } },
  });
});

Deno.test("renderSmallerIsBetter() writes the format of github-action-benchmark", () => {
  assertEquals(JSON.parse(renderSmallerIsBetter(measured)), [
    {
      name: "a_bench.ts:json/parse 10 k",
      unit: "ms/call",
      value: 1.25,
      range: "± 20.0 %",
      extra: "a document",
    },
    { name: "a_bench.ts:once", unit: "ms/call", value: 2 },
  ]);
});

Deno.test("renderGoBench() writes a line per round, and a name without spaces", () => {
  assertEquals(renderGoBench(measured).split("\n"), [
    "goos: linux",
    "goarch: amd64",
    "cpu: Test CPU",
    "pkg: a_bench.ts",
    "Benchmark/json/parse%2010%20k-2\t1\t1000000 ns/op\t2000 B/op",
    "Benchmark/json/parse%2010%20k-2\t1\t1500000 ns/op\t2000 B/op",
    "Benchmark/json/parse%2010%20k-2\t1\t1250000 ns/op\t2000 B/op",
    "Benchmark/once-2\t7\t2000000 ns/op",
    "--- FAIL: Benchmark/broken-2",
    "",
  ]);
});

Deno.test("renderGoBench() writes counts in digits, however large they are", () => {
  const document = makeDocument([{ name: "sum", iterations: 1e300 }], {
    environment: { cpu_cores: 1e300 },
  });
  const [line] = renderGoBench(document).split("\n").filter((line) => line.startsWith("Bench"));
  assertEquals(line, "Benchmark/sum-9007199254740991\t9007199254740991\t1000000 ns/op");
});

Deno.test("drawInterval() draws the interval relative to the threshold", async (t) => {
  const thresholds = { tolerance: 0.05, threshold: 0.1, moderate: 0.2, severe: 0.5 };
  const rows: [lower: number, change: number, upper: number, drawn: string][] = [
    [-0.01, 0, 0.01, "    ┊   ●   ┊    "],
    [-0.06, 0, 0.06, "    ┊ ──●── ┊    "],
    [0.11, 0.15, 0.19, "    ┊   ·   ┊─●──"],
    [0.3, 0.5, 0.9, "    ┊   ·   ┊   ›"],
    [-0.9, -0.5, -0.3, "‹   ┊   ·   ┊    "],
    [-0.9, 0.05, 2, "‹─────────●─────›"],
  ];
  for (const [lower, change, upper, drawn] of rows) {
    await t.step(drawn, () => {
      const interval = { lower, upper, level: 0.95 };
      assertEquals(drawInterval({ change, interval, thresholds }, 17), drawn);
    });
  }
  assertEquals(drawInterval({ change: null, interval: null, thresholds }, 9), " ".repeat(9));
  const none = { ...thresholds, threshold: 0 };
  const interval = { lower: 0, upper: 0, level: 0.95 };
  assertEquals(drawInterval({ change: 0, interval, thresholds: none }, 9).length, 9);
});

Deno.test("every format renders a comparison without entries or intervals", async () => {
  const empty = compare([], []);
  const points = compare([{ name: "a" }], [{ name: "a", duration_ms: 3 }]);
  for (const { name, render } of COMPARISON_FORMATS) {
    for (const comparison of [empty, points]) {
      const text = await render(comparison, { paint: noPaint, columns: 80 });
      assert(name === "annotations" || text.length > 0, name);
    }
  }
});
