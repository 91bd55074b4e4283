/** Results of asv: a file for each commit, machine and environment. @module */
import * as v from "../../../deps/valibot.ts";
import type { Environment } from "../../schema.ts";
import type { Content, Keys } from "../content.ts";
import { onlyRun } from "../make_run.ts";
import { failWith, readEach, readFigures } from "../read_entries.ts";
import { readMeasure } from "../values.ts";
import {
  architectureName,
  isRecord,
  maybeText,
  milliseconds,
  systemName,
  text,
  toMs,
  WANTED_TIME,
} from "../fields.ts";
import type { ImportedBenchmark, ImportedRun, Importer } from "../importer.ts";
import { MS_PER_SECOND } from "../units.ts";

const anyFields = v.fallback(v.record(v.string(), v.unknown()), {});

const resultsSchema = v.object({
  commit_hash: v.pipe(text, v.nonEmpty("the name of a commit")),
  /** Of the commit, in milliseconds since 1970. */
  date: v.fallback(v.nullable(milliseconds), null),
  params: anyFields,
  python: maybeText,
  env_name: maybeText,
  requirements: anyFields,
  results: v.looseObject({}, "an object"),
  /** The columns of the lists in `results`; null before version 2. */
  result_columns: v.optional(v.nullable(v.array(text, "an array")), null),
  started_at: anyFields,
}, "an object");

type Results = v.InferOutput<typeof resultsSchema>;

/** The record of a benchmark; its lists have a value for each combination of parameters. */
interface Row {
  readonly result: unknown;
  /** The path to the result in the JSON. */
  readonly keys: Keys;
  /** The values of each parameter as Python writes them, the last of which changes first. */
  readonly params: unknown;
  readonly version: unknown;
  readonly startedAt: unknown;
  readonly stats: (name: "q_75" | "number" | "repeat", index: number) => number | null;
}

/** The description of a benchmark in `benchmarks.json`. */
type Described = Readonly<Record<string, unknown>>;

/**
 * Reads asv's files, each of which is one result. `benchmarks.json`, beside the folders of the
 * machines, has the units and says which results belong to earlier versions of a benchmark.
 * `machine.json` adds nothing.
 */
export const asv: Importer = {
  name: "asv",
  recognizes: ({ json }) =>
    isRecord(json) && (hasResults(json) || isMachine(json) || hasDescriptions(json)),
  read,
};

function hasResults(json: Readonly<Record<string, unknown>>): boolean {
  return typeof json.commit_hash === "string" && isRecord(json.results) && isRecord(json.params);
}

/**
 * `machine.json` has what the user entered about the machine, perhaps only its name. Unlike the
 * same fields within results, it has its own version.
 */
function isMachine(json: Readonly<Record<string, unknown>>): boolean {
  return typeof json.machine === "string" && typeof json.version === "number" &&
    Object.values(json).every((value) => typeof value !== "object");
}

function hasDescriptions(json: Readonly<Record<string, unknown>>): boolean {
  return Object.hasOwn(json, "version") &&
    Object.values(json).some((one) =>
      isRecord(one) && typeof one.code === "string" && Array.isArray(one.param_names)
    );
}

function read(content: Content, beside: readonly Content[] = []): ImportedRun[] {
  const { json } = content;
  if (isRecord(json) && !hasResults(json) && (isMachine(json) || hasDescriptions(json))) return [];
  const file = content.read(resultsSchema);
  const descriptions = descriptionsFor(content, beside);
  const notJudged: string[] = [];
  const columns = file.result_columns === null
    ? null
    : new Map(file.result_columns.map((column, index) => [column, index]));
  let started = Infinity;
  // The schema ignores names such as "__proto__".
  const results = Object.entries((json as { readonly results: object }).results);
  const { benchmarks, leftOut } = readEach(results, ([name, value]) => {
    const row = columns === null
      ? fieldsOf(name, value, file.started_at[name])
      : columnsOf(content, columns, name, value);
    const described: Described = descriptions.get(name) ?? {};
    if (v.is(milliseconds, row.startedAt)) started = Math.min(started, row.startedAt);
    if (typeof described.version === "string" && typeof row.version === "string") {
      if (described.version !== row.version) {
        notJudged.push(`${name} was measured with another version of the benchmark`);
        return [];
      }
    }
    return readRow(
      content,
      name,
      row,
      described,
      (skipped) => notJudged.push(`${skipped} was skipped`),
    );
  });
  const isMeasured = started < Infinity;
  if (!isMeasured && file.date === null) {
    throw content.failureAt(["date"], WANTED_TIME, file.date);
  }
  return onlyRun(content, {
    harness: "asv",
    timestamp: new Date(isMeasured ? started : file.date!).toISOString(),
    committed: file.date === null ? null : new Date(file.date).toISOString(),
    environment: { ...environmentOf(file), git_commit: file.commit_hash },
    isOfHistory: true,
    benchmarks,
    leftOut: [...leftOut, ...notJudged],
    warnings: isMeasured
      ? []
      : [`${content.source} does not say when it was measured; the time of the commit is taken`],
  });
}

/** Two projects may be read at once; the right descriptions are a folder above the results. */
function descriptionsFor(
  { source }: Content,
  beside: readonly Content[],
): ReadonlyMap<string, Described> {
  const folderOf = (path: string) => path.split(/[/\\]/).slice(0, -1);
  const above = folderOf(source).slice(0, -1).join("/");
  const found = beside.find((other) => folderOf(other.source).join("/") === above)?.json;
  return new Map(
    isRecord(found)
      ? Object.entries(found).filter((entry): entry is [string, Described] => isRecord(entry[1]))
      : [],
  );
}

/** Since version 2. */
function columnsOf(
  content: Content,
  columns: ReadonlyMap<string, number>,
  name: string,
  value: unknown,
): Row {
  const keys = ["results", name];
  if (!Array.isArray(value)) throw content.failureAt(keys, "an array", value);
  const get = (column: string): unknown => value[columns.get(column) ?? -1];
  return {
    result: get("result"),
    keys: [...keys, columns.get("result") ?? 0],
    params: get("params"),
    version: get("version"),
    startedAt: get("started_at"),
    stats: (stat, index) => {
      const list = get(`stats_${stat}`);
      return Array.isArray(list) ? numberOf(list[index]) : null;
    },
  };
}

/** Before version 2. Without parameters, the value is often the bare figure. */
function fieldsOf(name: string, value: unknown, startedAt: unknown): Row {
  const keys = ["results", name];
  const whole: Readonly<Record<string, unknown>> = isRecord(value) ? value : { result: value };
  const { result, params, stats } = whole;
  return {
    result: Array.isArray(result) ? result : [result],
    keys: isRecord(value) ? [...keys, "result"] : keys,
    params,
    version: undefined,
    startedAt,
    stats: (stat, index) => {
      const one: unknown = Array.isArray(stats) ? stats[index] : stats;
      return isRecord(one) ? numberOf(one[stat]) : null;
    },
  };
}

function readRow(
  content: Content,
  name: string,
  { result, keys, params, stats }: Row,
  described: Described,
  skip: (name: string) => void,
): ImportedBenchmark[] {
  // Also if asv could not build the project.
  if (result === null || result === undefined) return [failed(name)];
  if (!Array.isArray(result)) throw content.failureAt(keys, "an array", result);
  const kind = typeof described.type === "string" ? described.type : kindOf(name);
  const unit = typeof described.unit === "string" ? described.unit : UNITS.get(kind) ?? "unit";
  const combinations = parametersOf(content, keys, params, result.length);
  return result.flatMap((value, index) => {
    const called = name + combinationAt(combinations, index);
    if (value === null) return [failed(called)];
    if (value === "NaN") {
      skip(called);
      return [];
    }
    const [number, repeat] = [stats("number", index), stats("repeat", index)];
    return [readFigures({ name: called }, () => ({
      ...readMeasure(content, [...keys, index], value, { name: kind, unit }),
      ...(unit === UNITS.get("time")
        ? {
          p75_ms: toMs(stats("q_75", index), MS_PER_SECOND),
          iterations: number === null || repeat === null ? null : number * repeat,
        }
        : {}),
    }))];
  });
}

function failed(name: string): ImportedBenchmark {
  return { name, ...failWith("it failed; asv does not keep why") };
}

/**
 * The values of each parameter.
 *
 * @throws {Failure} If a parameter has no values, or there are fewer combinations than results.
 */
function parametersOf(content: Content, keys: Keys, params: unknown, results: number): string[][] {
  const lists: unknown[] = Array.isArray(params) ? params : [];
  const values = lists.map((list) => Array.isArray(list) ? list.map(String) : []);
  const most = values.reduce((product, { length }) => product * length, 1);
  if (results <= most) return values;
  throw content.failureAt(keys, `a list of at most ${most}, as its parameters say`, results);
}

/** Such as `(10, 'quick')`; empty without parameters. */
function combinationAt(params: readonly (readonly string[])[], index: number): string {
  const values: string[] = [];
  let rest = index;
  for (const list of params.toReversed()) {
    values.unshift(list[rest % list.length]!);
    rest = Math.floor(rest / list.length);
  }
  return values.length === 0 ? "" : `(${values.join(", ")})`;
}

/** Units of results that do not state them. */
const UNITS: ReadonlyMap<string, string> = new Map([
  ["time", "seconds"],
  ["memory", "bytes"],
  ["peakmemory", "bytes"],
]);

const KINDS: ReadonlyMap<string, string> = new Map([
  ["time", "time"],
  ["timeraw", "time"],
  ["mem", "memory"],
  ["peakmem", "peakmemory"],
]);

/** The type of a benchmark, which asv derives from the name of its function. */
function kindOf(name: string): string {
  const own = name.slice(name.lastIndexOf(".") + 1);
  const [, prefix] = /^(time|timeraw|mem|peakmem|Time|Timeraw|Mem|PeakMem)(?:_|(?<=^[A-Z]\w*)[A-Z])/
    .exec(own) ?? [];
  return KINDS.get(prefix?.toLowerCase() ?? "") ?? "track";
}

function environmentOf(file: Results): Partial<Environment> {
  const { params, python, env_name, requirements } = file;
  const [os, arch, cpu, machine] = ["os", "arch", "cpu", "machine"].map((key) =>
    textOf(params[key])
  );
  const packages = Object.entries(requirements).map(([name, version]) =>
    [name, textOf(version)].filter((part) => part !== null).join(" ")
  );
  const setup = env_name ?? packages.join(", ");
  return {
    os: systemName(os!),
    arch: architectureName(arch!),
    // Distinguishes machines that are described only by their names.
    cpu: cpu ?? (machine === null ? null : `machine ${machine}`),
    cpu_cores: numberOf(Number(textOf(params.num_cpu) ?? NaN)),
    memory_total_mb: megabytesOf(String(params.ram ?? "")),
    runtime: python === null ? null : `Python ${python}${setup === "" ? "" : ` (${setup})`}`,
  };
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value.trim() !== "" ? value : null;
}

function numberOf(value: unknown): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** asv stores bytes from the system, or whatever its users write. */
function megabytesOf(ram: string): number | null {
  const [, amount, prefix, isBinary] = /^(\d+(?:\.\d+)?) ?([kmgt]?)(i?)b?$/i.exec(ram.trim()) ?? [];
  if (amount === undefined) return null;
  const power = " kmgt".indexOf(prefix!.toLowerCase() || " ");
  const bytes = Number(amount) * (isBinary === "" ? 1000 : 1024) ** power;
  return Math.round(bytes / 1e6) || null;
}
