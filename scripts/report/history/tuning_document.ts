/**
 * Proposed thresholds, as a document. Limits are in percent, as in a configuration, and changes
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

/** A regression, by what `history show` says of it. */
const regressionSchema = v.object({
  ...identity,
  id: text,
  change: number,
  // When it was dismissed and why; null where it is kept.
  dismissal: v.nullable(v.object({ reason: text, timestamp: timestampSchema }, object)),
}, object);

const ruleSchema = v.object({
  glob: text,
  // What the configuration is to say for the glob: only what has to be said.
  set: someLimits,
  before: limits,
  after: limits,
  // That the glob matches.
  benchmarks: v.array(v.object(identity, object), list),
  dismissed: v.array(regressionSchema, list),
  kept: v.array(regressionSchema, list),
  // Of the benchmark with the fewest, of those of which something was dismissed.
  results: count,
  few_results: flag,
}, object);

/** The schema of what `history tune` prints with `--format json`. */
export const tuningSchema = v.object({
  version: text,
  generator: text,
  store: text,
  // How many benchmarks were looked at.
  benchmarks: count,
  rules: v.array(ruleSchema, list),
  // Regressions that no thresholds tell apart; `kept` is null where one is above every threshold.
  contradictions: v.array(
    v.object({ dismissed: regressionSchema, kept: v.nullable(regressionSchema) }, object),
    list,
  ),
  // The configuration that the rules were written into; null where none was.
  written: maybeText,
}, object);

/** What `history tune` prints with `--format json`. */
export type TuningDocument = v.InferOutput<typeof tuningSchema>;
