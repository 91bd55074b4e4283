// Checks that no two benchmarks look alike in a table, however narrow the terminal is.
import { assert, assertEquals } from "@std/assert";
import { noPaint } from "../../scripts/report/paint.ts";
import { renderResultTerminal } from "../../scripts/report/result/terminal.ts";
import { DEFAULT_THRESHOLDS } from "../../scripts/verdict/severity.ts";
import { fc } from "../../scripts/deps/fast_check.ts";
import { renderComparisonTerminal } from "../../scripts/report/comparison/terminal.ts";
import { renderDiagnosisTerminal } from "../../scripts/report/diagnosis_terminal.ts";
import { type BenchmarkIdentity, identityKey } from "../../scripts/result/identity.ts";
import { makeBenchmark, makeDocument } from "../helpers/documents.ts";
import { makeEntry } from "../helpers/entries.ts";
import { comparisonOf } from "../helpers/rich.ts";
import { trialsOf } from "../helpers/thorough.ts";

const MACHINE = { load: 1, cores: 2, pinned: true };

const TABLES: readonly [
  what: string,
  render: (benchmarks: readonly BenchmarkIdentity[], columns: number) => string,
][] = [
  ["a result", (benchmarks, columns) => {
    const made = benchmarks.map((one) => makeBenchmark(one.name, { ...one, duration_ms: 1.5 }));
    return renderResultTerminal(makeDocument(made), noPaint, columns);
  }],
  ["a diagnosis", (benchmarks, columns) => {
    const diagnoses = benchmarks.map((identity) => ({
      identity,
      deviation: 0.01,
      secondsPerRound: 0.45,
      rounds: 13,
      visible: 0.083,
      roundsFor: [6, 9, 31],
      honest: true,
      failure: null,
    }));
    return renderDiagnosisTerminal(diagnoses, [], MACHINE, DEFAULT_THRESHOLDS, noPaint, columns);
  }],
];

/** Matches every row, since all benchmarks have the same figures. */
const FIGURE = / {2}1\.(?:5\d* ms|00 %) {2}/;

/** Returns the rows of a table, each after its headings. */
function readRows(text: string): string[] {
  const lines = text.split("\n");
  const titles = lines.findIndex((line) => line.startsWith("benchmark "));
  const rows: string[] = [];
  let [file, group, heading] = ["", "", ""];
  for (const line of lines.slice(titles + 1)) {
    if (!FIGURE.test(line)) {
      heading += line;
      continue;
    }
    const [, ownFile = "", ownGroup = ""] = /^(.*?)(group .*)?$/.exec(heading)!;
    if (ownFile !== "") file = ownFile;
    if (heading !== "") group = ownGroup;
    heading = "";
    rows.push(`${file} | ${group} | ${line}`);
  }
  return rows;
}

/**
 * Returns the rows of a comparison, each after its name, which has a line of its own if it is long.
 */
function readEntries(text: string): string[] {
  const lines = text.split("\n");
  const heading = lines.indexOf("unchanged");
  const rows: string[] = [];
  let name = "";
  for (const line of lines.slice(heading + 1)) {
    if (FIGURE.test(line)) rows.push(`${name} | ${line}`);
    name = FIGURE.test(line) ? "" : name + line;
  }
  return rows;
}

/** Fails unless each benchmark has a row, and all rows differ. */
function assertApart(rows: readonly string[], benchmarks: readonly BenchmarkIdentity[]): void {
  assertEquals(rows.length, benchmarks.length);
  assertEquals(new Set(rows).size, rows.length, rows.join("\n"));
}

/** Names that differ at their beginning, middle or end; some are long. */
const part = fc.tuple(
  fc.constantFrom("a", "b"),
  fc.constantFrom("", "x".repeat(40), "x".repeat(400)),
  fc.constantFrom("a", "b"),
  fc.constantFrom("", "y".repeat(40), "y".repeat(400)),
).map((texts) => texts.join(""));
const identity = fc.record({
  file: fc.option(part.map((text) => `${text}.ts`)),
  group: fc.option(part),
  name: fc.oneof(part, fc.constantFrom("", "(no name)", "\t", "\\t")),
});

const identities = fc.uniqueArray(identity, { selector: identityKey, maxLength: 20 });
const width = fc.constantFrom(40, 80, 120, Infinity);
const RUNS = { seed: 1, numRuns: trialsOf(200) };

Deno.test("no two benchmarks look alike in a comparison at any width", () => {
  const comparison = comparisonOf("sort");
  const check = fc.property(identities, width, (benchmarks, columns) => {
    const entries = benchmarks.map((one) => makeEntry({ ...one, baseline: 1.5, current: 1.5 }));
    const text = renderComparisonTerminal({ ...comparison, entries }, noPaint, columns);
    assertApart(readEntries(text), benchmarks);
  });
  fc.assert(check, RUNS);
});

for (const [what, render] of TABLES) {
  Deno.test(`no two benchmarks look alike in ${what} at any width`, () => {
    const check = fc.property(identities, width, (benchmarks, columns) => {
      assertApart(readRows(render(benchmarks, columns)), benchmarks);
    });
    fc.assert(check, RUNS);
  });

  Deno.test(`names in ${what} are cut only on a terminal`, () => {
    const name = `${"x".repeat(5000)} end`;
    const one = { file: `${name}.ts`, group: name, name };
    const text = render([one, { ...one, name: "short" }], Infinity);
    for (const line of [`${name}.ts`, `group ${name}`, name]) {
      assert(text.split("\n").includes(line), line);
    }
    assert(!text.includes("…"));
    assert(text.length < 20_000, "no row is padded to the longest name");
    assert(render([one], 80).includes("…"));
  });
}
