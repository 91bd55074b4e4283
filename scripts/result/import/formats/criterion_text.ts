/**
 * The output of Criterion.rs: `NAME   time:   [lower bound  estimate  upper bound]`, between lines
 * of progress.
 *
 * @module
 */
import { quoteValue } from "../../validate.ts";
import { type CargoTarget, readTarget } from "./cargo.ts";
import type { Content } from "../content.ts";
import { hasProgress, isProgress, Progress } from "./criterion_progress.ts";
import { listNames } from "../../list_names.ts";
import { makeRun } from "../make_run.ts";
import { readFigures } from "../read_entries.ts";
import { WANTED_DURATION } from "../values.ts";
import type { ImportedBenchmark, ImportedRun } from "../importer.ts";
import { betterOf, isDuration, measureOf } from "../units.ts";

/** A benchmark, and the place of its line. */
interface Told {
  readonly target: CargoTarget | null;
  readonly line: number;
  readonly benchmark: ImportedBenchmark;
}

/** Excludes changes since the last run, which are per cent. */
const RESULT = /time: {3}\[[^\]%\n]{1,200}\][ \t\r]*$/m;
const TIME = "time:   [";
/** Where figures begin; a byte offset. */
const COLUMN = 24;
const RATE = /^ *thrpt: {2}\[([^\]%]{1,200})\]$/;
/** Windows reads the µ of µs as two letters of another encoding. */
const BROKEN_MICRO = /^[^\0-\x7f]{1,3}s$/;
const RATE_UNIT = /^([KMGT]?i?)(B|b|elem)\/s$/;
/** Powers of 1000 or of 1024. */
const PREFIXES = ["", "K", "M", "G", "T"];
const WORK = { B: "B", b: "bits", elem: "elements" };
const VALUE = /^([-+]?(?:\d[\d,]*(?:\.\d*)?(?:e[-+]?\d+)?|NaN|inf)) ?(.*)$/;

/** Whether a text has results or progress of Criterion.rs. */
export function isConsoleText(text: string): boolean {
  return RESULT.test(text) || hasProgress(text);
}

/**
 * Reads the output of `cargo bench`. A benchmark that began but has no result failed.
 *
 * @throws {Failure} If it has no benchmark, or no readable result.
 */
export function readConsole(content: Content): ImportedRun[] {
  const told: Told[] = [];
  const progress = new Progress();
  let target: CargoTarget | null = null;
  let above = { number: 0, text: "" };
  for (const { number: line, text: whole } of content.lines()) {
    const text = whole.trimEnd();
    const time = findTime(text);
    const rate = RATE.exec(text)?.[1];
    const last = told.at(-1);
    if (time !== null) {
      let name = text.slice(0, time).trim();
      if (name === "") {
        // A long name stands on the line above, whatever that looks like.
        name = above.text.trim();
        if (last?.line === above.number) told.pop();
        progress.forget(above.number);
      }
      const figures = text.slice(time + TIME.length, -1);
      const benchmark = readFigures(
        identify(name, target),
        () => readTime(content, line, figures),
      );
      told.push({ target, line, benchmark });
      progress.end(target, name);
    } else if (rate !== undefined && last !== undefined) {
      told[told.length - 1] = {
        ...last,
        benchmark: { ...last.benchmark, ...readRate(rate, last.benchmark) },
      };
    } else {
      progress.take(text, target, line);
      const next = readTarget(text);
      if (next !== null) progress.startBinary();
      target = next ?? target;
    }
    // In a log of several jobs, the lines of other jobs are empty.
    if (text !== "") above = { number: line, text };
  }
  const unfinished = progress.unfinished.map(({ name, target, line }): Told => ({
    target,
    line,
    benchmark: readFigures(identify(name, target), () => {
      throw content.failure(line, "the benchmark that begins there has no result");
    }),
  }));
  const all = [...told, ...unfinished].sort((a, b) => a.line - b.line);
  return toRuns(content, all, progress.profiled);
}

/** Where in a line the time of a result begins; null if there is none. */
function findTime(text: string): number | null {
  if (!text.endsWith("]") || !RESULT.test(text)) return null;
  const at = text.lastIndexOf(TIME);
  // A name may look like a time.
  const isBegun = isProgress(text) &&
    new TextEncoder().encode(text.slice(0, at)).length !== COLUMN;
  return isBegun ? null : at;
}

/** Makes one run a binary, because two packages may each have a `benches/all.rs`. */
function toRuns(content: Content, told: readonly Told[], leftOut: string[]): ImportedRun[] {
  const benchmarks = told.map(({ benchmark }) => benchmark);
  const warnings = warnOfRepeated(content, told);
  const run = makeRun(content, { harness: "Criterion.rs", benchmarks, leftOut, warnings });
  const indices = Map.groupBy(told.keys(), (index) => told[index]!.target?.binary ?? null);
  return [...indices].map(([binary, of], index) => ({
    ...run,
    configuration: binary === null ? {} : { binary },
    benchmarks: of.map((at) => run.benchmarks[at]!),
    warnings: index === 0 ? run.warnings : [],
  }));
}

/** Cargo names the binaries on a stream other than the one they print on. */
function warnOfRepeated({ source }: Content, told: readonly Told[]): string[] {
  const unknown = told.filter(({ target }) => target === null);
  const repeated = [...Map.groupBy(unknown, ({ benchmark }) => benchmark.name)]
    .filter(([, times]) => times.length > 1);
  if (repeated.length === 0) return [];
  const names = listNames(repeated.map(([name]) => name));
  return [
    `${source}: ${names}: measured several times, and no line "Running ..." says by which binary; ` +
    "taken for rounds of one",
  ];
}

/** Without the source file, only the crate is known. */
function identify(name: string, target: CargoTarget | null): ImportedBenchmark {
  if (target === null || target.file !== null) return { name, file: target?.file ?? null };
  return { name, group: target.crate };
}

/** The bounds are those of the estimate, not the smallest and the largest sample. */
function readTime(
  content: Content,
  line: number,
  figures: string,
): Omit<ImportedBenchmark, "name"> {
  const { value, unit } = readEstimate(figures);
  const wanted = (what: string) =>
    content.failure(line, `time must be ${what}, found ${quoteValue(figures)}`);
  if (!Number.isFinite(value) || unit === "") throw wanted("three numbers with a unit");
  const measure = measureOf(unit);
  if (measure.kind !== "time") {
    // Criterion.rs calls a lower value an improvement.
    return { metrics: [{ name: unit, unit, value, better: betterOf(unit) ?? "lower" }] };
  }
  const duration = value * measure.unitMs;
  if (!isDuration(duration)) throw wanted(WANTED_DURATION);
  return { duration_ms: duration };
}

/** A throughput, or else a metric. */
function readRate(
  figures: string,
  { isUnreadable, metrics = [] }: ImportedBenchmark,
): Partial<ImportedBenchmark> {
  const { value, unit } = readEstimate(figures);
  if (isUnreadable || !Number.isFinite(value) || unit === "") return {};
  const [, prefix, what] = RATE_UNIT.exec(unit) ?? [];
  if (what === undefined) {
    return { metrics: [...metrics, { name: unit, unit, value, better: betterOf(unit) }] };
  }
  const base = prefix!.endsWith("i") ? 1024 : 1000;
  return {
    throughput: value * base ** PREFIXES.indexOf(prefix!.slice(0, 1)),
    throughput_unit: `${WORK[what as keyof typeof WORK]}/s`,
  };
}

/** The second of three values, each a number and a unit; NaN if it is not a number. */
function readEstimate(figures: string): { value: number; unit: string } {
  const words = figures.trim().split(/ +/);
  const each = words.length / 3;
  const [, number, unit] = VALUE.exec(words.slice(each, 2 * each).join(" ")) ?? [];
  if (number === undefined || !Number.isInteger(each)) return { value: NaN, unit: "" };
  const value = Number(number.replaceAll(",", ""));
  return { value, unit: BROKEN_MICRO.test(unit!) ? "µs" : unit! };
}
