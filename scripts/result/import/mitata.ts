/** What mitata prints with `format: "json"`. @module */
import * as v from "../../deps/valibot.ts";
import type { Environment } from "../schema.ts";
import type { Content } from "./content.ts";
import { needDuration, onlyRun } from "./describe_run.ts";
import {
  anything,
  architectureName,
  isRecord,
  maybeNumber,
  maybeText,
  systemName,
  text,
  toMs,
} from "./fields.ts";
import type { ImportedBenchmark, ImportedRun, Importer } from "./importer.ts";
import { MS_PER_NS } from "./units.ts";

const MB_PER_BYTE = 1e-6;

/** In nanoseconds a call. */
const statsSchema = v.object({
  avg: anything,
  min: maybeNumber,
  max: maybeNumber,
  p50: maybeNumber,
  p75: maybeNumber,
  p99: maybeNumber,
  ticks: maybeNumber,
  heap: v.fallback(v.nullable(v.object({ avg: maybeNumber })), null),
}, "an object");

const runSchema = v.object({
  name: text,
  stats: v.optional(statsSchema),
  error: anything,
}, "an object");

const reportSchema = v.object({
  context: v.object({
    arch: maybeText,
    runtime: maybeText,
    version: maybeText,
    cpu: v.fallback(v.object({ name: maybeText }), { name: null }),
  }, "an object"),
  layout: v.fallback(v.array(v.object({ name: maybeText })), []),
  benchmarks: v.array(
    v.object({ group: maybeNumber, runs: v.array(runSchema, "an array") }, "an object"),
    "an array",
  ),
}, "an object");

type Report = v.InferOutput<typeof reportSchema>;

/** Results of mitata. Its samples are of one process and no rounds. */
export const mitata: Importer = {
  name: "mitata",
  recognizes: ({ json }) =>
    isRecord(json) && Array.isArray(json.layout) && Array.isArray(json.benchmarks) &&
    isRecord(json.context),
  read,
};

function read(content: Content): ImportedRun[] {
  const { context, layout, benchmarks } = content.read(reportSchema);
  return onlyRun(content, {
    harness: "mitata",
    environment: describeEnvironment(context),
    benchmarks: benchmarks.flatMap(({ group, runs }, benchmark) =>
      runs.map((run, index): ImportedBenchmark => ({
        group: group === null ? null : layout[group]?.name ?? null,
        ...describe(content, run, ["benchmarks", benchmark, "runs", index]),
      }))
    ),
  });
}

/** The parameters are a part of the name: `fill 64`. */
function describe(
  content: Content,
  { name, stats, error }: v.InferOutput<typeof runSchema>,
  path: readonly (string | number)[],
): ImportedBenchmark {
  if (stats === undefined) {
    const message = isRecord(error) && typeof error.message === "string"
      ? error.message
      : "it has no result";
    return { name, failures: [{ round: null, message }] };
  }
  const heap = stats.heap?.avg ?? null;
  return {
    name,
    duration_ms: needDuration(content, [...path, "stats", "avg"], stats.avg, MS_PER_NS),
    min_ms: toMs(stats.min, MS_PER_NS),
    max_ms: toMs(stats.max, MS_PER_NS),
    median_ms: toMs(stats.p50, MS_PER_NS),
    p75_ms: toMs(stats.p75, MS_PER_NS),
    p99_ms: toMs(stats.p99, MS_PER_NS),
    memory_mb: heap === null ? null : heap * MB_PER_BYTE,
    iterations: stats.ticks,
  };
}

const RUNTIMES = new Map([["node", "Node.js"], ["bun", "Bun"], ["deno", "Deno"]]);

/** `arch` is such as `x64-linux` or, of Deno, `x86_64-unknown-linux-gnu`. */
function describeEnvironment(
  { arch, runtime, version, cpu }: Report["context"],
): Partial<Environment> {
  const [machine, ...rest] = arch?.split("-") ?? [];
  const system = rest.find((part) =>
    systemName(part) !== part || /^(linux|windows|darwin)$/.test(part)
  );
  return {
    cpu: cpu.name,
    arch: architectureName(machine ?? null),
    os: systemName(system ?? null),
    ...(runtime === "deno" ? { deno_version: version } : {
      runtime: runtime === null
        ? null
        : [RUNTIMES.get(runtime) ?? runtime, version].join(" ").trim(),
    }),
  };
}
