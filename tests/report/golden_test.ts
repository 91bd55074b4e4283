// Compares the output of the commands with the files in tests/testdata/golden. To refresh them, run
// this in the folder of the project and read the difference:
//   deno test --allow-read --allow-write=tests/testdata/golden tests/report -- --update
import { assert, assertEquals } from "@std/assert";
import { renderComparisonJson } from "../../scripts/report/comparison/json.ts";
import { renderComparisonMarkdown } from "../../scripts/report/comparison/markdown.ts";
import { renderComparisonTerminal } from "../../scripts/report/comparison/terminal.ts";
import { ansiPaint, noPaint } from "../../scripts/report/paint.ts";
import { renderResultTerminal } from "../../scripts/report/result/terminal.ts";
import { compareDocuments } from "../../scripts/verdict/compare_documents.ts";
import { resolveThresholds } from "../../scripts/verdict/config.ts";
import { main as baseline } from "../../scripts/baseline.ts";
import { main as compare } from "../../scripts/compare.ts";
import { main as doctor } from "../../scripts/doctor.ts";
import { COMPARISON_FORMATS } from "../../scripts/report/comparison/formats.ts";
import { renderDiagnosisTerminal } from "../../scripts/report/diagnosis_terminal.ts";
import { findAllTraps, type FoundTrap } from "../../scripts/verdict/traps.ts";
import { makeFacts } from "../helpers/facts.ts";
import { main as run } from "../../scripts/run.ts";
import type { Comparison, Suite } from "../../scripts/verdict/comparison.ts";
import type { BenchmarkDiagnosis } from "../../scripts/verdict/diagnosis.ts";
import { DEFAULT_THRESHOLDS } from "../../scripts/verdict/severity.ts";
import { byImportance, countVerdicts } from "../../scripts/verdict/entries.ts";
import { ENVIRONMENT, makeDocument, type Sketch, steady } from "../helpers/sketches.ts";
import { MemoryIo } from "../helpers/memory_io.ts";

const update = Deno.args.includes("--update");

async function assertGolden(name: string, text: string): Promise<void> {
  const url = new URL(`../testdata/golden/${name}`, import.meta.url);
  if (update) await Deno.writeTextFile(url, text);
  assertEquals(text, await Deno.readTextFile(url), `${name} has changed`);
}

/** Returns nine significant digits, since the last ones depend on the order of additions. */
function roundFigures(json: string): string {
  return json.replaceAll(/-?\d+\.\d{9,}/g, (digits) => `${Number(Number(digits).toPrecision(9))}`);
}

function assertNarrow(text: string): void {
  for (const line of text.split("\n")) assert(line.length <= 80, `over 80 columns: ${line}`);
}

const two = (name: string, duration: number, more: Partial<Sketch> = {}): Sketch => ({
  name,
  rounds: steady(duration),
  ...more,
});

/** Returns a comparison with every verdict. */
function everyVerdict(gated = true) {
  const before = makeDocument([
    two("parse_small", 0.0123),
    two("parse_large", 12),
    two("sort", 0.5),
    two("render", 3),
    two("startup", 120, { rounds: [100, 140, 90, 150, 120] }),
    two("hash", 0.00002),
    two("legacy", 7),
    two("network", 1),
    two("warm_cache", 2, { rounds: [2, 2.6, 1.9, 2.4, 2.1] }),
    { name: "was_broken", duration_ms: null, failures: [{ round: null, message: "threw" }] },
  ]);
  const after = makeDocument([
    two("parse_small", 0.0142),
    two("parse_large", 25),
    two("sort", 0.65),
    two("render", 1.9),
    two("startup", 130, { rounds: [110, 160, 95, 165, 120] }),
    two("hash", 0.0000201),
    two("stream", 0.044),
    two("warm_cache", 1.4, { rounds: [1.4, 1.8, 1.3, 1.7, 1.5] }),
    two("was_broken", 5),
    {
      name: "network",
      duration_ms: null,
      failures: [{ round: 2, message: "TypeError: connection refused" }],
    },
  ], gated ? {} : { environment: { ...ENVIRONMENT, cpu: "Another CPU", deno_version: "2.8.0" } });
  const comparison = compareDocuments(
    { source: "baseline_results.json", document: before },
    { source: "results.json", document: after },
    { metrics: ["duration"], thresholdsOf: resolveThresholds({}, {}), ignoreEnvironment: false },
  );
  if (!gated) return comparison;
  // Only measuring in turn has a time limit, so two documents leave nothing unmeasured.
  const late = comparison.entries.find(({ name }) => name === "stream")!;
  const entries = [
    ...comparison.entries,
    { ...late, name: "too_late", verdict: "not_measured" as const },
  ].sort(byImportance);
  return { ...comparison, entries, summary: countVerdicts(entries) };
}

Deno.test("a comparison in every format equals its golden file", async () => {
  const comparison = everyVerdict();
  assertEquals(Object.values(comparison.summary).every((count) => count > 0), true);
  const terminal = renderComparisonTerminal(comparison, noPaint);
  assertNarrow(terminal);
  await assertGolden("comparison.txt", terminal);
  const colored = renderComparisonTerminal(comparison, ansiPaint);
  // With NO_COLOR set, @std/fmt colours nothing.
  if (Deno.noColor) assertEquals(colored, terminal);
  else await assertGolden("comparison_colors.txt", colored);
  await assertGolden("comparison_wide.txt", renderComparisonTerminal(comparison, noPaint, 120));
  await assertGolden("comparison.md", renderComparisonMarkdown(comparison));
  for (const { name, endings, render } of COMPARISON_FORMATS) {
    if (["terminal", "markdown", "json"].includes(name)) continue;
    const text = await render(comparison, { paint: noPaint, columns: 80 });
    await assertGolden(`comparison${endings[0] ?? `_${name}.txt`}`, text);
  }
  await assertGolden("comparison.json", roundFigures(renderComparisonJson(comparison)));
});

Deno.test("a comparison of the affected bench files equals its golden file", async () => {
  const { entries, ...rest } = everyVerdict();
  const few = entries.filter(({ name }) => name === "parse_large" || name === "hash");
  const affected = {
    measured: [{ file: "a_bench.ts", reason: "src/parse.ts differs" }],
    left_out: [
      { file: "json_bench.ts", reason: "same 14 modules" },
      {
        file: "packages/with/a/long/name/matmul_bench.ts",
        reason: "same 1 module and 2 packages, and nothing that it may read differs",
      },
    ],
  };
  const summary = countVerdicts(few);
  const suite: Suite = {
    ...rest.suite!,
    benchmarks: 2,
    threshold: 0.05,
    verdict: "not_measured",
  };
  const comparison = { ...rest, entries: few, summary, affected, suite, doubts: [] };
  for (const { name, endings, render } of COMPARISON_FORMATS) {
    if (name === "json") continue;
    const text = await render(comparison, { paint: noPaint, columns: 80 });
    if (name === "terminal") assertNarrow(text);
    await assertGolden(`affected${endings[0] ?? `_${name}.txt`}`, text);
  }
  const proved: Comparison = {
    ...comparison,
    entries: [],
    summary: countVerdicts([]),
    affected: { ...affected, measured: [] },
    suite: {
      ...suite,
      benchmarks: 0,
      change: null,
      interval: null,
      estimate: null,
      verdict: "not_slower",
    },
  };
  await assertGolden("affected_none.txt", renderComparisonTerminal(proved, noPaint));
});

Deno.test("a comparison across environments equals its golden file", async () => {
  const comparison = everyVerdict(false);
  assertEquals(comparison.summary.regression, 0);
  await assertGolden("ungated.txt", renderComparisonTerminal(comparison, noPaint));
  await assertGolden("ungated.md", renderComparisonMarkdown(comparison));
});

Deno.test("a comparison in which all but one moved together equals its golden file", async () => {
  const names = ["parse", "sort", "render", "hash", "copy", "startup", "network"];
  const documentAt = (factorOf: (index: number) => number) =>
    makeDocument(names.map((name, index) => two(name, (index + 1) * factorOf(index))));
  const comparison = compareDocuments(
    { source: "old.json", document: documentAt(() => 1) },
    { source: "new.json", document: documentAt((index) => index === 1 ? 2.4 : 1.45 + index / 40) },
    { metrics: null, thresholdsOf: resolveThresholds({}, {}), ignoreEnvironment: false },
  );
  assertEquals([comparison.summary.regression, comparison.summary.not_compared], [1, 6]);
  const terminal = renderComparisonTerminal(comparison, noPaint);
  assertNarrow(terminal);
  await assertGolden("shifted.txt", terminal);
  await assertGolden("shifted.md", renderComparisonMarkdown(comparison));
});

Deno.test("the table of a result equals its golden file", async () => {
  const document = makeDocument([
    two("matmul", 0.405, {
      p99_ms: 0.7,
      memory_mb: 0,
      work: { operations: null, unit: null, bytes: null, flops: 2e6 },
    }),
    two("copy", 0.01, { work: { operations: null, unit: null, bytes: 8e5, flops: null } }),
    two("rows", 1, {
      throughput: 128_000,
      throughput_unit: "rows/s",
      memory_mb: 0.0125,
      file: "benchmarks/data_bench.ts",
    }),
    { name: "once", file: "benchmarks/data_bench.ts" },
    { name: "broken", duration_ms: null, failures: [{ round: 1, message: "Error: boom" }] },
  ], { warnings: ["benchmarks/x_bench.ts could not be loaded: SyntaxError"], partial: true });
  const text = renderResultTerminal(document, noPaint);
  await assertGolden("result.txt", text);
  assertNarrow(text);
});

Deno.test("a diagnosis equals its golden file", async () => {
  const one = (name: string, more: Partial<BenchmarkDiagnosis>): BenchmarkDiagnosis => ({
    identity: { file: "a_bench.ts", group: null, name },
    deviation: 0.0123,
    secondsPerRound: 0.45,
    rounds: 13,
    visible: 0.083,
    roundsFor: [6, 9, 31],
    honest: true,
    failure: null,
    ...more,
  });
  const none = { deviation: null, visible: null, roundsFor: [null, null, null], honest: false };
  const machine = { load: 0.4, cores: 2, pinned: true };
  const fine = [one("parse", {}), one("sort", { deviation: 0.004 })];
  const poor = [...fine, one("broken", { ...none, failure: "a_bench.ts:broken: Error: boom" })];
  const render = (diagnoses: BenchmarkDiagnosis[], traps: FoundTrap[] = []) =>
    renderDiagnosisTerminal(diagnoses, traps, machine, DEFAULT_THRESHOLDS, noPaint);
  const traps = findAllTraps([
    { identity: fine[0]!.identity, facts: makeFacts({ returnsPromise: true, course: [1, 2, 4] }) },
  ]);
  await assertGolden("diagnosis.txt", render(fine));
  await assertGolden("diagnosis_poor.txt", render(poor, traps));
});

Deno.test("every command's help equals its golden file, and fits into 80 columns", async () => {
  for (const [name, main] of Object.entries({ run, compare, baseline, doctor })) {
    const io = new MemoryIo();
    assertEquals(await main(["--help"], io), 0, name);
    assertEquals(io.error, "");
    await assertGolden(`help_${name}.txt`, io.out);
    // One permission flag is longer than a line and cannot be broken.
    assertNarrow(io.out.replace(/-E=\S+/, ""));
    const short = new MemoryIo();
    await main(["-h"], short);
    assertEquals(short.out, io.out);
  }
});
