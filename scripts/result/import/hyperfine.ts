/** What hyperfine writes with `--export-json`. @module */
import * as v from "../../deps/valibot.ts";
import type { Content } from "./content.ts";
import { needDuration, needSample, onlyRun, readEach, readFigures } from "./describe_run.ts";
import { anything, isRecord, maybeNumber, text, toMs } from "./fields.ts";
import type { ImportedBenchmark, ImportedRun, Importer } from "./importer.ts";
import { MS_PER_SECOND } from "./units.ts";

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

const reportSchema = v.object({ results: v.array(v.unknown(), "an array") }, "an object");

type Result = v.InferOutput<typeof resultSchema>;

/** Results of hyperfine; each run is a process of its own and so a round. */
export const hyperfine: Importer = {
  name: "hyperfine",
  recognizes: ({ json }) =>
    isRecord(json) && Array.isArray(json.results) &&
    json.results.every((result) => isRecord(result) && typeof result.command === "string"),
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
    return [readFigures({ name: nameOf(result) }, () => describe(content, result, index))];
  });
  return onlyRun(content, { harness: "hyperfine", ...read, warnings });
}

/** The command has the parameters in it, unless it was given a name. */
function nameOf({ command, parameters }: Result): string {
  const pairs = Object.entries(parameters).filter(([, value]) => !command.includes(value))
    .map(([name, value]) => `${name}=${value}`);
  return pairs.length === 0 ? command : `${command} (${pairs.join(", ")})`;
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
      duration_ms: needSample(content, [...path, "times", round], time, MS_PER_SECOND),
      iterations: 1,
    })),
  };
}
