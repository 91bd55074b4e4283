/**
 * Suggested thresholds, as a document. Limits are in percent, as in a configuration, and changes
 * after / before − 1.
 *
 * @module
 */
import * as v from "../../deps/valibot.ts";
import { timestampSchema } from "../../result/timestamp.ts";
import {
  count,
  flag,
  identity,
  list,
  maybeText,
  number,
  object,
  text,
} from "../../verdict/schema_parts.ts";

/** The version of the schema that this code writes. */
export const TUNING_VERSION = "1.0";

const limits = v.object(
  { tolerance: number, threshold: number, moderate: number, severe: number },
  object,
);

const some = v.optional(number);
const someLimits = v.object(
  { tolerance: some, threshold: some, moderate: some, severe: some },
  object,
);

/** A regression, as in `history show`. */
const regressionSchema = v.object({
  ...identity,
  id: text,
  change: number,
  // When it was dismissed and why; null if it is kept.
  dismissal: v.nullable(v.object({ reason: text, timestamp: timestampSchema }, object)),
}, object);

const ruleSchema = v.object({
  glob: text,
  // Only the limits that the configuration must set for the glob.
  set: someLimits,
  before: limits,
  after: limits,
  // Benchmarks that the glob matches.
  benchmarks: v.array(v.object(identity, object), list),
  dismissed: v.array(regressionSchema, list),
  kept: v.array(regressionSchema, list),
  // The fewest results of a benchmark with a dismissed regression.
  results: count,
  few_results: flag,
}, object);

/** The schema of the output of `history tune` with `--format json`. */
export const tuningSchema = v.object({
  version: text,
  generator: text,
  store: text,
  // How many benchmarks were examined.
  benchmarks: count,
  rules: v.array(ruleSchema, list),
  // Regressions that no thresholds separate; `kept` is null if the dismissed one is above every
  // threshold.
  contradictions: v.array(
    v.object({ dismissed: regressionSchema, kept: v.nullable(regressionSchema) }, object),
    list,
  ),
  // The configuration into which the rules were written; null if none.
  written: maybeText,
}, object);

/** The output of `history tune` with `--format json`. */
export type TuningDocument = v.InferOutput<typeof tuningSchema>;
