/** The reports of `vitest bench`. @module */
import * as v from "../../../deps/valibot.ts";
import type { Content, Keys } from "../content.ts";
import { onlyRun } from "../make_run.ts";
import { failWith, readEach, readFigures, UNTOLD_REASON } from "../read_entries.ts";
import { isRecord, maybeText, text } from "../fields.ts";
import type { ImportedBenchmark, ImportedRun, Importer } from "../importer.ts";
import { numberRepeats } from "../repeats.ts";
import { readTinybenchStats, tinybenchStatsSchema } from "./tinybench_stats.ts";
import { assertOneProject, isTestReport, readTestReport } from "./vitest_tests.ts";

/**
 * Reads results of vitest: the `--outputJson` of versions 1 to 4, and the JSON reporter and
 * `writeResult` of version 5. Each report comes from one process a file.
 */
export const vitest: Importer = {
  name: "vitest",
  recognizes: ({ json }) => isBenchReport(json) || isTestReport(json) || isOneResult(json),
  read(content) {
    const { json } = content;
    if (isOneResult(json)) return readOneResult(content);
    const isOfTests = isRecord(json) && "testResults" in json;
    return isOfTests ? readTestReport(content) : readBenchReport(content);
  },
};

const reportSchema = v.object({ files: v.array(v.unknown(), "an array") }, "an object");

const fileSchema = v.object({
  filepath: maybeText,
  groups: v.array(v.unknown(), "an array"),
}, "an object");

const groupSchema = v.object({
  fullName: text,
  benchmarks: v.array(v.unknown(), "an array"),
}, "an object");

const benchmarkSchema = v.object({ ...tinybenchStatsSchema.entries, name: text }, "an object");

function isBenchReport(json: unknown): boolean {
  return isRecord(json) && Array.isArray(json.files) &&
    json.files.some((file) => isRecord(file) && Array.isArray(file.groups));
}

function readBenchReport(content: Content): ImportedRun[] {
  const { files } = content.read(reportSchema);
  const leftOut: string[] = [];
  const each = (
    values: readonly unknown[],
    keys: Keys,
    read: (value: unknown, keys: Keys) => readonly ImportedBenchmark[],
  ) => {
    const found = readEach(values, (value, index) => read(value, [...keys, index]));
    for (const reason of found.leftOut) leftOut.push(reason);
    return found.benchmarks;
  };
  const paths: (string | null)[] = [];
  const benchmarks = each(files, ["files"], (value, keys) => {
    const { filepath, groups } = content.readPart(keys, value, fileSchema);
    paths.push(filepath);
    return each(groups, [...keys, "groups"], (value, keys) => {
      const { fullName, benchmarks } = content.readPart(keys, value, groupSchema);
      const place = placeOf(fullName, filepath);
      return each(benchmarks, [...keys, "benchmarks"], (value, keys) => [
        readBenchmark(content, keys, value, place),
      ]);
    });
  });
  assertOneProject(content, paths);
  return onlyRun(content, {
    harness: "vitest",
    leftOut,
    ...numberRepeats(content.source, benchmarks),
  });
}

type Place = Pick<ImportedBenchmark, "file" | "group">;

/**
 * `src/sum.bench.ts > sort > long` is the file, relative to vitest's root, and the suites. The
 * file's path may contain the separator, too.
 */
function placeOf(fullName: string, filepath: string | null): Place {
  const path = filepath?.replaceAll("\\", "/") ?? null;
  const ends = Array.from(fullName.matchAll(/ > |$/g), ({ index }) => index);
  const isPath = (end: number) =>
    path !== null && path.endsWith(fullName.slice(0, end)) && path.at(-end - 1) === "/";
  const end = ends.find(isPath) ?? ends[0]!;
  const suites = fullName.slice(end + " > ".length);
  return { file: path ?? fullName.slice(0, end), group: suites === "" ? null : suites };
}

function readBenchmark(
  content: Content,
  keys: Keys,
  value: unknown,
  place: Place,
): ImportedBenchmark {
  const stats = content.readPart(keys, value, benchmarkSchema);
  const known = { ...place, name: stats.name };
  // A benchmark that throws has only a name, an id and a rank.
  if (stats.mean === undefined) return { ...known, ...failWith(UNTOLD_REASON) };
  return readFigures(known, () => readTinybenchStats(content, keys, stats));
}

const oneResultSchema = v.object({ latency: tinybenchStatsSchema }, "an object");

/** Whether `writeResult` wrote it. A result of tinybench also has a state. */
function isOneResult(json: unknown): boolean {
  return isRecord(json) && isRecord(json.latency) && isRecord(json.throughput) &&
    "period" in json && !("name" in json) && !("state" in json);
}

/** Only the path, which the user chose, has the name. */
function readOneResult(content: Content): ImportedRun[] {
  const { latency } = content.read(oneResultSchema);
  const [, name] = /([^/\\]+?)(?:\.json)?$/i.exec(content.source)!;
  return onlyRun(content, {
    harness: "vitest",
    benchmarks: [{ name: name!, ...readTinybenchStats(content, ["latency"], latency) }],
    warnings: [
      `${content.source} does not name its benchmark; it gets the name ${name} from the file`,
    ],
  });
}
