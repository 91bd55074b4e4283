/**
 * The files `results/PID.json`, which CodSpeed's integrations write when they measure time.
 *
 * @module
 */
import * as v from "../../../deps/valibot.ts";
import type { Content } from "../content.ts";
import { onlyRun } from "../make_run.ts";
import { readEach, readFigures } from "../read_entries.ts";
import { needDuration } from "../values.ts";
import { anything, isRecord, maybeNumber, maybeText, text, toMs } from "../fields.ts";
import type { ImportedBenchmark, ImportedRun, Importer } from "../importer.ts";
import { MS_PER_NS } from "../units.ts";

const resultsSchema = v.object({
  creator: v.object({ name: text, version: maybeText }, "an object"),
  instrument: v.object({ type: text }, "an object"),
  benchmarks: v.optional(v.array(v.unknown(), "an array"), []),
}, "an object");

/** In nanoseconds a call. */
const benchmarkSchema = v.object({
  name: text,
  uri: maybeText,
  stats: v.object({
    mean_ns: anything,
    min_ns: maybeNumber,
    max_ns: maybeNumber,
    stdev_ns: maybeNumber,
    median_ns: maybeNumber,
    q3_ns: maybeNumber,
    rounds: maybeNumber,
    iter_per_round: maybeNumber,
  }, "an object"),
}, "an object");

/** Reads results of CodSpeed's integrations. The counts of its other instruments are in no file. */
export const codspeed: Importer = {
  name: "codspeed",
  recognizes: ({ json }) =>
    isRecord(json) && isRecord(json.creator) && isRecord(json.instrument) &&
    typeof json.instrument.type === "string",
  read,
};

function read(content: Content): ImportedRun[] {
  const { creator, instrument, benchmarks } = content.read(resultsSchema);
  if (instrument.type !== "walltime") {
    throw content.failure(
      null,
      `CodSpeed's instrument ${instrument.type} leaves its figures to the service; ` +
        "only those of walltime are read",
    );
  }
  return onlyRun(content, {
    harness: `${creator.name} ${creator.version ?? ""}`.trimEnd(),
    ...readEach(benchmarks, (entry, index) => {
      const path = ["benchmarks", index];
      const { name, uri, stats } = content.readPart(path, entry, benchmarkSchema);
      const { rounds, iter_per_round } = stats;
      return [readFigures(identify(name, uri), () => ({
        duration_ms: needDuration(
          content,
          [...path, "stats", "mean_ns"],
          stats.mean_ns,
          MS_PER_NS,
        ),
        min_ms: toMs(stats.min_ns, MS_PER_NS),
        max_ms: toMs(stats.max_ns, MS_PER_NS),
        median_ms: toMs(stats.median_ns, MS_PER_NS),
        std_dev_ms: toMs(stats.stdev_ns, MS_PER_NS),
        p75_ms: toMs(stats.q3_ns, MS_PER_NS),
        iterations: rounds === null || iter_per_round === null ? null : rounds * iter_per_round,
      }))];
    }),
  });
}

/** The URI is `FILE::SUITES::NAME`; a name may contain `::`, too. */
function identify(name: string, uri: string | null): ImportedBenchmark {
  const at = uri?.indexOf("::") ?? -1;
  if (uri === null || at < 0) return { name };
  const file = uri.slice(0, at).replaceAll("\\", "/");
  const rest = uri.slice(at + "::".length);
  if (rest === name) return { name, file };
  return rest.endsWith(`::${name}`)
    ? { name, file, group: rest.slice(0, -`::${name}`.length) }
    : { name: rest, file };
}
