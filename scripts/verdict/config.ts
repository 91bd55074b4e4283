/** The configuration, `benchline.jsonc`: thresholds, also for single benchmarks and metrics. @module */
import * as v from "../deps/valibot.ts";
import type { Direction } from "../result/schema.ts";
import { refuseOwnFlags } from "../result/deno_flags.ts";
import { Failure } from "../result/failure.ts";
import { compileGlob } from "../result/glob.ts";
import { formatIdentity, isAbsolute, type NamedBenchmark } from "../result/identity.ts";
import { parseJsonc } from "../result/jsonc.ts";
import { nearestWord } from "../result/text/nearest.ts";
import { validate } from "../result/validate.ts";
import type { Metric } from "./comparison.ts";
import { DEFAULT_THRESHOLDS, type Thresholds } from "./severity.ts";

/** Thresholds in percent; absent ones are taken from the more general ones. */
export interface PercentThresholds {
  /** The largest change that counts as ordinary variation. */
  tolerance?: number | undefined;
  /** The change above which a slowdown is a regression. */
  threshold?: number | undefined;
  /** The change above which a regression is moderate. */
  moderate?: number | undefined;
  /** The change above which a regression is severe. */
  severe?: number | undefined;
}

/** How a metric is judged, with thresholds as for a benchmark. */
export interface MetricConfig extends PercentThresholds {
  /** Which values are better, if the results do not say so or are wrong. */
  better?: Direction | undefined;
}

/** How all benchmarks together are judged. */
export interface SuiteConfig {
  /** The slowdown of the suite, in percent, above which it is a regression; by default none. */
  threshold?: number | undefined;
}

/** The content of a configuration file. */
export interface Config extends PercentThresholds {
  /** The schema, for editors. */
  $schema?: string | undefined;
  /** A command that prepares a fresh checkout for measuring, such as `npm ci`. */
  setup?: string | undefined;
  /** Bench files, folders and globs to measure if a command is given none. */
  files?: string[] | undefined;
  /** The filter if a command is given neither a filter nor files. */
  filter?: string | undefined;
  /** Flags for Deno, such as permissions. Flags after `--` on the command line are added. */
  flags?: string[] | undefined;
  /** How all benchmarks together are judged. */
  suite?: SuiteConfig | undefined;
  /** Thresholds for the benchmarks that a glob matches; later ones win. */
  benchmarks?: Record<string, PercentThresholds> | undefined;
  /** How single metrics are judged, by their names. */
  metrics?: Record<string, MetricConfig> | undefined;
}

const percent = v.optional(
  v.pipe(v.number("a number of percent"), v.finite("finite"), v.minValue(0, "0 or more")),
);
const thresholds = {
  tolerance: percent,
  threshold: percent,
  moderate: percent,
  severe: percent,
};

const metricFields = {
  better: v.optional(v.picklist(["lower", "higher"], '"lower" or "higher"')),
  ...thresholds,
};

const CONFIG_KEYS = [
  "$schema",
  ...Object.keys(thresholds),
  "suite",
  "setup",
  "files",
  "filter",
  "flags",
  "benchmarks",
  "metrics",
];

/** The schema of {@linkcode Config}. */
export const configSchema: v.GenericSchema<unknown, Config> = v.looseObject({
  $schema: v.optional(v.string("a string")),
  ...thresholds,
  suite: v.optional(v.looseObject({ threshold: percent }, "an object")),
  setup: v.optional(v.pipe(v.string("a command"), v.nonEmpty("a command"))),
  files: v.optional(v.array(v.string("a path"), "a list of paths")),
  filter: v.optional(v.pipe(v.string("a text"), v.nonEmpty("a text"))),
  flags: v.optional(v.array(v.string("a flag"), "a list of flags")),
  benchmarks: v.optional(
    v.record(v.string(), v.looseObject(thresholds, "an object"), "an object"),
  ),
  metrics: v.optional(
    v.record(v.string(), v.looseObject(metricFields, "an object"), "an object"),
  ),
}, "an object");

/**
 * Parses a configuration.
 *
 * @param text JSON or JSONC.
 * @param source Its name, for messages.
 * @throws {Failure} At the first field that is unknown or has an unexpected value, or if one of the
 * flags may not be given to Deno.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const config = parseConfig('{ "threshold": 15 } // percent', "benchline.jsonc");
 * assertEquals(config.threshold, 15);
 * ```
 */
export function parseConfig(text: string, source: string): Config {
  const action = `Cannot read ${source}`;
  const content = parseJsonc(text, action);
  const config = validate(configSchema, content, action);
  if (config.flags !== undefined) checkFlags(config.flags, source);
  const known = Object.keys(thresholds);
  // A schema may leave out a key that it does not know.
  const given = content as Config;
  checkKeys(given, CONFIG_KEYS, "", action);
  checkKeys(given.suite ?? {}, ["threshold"], "suite.", action);
  for (const [glob, one] of Object.entries(given.benchmarks ?? {})) {
    checkKeys(one, known, `benchmarks[${JSON.stringify(glob)}].`, action);
  }
  for (const [metric, one] of Object.entries(given.metrics ?? {})) {
    checkKeys(one, Object.keys(metricFields), `metrics[${JSON.stringify(metric)}].`, action);
  }
  return config;
}

function checkFlags(flags: readonly string[], source: string): void {
  try {
    refuseOwnFlags(flags);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(`${error.message} (flags in ${source})`);
  }
}

function checkKeys(value: object, known: string[], path: string, action: string): void {
  for (const key of Object.keys(value)) {
    if (known.includes(key)) continue;
    const nearest = nearestWord(key, known);
    const hint = nearest === null
      ? `one of ${known.join(", ")} is wanted`
      : `did you mean ${nearest}?`;
    throw new Failure(
      `${action}: ${path}${JSON.stringify(key).slice(1, -1)} is not known, ${hint}`,
    );
  }
}

/**
 * The thresholds of each benchmark in a metric. In order of precedence: the command line, the
 * configuration of the metric, its last matching glob, its general thresholds, the default.
 *
 * A glob without `/` and `:` is matched with the name alone, any other with `file:group/name`.
 * There, `*` stops at a `/`; `**`, alone between two of them, does not. The name may be in its
 * short form, and the path of a file outside the project may lack the folders in front.
 *
 * @param config In percent.
 * @param given From the command line, in percent.
 * @throws {Failure} If they are not in ascending order for a benchmark.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const thresholdsOf = resolveThresholds({ benchmarks: { "json_*": { threshold: 15 } } }, {});
 * assertEquals(thresholdsOf({ file: null, group: null, name: "json_parse" }).threshold, 0.15);
 * assertEquals(thresholdsOf({ file: null, group: null, name: "sort" }).threshold, 0.1);
 * ```
 */
export function resolveThresholds(
  config: Config,
  given: PercentThresholds,
): (benchmark: NamedBenchmark, metric?: Metric) => Thresholds {
  const rules = Object.entries(config.benchmarks ?? {}).map(([glob, one]) => ({
    glob,
    one,
    matches: compileRule(glob),
  }));
  complete(merge(config, given), "the thresholds");
  for (const { glob, one } of rules) {
    complete(merge(merge(config, one), given), `the thresholds of ${glob}`);
  }
  for (const [metric, one] of Object.entries(config.metrics ?? {})) {
    complete(merge(merge(config, one), given), `the thresholds of ${metric}`);
  }
  return (benchmark, metric = "duration") => {
    let percents: PercentThresholds = config;
    for (const { matches, one } of rules) {
      if (matches(benchmark)) percents = merge(percents, one);
    }
    percents = merge(percents, metricConfig(config, metric));
    // The thresholds of each glob are in order; those of several matching globs together may not
    // be.
    return toFractions(
      complete(merge(percents, given), `the thresholds of ${formatIdentity(benchmark)}`),
    );
  };
}

function compileRule(glob: string): (benchmark: NamedBenchmark) => boolean {
  const nameOnly = isForNames(glob);
  const matches = compileGlob(glob);
  const endsAlike = compileGlob(`**/${glob}`);
  return ({ file, group, name, short_name }) =>
    [name, short_name ?? name].some((name) => {
      if (nameOnly) return matches(name);
      const text = formatIdentity({ file, group, name });
      return matches(text) || (file !== null && isAbsolute(file) && endsAlike(text));
    });
}

/**
 * Which values of each metric are better; null if the configuration does not say.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const directionOf = resolveDirections({ metrics: { points: { better: "higher" } } });
 * assertEquals([directionOf("points"), directionOf("instructions")], ["higher", null]);
 * ```
 */
export function resolveDirections(config: Config): (metric: Metric) => Direction | null {
  return (metric) => metricConfig(config, metric).better ?? null;
}

/**
 * The slowdown of the suite above which it is a regression, as a fraction; null for none.
 *
 * @param given From the command line, in percent; null for that of the configuration.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(resolveSuiteThreshold({ suite: { threshold: 2 } }, null), 0.02);
 * assertEquals(resolveSuiteThreshold({ suite: { threshold: 2 } }, 5), 0.05);
 * assertEquals(resolveSuiteThreshold({}, null), null);
 * ```
 */
export function resolveSuiteThreshold({ suite }: Config, given: number | null): number | null {
  const percents = given ?? suite?.threshold ?? null;
  return percents === null ? null : percents / 100;
}

function metricConfig({ metrics = {} }: Config, metric: Metric): MetricConfig {
  return Object.hasOwn(metrics, metric) ? metrics[metric]! : {};
}

type Percents = { [Name in keyof Thresholds]: number };

function merge(base: PercentThresholds, over: PercentThresholds): PercentThresholds {
  return {
    tolerance: over.tolerance ?? base.tolerance,
    threshold: over.threshold ?? base.threshold,
    moderate: over.moderate ?? base.moderate,
    severe: over.severe ?? base.severe,
  };
}

/** Adds the defaults, adjusted to the given thresholds: --threshold 30 raises "moderate" to 30. */
function complete(set: PercentThresholds, what: string): Percents {
  const threshold = set.threshold ?? DEFAULT_THRESHOLDS.threshold * 100;
  const tolerance = set.tolerance ?? Math.min(DEFAULT_THRESHOLDS.tolerance * 100, threshold);
  const moderate = set.moderate ?? Math.max(DEFAULT_THRESHOLDS.moderate * 100, threshold);
  const severe = set.severe ?? Math.max(DEFAULT_THRESHOLDS.severe * 100, moderate);
  if (tolerance <= threshold && threshold <= moderate && moderate <= severe) {
    return { tolerance, threshold, moderate, severe };
  }
  throw new Failure(
    `Cannot use ${what}: expected tolerance <= threshold <= moderate <= severe, found ${
      [tolerance, threshold, moderate, severe].join(", ")
    }`,
  );
}

function toFractions(percents: Percents): Thresholds {
  return {
    tolerance: percents.tolerance / 100,
    threshold: percents.threshold / 100,
    moderate: percents.moderate / 100,
    severe: percents.severe / 100,
  };
}

/** Whether a glob is matched with the name alone. */
export function isForNames(glob: string): boolean {
  return !/[/:]/.test(glob);
}
