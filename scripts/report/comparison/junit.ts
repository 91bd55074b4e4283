/** A comparison as JUnit XML, which CI servers show as tests. @module */
import type { Comparison, ComparisonEntry } from "../../verdict/comparison.ts";
import { outcomeOf } from "../../verdict/outcome.ts";
import { describeEntry, describeVerdict, labelEntries } from "../describe.ts";
import { escapeXml, openTag } from "../xml.ts";

/**
 * Renders JUnit XML as the Jenkins schema (junit-10.xsd) has it: a suite a bench file, a test case
 * a benchmark. A regression is a failure, what has failed is an error, and what could not be told,
 * was not compared or was removed is skipped. Where not everything was looked at, a case of its own
 * is an error and says so.
 *
 * @returns Lines with a line break at the end of each.
 */
export function renderComparisonJUnit(comparison: Comparison): string {
  // The class has the file and the group.
  const labels = labelEntries(
    comparison.entries,
    (own) => own.map(({ name }) => name || "(no name)"),
  );
  const suites = [...Map.groupBy(comparison.entries, ({ file }) => file ?? "")];
  const seconds = comparison.measurement?.seconds ?? null;
  // The schema has no place for what is skipped in all.
  const { tests, failures, errors } = count(comparison.entries);
  const { message } = outcomeOf(comparison, false);
  const unseen = message === null ? 0 : 1;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    openTag("testsuites", {
      name: "benchline",
      time: seconds,
      tests: tests + unseen,
      failures,
      errors: errors + unseen,
    }),
    ...(message === null ? [] : renderUnseen(message, comparison)),
    ...suites.flatMap(([file, entries]) => [
      "  " + openTag("testsuite", {
        name: file === "" ? "(no file)" : file,
        timestamp: wholeSeconds(comparison.current.timestamp),
        ...count(entries),
      }),
      ...entries.flatMap((entry) => renderCase(entry, labels.get(entry)!)),
      "  </testsuite>",
    ]),
    "</testsuites>",
  ].map((line) => `${line}\n`).join("");
}

function count(entries: readonly ComparisonEntry[]) {
  const having = (...verdicts: ComparisonEntry["verdict"][]) =>
    entries.filter(({ verdict }) => verdicts.includes(verdict)).length;
  return {
    tests: entries.length,
    failures: having("regression"),
    errors: having("failed"),
    skipped: having(...SKIPPED),
  };
}

const SKIPPED: readonly ComparisonEntry["verdict"][] = [
  "not_compared",
  "not_measured",
  "inconclusive",
  "removed",
];

/** The suite that says what was not looked at. */
function renderUnseen(message: string, { current }: Comparison): string[] {
  const timestamp = wholeSeconds(current.timestamp);
  const counts = { tests: 1, failures: 0, errors: 1, skipped: 0 };
  const error = openTag("error", { type: "not compared", message });
  return [
    "  " + openTag("testsuite", { name: "benchline", timestamp, ...counts }),
    "    " + openTag("testcase", { name: "everything was compared", classname: "benchline" }),
    `      ${error}${escapeXml(message)}</error>`,
    "    </testcase>",
    "  </testsuite>",
  ];
}

/** Of the schema's form, which has neither fractions nor a zone; null where it is none. */
function wholeSeconds(timestamp: string): string | null {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.exec(timestamp)?.[0] ?? null;
}

function renderCase(entry: ComparisonEntry, label: string): string[] {
  const { file, group, verdict, severity, metric, unit, current } = entry;
  const open = {
    name: label,
    classname: [file, group].filter((part) => part).join(":") || "benchmarks",
    // Seconds of one call; only a duration is one.
    time: metric === "duration" && unit === "ms" && current !== null
      ? (current / 1000).toFixed(12)
      : null,
  };
  const text = describeEntry(entry);
  const type = [severity, describeVerdict(verdict)].filter(Boolean).join(" ");
  const element = { regression: "failure", failed: "error" }[verdict as string];
  if (element !== undefined) {
    return [
      "    " + openTag("testcase", open),
      `      ${openTag(element, { type, message: text })}${escapeXml(text)}</${element}>`,
      "    </testcase>",
    ];
  }
  if (SKIPPED.includes(verdict)) {
    const skipped = openTag("skipped", { type, message: text }, "/");
    return ["    " + openTag("testcase", open), `      ${skipped}`, "    </testcase>"];
  }
  return ["    " + openTag("testcase", open, "/")];
}
