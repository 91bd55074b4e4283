/** What BenchmarkDotNet's JSON exporters write. @module */
import * as v from "../../deps/valibot.ts";
import type { Environment } from "../schema.ts";
import type { Content } from "./content.ts";
import { needDuration, needSample, onlyRun, readEach, readFigures } from "./describe_run.ts";
import {
  architectureName,
  isRecord,
  maybeNumber,
  maybeText,
  systemName,
  text,
  toMs,
} from "./fields.ts";
import type { ImportedBenchmark, ImportedRound, ImportedRun, Importer } from "./importer.ts";
import { describeSamples, type Sample } from "./samples.ts";
import { MS_PER_NS } from "./units.ts";

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

const caseSchema = v.object({
  DisplayInfo: maybeText,
  Namespace: maybeText,
  Type: text,
  Method: text,
  Parameters: maybeText,
  FullName: maybeText,
  Statistics: v.nullish(statisticsSchema, null),
  Memory: v.fallback(v.object({ BytesAllocatedPerOperation: maybeNumber }), {
    BytesAllocatedPerOperation: null,
  }),
  Measurements: v.nullish(v.array(measurementSchema, "an array"), []),
}, "an object");

const reportSchema = v.object({
  HostEnvironmentInfo: v.object({
    BenchmarkDotNetVersion: maybeText,
    OsVersion: maybeText,
    // Until version 0.10 an object.
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
type Case = v.InferOutput<typeof caseSchema>;

/** Results of BenchmarkDotNet; a launch is a process, so a round. */
export const benchmarkDotnet: Importer = {
  name: "dotnet",
  recognizes: ({ json }) =>
    isRecord(json) && isRecord(json.HostEnvironmentInfo) && Array.isArray(json.Benchmarks),
  read,
};

function read(content: Content): ImportedRun[] {
  const { HostEnvironmentInfo, Benchmarks } = content.read(reportSchema);
  return onlyRun(content, {
    harness: `BenchmarkDotNet ${HostEnvironmentInfo.BenchmarkDotNetVersion ?? ""}`.trimEnd(),
    environment: describeEnvironment(HostEnvironmentInfo),
    ...readEach(Benchmarks, (entry, index) => {
      const found = content.readPart(["Benchmarks", index], entry, caseSchema);
      const group = groupOf(found);
      const title = titleOf(found).slice(group.length + 1);
      const job = jobOf(found);
      const identity = job === "" || job === "DefaultJob"
        ? { group, name: title }
        : { group, name: `${title} ${job}`, short_name: title };
      return [readFigures(identity, () => readCase(content, found, index))];
    }),
  });
}

function groupOf({ Namespace, Type }: Case): string {
  return Namespace ? `${Namespace}.${Type}` : Type;
}

/** Group, method and parameters, such as `Demo.Sorting.Quick(N: 1000)`. */
function titleOf(found: Case): string {
  const { FullName, Method, Parameters } = found;
  if (FullName?.startsWith(`${groupOf(found)}.`)) return FullName;
  return `${groupOf(found)}.${Method}${Parameters ? `(${Parameters})` : ""}`;
}

/** Such as `Job-KTXRGO(Runtime=.NET 8.0)`, from `Sorting.Quick: Job-KTXRGO(Runtime=.NET 8.0) [N=10]`. */
function jobOf({ DisplayInfo }: Case): string {
  const [, ...rest] = (DisplayInfo ?? "").split(": ");
  const job = rest.join(": ");
  // The last pair of brackets, if nothing follows it.
  const parameters = job.endsWith("]")
    ? job.indexOf(" [", job.lastIndexOf("]", job.length - 2))
    : -1;
  return parameters < 0 ? job : job.slice(0, parameters);
}

function readCase(
  content: Content,
  { Statistics, Memory, Measurements }: Case,
  index: number,
): Omit<ImportedBenchmark, "name"> {
  if (Statistics === null) {
    return { failures: [{ round: null, message: "it has no statistics: the benchmark failed" }] };
  }
  const path = ["Benchmarks", index];
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
    ...rounds.length > 1 ? { rounds } : {},
  };
}

/** What each process measured. */
function readLaunches(
  content: Content,
  measurements: Case["Measurements"],
  path: readonly (string | number)[],
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
    return [{ ...describeSamples(samples), iterations }];
  });
}

/**
 * `Actual` is what was measured, `Result` that without the overhead of the harness and outliers.
 * Until version 0.11 there were no stages.
 */
function stageOf({ IterationMode, IterationStage }: Case["Measurements"][number]): string | null {
  if (IterationMode === "Workload") return IterationStage;
  if (IterationMode === "MainTarget") return "Actual";
  return IterationMode === "Result" ? "Result" : null;
}

function describeEnvironment(host: Report["HostEnvironmentInfo"]): Partial<Environment> {
  const { ProcessorName: cpu, LogicalCoreCount, ProcessorCount, RuntimeVersion } = host;
  return {
    os: systemName(host.OsVersion),
    arch: architectureName(host.Architecture),
    cpu: (typeof cpu === "string" ? cpu : cpu.Value) || null,
    cpu_cores: LogicalCoreCount ?? ProcessorCount,
    runtime: RuntimeVersion ?? host.ClrVersion,
  };
}
