/** What JMH writes with `-rf json`. @module */
import * as v from "../../deps/valibot.ts";
import type { Content } from "./content.ts";
import { ambiguousNames, describeRun, LeftOut, needDuration, needRate } from "./describe_run.ts";
import { isRecord, maybeText, text } from "./fields.ts";
import { type ImportedBenchmark, type ImportedRun, type Importer, msPer } from "./importer.ts";
import { describeSamples, once, type Sample } from "./samples.ts";

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

function read(content: Content): ImportedRun {
  const results = content.read(v.array(resultSchema, "an array"));
  const leftOut = new LeftOut();
  const titles = results.map(titleOf);
  const ambiguous = ambiguousNames(results.map(({ mode }, index) => [titles[index]!, mode]));
  const machines = new Set(results.map(virtualMachineOf));
  return describeRun(content, {
    harness: `JMH ${results[0]?.jmhVersion ?? ""}`.trimEnd(),
    environment: machines.size === 1 ? { runtime: [...machines][0]! } : {},
    benchmarks: results.flatMap((result, index) => {
      const title = titles[index]!;
      const full = ambiguous.has(title) ? `${title} (${result.mode})` : title;
      return readResult(content, result, index, full, leftOut);
    }),
    leftOut,
    warnings: machines.size > 1
      ? ["the benchmarks ran on several virtual machines, so none is recorded"]
      : [],
  });
}

function virtualMachineOf({ vmName, vmVersion }: Result): string | null {
  return vmVersion === null ? null : `${vmName ?? "Java"} ${vmVersion}`;
}

/** Class, method and parameters. */
function titleOf({ benchmark, params }: Result): string {
  const values = Object.entries(params).map(([key, value]) => `${key}=${value}`);
  return values.length === 0 ? benchmark : `${benchmark}(${values.join(", ")})`;
}

function readResult(
  content: Content,
  { benchmark, primaryMetric, secondaryMetrics }: Result,
  index: number,
  title: string,
  leftOut: LeftOut,
): ImportedBenchmark[] {
  const scale = scaleOf(primaryMetric.scoreUnit);
  if (scale === null) {
    leftOut.add(primaryMetric.scoreUnit, title);
    return [];
  }
  const { unitMs, need } = scale;
  const path = [index, "primaryMetric"];
  const duration_ms = need(content, [...path, "score"], primaryMetric.score, unitMs);
  const processes = [
    ...primaryMetric.rawData.map((fork, at) =>
      once(
        fork.map((value, iteration) =>
          need(content, [...path, "rawData", at, iteration], value, unitMs)
        ),
      )
    ),
    ...primaryMetric.rawDataHistogram.map((fork) =>
      fork.flat().map(([value, count]): Sample => [value * unitMs, count])
    ),
  ].filter((samples) => samples.length > 0).map((samples) => ({
    ...describeSamples(samples),
    ...need === needRate ? { duration_ms: harmonicMean(samples) } : {},
  }));
  const classEnd = benchmark.lastIndexOf(".");
  return [{
    group: classEnd < 0 ? null : benchmark.slice(0, classEnd),
    name: title.slice(classEnd + 1),
    ...processes.length === 1 ? processes[0]! : { rounds: processes },
    duration_ms,
    memory_mb: allocatedMb(secondaryMetrics),
  }];
}

/** How a score becomes a duration: `us/op` is a time, `ops/us` a rate; null for anything else. */
function scaleOf(scoreUnit: string): { unitMs: number; need: typeof needDuration } | null {
  const [, timeUnit, rateUnit] = /^(?:(\w+|µs)\/op|ops\/(\w+|µs))$/.exec(scoreUnit) ?? [];
  const unitMs = msPer(timeUnit ?? rateUnit ?? "");
  if (unitMs === null) return null;
  return { unitMs, need: timeUnit === undefined ? needRate : needDuration };
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
