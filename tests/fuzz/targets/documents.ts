/** Results and comparisons: read, compared, joined, searched and shown. @module */
import { fc } from "../../../scripts/deps/fast_check.ts";
import { renderComparisonHtml } from "../../../scripts/report/comparison/html.ts";
import { renderComparisonJson } from "../../../scripts/report/comparison/json.ts";
import { noPaint } from "../../../scripts/report/paint.ts";
import { parseResultDocument } from "../../../scripts/result/parse.ts";
import type { ResultDocument } from "../../../scripts/result/schema.ts";
import {
  compareDocuments,
  type CompareOptions,
} from "../../../scripts/verdict/compare_documents.ts";
import type { Comparison, ComparisonEntry } from "../../../scripts/verdict/comparison.ts";
import { parseComparison } from "../../../scripts/verdict/comparison_schema.ts";
import { resolveThresholds } from "../../../scripts/verdict/config.ts";
import { mergeComparisons, mergeResults } from "../../../scripts/verdict/merge.ts";
import { renderBisectionJson } from "../../../scripts/report/bisection/json.ts";
import { renderBisection } from "../../../scripts/report/bisection/terminal.ts";
import { comparisonOf } from "../../helpers/rich.ts";
import { resultValue, twoResultValues } from "../documents.ts";
import {
  assertComparison,
  assertHarmless,
  assertKept,
  assertResult,
  assertWellFormed,
  readOrRefuse,
  rendered,
} from "../oracle.ts";
import { type Target, target } from "../target.ts";
import { anyText, nearly, withMistakes, written } from "../texts.ts";

/** Targets that begin with documents of this project. */
export function documentTargets(): Target[] {
  return [
    target("a result document", resultTexts(), async (text) => {
      const document = await readOrRefuse("a document", () => parseResultDocument(text, "a.json"));
      if (document !== null) await assertResult(document);
    }),
    target("a result document of any content", written(resultValue), async (text) => {
      await assertResult(parseResultDocument(text, "a.json"));
    }),
    target("a comparison document", comparisonTexts(), async (text) => {
      const read = await readOrRefuse("a comparison", () => parseComparison(text, "a.json"));
      if (read !== null) await assertComparison(read);
    }),
    target("two results compared", twoResultValues, async (values) => {
      await assertComparison(compare(values));
      await assertComparison(compare(values, null));
    }),
    target("the page of a comparison", twoResultValues, async (values) => {
      const comparison = compare(values);
      assertWellFormed("html", await rendered("html", () => renderComparisonHtml(comparison)));
    }),
    target("parts joined", twoResultValues, joinParts),
    target("a bisection", twoResultValues, bisect),
  ];
}

function read([before, after]: readonly [unknown, unknown]): [ResultDocument, ResultDocument] {
  return [
    parseResultDocument(JSON.stringify(before), "before.json"),
    parseResultDocument(JSON.stringify(after), "after.json"),
  ];
}

function compare(
  values: readonly [unknown, unknown],
  metrics: CompareOptions["metrics"] = ["duration", "throughput", "memory", "instructions"],
): Comparison {
  const [before, after] = read(values);
  return compareDocuments({ source: "before.json", document: before }, {
    source: "after.json",
    document: after,
  }, {
    metrics,
    thresholdsOf: resolveThresholds({}, {}),
    ignoreEnvironment: true,
  });
}

/** Texts that are nearly result documents. */
export function resultTexts(): fc.Arbitrary<string> {
  return nearly(resultValue.chain((value) => withMistakes(value)));
}

/** Texts that are nearly comparisons. */
export function comparisonTexts(): fc.Arbitrary<string> {
  const made = twoResultValues.map((values) => JSON.parse(renderComparisonJson(compare(values))));
  const named = anyText.map((name) => JSON.parse(renderComparisonJson(comparisonOf(name))));
  return nearly(fc.oneof(made, named).chain((value) => withMistakes(value)));
}

async function joinParts(values: readonly [unknown, unknown]): Promise<void> {
  const documents = read(values);
  const parts = documents.map((subject, index) => ({ source: `${index}.json`, subject }));
  const joined = await readOrRefuse("parts", () => mergeResults(parts));
  if (joined !== null) {
    await assertResult(joined);
    const count = documents.reduce((sum, { benchmarks }) => sum + benchmarks.length, 0);
    assertKept("parts joined", count, () => joined.benchmarks.length);
  }
  const comparisons = [values, [values[1], values[0]] as const].map((one) => compare(one))
    .map((subject, index) => ({ source: `${index}.json`, subject }));
  const comparison = await readOrRefuse("parts", () => mergeComparisons(comparisons));
  if (comparison !== null) await assertComparison(comparison);
}

async function bisect(values: readonly [unknown, unknown]): Promise<void> {
  const { entries } = compare(values);
  const text = entries[0]?.name ?? "";
  const hash = "0".repeat(40);
  const timestamp = "2026-01-31T12:00:00+01:00";
  const log = new Map([[hash, { hash, author: text, subject: text, timestamp }]]);
  const commits = [hash, "1".repeat(40)];
  const found = {
    results: entries.filter(({ change }) => change !== null).map((entry: ComparisonEntry) => ({
      identity: entry,
      whole: entry,
      culprits: [{ commits, entry }],
      left: [{
        commits,
        change: entry.change,
        reason: "not_measured" as const,
        message: entry.unit,
      }],
      rest: entry.change!,
      complete: entry.change! > 0,
      skipped: [{ commit: commits[0]!, reason: entry.unit }],
    })),
    open: entries.filter(({ change }) => change === null),
    stopped: text,
  };
  const surface = { paint: noPaint, columns: 80 };
  const shown = await rendered("bisection", () => renderBisection(found, log, 2, surface));
  assertHarmless("bisection", shown);
  const range = { good: text, bad: text, commits: 2 };
  const json = await rendered("bisection", () => renderBisectionJson(found, log, range));
  assertWellFormed("json", json);
}
