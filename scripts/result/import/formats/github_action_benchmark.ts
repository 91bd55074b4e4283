/** The history file of github-action-benchmark. @module */
import * as v from "../../../deps/valibot.ts";
import type { Direction } from "../../schema.ts";
import { type Content, ContentFailure, type Keys } from "../content.ts";
import { type FoundRun, makeHistory } from "../make_run.ts";
import { readEach, type ReadEntries, readFigures } from "../read_entries.ts";
import { needNumber, readMeasure } from "../values.ts";
import { anything, isRecord, maybeText, milliseconds, text } from "../fields.ts";
import type { ImportedBenchmark, ImportedMetric, ImportedRun, Importer } from "../importer.ts";
import { betterOf, MS_PER_NS, MS_PER_SECOND } from "../units.ts";

/** Measurements of a commit that are further apart come from different jobs. */
const LONGEST_JOBS_MS = 86_400_000;

const measuringSchema = v.object({
  commit: v.object({ id: v.pipe(text, v.nonEmpty("a commit")) }, "an object"),
  date: milliseconds,
  tool: maybeText,
  benches: v.array(v.unknown(), "an array"),
}, "an object");

const benchSchema = v.object({
  name: text,
  value: anything,
  unit: v.optional(text, ""),
  range: maybeText,
  extra: maybeText,
}, "an object");

type Bench = v.InferOutput<typeof benchSchema>;

/** One suite of one commit. */
interface Measuring extends v.InferOutput<typeof measuringSchema> {
  readonly suite: string;
  /** The path to it in the JSON. */
  readonly keys: Keys;
}

/**
 * Reads the history of github-action-benchmark: `data.js`, which is never run, or its JSON. A
 * result has what all suites measured of a commit within a day. A commit that was measured twice
 * has two results.
 */
export const githubActionBenchmark: Importer = {
  name: "github-action-benchmark",
  recognizes(content) {
    if (content.json === undefined) return isScript(content);
    const suites = suitesOf(content.json);
    return suites.some(([, list]) =>
      Array.isArray(list) && list.some((one) => isRecord(one) && Array.isArray(one.benches))
    );
  },
  read,
};

/**
 * Whether the file is a script, which is refused if it has more in it than JSON. Other files with
 * the data in them are logs.
 */
function isScript({ source, text }: Content): boolean {
  return /^\s*window\.BENCHMARK_DATA\b/.test(text) ||
    (source.endsWith(".js") && text.includes("BENCHMARK_DATA"));
}

function read(content: Content): ImportedRun[] {
  content.read(v.object({ entries: v.looseObject({}, "an object") }, "an object"));
  const measurings: Measuring[] = [];
  const leftOut: string[] = [];
  // The schema ignores names such as "__proto__".
  for (const [suite, list] of suitesOf(content.json)) {
    const keys = ["entries", suite];
    if (!Array.isArray(list)) {
      leftOut.push(content.failureAt(keys, "an array", list).reason);
      continue;
    }
    for (const [index, one] of list.entries()) {
      try {
        const measuring = content.readPart([...keys, index], one, measuringSchema);
        measurings.push({ ...measuring, suite, keys: [...keys, index] });
      } catch (error) {
        if (!(error instanceof ContentFailure)) throw error;
        leftOut.push(error.reason);
      }
    }
  }
  return makeHistory(
    content,
    groupOf(measurings).map((group) => readGroup(content, group)),
    leftOut,
  );
}

function suitesOf(json: unknown): [suite: string, list: unknown][] {
  return isRecord(json) && isRecord(json.entries) ? Object.entries(json.entries) : [];
}

/** Groups the measurements of a commit by the time when they were made, in order. */
function groupOf(measurings: readonly Measuring[]): Measuring[][] {
  /** Each keyed by suite. */
  const groups: Map<string, Measuring>[] = [];
  const last = new Map<
    string,
    { readonly began: number; readonly suites: Map<string, Measuring> }
  >();
  for (const measuring of measurings.toSorted((a, b) => a.date - b.date)) {
    const { commit: { id }, date, suite } = measuring;
    const open = last.get(id);
    if (open !== undefined && date - open.began <= LONGEST_JOBS_MS && !open.suites.has(suite)) {
      open.suites.set(suite, measuring);
    } else {
      const suites = new Map([[suite, measuring]]);
      groups.push(suites);
      last.set(id, { began: date, suites });
    }
  }
  return groups.map((suites) => [...suites.values()]);
}

function readGroup(content: Content, group: readonly Measuring[]): FoundRun {
  const [first] = group as readonly [Measuring, ...Measuring[]];
  const read = group.map((measuring) => readBenches(content, measuring));
  const tools = [...new Set(group.flatMap(({ tool }) => tool ?? []))];
  return {
    harness: ["github-action-benchmark", ...tools].join(" "),
    timestamp: new Date(first.date).toISOString(),
    environment: { git_commit: first.commit.id },
    isOfHistory: true,
    benchmarks: read.flatMap(({ benchmarks }) => benchmarks),
    leftOut: read.flatMap(({ leftOut }) => leftOut),
  };
}

function readBenches(content: Content, { suite, keys, tool, benches }: Measuring): ReadEntries {
  // The Go benchmark whose other figures may follow as separate entries.
  let line: string | null = null;
  return readEach(benches, (one, index) => {
    const at = [...keys, "benches", index];
    const bench = content.readPart(at, one, benchSchema);
    if (tool === "go") {
      if (bench.name === `${line} - ${bench.unit}`) return [];
      line = /\S\s+\S/.test(bench.unit) ? bench.name : null;
    }
    const known = { group: suite, ...nameOf(bench, tool) };
    return [readFigures(known, () => readBench(content, at, bench, tool))];
  });
}

/** In Go, GOMAXPROCS is a part of the name; here it is cut off. */
function nameOf(
  { name, extra }: Bench,
  tool: string | null,
): Pick<ImportedBenchmark, "name" | "short_name"> {
  const processors = tool === "go" ? /\n(\d+) procs$/.exec(extra ?? "")?.[1] : undefined;
  return processors === undefined ? { name } : { name: `${name}-${processors}`, short_name: name };
}

const DIRECTIONS: ReadonlyMap<string | null, Direction> = new Map([
  ["customSmallerIsBetter", "lower"],
  ["customBiggerIsBetter", "higher"],
]);

function readBench(
  content: Content,
  at: Keys,
  { value, unit, range }: Bench,
  tool: string | null,
): Omit<ImportedBenchmark, "name"> {
  // In a Go line, the unit is everything after the first figure.
  const [first = "", ...rest] = tool === "go" ? unit.trim().split(/\s+/) : [unit];
  const told = readMeasure(content, [...at, "value"], toNumber(value), {
    name: first || "value",
    unit: first,
    better: DIRECTIONS.get(tool),
  });
  const metrics: ImportedMetric[] = [...told.metrics ?? []];
  for (let index = 0; index + 1 < rest.length; index += 2) {
    const [figure, name] = [rest[index]!, rest[index + 1]!];
    const number = needNumber(content, [...at, "unit"], toNumber(figure));
    metrics.push({ name, unit: name, value: number, better: betterOf(name) });
  }
  return { ...told, metrics, std_dev_ms: deviationOf(range ?? "", tool) };
}

/** Earlier versions kept numbers of the custom tools as given, some as strings. */
function toNumber(value: unknown): unknown {
  if (typeof value !== "string" || value.trim() === "") return value;
  const number = Number(value);
  return Number.isNaN(number) ? value : number;
}

/** The ranges of other tools have no documented kind or unit. */
function deviationOf(range: string, tool: string | null): number | null {
  const figure = Number(/^(?:stddev: |± )([\d.e+-]+)$/.exec(range)?.[1] ?? NaN);
  if (tool === "pytest") return figure * MS_PER_SECOND;
  return tool === "benchmarkdotnet" ? figure * MS_PER_NS : null;
}
