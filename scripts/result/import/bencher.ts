/** Bencher Metric Format. @module */
import * as v from "../../deps/valibot.ts";
import type { Content } from "./content.ts";
import { describeRun, LeftOut, needDuration, needRate } from "./describe_run.ts";
import { isRecord } from "./fields.ts";
import {
  type ImportedBenchmark,
  type ImportedRun,
  type Importer,
  MS_PER_NS,
  MS_PER_SECOND,
} from "./importer.ts";

const reportSchema = v.record(
  v.string(),
  v.record(v.string(), v.object({ value: v.optional(v.unknown()) }, "an object"), "an object"),
  "an object",
);

/**
 * Results in Bencher Metric Format: `latency` in nanoseconds, or `throughput` in calls a second where
 * there is none. Its bounds are of no kind that is written down, so that they are no spread.
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

function read(content: Content): ImportedRun {
  const leftOut = new LeftOut();
  const warnings: string[] = [];
  const benchmarks = Object.entries(content.read(reportSchema)).flatMap(
    ([name, measures]): ImportedBenchmark[] => {
      const { latency, throughput, ...others } = measures;
      if (Object.keys(measures).length === 0) warnings.push(`left out ${name}: it has no measure`);
      for (const measure of Object.keys(others)) leftOut.add(measure, name);
      if (latency !== undefined) {
        const path = [name, "latency", "value"];
        return [{ name, duration_ms: needDuration(content, path, latency.value, MS_PER_NS) }];
      }
      if (throughput === undefined) return [];
      const path = [name, "throughput", "value"];
      return [{ name, duration_ms: needRate(content, path, throughput.value, MS_PER_SECOND) }];
    },
  );
  return describeRun(content, { harness: "Bencher Metric Format", benchmarks, leftOut, warnings });
}
