/** Suggested thresholds, as text for a terminal and as JSON. @module */
import { formatCount } from "../../result/format_count.ts";
import { formatIdentity, identityOf } from "../../result/identity.ts";
import { stringifyJson } from "../../result/stringify.ts";
import { VERSION } from "../../result/version.ts";
import { formatRule } from "../../verdict/config_text.ts";
import { LIMITS, type Thresholds, toPercent } from "../../verdict/severity.ts";
import type { Contradiction, NamedChange, ProposedRule, Tuning } from "../../verdict/tune.ts";
import { escapeTerminal } from "../escape.ts";
import type { Surface } from "../format.ts";
import { cut } from "../table.ts";
import { formatChange } from "../units.ts";
import { wrapText } from "../wrap.ts";
import { describeWhen } from "./describe.ts";
import { TUNING_VERSION, type TuningDocument } from "./tuning_document.ts";

/** Fewer results say little about ordinary variation. */
const FEW_RESULTS = 30;
/** How many dismissed regressions are shown for a rule. */
const MOST_DISMISSED = 5;

/** Every rule as it stands in a configuration, with its reasons, and every contradiction. */
export function renderTuning(
  { rules, contradictions, benchmarks }: Tuning,
  style: Surface,
): string {
  const named = new Set(rules.flatMap((rule) => rule.benchmarks)).size;
  return [
    ...rules.flatMap((rule) => [...describeRule(rule, style), ""]),
    ...contradictions.flatMap((one) => [...describeContradiction(one, style), ""]),
    `${formatCount(rules.length, "rule")} for ${named} of ${formatCount(benchmarks, "benchmark")}${
      contradictions.length === 0 ? "" : `; ${formatCount(contradictions.length, "contradiction")}`
    }`,
    ...(rules.length + contradictions.length > 0
      ? []
      : ["no regression is dismissed, so there is nothing to learn from"]),
    "",
  ].join("\n");
}

function describeRule(rule: ProposedRule, style: Surface): string[] {
  const { before, after, benchmarks, results } = rule;
  const largest = rule.dismissed.toSorted(bySize).toReversed();
  const [smallest] = rule.kept.toSorted(bySize);
  const limits = LIMITS.filter((limit) => after[limit] !== before[limit])
    .map((limit) => `${limit} ${toPercent(after[limit])} instead of ${toPercent(before[limit])} %`);
  const more = largest.length - MOST_DISMISSED;
  return [
    style.paint.bold(escapeTerminal(formatRule(rule))),
    `    ${limits.join(", ")}${
      benchmarks.length === 1 ? "" : `, for ${formatCount(benchmarks.length, "benchmark")}`
    }`,
    ...largest.slice(0, MOST_DISMISSED).flatMap((one) => describeDismissed(one, style)),
    ...(more > 0 ? [`    and ${formatCount(more, "smaller one")}`] : []),
    ...(smallest === undefined
      ? ["    no other regression bounds the threshold from above"]
      : [describeNamed("kept", smallest, style)]),
    ...(rule.kept.length > 1 ? [`    and ${formatCount(rule.kept.length - 1, "larger one")}`] : []),
    ...(results < FEW_RESULTS ? [`    ${formatCount(results, "result")}: few to learn from`] : []),
  ];
}

function describeContradiction({ dismissed, kept }: Contradiction, style: Surface): string[] {
  const name = formatIdentity(dismissed.benchmark);
  return [
    style.paint.bold(cut(`no rule for ${escapeTerminal(name)}`, style.columns)),
    kept === null
      ? "    the dismissed regression is above every threshold"
      : "    no thresholds separate the dismissed regression from the kept one",
    ...describeDismissed(dismissed, style),
    ...(kept === null ? [] : [describeNamed("kept", kept, style)]),
  ];
}

function describeDismissed(one: NamedChange, style: Surface): string[] {
  return [
    describeNamed("dismissed", one, style),
    ...wrapText(escapeTerminal(one.change.dismissal?.reason ?? ""), 6, 6),
  ];
}

function describeNamed(what: string, { benchmark, change }: NamedChange, style: Surface): string {
  const size = formatChange(change.change);
  const line = `    ${what} ${size}  ${describeWhen(change)}  id ${change.id}  ${
    escapeTerminal(formatIdentity(benchmark))
  }`;
  return cut(line, style.columns);
}

function bySize(a: NamedChange, b: NamedChange): number {
  return a.change.change - b.change.change;
}

/** The document that `tuning_document.schema.json` describes, with a line break at the end. */
export function renderTuningJson(
  { rules, contradictions, benchmarks }: Tuning,
  store: string,
  written: string | null,
): string {
  const document: TuningDocument = {
    version: TUNING_VERSION,
    generator: `benchline ${VERSION}`,
    store,
    benchmarks,
    rules: rules.map((rule) => ({
      glob: rule.glob,
      set: rule.set,
      before: toPercents(rule.before),
      after: toPercents(rule.after),
      benchmarks: rule.benchmarks.map(identityOf),
      dismissed: rule.dismissed.map(toRegressionRecord),
      kept: rule.kept.map(toRegressionRecord),
      results: rule.results,
      few_results: rule.results < FEW_RESULTS,
    })),
    contradictions: contradictions.map(({ dismissed, kept }) => ({
      dismissed: toRegressionRecord(dismissed),
      kept: kept === null ? null : toRegressionRecord(kept),
    })),
    written,
  };
  return stringifyJson(document);
}

function toRegressionRecord({ benchmark, change: { id, change, dismissal } }: NamedChange) {
  return {
    ...identityOf(benchmark),
    id,
    change,
    dismissal: dismissal === null
      ? null
      : { reason: dismissal.reason, timestamp: dismissal.timestamp },
  };
}

function toPercents({ tolerance, threshold, moderate, severe }: Thresholds) {
  return {
    tolerance: toPercent(tolerance),
    threshold: toPercent(threshold),
    moderate: toPercent(moderate),
    severe: toPercent(severe),
  };
}
