/** The report of Google Benchmark with `--benchmark_format=json`. @module */
import * as v from "../../../deps/valibot.ts";
import type { Content } from "../content.ts";
import { onlyRun } from "../make_run.ts";
import { readEach, readFigures } from "../read_entries.ts";
import { needDuration } from "../values.ts";
import {
  anything,
  isRecord,
  maybeBoolean,
  maybeNumber,
  maybeText,
  text,
  timestampInUtc,
} from "../fields.ts";
import type { ImportedBenchmark, ImportedMetric, ImportedRun, Importer } from "../importer.ts";
import { msPer } from "../units.ts";

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
    executable: maybeText,
    host_name: maybeText,
    num_cpus: maybeNumber,
    library_version: maybeText,
  }, "an object"),
  benchmarks: v.array(v.unknown(), "an array"),
}, "an object");

/** An entry of the report and its path. */
interface Entry extends v.InferOutput<typeof entrySchema> {
  readonly index: number;
}

/** Fields that are not counters of the user. */
const KNOWN = new Set([
  ...Object.keys(entrySchema.entries),
  "family_index",
  "per_family_instance_index",
  "repetitions",
  "threads",
  "aggregate_unit",
  "index",
]);
/** Counters of the library itself, all of them costs. */
const MEMORY_UNITS = new Map([
  ["allocs_per_iter", ""],
  ["max_bytes_used", "B"],
  ["total_allocated_bytes", "B"],
  ["net_heap_growth", "B"],
]);

const IS_RATE = /(?:_per_sec(?:ond)?|\/s(?:ec)?|_rate)$/i;
/** A container's name is its number, which says nothing about the machine. */
const CONTAINER = /^[0-9a-f]{12}$/;
const AGGREGATE = /_(mean|median|stddev|cv|BigO|RMS)$/;

/** Reads results of Google Benchmark. Each repetition is an entry. */
export const googleBenchmark: Importer = {
  name: "google",
  recognizes({ json }) {
    return isRecord(json) && Array.isArray(json.benchmarks) && isRecord(json.context) &&
      "num_cpus" in json.context;
  },
  read,
};

function read(content: Content): ImportedRun[] {
  const { context, benchmarks } = content.read(reportSchema);
  const entries: Entry[] = [];
  const unnamed = readEach(benchmarks, (found, index) => {
    entries.push({ ...content.readPart(["benchmarks", index], found, entrySchema), index });
    return [];
  });
  const counts = new Map<string, number>();
  for (const { name } of entries) counts.set(name, (counts.get(name) ?? 0) + 1);
  const families = Map.groupBy(entries, (entry) => familyOf(entry, counts));
  const found = new Map(
    [...families].map(([name, family]) => [name, readFamily(content, name, family)]),
  );
  const file = context.executable?.replaceAll("\\", "/").replace(/^\.\//, "") ?? null;
  const host = context.host_name !== null && !CONTAINER.test(context.host_name)
    ? { host: context.host_name }
    : {};
  const version = context.library_version?.replace(/^v/, "") ?? "";
  return onlyRun(content, {
    harness: `Google Benchmark ${version}`.trimEnd(),
    timestamp: timestampInUtc(context.date),
    environment: { cpu_cores: context.num_cpus },
    configuration: host,
    // Two binaries may each have a benchmark of the same name.
    benchmarks: [...found.values()].flat().map((benchmark) => ({ ...benchmark, file })),
    leftOut: [
      ...unnamed.leftOut,
      ...entries.filter(({ skipped }) => skipped).map(({ name, skip_message }) =>
        `${name} was skipped: ${skip_message ?? "no reason is given"}`
      ),
      ...[...found].filter(([name, read]) =>
        read.length === 0 && !families.get(name)!.some(isAccountedFor)
      ).map(([name]) => `${name} has neither repetitions nor their mean`),
    ],
  });
}

/**
 * Before version 1.5 there was no run_name, and only the name marked an aggregate: it follows
 * repetitions, or all three aggregates stand alone.
 */
function familyOf({ name, run_name }: Entry, counts: ReadonlyMap<string, number>): string {
  const base = name.replace(AGGREGATE, "");
  const isFamily = (counts.get(base) ?? 0) > 1 ||
    ["mean", "median", "stddev"].every((kind) => counts.has(`${base}_${kind}`));
  return run_name ?? (isFamily ? base : name);
}

/** Entries that were skipped, or that say how a family grows with its parameter. */
function isAccountedFor({ name, skipped, aggregate_name }: Entry): boolean {
  return skipped || /^(BigO|RMS)$/.test(aggregate_name ?? AGGREGATE.exec(name)?.[1] ?? "");
}

/** The repetitions of one benchmark, each an entry; aggregates are not repetitions. */
function readFamily(
  content: Content,
  name: string,
  family: readonly Entry[],
): ImportedBenchmark[] {
  const isAggregate = (entry: Entry) => entry.run_type === "aggregate" || entry.name !== name;
  const runs = family.filter((entry) => !entry.skipped && !isAggregate(entry));
  return runs.length > 0
    ? runs.map((run) => readFigures({ name, description: run.label }, () => readRun(content, run)))
    : readMean(content, name, family);
}

function readRun(content: Content, run: Entry): Omit<ImportedBenchmark, "name"> {
  const { error_occurred, error_message, repetition_index } = run;
  if (error_occurred) {
    const round = repetition_index === null ? null : repetition_index + 1;
    return { failures: [{ round, message: error_message ?? "an error occurred" }] };
  }
  return {
    duration_ms: durationOf(content, run),
    iterations: run.iterations,
    ...rateOf(run),
    metrics: countersOf(run),
  };
}

/** `--benchmark_report_aggregates_only` leaves no repetitions, only their mean. */
function readMean(content: Content, name: string, family: readonly Entry[]): ImportedBenchmark[] {
  const find = (aggregate: string) =>
    family.find((entry) => (entry.aggregate_name ?? AGGREGATE.exec(entry.name)?.[1]) === aggregate);
  const [mean, median] = [find("mean"), find("median")];
  if (mean === undefined) return [];
  return [
    readFigures({ name }, () => ({
      duration_ms: durationOf(content, mean),
      median_ms: median === undefined ? null : durationOf(content, median),
      ...rateOf(mean),
      metrics: countersOf(mean),
    })),
  ];
}

function durationOf(content: Content, { index, real_time, time_unit }: Entry): number {
  const unitMs = msPer(time_unit ?? "ns");
  const path = ["benchmarks", index] as const;
  if (unitMs === null) throw content.failureAt([...path, "time_unit"], "a unit of time", time_unit);
  return needDuration(content, [...path, "real_time"], real_time, unitMs);
}

/**
 * Work in a second of real time. The report's rates use processor time, unless the name says
 * otherwise.
 */
function rateOf(entry: Entry): Pick<ImportedBenchmark, "throughput" | "throughput_unit"> {
  const { items_per_second: items, bytes_per_second: bytes, cpu_time, real_time, name } = entry;
  const rate = items ?? bytes;
  if (rate === null) return {};
  const ofRealTime = /\/(real_time|manual_time)(\/|$)/.test(name)
    ? 1
    : (cpu_time ?? NaN) / Number(real_time);
  return { throughput: rate * ofRealTime, throughput_unit: items === null ? "B/s" : "items/s" };
}

/** Counters of the user, whose unit is unknown, and counters of the library. */
function countersOf(entry: Entry): ImportedMetric[] {
  return Object.entries(entry).flatMap(([name, value]): ImportedMetric[] => {
    if (KNOWN.has(name) || typeof value !== "number" || !Number.isFinite(value)) return [];
    const unit = MEMORY_UNITS.get(name);
    return unit === undefined
      ? [{ name, unit: "", value, better: IS_RATE.test(name) ? "higher" : null }]
      : [{ name, unit, value, better: "lower" }];
  });
}
