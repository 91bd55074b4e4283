/** What hyperfine writes with `--export-json`. @module */
import * as v from "../../deps/valibot.ts";
import type { Content } from "./content.ts";
import { ambiguousNames, describeRun, needDuration } from "./describe_run.ts";
import { anything, isRecord, maybeNumber, text, toMs } from "./fields.ts";
import {
  type ImportedBenchmark,
  type ImportedRun,
  type Importer,
  MS_PER_SECOND,
} from "./importer.ts";

/** In seconds. */
const resultSchema = v.object({
  command: text,
  mean: anything,
  stddev: maybeNumber,
  median: maybeNumber,
  min: maybeNumber,
  max: maybeNumber,
  times: v.optional(v.array(anything, "an array"), []),
  exit_codes: v.fallback(v.array(v.nullable(v.number())), []),
  parameters: v.fallback(v.record(v.string(), v.string()), {}),
}, "an object");

const reportSchema = v.object({ results: v.array(resultSchema, "an array") }, "an object");

type Result = v.InferOutput<typeof resultSchema>;

/** Results of hyperfine; each run is a process of its own and so a round. */
export const hyperfine: Importer = {
  name: "hyperfine",
  recognizes: ({ json }) =>
    isRecord(json) && Array.isArray(json.results) &&
    json.results.every((result) => isRecord(result) && typeof result.command === "string"),
  read,
};

function read(content: Content): ImportedRun {
  const { results } = content.read(reportSchema);
  const ambiguous = ambiguousNames(results.map((result) => [result.command, variantOf(result)]));
  const failing = results.filter(({ exit_codes }) => exit_codes.some((code) => code !== 0));
  return describeRun(content, {
    harness: "hyperfine",
    benchmarks: results.map((result, index) => ({
      ...describe(content, result, index),
      name: ambiguous.has(result.command)
        ? `${result.command}${variantOf(result)}`
        : result.command,
    })),
    warnings: failing.map(({ command, exit_codes }) =>
      `${command}: ${
        exit_codes.filter((code) => code !== 0).length
      } of ${exit_codes.length} runs failed`
    ),
  });
}

/** The command has the parameters in it, unless it was given a name. */
function variantOf({ parameters }: Result): string {
  const pairs = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
  return pairs.length === 0 ? "" : ` (${pairs.join(", ")})`;
}

function describe(
  content: Content,
  result: Result,
  index: number,
): Omit<ImportedBenchmark, "name"> {
  const path = ["results", index] as const;
  return {
    duration_ms: needDuration(content, [...path, "mean"], result.mean, MS_PER_SECOND),
    min_ms: toMs(result.min, MS_PER_SECOND),
    max_ms: toMs(result.max, MS_PER_SECOND),
    median_ms: toMs(result.median, MS_PER_SECOND),
    std_dev_ms: toMs(result.stddev, MS_PER_SECOND),
    iterations: result.times.length === 0 ? null : result.times.length,
    rounds: result.times.map((time, round) => ({
      duration_ms: needDuration(content, [...path, "times", round], time, MS_PER_SECOND),
      iterations: 1,
    })),
  };
}
