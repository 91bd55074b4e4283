// No two benchmarks look alike in a table, however narrow the terminal is.
import { assert, assertEquals } from "@std/assert";
import { DEFAULT_THRESHOLDS, noPaint, renderResultTerminal } from "../../mod.ts";
import { fc } from "../../scripts/deps/fast_check.ts";
import { renderDiagnosisTerminal } from "../../scripts/report/diagnosis_terminal.ts";
import { type BenchmarkIdentity, identityKey } from "../../scripts/result/identity.ts";
import { makeBenchmark, makeDocument } from "../helpers/documents.ts";

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

/** What every row shows, each benchmark having the same figures. */
const FIGURE = / {2}1\.(?:5\d* ms|00 %) {2}/;

/** The rows of a table, each behind the headings that it stands under. */
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

/** Names that differ at their start, in their middle or at their end, some of them long. */
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

for (const [what, render] of TABLES) {
  Deno.test(`no two benchmarks look alike in ${what} at any width`, () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(identity, { selector: identityKey, maxLength: 20 }),
        fc.constantFrom(40, 80, 120, Infinity),
        (benchmarks, columns) => {
          const rows = readRows(render(benchmarks, columns));
          assertEquals(rows.length, benchmarks.length);
          assertEquals(new Set(rows).size, rows.length, rows.join("\n"));
        },
      ),
      { seed: 1, numRuns: 200 },
    );
  });

  Deno.test(`names in ${what} are cut on a terminal alone`, () => {
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
