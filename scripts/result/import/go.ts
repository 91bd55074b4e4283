/** What `go test -bench` prints. @module */
import type { Environment } from "../schema.ts";
import type { Content } from "./content.ts";
import { onlyRun, WANTED_DURATION } from "./describe_run.ts";
import { architectureName, systemName } from "./fields.ts";
import type { ImportedBenchmark, ImportedMetric, ImportedRun, Importer } from "./importer.ts";
import { isDuration, measureOf, msPer } from "./units.ts";

/** A benchmark of which a line tells. */
interface Told {
  /** The package; null where the text does not say. */
  readonly group: string | null;
  /** Without the suffix. */
  readonly name: string;
  /** GOMAXPROCS, such as `-8`; empty where it is 1. */
  readonly suffix: string;
  readonly line: number;
  /** Null where it failed. */
  readonly figures: Figures | null;
}

/** What a line says of its benchmark. */
type Figures = Omit<ImportedBenchmark, "name">;

const NUMBER = String.raw`[-+]?(?:\d[\d.]*(?:[eE][-+]?\d+)?|Inf|NaN)`;
const RESULT = new RegExp(String.raw`^Benchmark[^a-z\s]\S*[ \t]+\d+[ \t]+${NUMBER} \S`, "m");
const FIGURES = new RegExp(String.raw`^\s+\d+\s+${NUMBER}(?=\s|$)`);
const FIGURES_ALONE = new RegExp(String.raw`^\s*\d+\s+${NUMBER} \S+/op(?=\s|$)`);
const IS_NUMBER = new RegExp(`^${NUMBER}$`);
const NAME = /^(Benchmark[^a-z\s]\S*?)(-\d+)?(?=\s|$)/;
const CONFIGURATION = /^(goos|goarch|cpu|pkg): (.+)$/;
const ENDED = /^(?:PASS|FAIL|ok\s|--- (FAIL|SKIP): (Benchmark\S*?)(-\d+)?$)/;

/** Results of Go's testing package; a repeated line, as of `-count`, is a round. */
export const go: Importer = {
  name: "go",
  recognizes: ({ text }) => RESULT.test(text),
  read,
};

function read(content: Content): ImportedRun[] {
  const configuration = new Configuration();
  const told: Told[] = [];
  let open: Told | null = null;
  for (const { number, text } of content.lines()) {
    if (configuration.take(text, number)) continue;
    const { group } = configuration;
    const [ended, how, endedName, endedSuffix = ""] = ENDED.exec(text) ?? [];
    if (how === "FAIL") {
      told.push({ group, name: endedName!, suffix: endedSuffix, line: number, figures: null });
    }
    const [start = "", name, suffix = ""] = NAME.exec(text) ?? [];
    if (how === "SKIP") configuration.warnings.push(`line ${number}: ${endedName} was skipped`);
    if (name !== undefined) open = { group, name, suffix, line: number, figures: null };
    if (ended !== undefined) open = null;
    // What the benchmark prints may stand between its name and its figures.
    const rest = text.slice(start.length);
    if (open === null || !(start === "" ? FIGURES_ALONE : FIGURES).test(rest)) continue;
    const figures = readFigures(content, number, rest, open.name);
    if (figures !== null) told.push({ ...open, figures });
    open = null;
  }
  if (open !== null) throw content.failure(open.line, `${open.name} has no figures: cut off?`);
  return onlyRun(content, {
    harness: "go test",
    environment: configuration.environment,
    benchmarks: describe(told),
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
): Figures | null {
  const [iterations, ...rest] = text.trim().split(/\s+/);
  let duration: number | null = null;
  let more: Figures = {};
  const metrics: ImportedMetric[] = [];
  for (let index = 0; IS_NUMBER.test(rest[index] ?? ""); index += 2) {
    const [value, unit] = [rest[index]!, rest[index + 1]];
    if (unit === undefined) throw content.failure(line, `${value} has no unit: cut off?`);
    const unitMs = unit.endsWith("/op") ? msPer(unit.slice(0, -"/op".length)) : null;
    if (unitMs !== null) {
      duration = Number(value) * unitMs;
      if (!isDuration(duration)) {
        throw content.failure(
          line,
          `${unit} of ${name} must be ${WANTED_DURATION}, found ${value}`,
        );
      }
    } else if (unit === "B/op") more = { ...more, memory_mb: Number(value) / 1e6 };
    else if (unit === "MB/s") {
      more = { ...more, throughput: Number(value) * 1e6, throughput_unit: "B/s" };
    } else metrics.push({ name: unit, unit, value: Number(value), better: betterOf(unit) });
  }
  return { duration_ms: duration, iterations: Number(iterations), ...more, metrics };
}

function betterOf(unit: string): "lower" | "higher" | null {
  const measure = measureOf(unit);
  return measure.kind === "other" ? measure.better : null;
}

/** An entry a line. GOMAXPROCS is a part of the name, which stands for the same without it. */
function describe(told: readonly Told[]): ImportedBenchmark[] {
  return told.map(({ group, name, suffix, line, figures }) => ({
    group,
    name: name + suffix,
    short_name: suffix === "" ? null : name,
    ...figures ?? { failures: [{ round: null, message: `failed, see line ${line}` }] },
  }));
}
