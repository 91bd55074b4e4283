/** A comparison as JUnit XML, which CI servers show as tests. @module */
import type { Comparison, ComparisonEntry, FileChoice } from "../../verdict/comparison.ts";
import { outcomeOf } from "../../verdict/outcome.ts";
import { describeEntry, describeSuite, describeVerdict, labelEntries } from "../describe.ts";
import { escapeXml, openTag } from "../xml.ts";

/**
 * Renders JUnit XML by the Jenkins schema (junit-10.xsd): a suite for each bench file, a test case
 * for each benchmark. A regression is a failure, and a failed benchmark is an error. An
 * inconclusive, not compared or removed benchmark is skipped, as is each bench file that was left
 * out. The change of all benchmarks together is a separate case. If not everything was compared,
 * another case is an error and says so.
 *
 * @returns Lines with a line break at the end of each.
 */
export function renderComparisonJUnit(comparison: Comparison): string {
  // The class name has the file and the group.
  const labels = labelEntries(
    comparison.entries,
    (own) => own.map(({ name }) => name || "(no name)"),
  );
  const suites = [...Map.groupBy(comparison.entries, ({ file }) => file ?? "")];
  const seconds = comparison.measurement?.seconds ?? null;
  // The schema has no total of skipped cases.
  const { tests, failures, errors } = count(comparison.entries);
  const own = [...renderUnseen(comparison), ...renderTogether(comparison)];
  const having = (element: string) => own.filter((one) => one.element === element).length;
  const leftOut = comparison.affected?.left_out ?? [];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    openTag("testsuites", {
      name: "benchline",
      time: seconds,
      tests: tests + own.length + leftOut.length,
      failures: failures + having("failure"),
      errors: errors + having("error"),
    }),
    ...(own.length === 0 ? [] : [
      "  " + openTag("testsuite", {
        name: "benchline",
        timestamp: wholeSeconds(comparison.current.timestamp),
        tests: own.length,
        failures: having("failure"),
        errors: having("error"),
        skipped: having("skipped"),
      }),
      ...own.flatMap(({ lines }) => lines),
      "  </testsuite>",
    ]),
    ...suites.flatMap(([file, entries]) => [
      "  " + openTag("testsuite", {
        name: file === "" ? "(no file)" : file,
        timestamp: wholeSeconds(comparison.current.timestamp),
        ...count(entries),
      }),
      ...entries.flatMap((entry) => renderCase(entry, labels.get(entry)!)),
      "  </testsuite>",
    ]),
    ...leftOut.flatMap((choice) => renderLeftOut(choice, comparison)),
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

/** A test case about the comparison as a whole, with the element that gives its outcome. */
interface OwnCase {
  readonly element: "failure" | "error" | "skipped" | "system-out";
  readonly lines: readonly string[];
}

/** Says what was not compared. */
function renderUnseen(comparison: Comparison): OwnCase[] {
  const { message } = outcomeOf(comparison, false);
  if (message === null) return [];
  return [renderOwnCase("everything was compared", "error", "not compared", message)];
}

/** Says how all benchmarks changed together. */
function renderTogether(comparison: Comparison): OwnCase[] {
  const message = describeSuite(comparison);
  if (message === null) return [];
  const verdict = comparison.suite?.verdict ?? null;
  const element = verdict === "regression"
    ? "failure"
    : verdict !== null && SKIPPED.includes(verdict)
    ? "skipped"
    : "system-out";
  return [renderOwnCase("all benchmarks together", element, verdict, message)];
}

function renderOwnCase(
  name: string,
  element: OwnCase["element"],
  what: string | null,
  message: string,
): OwnCase {
  const type = what === null ? null : what.replace("_", " ");
  // The output of a passing case has neither a type nor a message.
  const open = openTag(element, element === "system-out" ? {} : { type, message });
  return {
    element,
    lines: [
      "    " + openTag("testcase", { name, classname: "benchline" }),
      `      ${open}${escapeXml(message)}</${element}>`,
      "    </testcase>",
    ],
  };
}

/** The suite of a bench file that was not measured, because it runs the same in both versions. */
function renderLeftOut({ file, reason }: FileChoice, { current }: Comparison): string[] {
  const timestamp = wholeSeconds(current.timestamp);
  const counts = { tests: 1, failures: 0, errors: 0, skipped: 1 };
  return [
    "  " + openTag("testsuite", { name: file, timestamp, ...counts }),
    "    " + openTag("testcase", { name: "all benchmarks", classname: file }),
    `      ${openTag("skipped", { type: "not affected", message: reason }, "/")}`,
    "    </testcase>",
    "  </testsuite>",
  ];
}

/** A time in the schema's form, without fractions and zone; null if it is not a time. */
function wholeSeconds(timestamp: string): string | null {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.exec(timestamp)?.[0] ?? null;
}

function renderCase(entry: ComparisonEntry, label: string): string[] {
  const { file, group, verdict, severity, metric, unit, current } = entry;
  const open = {
    name: label,
    classname: [file, group].filter((part) => part).join(":") || "benchmarks",
    // Seconds of one call, only for durations.
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
