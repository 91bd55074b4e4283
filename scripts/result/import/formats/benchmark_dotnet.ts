/** The JSON of BenchmarkDotNet's exporters. @module */
import * as v from "../../../deps/valibot.ts";
import type { Environment } from "../../schema.ts";
import type { Content, Keys } from "../content.ts";
import { onlyRun } from "../make_run.ts";
import { failWith, readEach, readFigures } from "../read_entries.ts";
import { needDuration, needSample } from "../values.ts";
import {
  architectureName,
  isRecord,
  maybeBoolean,
  maybeNumber,
  maybeText,
  systemName,
  text,
  timestampAsInUtc,
  toMs,
  warnOfZone,
} from "../fields.ts";
import type {
  ImportedBenchmark,
  ImportedMetric,
  ImportedRound,
  ImportedRun,
  Importer,
} from "../importer.ts";
import { type Sample, summarizeSamples } from "../samples.ts";
import { MS_PER_NS } from "../units.ts";

/** In nanoseconds a call. */
const statisticsSchema = v.object({
  Mean: v.unknown(),
  Min: maybeNumber,
  Max: maybeNumber,
  Median: maybeNumber,
  StandardDeviation: maybeNumber,
  Q3: maybeNumber,
}, "an object");

const measurementSchema = v.object({
  IterationMode: text,
  IterationStage: maybeText,
  LaunchIndex: v.number("a number"),
  Operations: v.pipe(v.number("a number above 0"), v.gtValue(0, "a number above 0")),
  Nanoseconds: v.unknown(),
}, "an object");

const identitySchema = v.object({
  DisplayInfo: maybeText,
  Namespace: maybeText,
  Type: text,
  Method: text,
  MethodTitle: maybeText,
  Parameters: maybeText,
  FullName: maybeText,
}, "an object");

const figuresSchema = v.object({
  Statistics: v.nullish(statisticsSchema, null),
  Memory: v.fallback(v.object({ BytesAllocatedPerOperation: maybeNumber }), {
    BytesAllocatedPerOperation: null,
  }),
  Measurements: v.nullish(v.array(measurementSchema, "an array"), []),
  Metrics: v.nullish(
    v.array(
      v.object({
        // Empty if it could not be measured.
        Value: maybeNumber,
        Descriptor: v.object({
          Id: text,
          Unit: v.fallback(v.string(), ""),
          TheGreaterTheBetter: maybeBoolean,
        }, "an object"),
      }, "an object"),
      "an array",
    ),
    [],
  ),
}, "an object");

const reportSchema = v.object({
  Title: maybeText,
  HostEnvironmentInfo: v.object({
    BenchmarkDotNetVersion: maybeText,
    OsVersion: maybeText,
    // An object until version 0.10.
    ProcessorName: v.fallback(v.union([v.string(), v.object({ Value: v.string() })]), ""),
    LogicalCoreCount: maybeNumber,
    ProcessorCount: maybeNumber,
    RuntimeVersion: maybeText,
    ClrVersion: maybeText,
    Architecture: maybeText,
  }, "an object"),
  Benchmarks: v.array(v.unknown(), "an array"),
}, "an object");

type Report = v.InferOutput<typeof reportSchema>;
type Identity = v.InferOutput<typeof identitySchema>;
type Figures = v.InferOutput<typeof figuresSchema>;

/** Reads results of BenchmarkDotNet. A launch is a process, hence a round. */
export const benchmarkDotnet: Importer = {
  name: "dotnet",
  recognizes: ({ json }) =>
    isRecord(json) && isRecord(json.HostEnvironmentInfo) && Array.isArray(json.Benchmarks),
  read,
};

function read(content: Content): ImportedRun[] {
  const { Title, HostEnvironmentInfo, Benchmarks } = content.read(reportSchema);
  const timestamp = timeOf(Title);
  return onlyRun(content, {
    harness: `BenchmarkDotNet ${HostEnvironmentInfo.BenchmarkDotNetVersion ?? ""}`.trimEnd(),
    timestamp,
    environment: readEnvironment(HostEnvironmentInfo),
    ...readEach(Benchmarks, (entry, index) => {
      const path = ["Benchmarks", index];
      const identity = readIdentity(content.readPart(path, entry, identitySchema));
      return [readFigures(identity, () => {
        const figures = content.readPart(path, entry, figuresSchema);
        return readCase(content, figures, path);
      })];
    }),
    warnings: timestamp === null ? [] : [warnOfZone(content.source)],
  });
}

/** The local time at the end of a title such as `Demo.Sorting-20260301-101112`. */
function timeOf(title: string | null): string | null {
  const parts = /(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)$/.exec(title ?? "");
  if (parts === null) return null;
  const [, year, month, day, hours, minutes, seconds] = parts;
  return timestampAsInUtc(`${year}-${month}-${day}T${hours}:${minutes}:${seconds}`);
}

/** Class, method, parameters and job, such as `Demo.Sorting`, `Quick(N: 1000) (Runtime=.NET 8.0)`. */
function readIdentity(
  found: Identity,
): Pick<ImportedBenchmark, "group" | "name" | "short_name"> {
  const { Namespace, Type, Method, Parameters, FullName } = found;
  const start = Namespace ? `${Namespace}.` : "";
  const spelled = FullName?.startsWith(start) ? FullName.slice(start.length) : "";
  // Enclosing classes stand in front of the class: `Demo.Outer+Sorting.Quick`.
  const at = spelled.indexOf(`${Type}.${Method}`);
  const classEnd = at + Type.length;
  const group = start + (at < 0 ? Type : spelled.slice(0, classEnd));
  const title = at < 0
    ? `${Method}${Parameters ? `(${Parameters})` : ""}`
    : spelled.slice(classEnd + 1);
  const job = jobOf(found);
  return job === "" || job === "DefaultJob"
    ? { group, name: title }
    : { group, name: `${title} ${job}`, short_name: title };
}

/**
 * Such as `ShortRun(LaunchCount=1)`, from `Sorting.Quick: ShortRun(LaunchCount=1) [N=10]`. A name
 * that the harness makes up for an unnamed job is left out, because in many versions it differs
 * from run to run.
 */
function jobOf({ DisplayInfo, Method, MethodTitle, Parameters }: Identity): string {
  if (DisplayInfo === null) return "";
  const title = `.${MethodTitle ?? Method}: `;
  const titleStart = DisplayInfo.indexOf(title);
  const [, ...rest] = DisplayInfo.split(": ");
  const job = titleStart < 0 ? rest.join(": ") : DisplayInfo.slice(titleStart + title.length);
  const [parameter] = (Parameters ?? "").split("=");
  const end = Parameters ? job.indexOf(` [${parameter}=`) : -1;
  return (end < 0 ? job : job.slice(0, end)).replace(/^Job-[A-Z]{6}(?=\()/, "");
}

function readCase(
  content: Content,
  { Statistics, Memory, Measurements, Metrics }: Figures,
  path: Keys,
): Omit<ImportedBenchmark, "name"> {
  if (Statistics === null) {
    return failWith("it has no statistics: the benchmark failed");
  }
  const bytes = Memory.BytesAllocatedPerOperation;
  const rounds = readLaunches(content, Measurements, [...path, "Measurements"]);
  return {
    duration_ms: needDuration(content, [...path, "Statistics", "Mean"], Statistics.Mean, MS_PER_NS),
    min_ms: toMs(Statistics.Min, MS_PER_NS),
    max_ms: toMs(Statistics.Max, MS_PER_NS),
    median_ms: toMs(Statistics.Median, MS_PER_NS),
    std_dev_ms: toMs(Statistics.StandardDeviation, MS_PER_NS),
    p75_ms: toMs(Statistics.Q3, MS_PER_NS),
    p99_ms: null,
    memory_mb: bytes === null ? null : bytes / 1e6,
    metrics: readMetrics(Metrics),
    ...rounds.length > 1 ? { rounds } : {},
  };
}

/** Measurements other than time; the memory comes from `Memory`. */
function readMetrics(metrics: Figures["Metrics"]): ImportedMetric[] {
  const found = metrics.flatMap(({ Value, Descriptor: { Id, Unit, TheGreaterTheBetter } }) => {
    if (Value === null || Id === "Allocated Memory") return [];
    const better = TheGreaterTheBetter === null ? null : TheGreaterTheBetter ? "higher" : "lower";
    return [[Id, { name: Id, unit: Unit, value: Value, better }]] as const;
  });
  return [...new Map<string, ImportedMetric>(found).values()];
}

/** The measurements of each process. */
function readLaunches(
  content: Content,
  measurements: Figures["Measurements"],
  path: Keys,
): ImportedRound[] {
  const launches = Map.groupBy(measurements.keys(), (at) => measurements[at]!.LaunchIndex);
  return [...launches.values()].flatMap((all) => {
    const results = all.filter((at) => stageOf(measurements[at]!) === "Result");
    const kept = results.length > 0
      ? results
      : all.filter((at) => stageOf(measurements[at]!) === "Actual");
    if (kept.length === 0) return [];
    const samples = kept.map((at): Sample => {
      const { Nanoseconds, Operations } = measurements[at]!;
      const keys = [...path, at, "Nanoseconds"];
      return [needSample(content, keys, Nanoseconds, MS_PER_NS / Operations), 1];
    });
    const iterations = kept.reduce((sum, at) => sum + measurements[at]!.Operations, 0);
    return [{ ...summarizeSamples(samples), iterations }];
  });
}

/**
 * `Actual` is the raw measurement, `Result` excludes the overhead of the harness and outliers.
 * Until version 0.11 there were no stages.
 */
function stageOf(
  { IterationMode, IterationStage }: Figures["Measurements"][number],
): string | null {
  if (IterationMode === "Workload") return IterationStage;
  if (IterationMode === "MainTarget") return "Actual";
  return IterationMode === "Result" ? "Result" : null;
}

function readEnvironment(host: Report["HostEnvironmentInfo"]): Partial<Environment> {
  const { ProcessorName: cpu, LogicalCoreCount, ProcessorCount, RuntimeVersion } = host;
  return {
    os: systemName(host.OsVersion),
    arch: architectureName(host.Architecture),
    cpu: (typeof cpu === "string" ? cpu : cpu.Value) || null,
    cpu_cores: LogicalCoreCount ?? ProcessorCount,
    runtime: RuntimeVersion ?? host.ClrVersion,
  };
}
