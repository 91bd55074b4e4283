/** The results of tinybench's tasks, as JSON. @module */
import * as v from "../../../deps/valibot.ts";
import type { Environment } from "../../schema.ts";
import type { Content, Keys } from "../content.ts";
import { listNames } from "../../list_names.ts";
import { onlyRun } from "../make_run.ts";
import { failWith, readEach, readFigures } from "../read_entries.ts";
import { anything, isRecord, maybeText, text } from "../fields.ts";
import type { ImportedBenchmark, ImportedRun, Importer } from "../importer.ts";
import {
  readTinybenchStats,
  STATES_WITHOUT_FIGURES as STATES,
  tinybenchStatsSchema,
} from "./tinybench_stats.ts";
import { isTinybenchRow, readTinybenchRow } from "./tinybench_table.ts";

/** Up to version 2, the result itself had the statistics of the latency. */
const resultSchema = v.object({
  ...tinybenchStatsSchema.entries,
  latency: v.optional(tinybenchStatsSchema),
  /** Since version 6. */
  state: maybeText,
  /** In version 5. */
  aborted: v.fallback(v.boolean(), false),
  error: anything,
}, "an object");

const namedSchema = v.object({ name: text }, "an object");

type Fields = Readonly<Record<string, unknown>>;

/** A task in a file. */
interface Entry {
  /** The path to it in the JSON. */
  readonly keys: Keys;
  readonly task: unknown;
  /** Name of its `Bench`. */
  readonly group: string | null;
}

/**
 * Reads results of tinybench: tasks, each with its result or with the fields of the result beside
 * its name, in an array or as the `tasks` of an object; also the rows of `table()`.
 */
export const tinybench: Importer = {
  name: "tinybench",
  recognizes: ({ json }) =>
    entriesIn(json).some(({ task }) => isTask(task) || isTinybenchRow(task) || isNameless(task)),
  read,
};

function entriesIn(json: unknown): Entry[] {
  if (!Array.isArray(json)) return tasksOf(json, []) ?? [];
  return json.flatMap((one, index) =>
    tasksOf(one, [index]) ?? [{ keys: [index], task: one, group: null }]
  );
}

/** The tasks of a `Bench` as an object; null for another value. */
function tasksOf(value: unknown, keys: Keys): Entry[] | null {
  if (!isRecord(value)) return null;
  const field = ["tasks", "results"].find((field) => Array.isArray(value[field]));
  if (field === undefined) return null;
  const group = typeof value.name === "string" ? value.name : null;
  return (value[field] as unknown[]).map((task, index) => ({
    keys: [...keys, field, index],
    task,
    group,
  }));
}

function isTask(value: unknown): boolean {
  if (!isRecord(value) || typeof value.name !== "string") return false;
  const { result } = value;
  return isRecord(result) ? isResult(result) || "error" in result : isResult(value);
}

/** Other objects have a name and a state, too, but not these fields. */
function isResult(value: Fields): boolean {
  if ("value" in value) return false;
  return isRecord(value.latency) || "totalTime" in value || "aborted" in value ||
    ("runtime" in value && STATES.has(String(value.state)));
}

/** `bench.results` has no names, and the message must say so. */
function isNameless(value: unknown): boolean {
  return isRecord(value) && "totalTime" in value && ("latency" in value || "hz" in value);
}

function read(content: Content): ImportedRun[] {
  const entries = entriesIn(content.read(v.unknown()));
  const { benchmarks, leftOut } = readEach(entries, ({ keys, task, group }) => {
    if (isTinybenchRow(task)) return [{ ...readTinybenchRow(content, keys, task), group }];
    const { name } = content.readPart(keys, task, namedSchema);
    return [readTask(content, keys, task as Fields, { name, group })];
  });
  const runtime = onlyRuntime(content, entries);
  return onlyRun(content, {
    harness: "tinybench",
    environment: runtime === null ? {} : environmentOf(runtime),
    // Runs by different runtimes are not rounds of one measurement.
    ...(runtime === null
      ? {}
      : { configuration: { runtime: `${runtime.name} ${runtime.version}` } }),
    benchmarks,
    leftOut,
    warnings: warnOfAborted(content, entries),
  });
}

function readTask(
  content: Content,
  keys: Keys,
  task: Fields,
  known: Pick<ImportedBenchmark, "name" | "group">,
): ImportedBenchmark {
  const isBeside = task.result === undefined && (isResult(task) || "error" in task);
  const place = isBeside ? keys : [...keys, "result"];
  return readFigures(known, () => {
    const result = content.readPart(place, isBeside ? task : task.result, resultSchema);
    const reason = reasonOf(result);
    if (reason !== null) return failWith(reason);
    return result.latency === undefined
      ? readTinybenchStats(content, place, result)
      : readTinybenchStats(content, [...place, "latency"], result.latency);
  });
}

/** Why there are no figures; null if there should be some. */
function reasonOf(
  { state, aborted, error, latency }: v.InferOutput<typeof resultSchema>,
): string | null {
  if (error !== undefined && error !== null) {
    if (typeof error === "string") return error;
    return isRecord(error) && typeof error.message === "string"
      ? error.message
      : STATES.get("errored")!;
  }
  if (latency !== undefined) return null;
  return STATES.get(aborted ? "aborted" : state ?? "") ?? null;
}

function warnOfAborted({ source }: Content, entries: readonly Entry[]): string[] {
  const names = entries.flatMap(({ task }) => {
    const { state } = resultOf(task);
    return state === "aborted-with-statistics" ? [(task as Fields).name as string] : [];
  });
  if (names.length === 0) return [];
  return [`${source}: ${names.length} aborted, with the figures until then: ${listNames(names)}`];
}

function resultOf(task: unknown): Fields {
  if (!isRecord(task)) return {};
  return isRecord(task.result) ? task.result : task;
}

/** The runtime that ran the tasks. */
interface Runtime {
  readonly name: string;
  readonly version: string;
}

/**
 * The runtime of all tasks; null if none names it.
 *
 * @throws {Failure} If there are several.
 */
function onlyRuntime(content: Content, entries: readonly Entry[]): Runtime | null {
  let known: Runtime | null = null;
  for (const { task } of entries) {
    const { runtime, runtimeVersion } = resultOf(task);
    if (typeof runtime !== "string") continue;
    const version = typeof runtimeVersion === "string" ? runtimeVersion : "";
    known ??= { name: runtime, version };
    if (runtime === known.name && version === known.version) continue;
    throw content.failure(
      null,
      `it has results of ${known.name} ${known.version} and of ${runtime} ${version}; give a file each`,
    );
  }
  return known;
}

function environmentOf({ name, version }: Runtime): Partial<Environment> {
  if (name === "deno") return { deno_version: version || null };
  return { runtime: `${name === "node" ? "Node.js" : name} ${version}`.trimEnd() };
}
