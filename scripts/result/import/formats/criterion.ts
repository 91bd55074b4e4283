/**
 * The output of Criterion.rs, its `estimates.json` of a benchmark, and the output of
 * cargo-criterion with `--message-format=json`.
 *
 * @module
 */
import * as v from "../../../deps/valibot.ts";
import type { WorkRecord } from "../../schema.ts";
import type { Content } from "../content.ts";
import { isConsoleText, readConsole } from "./criterion_text.ts";
import { onlyRun } from "../make_run.ts";
import { readEach, readFigures } from "../read_entries.ts";
import { needDuration, readMeasure } from "../values.ts";
import { isRecord, text } from "../fields.ts";
import type { ImportedBenchmark, ImportedRun, Importer } from "../importer.ts";
import { type Sample, summarizeSamples } from "../samples.ts";
import { MS_PER_NS, msPer } from "../units.ts";

const number = v.number("a number");
const maybeEstimate = v.optional(v.nullable(v.object({ point_estimate: number }, "an object")));

/** In nanoseconds a call. */
const estimatesSchema = v.object({
  mean: v.object({ point_estimate: v.unknown() }, "an object"),
  median: maybeEstimate,
  std_dev: maybeEstimate,
}, "an object");

/** As Criterion.rs wrote it before version 0.3.3. */
const oldEstimatesSchema = v.object({
  Mean: estimatesSchema.entries.mean,
  Median: maybeEstimate,
  StdDev: maybeEstimate,
}, "an object");

const messageSchema = v.object({
  id: text,
  iteration_count: v.array(number, "an array"),
  measured_values: v.array(number, "an array"),
  unit: text,
  throughput: v.optional(
    v.array(v.object({ per_iteration: number, unit: text }, "an object"), "an array"),
    [],
  ),
  mean: v.object({ estimate: v.unknown(), unit: text }, "an object"),
}, "an object");

const MESSAGE = /"reason"\s*:\s*"(?:benchmark|group)-complete"/;

/** Reads results of Criterion.rs. */
export const criterion: Importer = {
  name: "criterion",
  recognizes: ({ text, json }) =>
    MESSAGE.test(text) || (json === undefined ? isConsoleText(text) : hasEstimates(json)),
  read(content) {
    if (MESSAGE.test(content.text)) return readMessages(content);
    const isConsole = content.json === undefined && isConsoleText(content.text);
    return isConsole ? readConsole(content) : readEstimates(content);
  },
};

function hasEstimates(json: unknown): boolean {
  const mean = isRecord(json) ? json.mean ?? json.Mean : null;
  return isRecord(mean) && "point_estimate" in mean;
}

/** Only the path has the name: `target/criterion/NAME/new/estimates.json`. */
function readEstimates(content: Content): ImportedRun[] {
  const { name, version } = readPath(content);
  const isOld = isRecord(content.json) && "Mean" in content.json;
  const old = isOld ? content.read(oldEstimatesSchema) : null;
  const { mean, median, std_dev } = old === null
    ? content.read(estimatesSchema)
    : { mean: old.Mean, median: old.Median, std_dev: old.StdDev };
  // The folder `change` has ratios of two versions.
  if (!std_dev && median) {
    throw content.failure(
      null,
      "it has the change since the last time, not times; give NAME/new/estimates.json",
    );
  }
  const path = [isOld ? "Mean" : "mean", "point_estimate"];
  return onlyRun(content, {
    harness: "Criterion.rs",
    configuration: version === null ? {} : { "saved version": version },
    benchmarks: [{
      name,
      duration_ms: needDuration(content, path, mean.point_estimate, MS_PER_NS),
      median_ms: median ? median.point_estimate * MS_PER_NS : null,
      std_dev_ms: std_dev ? std_dev.point_estimate * MS_PER_NS : null,
    }],
  });
}

/** The benchmark, and which saved version it is: `new`, `base` or another. */
function readPath(content: Content): { name: string; version: string | null } {
  const path = content.source.replaceAll("\\", "/");
  const [, folder, version] =
    /^(?:.*\/)?target\/criterion\/(.+)\/([^/]+)\/estimates\.json$/.exec(path) ??
      /^(?:.*\/)?criterion\/(.+)\/([^/]+)\/estimates\.json$/.exec(path) ?? [];
  if (folder !== undefined) return { name: folder, version: version! };
  const name = /([^/]+)\.json$/.exec(path)?.[1];
  if (name !== undefined && name !== "estimates") return { name, version: null };
  throw content.failure(
    null,
    "the path must have the name of the benchmark, such as target/criterion/NAME/new/estimates.json",
  );
}

/** Reads messages between other output. */
function readMessages(content: Content): ImportedRun[] {
  const messages: Content[] = [];
  for (const message of content.parts()) {
    if (!MESSAGE.test(message.text)) continue;
    if (message.json === undefined) {
      throw message.failure(message.firstLine, "the message is not JSON; it may have been cut off");
    }
    if (!isRecord(message.json) || message.json.reason !== "benchmark-complete") continue;
    messages.push(message);
  }
  return onlyRun(content, { harness: "cargo-criterion", ...readEach(messages, readMessage) });
}

function readMessage(line: Content): ImportedBenchmark[] {
  const message = line.read(messageSchema);
  const { id, iteration_count, measured_values, unit, mean, throughput } = message;
  return [readFigures({ name: id }, () => {
    const path = ["mean", "estimate"];
    const [meanMs, sampleMs] = [msPer(mean.unit), msPer(unit)];
    if (meanMs === null || sampleMs === null) {
      return readMeasure(line, path, mean.estimate, { name: mean.unit, unit: mean.unit });
    }
    const samples = measured_values.map((value, index): Sample => [
      value * sampleMs / iteration_count[index]!,
      1,
    ]);
    const duration = needDuration(line, path, mean.estimate, meanMs);
    return {
      ...samples.length > 0 ? summarizeSamples(samples) : {},
      duration_ms: duration,
      iterations: iteration_count.reduce((sum, count) => sum + count, 0),
      ...readWork(throughput, duration),
    };
  })];
}

/** The work of one call. */
function readWork(
  [work]: readonly { per_iteration: number; unit: string }[],
  durationMs: number,
): Partial<ImportedBenchmark> {
  if (work === undefined || !(work.per_iteration > 0)) return {};
  const none: WorkRecord = { operations: null, unit: null, bytes: null, flops: null };
  const throughput = work.per_iteration * 1000 / durationMs;
  return work.unit === "bytes"
    ? { throughput, throughput_unit: "B/s", work: { ...none, bytes: work.per_iteration } }
    : {
      throughput,
      throughput_unit: `${work.unit}/s`,
      work: { ...none, operations: work.per_iteration, unit: work.unit },
    };
}
