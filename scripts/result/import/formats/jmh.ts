/** The file of JMH's `-rf json`. @module */
import * as v from "../../../deps/valibot.ts";
import { Failure } from "../../failure.ts";
import { formatIdentity, identityKey } from "../../identity.ts";
import type { Direction } from "../../schema.ts";
import { mean } from "../../spread.ts";
import { quoteValue } from "../../validate.ts";
import type { Content, Keys } from "../content.ts";
import { onlyRun } from "../make_run.ts";
import { readEach, readFigures } from "../read_entries.ts";
import { needDuration, needRate, needSample, readMeasure } from "../values.ts";
import { isRecord, maybeNumber, maybeText, text } from "../fields.ts";
import type { ImportedBenchmark, ImportedMetric, ImportedRun, Importer } from "../importer.ts";
import { once, type Sample, summarizeSamples } from "../samples.ts";
import { measureOf } from "../units.ts";

/** Forks, each with its iterations. */
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

const profileSchema = v.object({
  score: maybeNumber,
  scoreUnit: text,
  rawData: v.fallback(forks(v.number()), []),
}, "an object");

const identitySchema = v.object({
  jmhVersion: maybeText,
  benchmark: text,
  mode: text,
  threads: v.fallback(v.pipe(v.number(), v.integer(), v.minValue(1)), 1),
  vmName: maybeText,
  vmVersion: maybeText,
  params: v.optional(v.record(v.string(), v.unknown(), "an object"), {}),
}, "an object");

const figuresSchema = v.object({
  primaryMetric: metricSchema,
  secondaryMetrics: v.optional(v.record(v.string(), profileSchema, "an object"), {}),
}, "an object");

type Identity = v.InferOutput<typeof identitySchema>;
type Profile = v.InferOutput<typeof profileSchema>;

/** Reads results of JMH, the benchmark harness of Java. A fork is a round. */
export const jmh: Importer = {
  name: "jmh",
  recognizes: ({ json }) =>
    Array.isArray(json) &&
    json.some((entry) => isRecord(entry) && isRecord(entry.primaryMetric) && "mode" in entry),
  read,
};

function read(content: Content): ImportedRun[] {
  const results = content.read(v.array(v.unknown(), "an array"));
  const machines = new Map<string, string | null>();
  let version: string | null = null;
  const read = readEach(results, (entry, index) => {
    const identity = content.readPart([index], entry, identitySchema);
    version ??= identity.jmhVersion;
    const benchmark = readIdentity(identity);
    assertOneMachine(content, machines, benchmark, virtualMachineOf(identity));
    return [readFigures(benchmark, () => {
      const figures = content.readPart([index], entry, figuresSchema);
      return readResult(content, identity, figures, index);
    })];
  });
  const [machine = null, ...others] = new Set(machines.values());
  return onlyRun(content, {
    harness: `JMH ${version ?? ""}`.trimEnd(),
    environment: others.length === 0 ? { runtime: machine } : {},
    ...read,
    warnings: others.length > 0
      ? ["the benchmarks ran on several virtual machines, so none is recorded"]
      : [],
  });
}

/**
 * @throws {Failure} If a benchmark ran on two virtual machines: those are not rounds of one
 * measurement.
 */
function assertOneMachine(
  { source }: Content,
  machines: Map<string, string | null>,
  { group = null, name }: ImportedBenchmark,
  machine: string | null,
): void {
  const identity = { file: null, group, name };
  const key = identityKey(identity);
  const known = machines.get(key);
  if (known !== undefined && known !== machine) {
    throw new Failure(
      `Cannot read ${source}: ${formatIdentity(identity)} was measured on ${
        quoteValue(known)
      } and on ${quoteValue(machine)}; give a file each`,
    );
  }
  machines.set(key, machine);
}

function virtualMachineOf({ vmName, vmVersion }: Identity): string | null {
  return vmVersion === null ? null : `${vmName ?? "Java"} ${vmVersion}`;
}

/**
 * Class, method, parameters, mode and threads. A rate and a time of one method are two benchmarks,
 * and so are a lone call and one under contention.
 */
function readIdentity(
  { benchmark, params, mode, threads }: Identity,
): Pick<ImportedBenchmark, "group" | "name" | "short_name"> {
  // In JMH's order, even if a tool has reordered them since.
  const values = Object.entries(params).sort(([a], [b]) => a < b ? -1 : 1)
    .map(([key, value]) => `${key}=${spellValue(value)}`);
  const title = values.length === 0 ? benchmark : `${benchmark}(${values.join(", ")})`;
  const classEnd = benchmark.lastIndexOf(".");
  const method = title.slice(classEnd + 1);
  const name = `${method} (${mode})`;
  return {
    group: classEnd < 0 ? null : benchmark.slice(0, classEnd),
    ...threads === 1
      ? { name }
      : { name: `${method} (${mode}, ${threads} threads)`, short_name: name },
  };
}

/** In quotes if it could be taken for several values. */
function spellValue(value: unknown): string {
  const spelled = String(value);
  return /, |"/.test(spelled) ? JSON.stringify(spelled) : spelled;
}

function readResult(
  content: Content,
  { benchmark, mode, threads }: Identity,
  { primaryMetric, secondaryMetrics }: v.InferOutput<typeof figuresSchema>,
  index: number,
): Omit<ImportedBenchmark, "name"> {
  const { score, scoreUnit } = primaryMetric;
  const path = [index, "primaryMetric"];
  const profiles = readProfiles(benchmark, mode, secondaryMetrics);
  const scale = measureOf(scoreUnit);
  if (scale.kind === "other") {
    const { metrics } = readMeasure(content, [...path, "score"], score, {
      name: scoreUnit,
      unit: scoreUnit,
    });
    return { ...profiles, metrics: [...metrics!, ...profiles.metrics] };
  }
  const isRate = scale.kind === "calls";
  const need = isRate ? needRate : needDuration;
  // A rate counts all threads together; a time is of a call in one of them.
  const unitMs = scale.unitMs * (isRate ? threads : 1);
  const duration_ms = need(content, [...path, "score"], score, unitMs);
  const sampleOf = (value: unknown, keys: Keys) => {
    if (!isRate) return needSample(content, keys, value, unitMs);
    // An iteration in which no call ended.
    return value === 0 ? Infinity : needRate(content, keys, value, unitMs);
  };
  const processes = [
    ...primaryMetric.rawData.map((fork, at) =>
      once(fork.map((value, iteration) => sampleOf(value, [...path, "rawData", at, iteration])))
    ),
    ...primaryMetric.rawDataHistogram.map((fork) =>
      fork.flat().map(([value, count]): Sample => [value * unitMs, count])
    ),
  ].filter((samples) => samples.length > 0).map((samples) => ({
    ...summarizeSamples(samples),
    ...isRate ? { duration_ms: harmonicMean(samples) } : {},
  }));
  return {
    ...processes.length === 1 ? processes[0]! : { rounds: processes },
    ...processes.some(({ max_ms }) => max_ms === Infinity) ? NO_LONGEST : {},
    ...profiles,
    duration_ms,
    throughput: 1000 * threads / duration_ms,
  };
}

/** The other processes have their own. */
const NO_LONGEST = { max_ms: null, p75_ms: null, p99_ms: null };

/** The duration that corresponds to the mean of the rates. */
function harmonicMean(samples: readonly Sample[]): number {
  return samples.length / samples.reduce((sum, [duration]) => sum + 1 / duration, 0);
}

/** Metrics of profilers, counters and the methods of a group. */
function readProfiles(
  benchmark: string,
  mode: string,
  profiles: Readonly<Record<string, Profile>>,
): { memory_mb: number | null; metrics: ImportedMetric[] } {
  const method = benchmark.slice(benchmark.lastIndexOf(".") + 1);
  const metrics = new Map<string, ImportedMetric>();
  let memory_mb: number | null = null;
  for (const [key, { score, scoreUnit, rawData }] of Object.entries(profiles)) {
    const name = nameOfProfile(key, method);
    // A profiler that could not measure writes NaN. For samples, the histogram already has the
    // percentiles.
    if (score === null || mode === "sample" && PERCENTILE.test(name)) continue;
    if (name === "gc.alloc.rate.norm" && scoreUnit === "B/op") memory_mb = score / 1e6;
    else {
      metrics.set(name, {
        name,
        unit: scoreUnit,
        value: score,
        better: directionOf(scoreUnit),
        rounds: roundsOf(score, rawData),
      });
    }
  }
  return { memory_mb, metrics: [...metrics.values()] };
}

const PERCENTILE = /(?:^|:)p[01]\.\d+$/;

/** Until version 1.36 a middle dot preceded names of profilers and followed names of methods. */
function nameOfProfile(key: string, method: string): string {
  const name = key.startsWith("·") ? key.slice(1) : key.replace("·", ":");
  return name.startsWith(`${method}:`) ? name.slice(method.length + 1) : name;
}

/**
 * Totals of a run and profilers' counts a second depend on the work, so neither direction is
 * better.
 */
function directionOf(unit: string): Direction | null {
  if (unit.endsWith("/op")) return "lower";
  return measureOf(unit).kind === "calls" ? "higher" : null;
}

/** The means of the forks; none if the score is their sum, as for counters. */
function roundsOf(score: number, forks: Profile["rawData"]): number[] {
  if (forks.length < 2 || forks.some((fork) => fork.length === 0)) return [];
  const means = forks.map(mean);
  return Math.abs(mean(means) - score) <= 1e-6 * Math.abs(score) ? means : [];
}
