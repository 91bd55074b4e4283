/** What `go test -bench` prints. @module */
import { identityKey } from "../identity.ts";
import type { Environment } from "../schema.ts";
import type { Content } from "./content.ts";
import { ambiguousNames, describeRun, LeftOut, WANTED_DURATION } from "./describe_run.ts";
import { architectureName, systemName } from "./fields.ts";
import {
  type ImportedBenchmark,
  type ImportedRun,
  type Importer,
  isDuration,
  msPer,
} from "./importer.ts";

/** A benchmark of which a line tells. */
interface Told {
  /** The package; null where the text does not say. */
  readonly group: string | null;
  /** Without the suffix. */
  readonly name: string;
  /** GOMAXPROCS, such as `-8`; empty where it is 1. */
  readonly suffix: string;
  readonly line: number;
}

/** What a line of results says of one call. */
interface Figures {
  readonly iterations: number;
  readonly durationMs: number;
  readonly bytesAllocated: number | null;
  readonly bytesPerSecond: number | null;
}

const NUMBER = String.raw`[-+]?(?:\d[\d.]*(?:e[-+]?\d+)?|Inf|NaN)`;
const RESULT = new RegExp(String.raw`^Benchmark(?![a-z])\S*[ \t]+\d+[ \t]+${NUMBER} \S`, "im");
const FIGURES = new RegExp(String.raw`^\s*\d+\s+${NUMBER}(?=\s|$)`, "i");
const IS_NUMBER = new RegExp(`^${NUMBER}$`, "i");
const NAME = /^(Benchmark(?![a-z])\S*?)(-\d+)?(?=\s|$)/;
const CONFIGURATION = /^(goos|goarch|cpu|pkg): (.+)$/;
const ENDED = /^(?:PASS|FAIL|ok\s|--- (FAIL|SKIP): (Benchmark\S*?)(-\d+)?$)/;

/** Results of Go's testing package; a repeated line, as of `-count`, is a round. */
export const go: Importer = {
  name: "go",
  recognizes: ({ text }) => RESULT.test(text),
  read,
};

function read(content: Content): ImportedRun {
  const configuration = new Configuration();
  const results: (Told & Figures)[] = [];
  const failed: Told[] = [];
  const leftOut = new LeftOut();
  let open: Told | null = null;
  for (const { number, text } of content.lines()) {
    if (configuration.take(text, number)) continue;
    const { group } = configuration;
    const [ended, how, endedName, endedSuffix = ""] = ENDED.exec(text) ?? [];
    if (how === "FAIL") failed.push({ group, name: endedName!, suffix: endedSuffix, line: number });
    const [start = "", name, suffix = ""] = NAME.exec(text) ?? [];
    if (name !== undefined) open = { group, name, suffix, line: number };
    if (ended !== undefined) open = null;
    // What the benchmark prints may stand between its name and its figures.
    const rest = text.slice(start.length);
    if (open === null || !FIGURES.test(rest)) continue;
    const figures = readFigures(content, number, rest, open.name, leftOut);
    if (figures !== null) results.push({ ...open, ...figures });
    open = null;
  }
  if (open !== null) throw content.failure(open.line, `${open.name} has no figures: cut off?`);
  return describeRun(content, {
    harness: "go test",
    environment: configuration.environment,
    benchmarks: describeAll(results, failed),
    leftOut,
    warnings: configuration.warnings,
  });
}

/** What the lines `key: value` say; the package is that of the lines below. */
class Configuration {
  readonly warnings: string[] = [];
  group: string | null = null;
  readonly #values = new Map<string, string | null>();

  /** Whether the line is one of these. */
  take(line: string, number: number): boolean {
    const [, key, value] = CONFIGURATION.exec(line) ?? [];
    if (key === undefined) return false;
    if (key === "pkg") this.group = value!;
    else if (!this.#values.has(key)) this.#values.set(key, value!);
    else if (this.#values.get(key) !== value && this.#values.get(key) !== null) {
      this.warnings.push(`line ${number}: ${key} changes, so it is not recorded`);
      this.#values.set(key, null);
    }
    return true;
  }

  get environment(): Partial<Environment> {
    const [os, arch, cpu] = ["goos", "goarch", "cpu"].map((key) => this.#values.get(key) ?? null);
    return { os: systemName(os!), arch: architectureName(arch!), cpu: cpu! };
  }
}

/** Calls, then pairs of a number and its unit; null where none of them is a time. */
function readFigures(
  content: Content,
  line: number,
  text: string,
  name: string,
  leftOut: LeftOut,
): Figures | null {
  const [iterations, ...rest] = text.trim().split(/\s+/);
  let durationMs: number | null = null;
  let bytesAllocated: number | null = null;
  let bytesPerSecond: number | null = null;
  for (let index = 0; IS_NUMBER.test(rest[index] ?? ""); index += 2) {
    const [value, unit] = [rest[index]!, rest[index + 1]];
    if (unit === undefined) throw content.failure(line, `${value} has no unit: cut off?`);
    const unitMs = unit.endsWith("/op") ? msPer(unit.slice(0, -"/op".length)) : null;
    if (unitMs !== null) {
      durationMs = Number(value) * unitMs;
      if (!isDuration(durationMs)) {
        throw content.failure(
          line,
          `${unit} of ${name} must be ${WANTED_DURATION}, found ${value}`,
        );
      }
    } else if (unit === "B/op") bytesAllocated = Number(value);
    else if (unit === "MB/s") bytesPerSecond = Number(value) * 1e6;
    else leftOut.add(unit, name);
  }
  return durationMs === null
    ? null
    : { iterations: Number(iterations), durationMs, bytesAllocated, bytesPerSecond };
}

/** One benchmark for all lines of its name; the suffix stays where it tells some of them apart. */
function describeAll(
  results: readonly (Told & Figures)[],
  failed: readonly Told[],
): ImportedBenchmark[] {
  const all: (Told & Partial<Figures>)[] = [...results, ...failed];
  const baseOf = ({ group, name }: Told) => identityKey({ file: null, group, name });
  const ambiguous = ambiguousNames(all.map((told) => [baseOf(told), told.suffix]));
  const keyOf = (told: Told) => baseOf(told) + (ambiguous.has(baseOf(told)) ? told.suffix : "");
  const failuresOf = Map.groupBy(failed, keyOf);
  const resultsOf = Map.groupBy(results, keyOf);
  return [...Map.groupBy(all, keyOf)].map(([key, [first]]) => ({
    group: first!.group,
    name: ambiguous.has(baseOf(first!)) ? first!.name + first!.suffix : first!.name,
    failures: (failuresOf.get(key) ?? []).map(({ line }) => ({
      round: null,
      message: `failed, see line ${line} of the log`,
    })),
    ...describeResults(resultsOf.get(key) ?? []),
  }));
}

function describeResults(results: readonly Figures[]): Partial<ImportedBenchmark> {
  const memory = meanOf(results.map(({ bytesAllocated }) => bytesAllocated));
  const rate = meanOf(results.map(({ bytesPerSecond }) => bytesPerSecond));
  const rounds = results.map(({ durationMs, iterations }) => ({
    duration_ms: durationMs,
    iterations,
  }));
  return {
    ...rounds.length === 1 ? rounds[0]! : { rounds },
    memory_mb: memory === null ? null : memory / 1e6,
    ...rate === null ? {} : { throughput: rate, throughput_unit: "B/s" },
  };
}

/** The mean; null where a value is missing. */
function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  if (known.length < Math.max(1, values.length)) return null;
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}
