/** The results of tinybench's tasks, as JSON. @module */
import * as v from "../../deps/valibot.ts";
import type { Content } from "./content.ts";
import { needDuration, onlyRun } from "./describe_run.ts";
import { anything, isRecord, maybeNumber, maybeText, text } from "./fields.ts";
import type { ImportedBenchmark, ImportedRun, Importer } from "./importer.ts";

/** In milliseconds a call. */
const statsSchema = v.object({
  mean: anything,
  min: maybeNumber,
  max: maybeNumber,
  p50: maybeNumber,
  sd: maybeNumber,
  p75: maybeNumber,
  p99: maybeNumber,
  samplesCount: maybeNumber,
}, "an object");

/** Up to version 2 the statistics of the latency stood in the result itself. */
const resultSchema = v.object({
  ...statsSchema.entries,
  latency: v.optional(statsSchema),
  runtime: maybeText,
  runtimeVersion: maybeText,
  error: anything,
}, "an object");

const taskSchema = v.object({
  ...resultSchema.entries,
  name: text,
  result: v.optional(resultSchema),
}, "an object");

const reportSchema = v.array(taskSchema, "an array");

/** Results of tinybench: tasks, with the result in each or beside its name. */
export const tinybench: Importer = {
  name: "tinybench",
  recognizes: ({ json }) =>
    Array.isArray(json) && json.length > 0 &&
    json.every((task) =>
      isRecord(task) && typeof task.name === "string" && isResult(task.result ?? task)
    ),
  read,
};

function isResult(value: unknown): boolean {
  return isRecord(value) && !("value" in value) &&
    (isRecord(value.latency) || "totalTime" in value || "error" in value);
}

function read(content: Content): ImportedRun[] {
  const tasks = content.read(reportSchema);
  const results = tasks.map((task) => ({ name: task.name, result: task.result ?? task }));
  const known = results.find(({ result }) => result.runtime !== null)?.result;
  return onlyRun(content, {
    harness: "tinybench",
    environment: describeRuntime(known?.runtime ?? null, known?.runtimeVersion ?? null),
    benchmarks: results.map(({ name, result }, index): ImportedBenchmark => {
      const inTask = tasks[index]!.result === undefined ? [] : ["result"];
      return { name, ...describe(content, result, [index, ...inTask]) };
    }),
  });
}

type Result = v.InferOutput<typeof resultSchema>;

function describeRuntime(runtime: string | null, version: string | null) {
  if (runtime === null) return {};
  if (runtime === "deno") return { deno_version: version };
  const name = runtime === "node" ? "Node.js" : runtime;
  return { runtime: version === null ? name : `${name} ${version}` };
}

function describe(
  content: Content,
  result: Result,
  path: readonly (string | number)[],
): Omit<ImportedBenchmark, "name"> {
  const { error, latency } = result;
  if (error !== undefined && error !== null) {
    const message = isRecord(error) && typeof error.message === "string"
      ? error.message
      : "it failed; the file does not say why";
    return { failures: [{ round: null, message }] };
  }
  const stats = latency ?? result;
  const field = latency === undefined ? ["mean"] : ["latency", "mean"];
  return {
    duration_ms: needDuration(content, [...path, ...field], stats.mean, 1),
    min_ms: stats.min,
    max_ms: stats.max,
    median_ms: stats.p50,
    std_dev_ms: stats.sd,
    p75_ms: stats.p75,
    p99_ms: stats.p99,
    iterations: stats.samplesCount,
  };
}
