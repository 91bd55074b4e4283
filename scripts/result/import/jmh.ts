/** What JMH writes with `-rf json`. @module */
import * as v from "../../deps/valibot.ts";
import type { Content } from "./content.ts";
import {
  needDuration,
  needRate,
  needSample,
  onlyRun,
  readEach,
  readFigures,
  readMeasure,
} from "./describe_run.ts";
import { isRecord, maybeText, text } from "./fields.ts";
import type { ImportedBenchmark, ImportedRun, Importer } from "./importer.ts";
import { describeSamples, once, type Sample } from "./samples.ts";
import { measureOf } from "./units.ts";

/** Forks, and in each its iterations. */
const forks = <T>(iteration: v.GenericSchema<unknown, T>) =>
  v.optional(v.array(v.array(iteration, "an array"), "an array"), []);

const histogramSchema = v.array(
  v.tuple([v.number("a number"), v.number("a number")], "a value and its count"),
  "an array",
);

const metricSchema = v.object({
  score: v.unknown(),
  scoreUnit: text,
  rawData: forks(v.unknown()),
  rawDataHistogram: forks(histogramSchema),
}, "an object");

const resultSchema = v.object({
  jmhVersion: maybeText,
  benchmark: text,
  mode: text,
  vmName: maybeText,
  vmVersion: maybeText,
  params: v.optional(v.record(v.string(), v.unknown(), "an object"), {}),
  primaryMetric: metricSchema,
  secondaryMetrics: v.fallback(
    v.record(v.string(), v.object({ score: v.unknown(), scoreUnit: text })),
    {},
  ),
}, "an object");

type Result = v.InferOutput<typeof resultSchema>;

/** Results of JMH, the benchmark harness of Java; a fork is a round. */
export const jmh: Importer = {
  name: "jmh",
  recognizes: ({ json }) =>
    Array.isArray(json) && isRecord(json[0]) && isRecord(json[0].primaryMetric) &&
    "mode" in json[0],
  read,
};

function read(content: Content): ImportedRun[] {
  const results = content.read(v.array(v.unknown(), "an array"));
  const machines = new Set<string | null>();
  let version: string | null = null;
  const read = readEach(results, (entry, index) => {
    const result = content.readPart([index], entry, resultSchema);
    version ??= result.jmhVersion;
    machines.add(virtualMachineOf(result));
    const identity = identify(result);
    return [readFigures(identity, () => readResult(content, result, index))];
  });
  return onlyRun(content, {
    harness: `JMH ${version ?? ""}`.trimEnd(),
    environment: machines.size === 1 ? { runtime: [...machines][0]! } : {},
    ...read,
    warnings: machines.size > 1
      ? ["the benchmarks ran on several virtual machines, so none is recorded"]
      : [],
  });
}

function virtualMachineOf({ vmName, vmVersion }: Result): string | null {
  return vmVersion === null ? null : `${vmName ?? "Java"} ${vmVersion}`;
}

/** Class, method, parameters and mode: a rate and a time of one method are two benchmarks. */
function identify({ benchmark, params, mode }: Result): Pick<ImportedBenchmark, "group" | "name"> {
  const values = Object.entries(params).map(([key, value]) => `${key}=${value}`);
  const title = values.length === 0 ? benchmark : `${benchmark}(${values.join(", ")})`;
  const classEnd = benchmark.lastIndexOf(".");
  return {
    group: classEnd < 0 ? null : benchmark.slice(0, classEnd),
    name: `${title.slice(classEnd + 1)} (${mode})`,
  };
}

function readResult(
  content: Content,
  { primaryMetric, secondaryMetrics }: Result,
  index: number,
): Omit<ImportedBenchmark, "name"> {
  const { score, scoreUnit } = primaryMetric;
  const path = [index, "primaryMetric"];
  const memory_mb = allocatedMb(secondaryMetrics);
  const scale = measureOf(scoreUnit);
  if (scale.kind === "other") {
    const told = readMeasure(content, [...path, "score"], score, {
      name: scoreUnit,
      unit: scoreUnit,
    });
    return { ...told, memory_mb };
  }
  const { kind, unitMs } = scale;
  const need = kind === "calls" ? needRate : needDuration;
  const duration_ms = need(content, [...path, "score"], score, unitMs);
  const processes = [
    ...primaryMetric.rawData.map((fork, at) =>
      once(
        fork.map((value, iteration) =>
          (kind === "calls" ? needRate : needSample)(
            content,
            [...path, "rawData", at, iteration],
            value,
            unitMs,
          )
        ),
      )
    ),
    ...primaryMetric.rawDataHistogram.map((fork) =>
      fork.flat().map(([value, count]): Sample => [value * unitMs, count])
    ),
  ].filter((samples) => samples.length > 0).map((samples) => ({
    ...describeSamples(samples),
    ...kind === "calls" ? { duration_ms: harmonicMean(samples) } : {},
  }));
  return {
    ...processes.length === 1 ? processes[0]! : { rounds: processes },
    duration_ms,
    memory_mb,
  };
}

/** The duration that belongs to the mean of the rates. */
function harmonicMean(samples: readonly Sample[]): number {
  return samples.length / samples.reduce((sum, [duration]) => sum + 1 / duration, 0);
}

/** What the profiler of the garbage collector saw a call allocate. */
function allocatedMb(metrics: Result["secondaryMetrics"]): number | null {
  // Older versions put a middle dot before the name.
  const key = Object.keys(metrics).find((name) => /^·?gc\.alloc\.rate\.norm$/.test(name));
  const metric = key === undefined ? undefined : metrics[key];
  return metric?.scoreUnit === "B/op" && typeof metric.score === "number"
    ? metric.score / 1e6
    : null;
}
