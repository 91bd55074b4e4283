/** The JSON output of mitata. @module */
import * as v from "../../../deps/valibot.ts";
import type { Environment } from "../../schema.ts";
import type { Content, Keys } from "../content.ts";
import { onlyRun } from "../make_run.ts";
import { failWith, readEach, readFigures, UNTOLD_REASON } from "../read_entries.ts";
import { needDuration } from "../values.ts";
import {
  anything,
  architectureName,
  isRecord,
  maybeNumber,
  maybeText,
  maybeTime,
  systemName,
  text,
  toMs,
} from "../fields.ts";
import type { ImportedBenchmark, ImportedRun, Importer } from "../importer.ts";
import { numberRepeats } from "../repeats.ts";
import { MS_PER_NS } from "../units.ts";

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
  args: v.fallback(v.record(v.string(), v.unknown()), {}),
  stats: anything,
  error: anything,
}, "an object");

/** Up to version 0.1, a benchmark had one run, inlined in it. */
const benchmarkSchema = v.object({
  alias: maybeText,
  group: anything,
  baseline: v.fallback(v.boolean(), false),
  runs: v.optional(v.array(v.unknown(), "an array")),
}, "an object");

const contextSchema = v.object({
  arch: maybeText,
  runtime: maybeText,
  version: maybeText,
  cpu: v.fallback(v.object({ name: maybeText }), { name: null }),
  now: maybeTime,
}, "an object");

const reportSchema = v.object({
  context: v.optional(contextSchema),
  /** Up to version 0.1, these took the place of the context. */
  cpu: maybeText,
  runtime: maybeText,
  layout: v.fallback(v.array(v.fallback(v.object({ name: maybeText }), { name: null })), []),
  benchmarks: v.array(v.unknown(), "an array"),
}, "an object");

type Report = v.InferOutput<typeof reportSchema>;
type Context = v.InferOutput<typeof contextSchema>;

/** Reads results of mitata. Its samples come from one process, so they are not rounds. */
export const mitata: Importer = {
  name: "mitata",
  recognizes: ({ json }) => {
    if (!isRecord(json) || !Array.isArray(json.benchmarks)) return false;
    if (isRecord(json.context) && Array.isArray(json.layout)) return true;
    return isRecord(json.context)
      ? json.benchmarks.some((one) => isRecord(one) && Array.isArray(one.runs) && "alias" in one)
      : typeof json.runtime === "string" && typeof json.cpu === "string";
  },
  read,
};

function read(content: Content): ImportedRun[] {
  const report = content.read(reportSchema);
  const context = report.context ?? contextOf(report);
  const withoutName: string[] = [];
  const { benchmarks, leftOut } = readEach(report.benchmarks, (value, index) => {
    const keys = ["benchmarks", index];
    const { alias, group, baseline, runs } = content.readPart(keys, value, benchmarkSchema);
    const known = { group: groupName(group, report.layout), baseline };
    if (runs === undefined) return [readRun(content, keys, value, alias, known)];
    const read = readEach(
      runs,
      (run, index) => [readRun(content, [...keys, "runs", index], run, alias, known)],
    );
    for (const reason of read.leftOut) withoutName.push(reason);
    return read.benchmarks;
  });
  const runtime = [context.runtime, context.version].filter((part) => part !== null).join(" ");
  return onlyRun(content, {
    harness: "mitata",
    timestamp: context.now,
    environment: readEnvironment(context),
    // Runs by different runtimes are not rounds of one measurement.
    ...(runtime === "" ? {} : { configuration: { runtime } }),
    leftOut: [...leftOut, ...withoutName],
    ...numberRepeats(content.source, benchmarks),
  });
}

/**
 * The layout has the names of the groups. Up to version 0.1, an unnamed group had a made-up name.
 */
function groupName(group: unknown, layout: Report["layout"]): string | null {
  if (typeof group === "number") return layout[group]?.name ?? null;
  return typeof group === "string" && !group.startsWith("$mitata_group") ? group : null;
}

function readRun(
  content: Content,
  keys: Keys,
  value: unknown,
  alias: string | null,
  known: Pick<ImportedBenchmark, "group" | "baseline">,
): ImportedBenchmark {
  const { name, args, stats, error } = content.readPart(keys, value, runSchema);
  const identity = { ...known, name: withArguments(name, args, alias) };
  if (stats === undefined && error !== undefined) {
    return { ...identity, ...failWith(reasonOf(error)) };
  }
  return readFigures(identity, () => readStats(content, [...keys, "stats"], stats));
}

/** Adds the arguments that the name does not already contain, as in `fill $size`. */
function withArguments(
  name: string,
  args: Readonly<Record<string, unknown>>,
  alias: string | null,
): string {
  const others = Object.entries(args)
    .filter(([key]) => !alias?.includes(`$${key}`))
    .map(([key, value]) => `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`);
  return others.length === 0 ? name : `${name} (${others.join(", ")})`;
}

/** Anything can be thrown. */
function reasonOf(error: unknown): string {
  if (isRecord(error) && typeof error.message === "string") {
    return error.message || UNTOLD_REASON;
  }
  return typeof error === "string" ? error : JSON.stringify(error);
}

function readStats(
  content: Content,
  keys: Keys,
  value: unknown,
): Omit<ImportedBenchmark, "name"> {
  const stats = content.readPart(keys, value, statsSchema);
  const heap = stats.heap?.avg ?? null;
  return {
    duration_ms: needDuration(content, [...keys, "avg"], stats.avg, MS_PER_NS),
    min_ms: toMs(stats.min, MS_PER_NS),
    max_ms: toMs(stats.max, MS_PER_NS),
    median_ms: toMs(stats.p50, MS_PER_NS),
    p75_ms: toMs(stats.p75, MS_PER_NS),
    p99_ms: toMs(stats.p99, MS_PER_NS),
    memory_mb: heap === null ? null : heap * MB_PER_BYTE,
    iterations: stats.ticks,
  };
}

/** The context in version 0.1, whose `runtime` is such as `node v20.1.0 (x64-linux)`. */
function contextOf({ cpu, runtime }: Report): Context {
  const [, name = runtime, version = null, arch = null] =
    /^(\S+)(?: v?(\S+))? \(([^)]*)\)$/.exec(runtime ?? "") ?? [];
  return {
    runtime: name,
    version,
    arch,
    cpu: { name: cpu === "unknown" ? null : cpu },
    now: null,
  };
}

const RUNTIMES = new Map([["node", "Node.js"], ["bun", "Bun"], ["deno", "Deno"]]);

/** `arch` is such as `x64-linux` or, from Deno, `x86_64-unknown-linux-gnu`. */
function readEnvironment({ arch, runtime, version, cpu }: Context): Partial<Environment> {
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
