/** What Google Benchmark writes with `--benchmark_format=json`. @module */
import * as v from "../../deps/valibot.ts";
import type { Content } from "./content.ts";
import { describeRun, LeftOut, needDuration } from "./describe_run.ts";
import {
  anything,
  isRecord,
  maybeBoolean,
  maybeNumber,
  maybeText,
  text,
  timestampInUtc,
} from "./fields.ts";
import {
  type ImportedBenchmark,
  type ImportedRound,
  type ImportedRun,
  type Importer,
  msPer,
} from "./importer.ts";

const entrySchema = v.looseObject({
  name: text,
  run_name: maybeText,
  run_type: maybeText,
  aggregate_name: maybeText,
  repetition_index: maybeNumber,
  iterations: maybeNumber,
  real_time: anything,
  cpu_time: maybeNumber,
  time_unit: maybeText,
  items_per_second: maybeNumber,
  bytes_per_second: maybeNumber,
  label: maybeText,
  error_occurred: maybeBoolean,
  error_message: maybeText,
  skipped: maybeBoolean,
  skip_message: maybeText,
}, "an object");

const reportSchema = v.object({
  context: v.object({
    date: maybeText,
    num_cpus: maybeNumber,
    library_version: maybeText,
  }, "an object"),
  benchmarks: v.array(entrySchema, "an array"),
}, "an object");

/** A line of the report and where it stands. */
interface Entry extends v.InferOutput<typeof entrySchema> {
  readonly index: number;
}

/** Fields that are no counters of the user. */
const KNOWN = new Set([
  ...Object.keys(entrySchema.entries),
  ...["family_index", "per_family_instance_index", "repetitions", "threads", "aggregate_unit"],
  ...["allocs_per_iter", "max_bytes_used", "total_allocated_bytes", "net_heap_growth"],
]);

const AGGREGATE = /_(mean|median|stddev|cv|BigO|RMS)$/;

/** Results of Google Benchmark; a repetition is a round. */
export const googleBenchmark: Importer = {
  name: "google_benchmark",
  recognizes({ json }) {
    return isRecord(json) && Array.isArray(json.benchmarks) && isRecord(json.context) &&
      "num_cpus" in json.context;
  },
  read,
};

function read(content: Content): ImportedRun {
  const { context, benchmarks } = content.read(reportSchema);
  const leftOut = new LeftOut();
  const entries = benchmarks.map((entry, index): Entry => ({ ...entry, index }));
  const names = new Set(entries.map(({ name }) => name));
  const families = Map.groupBy(entries, (entry) => familyOf(entry, names));
  const version = context.library_version?.replace(/^v/, "") ?? "";
  return describeRun(content, {
    harness: `Google Benchmark ${version}`.trimEnd(),
    timestamp: timestampInUtc(context.date),
    environment: { cpu_cores: context.num_cpus },
    benchmarks: [...families].flatMap(([name, family]) =>
      readFamily(content, name, family, leftOut)
    ),
    leftOut,
    warnings: entries.filter(({ skipped }) => skipped).map(({ name, skip_message }) =>
      `${name} was skipped: ${skip_message ?? "no reason is given"}`
    ),
  });
}

/** Before version 1.5 there was no run_name, and only its name told what is an aggregate. */
function familyOf({ name, run_name }: Entry, names: ReadonlySet<string>): string {
  const base = name.replace(AGGREGATE, "");
  return run_name ?? (names.has(base) ? base : name);
}

/** The repetitions of one benchmark and what was computed of them. */
function readFamily(
  content: Content,
  name: string,
  family: readonly Entry[],
  leftOut: LeftOut,
): ImportedBenchmark[] {
  const runs: Entry[] = [];
  const aggregates: Entry[] = [];
  const failures = [];
  for (const entry of family) {
    const { error_occurred, error_message, repetition_index } = entry;
    if (entry.skipped) continue;
    if (error_occurred) {
      const round = repetition_index === null ? null : repetition_index + 1;
      failures.push({ round, message: error_message ?? "an error occurred" });
    } else if (entry.run_type === "aggregate" || entry.name !== name) aggregates.push(entry);
    else runs.push(entry);
  }
  for (const run of runs) leaveOutCounters(run, leftOut);
  const description = family.find(({ label }) => label)?.label ?? null;
  const measured = runs.length > 0
    ? describeRuns(content, runs)
    : describeMeans(content, aggregates);
  if (measured === null && failures.length === 0) return [];
  return [{ name, description, failures, ...measured }];
}

function describeRuns(content: Content, runs: readonly Entry[]): Omit<ImportedBenchmark, "name"> {
  const rounds = runs.map((run): ImportedRound => ({
    duration_ms: durationOf(content, run),
    iterations: run.iterations,
  }));
  const rates = runs.map(rateOf).filter((rate) => rate !== null);
  const known = rates.length === runs.length ? meanRate(rates) : {};
  return runs.length > 1 ? { rounds, ...known } : { ...rounds[0]!, ...known };
}

/** What `--benchmark_report_aggregates_only` leaves: no repetitions, only their mean. */
function describeMeans(
  content: Content,
  aggregates: readonly Entry[],
): Omit<ImportedBenchmark, "name"> | null {
  const find = (name: string) =>
    aggregates.find((entry) => (entry.aggregate_name ?? AGGREGATE.exec(entry.name)?.[1]) === name);
  const [mean, median] = [find("mean"), find("median")];
  if (mean === undefined) return null;
  return {
    duration_ms: durationOf(content, mean),
    median_ms: median === undefined ? null : durationOf(content, median),
  };
}

function durationOf(content: Content, { index, real_time, time_unit }: Entry): number {
  const unitMs = msPer(time_unit ?? "ns");
  const path = ["benchmarks", index] as const;
  if (unitMs === null) throw content.failureAt([...path, "time_unit"], "a unit of time", time_unit);
  return needDuration(content, [...path, "real_time"], real_time, unitMs);
}

/** What a benchmark processes in a second of real time, and what that counts. */
interface Rate {
  readonly throughput: number;
  readonly throughput_unit: string;
}

/**
 * Rates are of processor time unless the benchmark says otherwise in its name, and the duration is
 * real time.
 */
function rateOf(entry: Entry): Rate | null {
  const { items_per_second: items, bytes_per_second: bytes, cpu_time, real_time, name } = entry;
  const rate = items ?? bytes;
  if (rate === null) return null;
  const perRealTime = /\/(real_time|manual_time)(\/|$)/.test(name)
    ? 1
    : (cpu_time ?? NaN) / Number(real_time);
  return { throughput: rate * perRealTime, throughput_unit: items === null ? "B/s" : "items/s" };
}

/** The rate at the mean duration: the harmonic mean of rates of the same work. */
function meanRate(rates: readonly Rate[]): Rate {
  const reciprocals = rates.reduce((sum, { throughput }) => sum + 1 / throughput, 0);
  return { ...rates[0]!, throughput: rates.length / reciprocals };
}

function leaveOutCounters(entry: Entry, leftOut: LeftOut): void {
  for (const [field, value] of Object.entries(entry)) {
    if (field !== "index" && !KNOWN.has(field) && typeof value === "number") {
      leftOut.add(field, entry.run_name ?? entry.name);
    }
  }
}
