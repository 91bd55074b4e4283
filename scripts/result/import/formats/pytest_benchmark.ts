/** The JSON of pytest-benchmark, from `--benchmark-json` or its storage. @module */
import * as v from "../../../deps/valibot.ts";
import type { Environment } from "../../schema.ts";
import type { Content, Keys } from "../content.ts";
import { onlyRun } from "../make_run.ts";
import { readEach, readFigures } from "../read_entries.ts";
import { needDuration } from "../values.ts";
import {
  architectureName,
  isRecord,
  maybeBoolean,
  maybeNumber,
  maybeText,
  systemName,
  text,
  timestampAsInUtc,
  timestampInUtc,
  toMs,
} from "../fields.ts";
import type { ImportedBenchmark, ImportedRun, Importer } from "../importer.ts";
import { once, summarizeSamples } from "../samples.ts";
import { MS_PER_SECOND } from "../units.ts";

/** In seconds a call. */
const statsSchema = v.object({
  mean: v.unknown(),
  min: maybeNumber,
  max: maybeNumber,
  median: maybeNumber,
  stddev: maybeNumber,
  q3: maybeNumber,
  rounds: maybeNumber,
  iterations: maybeNumber,
  data: v.fallback(v.array(v.number()), []),
}, "an object");

const identitySchema = v.object(
  { group: maybeText, name: text, fullname: maybeText },
  "an object",
);

const figuresSchema = v.object({ stats: statsSchema }, "an object");

const reportSchema = v.object({
  machine_info: v.object({
    machine: maybeText,
    python_implementation: maybeText,
    python_version: maybeText,
    system: maybeText,
    cpu: v.fallback(
      v.object({ brand_raw: maybeText, brand: maybeText, count: maybeNumber }),
      { brand_raw: null, brand: null, count: null },
    ),
  }, "an object"),
  commit_info: v.fallback(
    v.object({ id: maybeText, dirty: maybeBoolean }),
    { id: null, dirty: null },
  ),
  benchmarks: v.array(v.unknown(), "an array"),
  datetime: maybeText,
  version: maybeText,
}, "an object");

type Report = v.InferOutput<typeof reportSchema>;

/** Reads results of pytest-benchmark. Its "rounds" are samples of one process. */
export const pytestBenchmark: Importer = {
  name: "pytest",
  recognizes: ({ json }) =>
    isRecord(json) && isRecord(json.machine_info) && Array.isArray(json.benchmarks),
  read,
};

function read(content: Content): ImportedRun[] {
  const report = content.read(reportSchema);
  const { datetime } = report;
  return onlyRun(content, {
    harness: `pytest-benchmark ${report.version ?? ""}`.trimEnd(),
    // Before version 5, the time was in UTC but did not say so.
    timestamp: datetime === null ? null : timestampInUtc(datetime) ?? timestampAsInUtc(datetime),
    environment: readEnvironment(report),
    ...readEach(report.benchmarks, (entry, index) => {
      const path = ["benchmarks", index];
      const identity = readIdentity(content.readPart(path, entry, identitySchema));
      return [readFigures(identity, () => {
        const { stats } = content.readPart(path, entry, figuresSchema);
        return readStats(content, stats, [...path, "stats", "mean"]);
      })];
    }),
  });
}

/** The parameters are a part of the name: `tests/test_sort.py::test_sort[1000]`. */
function readIdentity(
  { group, name, fullname }: v.InferOutput<typeof identitySchema>,
): Pick<ImportedBenchmark, "file" | "group" | "name"> {
  const [, file, test] = /^(.+?)::(.+)$/s.exec(fullname ?? "") ?? [];
  return { file: file ?? null, group, name: test ?? name };
}

function readStats(
  content: Content,
  stats: v.InferOutput<typeof statsSchema>,
  path: Keys,
): Omit<ImportedBenchmark, "name"> {
  return {
    duration_ms: needDuration(content, path, stats.mean, MS_PER_SECOND),
    min_ms: toMs(stats.min, MS_PER_SECOND),
    max_ms: toMs(stats.max, MS_PER_SECOND),
    median_ms: toMs(stats.median, MS_PER_SECOND),
    std_dev_ms: toMs(stats.stddev, MS_PER_SECOND),
    p75_ms: toMs(stats.q3, MS_PER_SECOND),
    p99_ms: stats.data.length === 0
      ? null
      : toMs(summarizeSamples(once(stats.data)).p99_ms, MS_PER_SECOND),
    iterations: stats.rounds === null ? null : stats.rounds * (stats.iterations ?? 1),
  };
}

function readEnvironment({ machine_info, commit_info }: Report): Partial<Environment> {
  const { cpu, python_implementation, python_version } = machine_info;
  // The id is "unversioned" outside a repository, and "unknown" if git failed.
  const isCommit = /^[\da-f]{7,64}$/i.test(commit_info.id ?? "");
  return {
    os: systemName(machine_info.system),
    arch: architectureName(machine_info.machine),
    cpu: cpu.brand_raw ?? cpu.brand,
    cpu_cores: cpu.count,
    runtime: python_version === null
      ? null
      : `${python_implementation ?? "Python"} ${python_version}`,
    git_commit: isCommit ? commit_info.id : null,
    git_dirty: isCommit ? commit_info.dirty : null,
  };
}
