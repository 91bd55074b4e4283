/** The schema of a comparison, for reading one back. @module */
import * as v from "../deps/valibot.ts";
import { Failure } from "../result/failure.ts";
import { parseJsonc } from "../result/jsonc.ts";
import { environmentSchema, failureSchema, shardSchema, shardsSchema } from "../result/schema.ts";
import { checkVersion, validate } from "../result/validate.ts";
import {
  type Comparison,
  COMPARISON_VERSION,
  METRICS,
  type Verdict,
  VERDICTS,
} from "./comparison.ts";
import { countVerdicts } from "./entries.ts";
import { SEVERITIES } from "./severity.ts";

const object = "an object";
const list = "an array";
const text = v.string("a string");
const number = v.pipe(v.number("a number"), v.finite("a finite number"));
const count = v.pipe(number, v.integer("a whole number"), v.minValue(0, "0 or more"));
const flag = v.boolean("true or false");
const numbers = v.array(number, list);
const texts = v.array(text, list);

const entrySchema = v.object({
  file: v.nullable(text),
  line: v.nullable(v.pipe(count, v.minValue(1, "1 or more"))),
  group: v.nullable(text),
  name: text,
  metric: v.picklist(METRICS, `one of ${METRICS.join(", ")}`),
  unit: text,
  verdict: v.picklist(VERDICTS, `one of ${VERDICTS.join(", ")}`),
  severity: v.nullable(v.picklist(SEVERITIES, `one of ${SEVERITIES.join(", ")}`)),
  baseline: v.nullable(number),
  current: v.nullable(number),
  change: v.nullable(number),
  interval: v.nullable(v.object({ lower: number, upper: number, level: number }, object)),
  at_least: v.nullable(number),
  rounds: v.object({ baseline: count, current: count }, object),
  samples: v.object({
    baseline: numbers,
    current: numbers,
    changes: v.nullable(numbers),
    confirming: count,
  }, object),
  rounds_needed: v.nullable(count),
  heap_bytes: v.nullable(
    v.object({ baseline: v.nullable(number), current: v.nullable(number) }, object),
  ),
  thresholds: v.object({
    tolerance: number,
    threshold: number,
    moderate: number,
    severe: number,
  }, object),
  reason: v.nullable(text),
  failures: v.array(failureSchema, list),
}, object);

const sideSchema = v.object({
  source: text,
  timestamp: text,
  git_commit: v.nullable(text),
}, object);

const measurementSchema = v.object({
  placement: v.picklist(["pair", "single"], "pair or single"),
  unpinned: texts,
  pinned: flag,
  seconds: number,
}, object);

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
  environment_differences: v.array(
    v.object({ field: text, baseline: v.nullable(text), current: v.nullable(text) }, object),
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
  warnings: texts,
}, object) as v.GenericSchema<unknown, Comparison>;

/**
 * Parses a comparison that `compare` has written.
 *
 * @param text The content of the file.
 * @param source Its name, for messages.
 * @throws {Failure} If it is none, or its counts are not those of its entries.
 */
export function parseComparison(text: string, source: string): Comparison {
  const action = `Cannot read ${source}`;
  const value = parseJsonc(text, action);
  checkVersion(value, COMPARISON_VERSION, action);
  const comparison = validate(comparisonSchema, value, action);
  const counts = countVerdicts(comparison.entries);
  for (const verdict of VERDICTS) {
    if (counts[verdict] === comparison.summary[verdict]) continue;
    throw new Failure(
      `${action}: summary.${verdict} must be ${
        counts[verdict]
      }, as many as there are entries, found ${comparison.summary[verdict]}`,
    );
  }
  return comparison;
}
