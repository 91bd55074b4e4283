/** Bencher Metric Format. @module */
import * as v from "../../deps/valibot.ts";
import type { Content } from "./content.ts";
import {
  needDuration,
  needRate,
  onlyRun,
  readEach,
  readFigures,
  readMeasure,
} from "./describe_run.ts";
import { isRecord } from "./fields.ts";
import type { ImportedBenchmark, ImportedRun, Importer } from "./importer.ts";
import { MS_PER_NS, MS_PER_SECOND } from "./units.ts";

const reportSchema = v.record(
  v.string(),
  v.record(v.string(), v.object({ value: v.optional(v.unknown()) }, "an object"), "an object"),
  "an object",
);

/**
 * Results in Bencher Metric Format: `latency` in nanoseconds, or `throughput` in calls a second where
 * there is none; other measures are metrics. Its bounds are of no kind that is written down, so that
 * they are no spread.
 */
export const bencher: Importer = {
  name: "bencher",
  recognizes: ({ json }) =>
    isRecord(json) && Object.keys(json).length > 0 &&
    Object.values(json).every((measures) =>
      isRecord(measures) && Object.keys(measures).length > 0 &&
      Object.values(measures).every((measure) => isRecord(measure) && "value" in measure)
    ),
  read,
};

function read(content: Content): ImportedRun[] {
  const report = Object.entries(content.read(reportSchema));
  return onlyRun(content, {
    harness: "Bencher Metric Format",
    ...readEach(report, ([name, measures]) => {
      if (Object.keys(measures).length === 0) {
        throw content.failureAt([name], "a measure", measures);
      }
      return [readFigures({ name }, () => describe(content, name, measures))];
    }),
  });
}

function describe(
  content: Content,
  name: string,
  measures: v.InferOutput<typeof reportSchema>[string],
): Omit<ImportedBenchmark, "name"> {
  const { latency, throughput, ...others } = measures;
  const metrics = Object.entries(others).flatMap(([measure, { value }]) =>
    readMeasure(content, [name, measure, "value"], value, { name: measure, unit: "" }).metrics ?? []
  );
  if (latency !== undefined) {
    const path = [name, "latency", "value"];
    return { duration_ms: needDuration(content, path, latency.value, MS_PER_NS), metrics };
  }
  if (throughput === undefined) return { metrics };
  const path = [name, "throughput", "value"];
  return { duration_ms: needRate(content, path, throughput.value, MS_PER_SECOND), metrics };
}
