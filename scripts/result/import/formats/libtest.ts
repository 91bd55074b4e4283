/** The output of Rust's own benchmarks: `test x ... bench: 1,234 ns/iter (+/- 56)`. @module */
import { type CargoTarget, readTarget } from "./cargo.ts";
import { Content } from "../content.ts";
import { makeRuns } from "../make_run.ts";
import { failWith } from "../read_entries.ts";
import { WANTED_DURATION } from "../values.ts";
import { isRecord } from "../fields.ts";
import type { ImportedBenchmark, ImportedMetric, ImportedRun, Importer } from "../importer.ts";
import { isDuration, measureOf } from "../units.ts";

/** In quiet mode, a dot or a letter for each test stands in front. */
const START = /^[.ai]*test (?=\S)/;
const QUIET_FAILURE = /^(\S+) --- FAILED$/;
const ANY_BENCH = /^[.ai]*test \S.* \.\.\. bench: /m;
const ANY_EVENT = /"type"\s*:\s*"bench"\s*,\s*"name"\s*:/;
/** An event in which the file ends. */
const CUT_EVENT = /^\{ "type": "bench", "name": "([^"]*)".*/;
const SAID = /^ ?(ok|ignored)(?=$|[ ,])|(FAILED)\b/;
const PANIC = /\bthread .{1,500}? panicked at .*[^:\s]/;
const NUMBER = String.raw`-?(?:\d[\d.,'’_\u00a0\u2009\u202f]*(?: \d{3})*(?:e-?\d+)?|NaN|inf)`;
const UNIT = String.raw`[^\s\d(=]\S*`;
const FIGURES = new RegExp(
  String.raw`^ *(${NUMBER}) +(${UNIT})(?: \(\+/- [^)]*\))?(?: = (${NUMBER}) (${UNIT}))?`,
);
const LIST = /^running (\d+) tests?$/;

/**
 * Reads results of libtest, and of the crates `bencher` and `criterion`, which can print the same.
 */
export const libtest: Importer = {
  name: "libtest",
  recognizes: ({ text }) => ANY_BENCH.test(text) || ANY_EVENT.test(text),
  read,
};

/** The output of one process. */
interface TestProcess {
  readonly target: CargoTarget | null;
  /** How many tests and benchmarks it announced. */
  readonly count: number;
  /** The names of those that it ran. */
  readonly names: Set<string>;
  readonly benchmarks: ImportedBenchmark[];
  /** Benchmarks, unless they are tests. */
  readonly failed: ImportedBenchmark[];
  /** Whether it ran tests. Then it runs benchmarks as tests, too. */
  hasTests: boolean;
  /** The benchmark that has started. */
  open: OpenBenchmark | null;
}

/** A benchmark whose name was printed, but not its figures. */
interface OpenBenchmark {
  readonly name: string;
  readonly line: number;
  /** Output that may say why there are none. */
  reason: Pick<ImportedBenchmark, "failures"> | null;
}

function read(content: Content): ImportedRun[] {
  const leftOut: string[] = [];
  const processes = readProcesses(content, leftOut);
  const runs = Map.groupBy(processes, labelProcesses(processes));
  const found = [...runs].map(([target, some]) => ({
    configuration: target === null ? {} : { target },
    benchmarks: some.flatMap(({ benchmarks, failed, hasTests }) =>
      hasTests ? benchmarks : [...benchmarks, ...failed]
    ),
  }));
  return makeRuns(content, { harness: "libtest" }, found, leftOut);
}

function readProcesses(content: Content, leftOut: string[]): TestProcess[] {
  let target: CargoTarget | null = null;
  let process = beginProcess(null, 0);
  const processes = [process];
  for (const { number, text: line } of content.lines()) {
    const text = line.startsWith("{") ? textOfEvent(line) : line;
    const count = LIST.exec(text)?.[1];
    target = readTarget(text) ?? target;
    if (count !== undefined || process.target !== target) {
      endProcess(process);
      process = beginProcess(target, Number(count ?? 0));
      processes.push(process);
      continue;
    }
    const entry = readEntry(text);
    if (entry !== null) {
      endProcess(process);
      process.names.add(entry.name);
      process.open = { name: entry.name, line: number, reason: null };
    } else if (text.startsWith("test result: ")) endProcess(process);
    if (process.open !== null) readOutcome(process, entry?.rest ?? text, number, leftOut);
  }
  endProcess(process);
  return processes;
}

/** Reads the outcome of the open benchmark, after any output of its own. */
function readOutcome(process: TestProcess, text: string, line: number, leftOut: string[]): void {
  const open = process.open!;
  const known = toBenchmark(process, open.name);
  const at = text.lastIndexOf("bench: ");
  const figures = at < 0 ? null : readFigures(text.slice(at + "bench: ".length), line);
  const [, word, failed] = SAID.exec(text) ?? [];
  if (figures !== null) process.benchmarks.push({ ...known, ...figures });
  else if (failed !== undefined) process.failed.push({ ...known, ...failAt(line, "failed") });
  else if (word === "ignored") leftOut.push(`${open.name} was ignored, see line ${line}`);
  else if (word === "ok") process.hasTests = true;
  else {
    const [panic] = PANIC.exec(text) ?? [];
    if (panic !== undefined) open.reason ??= failAt(line, panic);
    return;
  }
  process.open = null;
}

/** Closes the open benchmark, if there is one: it has no figures. */
function endProcess(process: TestProcess): void {
  const { open } = process;
  process.open = null;
  if (open === null) return;
  const none = { ...failAt(open.line, "has no figures"), isUnreadable: true };
  process.failed.push({ ...toBenchmark(process, open.name), ...open.reason ?? none });
}

function toBenchmark({ target }: TestProcess, name: string): ImportedBenchmark {
  return { name, file: target?.file ?? null, group: target === null ? null : groupOf(target) };
}

/** The crate, unless the file says it. */
function groupOf({ file, crate }: CargoTarget): string | null {
  return file?.replaceAll("-", "_").endsWith(`/${crate.replaceAll("-", "_")}.rs`) ? null : crate;
}

function failAt(line: number, reason: string): Pick<ImportedBenchmark, "failures"> {
  return failWith(`${reason}, see line ${line}`);
}

/**
 * The line that libtest would print for an event of `--format json`; any other line stays as it is.
 */
function textOfEvent(line: string): string {
  const { json } = new Content(line, "");
  if (!isRecord(json)) return line.replace(CUT_EVENT, "test $1 ... ");
  const { type, event, name, median, deviation, mib_per_second: rate } = json;
  if (type === "suite" && event === "started") return `running ${json.test_count} tests`;
  // All tests start before the first of them ends.
  if (type === "test" && event !== "started") {
    return `test ${name} ... ${event === "failed" ? "FAILED" : event}`;
  }
  if (type !== "bench" || typeof median !== "number") return line;
  // Despite its name, it counts megabytes.
  const throughput = typeof rate === "number" ? ` = ${rate} MB/s` : "";
  return `test ${name} ... bench: ${median} ns/iter (+/- ${deviation})${throughput}`;
}

function beginProcess(target: CargoTarget | null, count: number): TestProcess {
  return {
    target,
    count,
    names: new Set(),
    benchmarks: [],
    failed: [],
    hasTests: false,
    open: null,
  };
}

/** A name and the text after it; null in a line about something else. */
function readEntry(line: string): { name: string; rest: string } | null {
  const [, quiet] = QUIET_FAILURE.exec(line) ?? [];
  if (quiet !== undefined) return { name: quiet, rest: " FAILED" };
  const start = START.exec(line)?.[0].length;
  if (start === undefined) return null;
  const bench = line.indexOf(" ... bench: ", start);
  const at = bench < 0 ? line.indexOf(" ...", start) : bench;
  if (at < 0) return null;
  const name = line.slice(start, at).trimEnd();
  // Names with spaces come from Criterion, which prints them with the figures.
  if (name === "" || (bench < 0 && /\s/.test(name))) return null;
  return { name, rest: line.slice(at + " ...".length) };
}

/**
 * Labels processes that must not be joined: those of several crates with one name and, if cargo
 * does not name the crate, those that ran other tests. Null for all others.
 */
function labelProcesses(
  processes: readonly TestProcess[],
): (process: TestProcess) => string | null {
  const crates = new Map<string, Set<string>>();
  const lists = new Map<string, string>();
  const listOf = new Map<string, string>();
  for (const process of processes) {
    const { target, names, count } = process;
    if (target !== null) {
      const key = keyOf(target);
      crates.set(key, (crates.get(key) ?? new Set()).add(target.binary));
    } else if (names.size > 0 && names.size >= count) {
      const key = JSON.stringify([...names].sort());
      const label = lists.get(key) ?? `list ${lists.size + 1}`;
      lists.set(key, label);
      for (const name of names) if (!listOf.has(name)) listOf.set(name, label);
    }
  }
  return ({ target, names, count }) => {
    if (target !== null) return crates.get(keyOf(target))!.size > 1 ? target.binary : null;
    if (lists.size < 2 || names.size === 0) return null;
    const [first] = names;
    // A process that was cut off ran a part of a list.
    return (names.size < count ? null : lists.get(JSON.stringify([...names].sort()))) ??
      listOf.get(first!) ?? null;
  };
}

function keyOf(target: CargoTarget): string {
  return JSON.stringify([target.file, groupOf(target)]);
}

/** The figure after `+/-` is the range of the samples, for which there is no field. */
function readFigures(text: string, line: number): Omit<ImportedBenchmark, "name"> | null {
  const [, value, unit, rate, rateUnit] = FIGURES.exec(text) ?? [];
  if (value === undefined) return null;
  const amount = readAmount(value);
  const measure = measureOf(unit!);
  const refuse = (wanted: string) => ({
    ...failAt(line, `${unit} must be ${wanted}, found ${value}`),
    isUnreadable: true,
  });
  const metrics: ImportedMetric[] = [];
  let duration: number | null = null;
  if (measure.kind === "other") {
    if (!Number.isFinite(amount)) return refuse("a number");
    metrics.push({ name: unit!, unit: unit!, value: amount, better: measure.better });
  } else {
    duration = measure.kind === "time" ? amount * measure.unitMs : measure.unitMs / amount;
    if (!isDuration(duration)) return refuse(WANTED_DURATION);
  }
  if (rate === undefined || !Number.isFinite(readAmount(rate))) {
    return { duration_ms: duration, metrics };
  }
  if (rateUnit === "MB/s" && duration !== null) {
    const throughput = readAmount(rate) * 1e6;
    return { duration_ms: duration, metrics, throughput, throughput_unit: "B/s" };
  }
  metrics.push({ name: rateUnit!, unit: rateUnit!, value: readAmount(rate), better: "higher" });
  return { duration_ms: duration, metrics };
}

/** A number with thousands separators, as libtest or the user's locale writes them. */
function readAmount(text: string): number {
  const plain = text.replace(/['’_\s]/g, "");
  const last = Math.max(plain.lastIndexOf("."), plain.lastIndexOf(","));
  const separator = plain[last];
  const isOnly = last >= 0 && plain.indexOf(separator!) === last;
  const hasBoth = plain.includes(".") && plain.includes(",");
  // A single comma before three digits separates thousands, as in libtest.
  const isDecimal = isOnly && (hasBoth || separator === "." || !/,\d{3}$/.test(plain));
  if (!isDecimal) return Number(plain.replace(/[.,]/g, ""));
  return Number(`${plain.slice(0, last).replace(/[.,]/g, "")}.${plain.slice(last + 1)}`);
}
