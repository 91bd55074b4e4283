/** What importers of all formats do at their end, and the doubts they share. @module */
import { formatIdentity, identityKey } from "../identity.ts";
import type { BenchmarkResult, Direction } from "../schema.ts";
import { type Content, ContentFailure, type Keys } from "./content.ts";
import { describeBenchmark, type ImportedBenchmark, type ImportedRun } from "./importer.ts";
import { isDuration, measureOf } from "./units.ts";

/** What an importer found in a file. */
export interface FoundRun extends Partial<Omit<ImportedRun, "benchmarks">> {
  readonly harness: string;
  readonly benchmarks: readonly ImportedBenchmark[];
  /** Why each entry was left out of which not even the name can be read. */
  readonly leftOut?: readonly string[];
}

/**
 * Fills in what is not known, and warns of what has no figures and of what was left out.
 *
 * @throws {Failure} If nothing can be read of any benchmark, with the reason of the first.
 */
export function describeRun(content: Content, found: FoundRun): ImportedRun {
  const { harness, timestamp = null, environment = {}, leftOut = [], warnings = [] } = found;
  const { benchmarks: known, ...rest } = found;
  const benchmarks = known.map(describeBenchmark);
  const unreadable = known.filter(({ isUnreadable }) => isUnreadable);
  if (unreadable.length === known.length) {
    const reason = unreadable[0]?.failures?.[0]?.message ?? leftOut[0];
    throw content.failure(null, reason ?? `it has no benchmark of ${harness}`);
  }
  const failed = new Map(
    benchmarks.filter(hasNoFigures).map((one) => [
      identityKey(one),
      `${formatIdentity(one)}: ${one.failures[0]!.message}`,
    ]),
  );
  return {
    ...rest,
    harness,
    timestamp,
    environment,
    benchmarks,
    warnings: [
      ...warnings,
      ...summarize(
        content,
        [...failed.values()],
        `of ${new Set(benchmarks.map(identityKey)).size} benchmarks without figures`,
      ),
      ...summarize(content, leftOut, "left out"),
    ],
  };
}

function hasNoFigures({ duration_ms, metrics, failures }: BenchmarkResult): boolean {
  return duration_ms === null && metrics.length === 0 && failures.length > 0;
}

/** What an importer of one run returns; see {@linkcode describeRun}. */
export function onlyRun(content: Content, found: FoundRun): ImportedRun[] {
  return [describeRun(content, found)];
}

/** A line that counts reasons and gives the first; none where there are none. */
export function summarize({ source }: Content, reasons: readonly string[], what: string): string[] {
  return reasons.length === 0
    ? []
    : [`${source}: ${reasons.length} ${what}: ${listNames(reasons)}`];
}

/** What could be read of entries. */
export interface ReadEntries {
  readonly benchmarks: readonly ImportedBenchmark[];
  /** Why the others were left out. */
  readonly leftOut: readonly string[];
}

/**
 * Reads entries one by one: one that cannot be read is left out, and the others are read.
 *
 * @param read Returns what an entry tells; an entry may tell of several benchmarks, or of none.
 */
export function readEach<T>(
  entries: readonly T[],
  read: (entry: T, index: number) => readonly ImportedBenchmark[],
): ReadEntries {
  const benchmarks: ImportedBenchmark[] = [];
  const leftOut: string[] = [];
  for (const [index, entry] of entries.entries()) {
    try {
      for (const benchmark of read(entry, index)) benchmarks.push(benchmark);
    } catch (error) {
      if (!(error instanceof ContentFailure)) throw error;
      leftOut.push(error.reason);
    }
  }
  return { benchmarks, leftOut };
}

/**
 * Reads the figures of one benchmark: where they cannot be, it has failed for that reason.
 *
 * @param known Its name and what else is known without the figures.
 */
export function readFigures(
  known: ImportedBenchmark,
  read: () => Omit<ImportedBenchmark, "name">,
): ImportedBenchmark {
  try {
    return { ...known, ...read() };
  } catch (error) {
    if (!(error instanceof ContentFailure)) throw error;
    return { ...known, isUnreadable: true, ...failWith(error.reason) };
  }
}

/** What is known of a benchmark that failed. */
export function failWith(reason: string): Pick<ImportedBenchmark, "failures"> {
  return { failures: [{ round: null, message: reason }] };
}

/** Why it failed, where a harness leaves that out. */
export const UNTOLD_REASON = "it failed; the file does not say why";

/**
 * What a value with a unit tells of a benchmark: a duration, also where it is calls a second, or else a
 * metric.
 *
 * @param keys Where in the JSON `value` stands.
 * @param name What the metric is called if it is one.
 * @param better Which values are better; by default what the unit says.
 * @throws {Failure} Unless the value is a number, and one that the unit can have.
 */
export function readMeasure(
  content: Content,
  keys: Keys,
  value: unknown,
  { name, unit, better }: { name: string; unit: string; better?: Direction | undefined },
): Pick<ImportedBenchmark, "duration_ms" | "metrics"> {
  const measure = measureOf(unit);
  if (measure.kind === "time" && better !== "higher") {
    return { duration_ms: needDuration(content, keys, value, measure.unitMs) };
  }
  if (measure.kind === "calls" && better !== "lower") {
    return { duration_ms: needRate(content, keys, value, measure.unitMs) };
  }
  const told = measure.kind === "other" ? measure.better : null;
  return {
    metrics: [{ name, unit, value: needNumber(content, keys, value), better: better ?? told }],
  };
}

/** The first of names, and how many more there are. */
export function listNames(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names[0]} and ${names.length - 1} more`;
}

/**
 * A duration that has to be there.
 *
 * @param keys Where in the JSON `value` stands.
 * @param unitMs Milliseconds in its unit.
 * @returns Milliseconds.
 * @throws {Failure} Unless it is a number and the duration from a femtosecond to a day.
 */
export function needDuration(
  content: Content,
  keys: Keys,
  value: unknown,
  unitMs: number,
): number {
  if (typeof value === "number" && isDuration(value * unitMs)) return value * unitMs;
  throw content.failureAt(keys, WANTED_DURATION, value);
}

/**
 * A value of a metric that has to be there.
 *
 * @param keys Where in the JSON `value` stands.
 * @throws {Failure} Unless it is a finite number.
 */
export function needNumber(content: Content, keys: Keys, value: unknown): number {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw content.failureAt(keys, "a number", value);
}

/**
 * A sample among others, which may be 0 where a clock is coarse.
 *
 * @param keys Where in the JSON `value` stands.
 * @param unitMs Milliseconds in its unit.
 * @returns Milliseconds.
 * @throws {Failure} Unless it is a number and a duration from 0 to a day.
 */
export function needSample(content: Content, keys: Keys, value: unknown, unitMs: number): number {
  if (value === 0) return 0;
  return needDuration(content, keys, value, unitMs);
}

/**
 * The duration of a call from a rate that has to be there.
 *
 * @param keys Where in the JSON `value` stands.
 * @param unitMs Milliseconds in which `value` calls are made.
 * @returns Milliseconds a call.
 * @throws {Failure} Unless it is a number and the duration from a femtosecond to a day.
 */
export function needRate(
  content: Content,
  keys: Keys,
  value: unknown,
  unitMs: number,
): number {
  if (typeof value === "number" && isDuration(unitMs / value)) return unitMs / value;
  throw content.failureAt(keys, "a rate above 0", value);
}

/** What a duration has to be, for messages. */
export const WANTED_DURATION = "a time above 0 and at most a day";
