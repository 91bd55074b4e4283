/** The schema for reading comparisons. @module */
import * as v from "../deps/valibot.ts";
import { type Doubt, DOUBT_KINDS, noted } from "../result/doubt.ts";
import { Failure } from "../result/failure.ts";
import { formatIdentity, identityKey } from "../result/identity.ts";
import { parseJsonc } from "../result/jsonc.ts";
import { environmentSchema, failureSchema, shardSchema, shardsSchema } from "../result/schema.ts";
import { timestampSchema } from "../result/timestamp.ts";
import { checkVersion, quoteValue, validate } from "../result/validate.ts";
import {
  type Comparison,
  COMPARISON_VERSION,
  type ComparisonEntry,
  SUITE_VERDICTS,
  type Verdict,
  VERDICTS,
} from "./comparison.ts";
import { countVerdicts } from "./entries.ts";
import { explanationSchema } from "./explain/explanation.ts";
import {
  count,
  direction,
  flag,
  identity,
  list,
  maybeNumber,
  maybeText,
  number,
  object,
  oneOf,
  severity,
  text,
} from "./schema_parts.ts";
import { MOST_DEGREES_OF_FREEDOM } from "./statistics/estimate.ts";

const numbers = v.array(number, list);
const texts = v.array(text, list);
const doubts = v.array(
  v.object({ kind: oneOf(DOUBT_KINDS), message: text, advice: maybeText }, object),
  list,
);

const interval = v.nullable(v.object({ lower: number, upper: number, level: number }, object));

const entrySchema = v.object({
  ...identity,
  short_name: v.optional(maybeText, null),
  line: v.nullable(v.pipe(count, v.minValue(1, "1 or more"))),
  metric: text,
  unit: text,
  better: direction,
  exact: flag,
  verdict: oneOf(VERDICTS),
  severity,
  baseline: maybeNumber,
  current: maybeNumber,
  change: maybeNumber,
  interval,
  at_least: maybeNumber,
  rounds: v.object({ baseline: count, current: count }, object),
  samples: v.object({
    baseline: numbers,
    current: numbers,
    changes: v.nullable(numbers),
    confirming: count,
  }, object),
  session_deviation: v.optional(maybeNumber, null),
  rounds_needed: v.nullable(count),
  heap_bytes: v.nullable(
    v.object({ baseline: maybeNumber, current: maybeNumber }, object),
  ),
  explanation: v.optional(v.nullable(explanationSchema), null),
  thresholds: v.object({
    tolerance: number,
    threshold: number,
    moderate: number,
    severe: number,
  }, object),
  doubts,
  failures: v.array(failureSchema, list),
}, object);

const sideSchema = v.object({
  source: text,
  timestamp: timestampSchema,
  git_commit: maybeText,
}, object);

const measurementSchema = v.object({
  placement: v.picklist(["pair", "single"], "pair or single"),
  unpinned: texts,
  pinned: flag,
  seconds: number,
}, object);

/** Beyond any logarithm of a number. */
const MOST_LOG_RATIO = 10_000;
const logarithm = v.pipe(
  number,
  v.minValue(-MOST_LOG_RATIO, `${-MOST_LOG_RATIO} or more`),
  v.maxValue(MOST_LOG_RATIO, `at most ${MOST_LOG_RATIO}`),
);

const suiteSchema = v.object({
  benchmarks: count,
  first_rounds: v.nullable(count),
  change: maybeNumber,
  interval,
  estimate: v.nullable(v.object({
    log_ratio: logarithm,
    standard_error: v.pipe(logarithm, v.minValue(0, "0 or more")),
    degrees_of_freedom: v.pipe(
      number,
      v.minValue(1, "1 or more"),
      v.maxValue(MOST_DEGREES_OF_FREEDOM, `at most ${MOST_DEGREES_OF_FREEDOM}`),
    ),
  }, object)),
  shifted: flag,
  threshold: maybeNumber,
  verdict: v.nullable(oneOf(SUITE_VERDICTS)),
  at_least: maybeNumber,
}, object);

const choices = v.array(v.object({ file: text, reason: text }, object), list);

/** The schema of {@linkcode Comparison}. */
export const comparisonSchema: v.GenericSchema<unknown, Comparison> = v.object({
  version: text,
  generator: text,
  baseline: sideSchema,
  current: sideSchema,
  gated: flag,
  environment: environmentSchema,
  shard: shardSchema,
  shards: shardsSchema,
  measurement: v.nullable(measurementSchema),
  affected: v.optional(
    v.nullable(v.object({ measured: choices, left_out: choices }, object)),
    null,
  ),
  environment_differences: v.array(
    v.object({ field: text, baseline: maybeText, current: maybeText }, object),
    list,
  ),
  entries: v.array(entrySchema, list),
  summary: v.object(
    Object.fromEntries(VERDICTS.map((verdict) => [verdict, count])) as Record<
      Verdict,
      typeof count
    >,
    object,
  ),
  suite: v.optional(v.nullable(suiteSchema), null),
  doubts,
}, object) as v.GenericSchema<unknown, Comparison>;

/**
 * Parses a comparison that `compare` wrote.
 *
 * @param text The content of the file.
 * @param source Its name, for messages.
 * @throws {Failure} If it is not a comparison, has a benchmark twice in one metric, or has counts
 * that do not match its entries.
 */
export function parseComparison(text: string, source: string): Comparison {
  const action = `Cannot read ${source}`;
  return checkComparison(parseJsonc(text, action), action);
}

/**
 * Like {@linkcode parseComparison}, for a value that was already parsed as JSON.
 *
 * @param action The start of the error message, such as "Cannot read a.json".
 */
export function checkComparison(parsed: unknown, action: string): Comparison {
  const value = withDirections(fromFirstVersion(parsed));
  checkVersion(value, COMPARISON_VERSION, action);
  const comparison = validate(comparisonSchema, value, action);
  checkDistinct(comparison.entries, action);
  checkSuite(comparison, action);
  const counts = countVerdicts(comparison.entries);
  for (const verdict of VERDICTS) {
    if (counts[verdict] === comparison.summary[verdict]) continue;
    throw new Failure(
      `${action}: summary.${verdict} must be ${
        counts[verdict]
      }, the number of such entries, found ${comparison.summary[verdict]}`,
    );
  }
  return comparison;
}

function checkSuite({ suite, entries }: Comparison, action: string): void {
  if (suite === null) return;
  const { benchmarks, estimate } = suite;
  const most = entries.filter(({ metric }) => metric === "duration").length;
  if (benchmarks > most) {
    throw new Failure(
      `${action}: suite.benchmarks must be at most ${most}, the number of entries with a duration, found ${benchmarks}`,
    );
  }
  if ((estimate === null) === (benchmarks === 0)) return;
  throw new Failure(
    `${action}: suite.estimate must be an object if suite.benchmarks is above 0, and null if it is 0`,
  );
}

function checkDistinct(entries: readonly ComparisonEntry[], action: string): void {
  const seen = new Map<string, number>();
  for (const [index, entry] of entries.entries()) {
    const key = JSON.stringify([identityKey(entry), entry.metric]);
    const first = seen.get(key);
    if (first !== undefined) {
      throw new Failure(
        `${action}: entries[${index}] repeats entries[${first}], ${
          quoteValue(formatIdentity(entry))
        }; file, group, name and metric together must occur once`,
      );
    }
    seen.set(key, index);
  }
}

/** Turns a comparison of version 1.1 into one of 2.0; other values stay as they are. */
function fromFirstVersion(value: unknown): unknown {
  if (!isObject(value) || !/^1\./.test(String(value["version"]))) return value;
  const { warnings, entries, ...rest } = value;
  const toDoubts = (messages: readonly unknown[]): Doubt[] =>
    messages.map((message) => noted(String(message)));
  return {
    ...rest,
    version: "2.0",
    summary: isObject(rest["summary"])
      ? { not_compared: 0, not_measured: 0, not_slower: 0, ...rest["summary"] }
      : rest["summary"],
    entries: !Array.isArray(entries) ? entries : entries.map((entry) => {
      if (!isObject(entry)) return entry;
      const { reason, ...others } = entry;
      return { ...others, doubts: toDoubts(reason == null ? [] : [reason]) };
    }),
    doubts: Array.isArray(warnings) ? toDoubts(warnings) : warnings,
  };
}

/** Before version 2.1, every metric had a fixed direction, and none was exact. */
function withDirections(value: unknown): unknown {
  if (!isObject(value) || value["version"] !== "2.0") return value;
  const { entries } = value;
  return {
    ...value,
    version: COMPARISON_VERSION,
    entries: !Array.isArray(entries) ? entries : entries.map((entry) =>
      !isObject(entry) ? entry : {
        ...entry,
        better: entry["metric"] === "throughput" ? "higher" : "lower",
        exact: false,
      }
    ),
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
