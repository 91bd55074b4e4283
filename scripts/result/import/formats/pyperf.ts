/** The JSON of pyperf. @module */
import * as v from "../../../deps/valibot.ts";
import type { Environment } from "../../schema.ts";
import { mean } from "../../spread.ts";
import type { Content, Keys } from "../content.ts";
import { onlyRun } from "../make_run.ts";
import { readEach, readFigures } from "../read_entries.ts";
import { needNumber, needSample } from "../values.ts";
import { architectureName, isRecord, systemName, timestampAsInUtc, warnOfZone } from "../fields.ts";
import type { ImportedBenchmark, ImportedRound, ImportedRun, Importer } from "../importer.ts";
import { once, summarizeSamples } from "../samples.ts";
import { betterOf, isDuration, MS_PER_SECOND } from "../units.ts";

const metadata = v.optional(v.record(v.string(), v.unknown(), "an object"), {});
const values = v.optional(v.array(v.unknown(), "an array"), []);

const suiteSchema = v.object({
  metadata,
  benchmarks: v.array(v.unknown(), "an array"),
}, "an object");

const benchmarkSchema = v.object({
  metadata,
  // Until version 0.9.5.
  common_metadata: metadata,
  runs: v.array(
    v.object({
      metadata,
      values,
      // Until version 0.9.5.
      samples: values,
    }, "an object"),
    "an array",
  ),
}, "an object");

type Run = v.InferOutput<typeof benchmarkSchema>["runs"][number];
type Metadata = Readonly<Record<string, unknown>>;

/** Reads results of pyperf. Each of its runs is a process, hence a round. */
export const pyperf: Importer = {
  name: "pyperf",
  recognizes: ({ json }) =>
    isRecord(json) && Array.isArray(json.benchmarks) &&
    json.benchmarks.some((benchmark) =>
      isRecord(benchmark) && Array.isArray(benchmark.runs) && benchmark.runs.some((run) =>
        isRecord(run) && ("values" in run || "samples" in run || "warmups" in run)
      )
    ),
  read,
};

function read(content: Content): ImportedRun[] {
  const suite = content.read(suiteSchema);
  const described: Metadata[] = [];
  const times: string[] = [];
  const read = readEach(suite.benchmarks, (entry, index) => {
    const path = ["benchmarks", index];
    const benchmark = content.readPart(path, entry, benchmarkSchema);
    // pyperf moves metadata that all runs share upwards.
    const metadata = { ...suite.metadata, ...benchmark.common_metadata, ...benchmark.metadata };
    const name = metadata.name ?? benchmark.runs[0]?.metadata.name;
    if (typeof name !== "string") {
      throw content.failureAt([...path, "metadata", "name"], "a string", name);
    }
    described.push(metadata);
    for (const run of benchmark.runs) {
      for (const time of timeOf(run.metadata.date ?? metadata.date)) times.push(time);
    }
    return [
      readFigures({ name }, () => readRuns(content, benchmark.runs, metadata, [...path, "runs"])),
    ];
  });
  const [version] = described.map(({ perf_version }) => perf_version);
  return onlyRun(content, {
    harness: typeof version === "string" ? `pyperf ${version}` : "pyperf",
    timestamp: times.sort()[0] ?? null,
    environment: commonOf(described.map(readEnvironment)),
    ...read,
    warnings: times.length === 0 ? [] : [warnOfZone(content.source)],
  });
}

/** Local time, such as `2026-03-01 10:00:00.123456`. */
function timeOf(date: unknown): string[] {
  const time = typeof date === "string" ? timestampAsInUtc(date) : null;
  return time === null ? [] : [time];
}

/** The facts that all environments share. */
function commonOf(environments: readonly Partial<Environment>[]): Partial<Environment> {
  const entries = Object.entries(environments[0] ?? {}) as [keyof Environment, unknown][];
  return Object.fromEntries(
    entries.filter(([key, value]) => environments.every((one) => one[key] === value)),
  );
}

function readRuns(
  content: Content,
  runs: readonly Run[],
  metadata: Metadata,
  path: Keys,
): Omit<ImportedBenchmark, "name"> {
  const unit = String(metadata.unit ?? "second");
  const rounds: ImportedRound[] = [];
  const values: number[] = [];
  for (const [run, { metadata: own, values: current, samples }] of runs.entries()) {
    const [key, found] = current.length > 0 ? ["values", current] : ["samples", samples];
    // Runs that only calibrate the number of loops have none.
    if (found.length === 0) continue;
    const at = [...path, run, key];
    if (unit !== "second") {
      values.push(mean(found.map((value, index) => needNumber(content, [...at, index], value))));
      continue;
    }
    const durations = found.map((value, index) =>
      needSample(content, [...at, index], value, MS_PER_SECOND)
    );
    const loops = loopsOf({ ...metadata, ...own });
    const iterations = loops === null ? null : loops * durations.length;
    rounds.push({ ...summarizeSamples(once(durations)), iterations });
  }
  if (values.length > 0) {
    const better = betterOf(unit);
    return { metrics: [{ name: unit, unit, value: mean(values), better, rounds: values }] };
  }
  const duration_ms = rounds.length === 0 ? 0 : mean(rounds.map((round) => round.duration_ms));
  if (!isDuration(duration_ms)) throw content.failureAt(path, "some with values above 0", []);
  return rounds.length === 1 ? rounds[0]! : { rounds, duration_ms };
}

/** The number of calls that a value averages. */
function loopsOf({ loops, inner_loops = 1 }: Metadata): number | null {
  return typeof loops === "number" && typeof inner_loops === "number" ? loops * inner_loops : null;
}

function readEnvironment(metadata: Metadata): Partial<Environment> {
  const { platform, cpu_model_name, cpu_count, python_implementation, python_version } = metadata;
  const [system, ...rest] = typeof platform === "string" ? platform.split("-") : [];
  const arch = rest.find((part) => /^(x86_64|aarch64|arm64|AMD64|i686|ppc64le|s390x)$/.test(part));
  // Such as "3.13.5 (64-bit) revision 0ab1234".
  const version = typeof python_version === "string" ? python_version.split(" ")[0]! : null;
  return {
    os: systemName(system ?? null),
    arch: architectureName(arch ?? null),
    cpu: typeof cpu_model_name === "string" ? cpu_model_name : null,
    cpu_cores: typeof cpu_count === "number" ? cpu_count : null,
    runtime: version === null ? null : `${nameOf(python_implementation)} ${version}`,
  };
}

function nameOf(implementation: unknown): string {
  if (implementation === "cpython") return "CPython";
  if (implementation === "pypy") return "PyPy";
  return typeof implementation === "string" ? implementation : "Python";
}
