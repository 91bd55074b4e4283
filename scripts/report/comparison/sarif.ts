/** A comparison as SARIF, for code scanning and editors. @module */
import { stringifyJson } from "../../result/stringify.ts";
import { tellApart } from "../../result/identity.ts";
import { VERSION } from "../../result/version.ts";
import type { Comparison, ComparisonEntry, FileChoice } from "../../verdict/comparison.ts";
import { outcomeOf } from "../../verdict/outcome.ts";
import type { Severity } from "../../verdict/severity.ts";
import { describeEntry, describeSuite, labelEntries, nameBenchmarks } from "../describe.ts";
import { escapeTerminal } from "../escape.ts";

const LEVELS: Readonly<Record<Severity, string>> = {
  minor: "note",
  moderate: "warning",
  severe: "error",
};

const RULES = [
  {
    id: "regression",
    shortDescription: { text: "A benchmark has become slower, or worse in another metric." },
    fullDescription: {
      text:
        "The worsening exceeds the tolerance, with an error rate of 1 % over all benchmarks, and its estimate is above the threshold.",
    },
    defaultConfiguration: { level: "warning" },
  },
  {
    id: "failed",
    shortDescription: { text: "A benchmark that the baseline ran has failed." },
    defaultConfiguration: { level: "error" },
  },
  {
    id: "not_compared",
    shortDescription: { text: "A benchmark could not be compared with the baseline." },
    defaultConfiguration: { level: "warning" },
  },
  {
    id: "not_measured",
    shortDescription: { text: "A benchmark was not measured within the time limit." },
    defaultConfiguration: { level: "warning" },
  },
];

/**
 * Renders SARIF 2.1.0 (OASIS): a result for each benchmark that is a regression, failed, was not
 * compared or was not measured. Others are not findings. The verdict on all benchmarks together is
 * a notification of the run, because GitHub accepts no result without a place in the code.
 */
export function renderComparisonSarif(comparison: Comparison): string {
  const { entries } = comparison;
  const { message } = outcomeOf(comparison, false);
  const suite = describeSuite(comparison);
  const labels = labelEntries(entries, nameBenchmarks);
  const fingerprints = tellApart(entries);
  const findings = entries.flatMap((entry, index) =>
    RULES.some(({ id }) => id === entry.verdict)
      ? [renderFinding(entry, labels.get(entry)!, fingerprints[index]!)]
      : []
  );
  return stringifyJson({
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{
      tool: { driver: { name: "benchline", semanticVersion: VERSION, rules: RULES } },
      columnKind: "utf16CodeUnits",
      invocations: [{
        executionSuccessful: message === null,
        toolExecutionNotifications: [
          ...(message === null ? [] : [notify("error", message)]),
          ...(suite === null ? [] : [
            notify(comparison.suite?.verdict === "regression" ? "error" : "note", suite),
          ]),
          ...(comparison.affected?.left_out ?? []).map(notifyOfLeftOut),
        ],
      }],
      results: findings,
    }],
  });
}

function notify(level: "error" | "note", text: string) {
  return { level, message: { text: escapeTerminal(text) } };
}

function renderFinding(entry: ComparisonEntry, label: string, fingerprint: string) {
  const { verdict, severity, metric, file, line } = entry;
  return {
    ruleId: verdict,
    ruleIndex: RULES.findIndex(({ id }) => id === verdict),
    level: severity !== null ? LEVELS[severity] : verdict === "failed" ? "error" : "warning",
    message: { text: escapeTerminal(`${label}: ${describeEntry(entry)}`) },
    locations: file === null || file === "" ? [] : [{
      physicalLocation: {
        artifactLocation: { uri: toUriReference(file) },
        ...(line === null ? {} : { region: { startLine: line } }),
      },
    }],
    // The same benchmark in the same metric is the same finding, wherever it stands in its file.
    partialFingerprints: {
      "benchmarkIdentity/v1": metric === "duration" ? fingerprint : `${fingerprint} [${metric}]`,
    },
  };
}

/** A bench file that was not measured, because it runs the same in both versions. */
function notifyOfLeftOut({ file, reason }: FileChoice) {
  return {
    ...notify("note", `${file} was left out: ${reason}`),
    locations: [{ physicalLocation: { artifactLocation: { uri: toUriReference(file) } } }],
  };
}

/**
 * A path as a relative reference (RFC 3986), with every character that would change its meaning
 * encoded.
 */
function toUriReference(path: string): string {
  const encoded = path.toWellFormed().split("/").map(encodeURIComponent).join("/");
  // After two leading slashes, a host would follow.
  return encoded.startsWith("//") ? `/.${encoded}` : encoded;
}
