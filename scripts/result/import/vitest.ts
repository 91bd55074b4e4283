/** What `vitest bench --outputJson` writes. @module */
import * as v from "../../deps/valibot.ts";
import type { Content } from "./content.ts";
import { needDuration, onlyRun } from "./describe_run.ts";
import { anything, isRecord, maybeNumber, text } from "./fields.ts";
import type { ImportedBenchmark, ImportedRun, Importer } from "./importer.ts";

/** In milliseconds a call. */
const benchmarkSchema = v.object({
  name: text,
  mean: anything,
  min: maybeNumber,
  max: maybeNumber,
  median: maybeNumber,
  sd: maybeNumber,
  p75: maybeNumber,
  p99: maybeNumber,
  sampleCount: maybeNumber,
}, "an object");

const reportSchema = v.object({
  files: v.array(
    v.object({
      groups: v.array(
        v.object({ fullName: text, benchmarks: v.array(benchmarkSchema, "an array") }, "an object"),
        "an array",
      ),
    }, "an object"),
    "an array",
  ),
}, "an object");

/** Results of vitest; each report is of one process a file. */
export const vitest: Importer = {
  name: "vitest",
  recognizes: ({ json }) =>
    isRecord(json) && Array.isArray(json.files) &&
    json.files.every((file) => isRecord(file) && Array.isArray(file.groups)),
  read,
};

function read(content: Content): ImportedRun[] {
  const { files } = content.read(reportSchema);
  return onlyRun(content, {
    harness: "vitest",
    benchmarks: files.flatMap(({ groups }, file) =>
      groups.flatMap(({ fullName, benchmarks }, group) =>
        benchmarks.map((benchmark, index): ImportedBenchmark => ({
          ...placeOf(fullName),
          ...describe(content, benchmark, [
            ...["files", file, "groups", group, "benchmarks", index, "mean"],
          ]),
        }))
      )
    ),
  });
}

/** `src/sum.bench.ts > sort > long` is the file and what its benchmarks are described by. */
function placeOf(fullName: string): Pick<ImportedBenchmark, "file" | "group"> {
  const [file, ...suites] = fullName.split(" > ");
  return { file: file!, group: suites.length === 0 ? null : suites.join(" > ") };
}

function describe(
  content: Content,
  stats: v.InferOutput<typeof benchmarkSchema>,
  path: readonly (string | number)[],
): ImportedBenchmark {
  const { name } = stats;
  // Of one that throws there is the name and an id.
  if (stats.mean === undefined) {
    return { name, failures: [{ round: null, message: "it failed; the file does not say why" }] };
  }
  return {
    name,
    duration_ms: needDuration(content, path, stats.mean, 1),
    min_ms: stats.min,
    max_ms: stats.max,
    median_ms: stats.median,
    std_dev_ms: stats.sd,
    p75_ms: stats.p75,
    p99_ms: stats.p99,
    iterations: stats.sampleCount,
  };
}
