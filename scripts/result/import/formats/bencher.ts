/** Bencher Metric Format. @module */
import * as v from "../../../deps/valibot.ts";
import type { Content } from "../content.ts";
import { onlyRun } from "../make_run.ts";
import { readEach, readFigures } from "../read_entries.ts";
import { needDuration, needNumber, needRate } from "../values.ts";
import { isRecord } from "../fields.ts";
import type { ImportedBenchmark, ImportedMetric, ImportedRun, Importer } from "../importer.ts";
import { MS_PER_NS, MS_PER_SECOND } from "../units.ts";

const reportSchema = v.record(v.string(), v.unknown(), "an object");

const measuresSchema = v.record(
  v.string(),
  v.object({ value: v.optional(v.unknown()) }, "an object"),
  "an object",
);

/** Bencher knows more about other measures, but the file does not say it. */
const BUILT_IN: ReadonlyMap<string, Pick<ImportedMetric, "unit" | "better">> = new Map([
  ["build-time", { unit: "s", better: "lower" }],
  ["file-size", { unit: "B", better: "lower" }],
  ["instructions", { unit: "", better: "lower" }],
  ["estimated-cycles", { unit: "", better: "lower" }],
  ["total-read-write", { unit: "", better: "lower" }],
]);

/**
 * Reads Bencher Metric Format: `latency` in nanoseconds or, without one, `throughput` in calls a
 * second. Other measures become metrics. The bounds are ignored, because the format does not define
 * them.
 */
export const bencher: Importer = {
  name: "bencher",
  recognizes({ json }) {
    if (!isRecord(json)) return false;
    const entries = Object.values(json);
    return entries.every(isRecord) && entries.some((measures) =>
      Object.keys(measures).length > 0 &&
      Object.values(measures).every((measure) => isRecord(measure) && "value" in measure)
    );
  },
  read,
};

function read(content: Content): ImportedRun[] {
  const report = Object.entries(content.read(reportSchema));
  return onlyRun(content, {
    harness: "Bencher Metric Format",
    ...readEach(report, ([name, entry]) => {
      const measures = content.readPart([name], entry, measuresSchema);
      if (Object.keys(measures).length === 0) {
        throw content.failureAt([name], "a measure", measures);
      }
      return [readFigures({ name }, () => readMeasures(content, name, measures))];
    }),
  });
}

function readMeasures(
  content: Content,
  name: string,
  measures: v.InferOutput<typeof measuresSchema>,
): Omit<ImportedBenchmark, "name"> {
  const { latency, throughput, ...others } = measures;
  const metrics = Object.entries(others).map(([measure, { value }]): ImportedMetric => ({
    ...BUILT_IN.get(measure) ?? { unit: "", better: null },
    name: measure,
    value: needNumber(content, [name, measure, "value"], value),
  }));
  if (latency === undefined && throughput === undefined) return { metrics };
  if (latency === undefined) {
    const path = [name, "throughput", "value"];
    return { duration_ms: needRate(content, path, throughput!.value, MS_PER_SECOND), metrics };
  }
  return {
    duration_ms: needDuration(content, [name, "latency", "value"], latency.value, MS_PER_NS),
    // Beside a latency, it need not count calls: it may count rows or bytes.
    throughput: throughput === undefined
      ? null
      : needNumber(content, [name, "throughput", "value"], throughput.value),
    metrics,
  };
}
