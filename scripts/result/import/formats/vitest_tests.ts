/**
 * The report of vitest 5 with `--reporter=json`: tests, with the benchmarks that ran in each.
 *
 * @module
 */
import * as v from "../../../deps/valibot.ts";
import type { Content, Keys } from "../content.ts";
import { onlyRun } from "../make_run.ts";
import { failWith, readEach, readFigures } from "../read_entries.ts";
import { isRecord, maybeText, maybeTime, text } from "../fields.ts";
import type { ImportedBenchmark, ImportedRun } from "../importer.ts";
import { numberRepeats } from "../repeats.ts";
import { readTinybenchStats, tinybenchStatsSchema } from "./tinybench_stats.ts";

const list = v.array(v.unknown(), "an array");

const reportSchema = v.object({ startTime: maybeTime, testResults: list }, "an object");

const fileSchema = v.object({
  name: text,
  status: maybeText,
  message: maybeText,
  assertionResults: list,
}, "an object");

const testSchema = v.object({
  ancestorTitles: v.array(text, "an array"),
  title: text,
  status: maybeText,
  failureMessages: v.fallback(v.array(v.string()), []),
  benchmarks: v.optional(list, []),
}, "an object");

const groupSchema = v.object({ name: text, tasks: list }, "an object");

const taskSchema = v.object({
  name: text,
  /** Whether it comes from a file that another run wrote. */
  fromStore: v.fallback(v.boolean(), false),
}, "an object");

const measuredSchema = v.object({ latency: tinybenchStatsSchema }, "an object");

/** Names of files with benchmarks, unless a project says otherwise. */
const BENCH_FILE = /\.bench(?:mark)?\.[cm]?[jt]sx?$/;

/** Other test reports, such as those of Jest and of earlier versions, have no benchmarks. */
export function isTestReport(json: unknown): boolean {
  return isRecord(json) && Array.isArray(json.testResults) &&
    json.testResults.some((file) =>
      isRecord(file) && Array.isArray(file.assertionResults) &&
      (BENCH_FILE.test(String(file.name)) || testsOf(file).some((test) => "benchmarks" in test))
    );
}

function testsOf(file: unknown): Readonly<Record<string, unknown>>[] {
  return isRecord(file) && Array.isArray(file.assertionResults)
    ? file.assertionResults.filter(isRecord)
    : [];
}

/** Whether names distinguish test files from benchmark files. */
function areNamed(files: readonly unknown[]): boolean {
  return files.filter(isRecord).every((file) =>
    BENCH_FILE.test(String(file.name)) ||
    testsOf(file).every(({ benchmarks }) => !Array.isArray(benchmarks) || benchmarks.length === 0)
  );
}

/** Benchmarks as they are found, and why others are left out. */
class Found {
  readonly benchmarks: ImportedBenchmark[] = [];
  readonly leftOut: string[] = [];

  /** Reads values one by one. */
  each(values: readonly unknown[], keys: Keys, read: (value: unknown, keys: Keys) => void): void {
    const { leftOut } = readEach(values, (value, index) => {
      read(value, [...keys, index]);
      return [];
    });
    for (const reason of leftOut) this.leftOut.push(reason);
  }
}

/** Reads results of version 5. The name of a test is the group of its benchmarks. */
export function readTestReport(content: Content): ImportedRun[] {
  const { startTime, testResults } = content.read(reportSchema);
  const found = new Found();
  const files: string[] = [];
  const named = areNamed(testResults);
  found.each(testResults, ["testResults"], (value, keys) => {
    const { name, status, message, assertionResults } = content.readPart(keys, value, fileSchema);
    if (named && !BENCH_FILE.test(name)) return;
    const file = name.replaceAll("\\", "/");
    const count = found.benchmarks.length;
    found.each(assertionResults, [...keys, "assertionResults"], (value, keys) => {
      readTest(content, keys, value, file, found);
    });
    if (found.benchmarks.length > count) files.push(file);
    else if (status === "failed") found.leftOut.push(`${file}: ${message || "it failed"}`);
  });
  assertOneProject(content, files);
  const { benchmarks, warnings } = numberRepeats(content.source, found.benchmarks);
  return onlyRun(content, {
    harness: "vitest 5",
    timestamp: startTime,
    benchmarks,
    warnings,
    leftOut: found.leftOut,
  });
}

function readTest(content: Content, keys: Keys, value: unknown, file: string, found: Found): void {
  const test = content.readPart(keys, value, testSchema);
  const { ancestorTitles, title, status, failureMessages, benchmarks } = test;
  const fullName = [...ancestorTitles, title].join(" > ");
  found.each(benchmarks, [...keys, "benchmarks"], (value, keys) => {
    const { name, tasks } = content.readPart(keys, value, groupSchema);
    const group = name === fullName ? name : `${fullName} > ${name}`;
    found.each(tasks, [...keys, "tasks"], (value, keys) => {
      readTask(content, keys, value, { file, group }, found);
    });
  });
  if (status === "failed") {
    const group = ancestorTitles.length === 0 ? null : ancestorTitles.join(" > ");
    const [message = "it failed"] = failureMessages;
    found.benchmarks.push({ file, group, name: title, ...failWith(message.split("\n", 1)[0]!) });
  } else if (status !== "passed" && benchmarks.length === 0) {
    found.leftOut.push(`${file}:${fullName}: it is ${status}`);
  }
}

function readTask(
  content: Content,
  keys: Keys,
  value: unknown,
  place: Pick<ImportedBenchmark, "file" | "group">,
  found: Found,
): void {
  const { name, fromStore } = content.readPart(keys, value, taskSchema);
  if (fromStore) {
    found.leftOut.push(`${place.group}/${name}: it was not measured but read from a file`);
    return;
  }
  found.benchmarks.push(readFigures({ ...place, name }, () => {
    const { latency } = content.readPart(keys, value, measuredSchema);
    return readTinybenchStats(content, [...keys, "latency"], latency);
  }));
}

/**
 * A report has a file once for each project that measures it, and does not name the project.
 *
 * @throws {Failure} If a file occurs twice.
 */
export function assertOneProject(content: Content, files: readonly (string | null)[]): void {
  const known = new Set<string>();
  for (const file of files) {
    if (file === null) continue;
    if (known.has(file)) {
      throw content.failure(
        null,
        `it has ${file} twice, as if from two projects; give a report each (vitest bench --project NAME)`,
      );
    }
    known.add(file);
  }
}
