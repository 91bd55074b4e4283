/** The file of hyperfine's `--export-json`. @module */
import * as v from "../../../deps/valibot.ts";
import { mean } from "../../spread.ts";
import type { Content } from "../content.ts";
import { onlyRun } from "../make_run.ts";
import { readEach, readFigures } from "../read_entries.ts";
import { needDuration, needSample } from "../values.ts";
import { anything, isRecord, maybeNumber, text, toMs } from "../fields.ts";
import type { ImportedBenchmark, ImportedRun, Importer } from "../importer.ts";
import { MS_PER_SECOND } from "../units.ts";

/** In seconds. */
const resultSchema = v.object({
  command: text,
  mean: anything,
  stddev: maybeNumber,
  median: maybeNumber,
  min: maybeNumber,
  max: maybeNumber,
  times: v.nullish(v.array(anything, "an array"), []),
  memory_usage_byte: v.fallback(v.array(v.number()), []),
  exit_codes: v.fallback(v.array(v.nullable(v.number())), []),
  parameters: v.fallback(v.record(v.string(), v.string()), {}),
  /** The only parameter, as versions before 1.11 wrote it. */
  parameter: v.fallback(v.nullable(v.union([v.string(), v.number()])), null),
}, "an object");

const reportSchema = v.object({ results: v.array(v.unknown(), "an array") }, "an object");

type Result = v.InferOutput<typeof resultSchema>;

/** Reads results of hyperfine. Each run is its own process, hence a round. */
export const hyperfine: Importer = {
  name: "hyperfine",
  recognizes: ({ json }) =>
    isRecord(json) && Array.isArray(json.results) &&
    json.results.some((result) =>
      isRecord(result) && typeof result.command === "string" && "mean" in result
    ),
  read,
};

function read(content: Content): ImportedRun[] {
  const { results } = content.read(reportSchema);
  const warnings: string[] = [];
  const read = readEach(results, (entry, index) => {
    const result = content.readPart(["results", index], entry, resultSchema);
    const { command, exit_codes } = result;
    const failed = exit_codes.filter((code) => code !== 0).length;
    if (failed > 0) warnings.push(`${command}: ${failed} of ${exit_codes.length} runs failed`);
    return [readFigures(identify(result), () => readResult(content, result, index))];
  });
  return onlyRun(content, { harness: "hyperfine", ...read, warnings });
}

/**
 * The command contains the parameters, unless it was given a name. The file does not say whether it
 * was.
 */
function identify({ command, parameters, parameter }: Result): ImportedBenchmark {
  const pairs = Object.entries(parameters);
  const found = parameter === null ? pairs : [...pairs, ["parameter", `${parameter}`] as const];
  const nameWith = (some: typeof found) =>
    some.length === 0
      ? command
      : `${command} (${some.map(([name, value]) => `${name}=${value}`).join(", ")})`;
  const name = nameWith(found);
  const short = nameWith(found.filter(([, value]) => !command.includes(value)));
  return { name, short_name: short === name ? null : short };
}

function readResult(
  content: Content,
  result: Result,
  index: number,
): Omit<ImportedBenchmark, "name"> {
  const path = ["results", index] as const;
  const { times, memory_usage_byte: memory } = result;
  return {
    duration_ms: needDuration(content, [...path, "mean"], result.mean, MS_PER_SECOND),
    min_ms: toMs(result.min, MS_PER_SECOND),
    max_ms: toMs(result.max, MS_PER_SECOND),
    median_ms: toMs(result.median, MS_PER_SECOND),
    std_dev_ms: toMs(result.stddev, MS_PER_SECOND),
    iterations: times.length === 0 ? null : times.length,
    metrics: memory.length === 0 ? [] : [{
      name: "peak memory",
      unit: "B",
      value: mean(memory),
      better: "lower",
      rounds: memory,
    }],
    rounds: times.map((time, round) => ({
      duration_ms: needSample(content, [...path, "times", round], time, MS_PER_SECOND),
      iterations: 1,
    })),
  };
}
