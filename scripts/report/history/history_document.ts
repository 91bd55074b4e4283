/**
 * Results over time, as a document. Durations are milliseconds a call, changes after / before − 1.
 *
 * @module
 */
import * as v from "../../deps/valibot.ts";
import { environmentSchema } from "../../result/schema.ts";
import { timestampSchema } from "../../result/timestamp.ts";
import {
  commit,
  count,
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
} from "../../verdict/schema_parts.ts";

/**
 * The version of the schema that this code writes.
 *
 * - 1.0: first version.
 * - 1.1: `told` of a change.
 * - 1.2: `against` of a point.
 */
export const HISTORY_VERSION = "1.2";

/** A result without its figures. */
const result = { result: text, timestamp: timestampSchema, git_commit: maybeText };
const resultSchema = v.object(result, object);

const pointSchema = v.object({
  ...result,
  // Key of one of the environments.
  environment: text,
  duration_ms: number,
  // Of ln(duration), or where there is a baseline of ln(duration / that of the baseline), from the rounds.
  standard_error: maybeNumber,
  rounds: count,
  // Of a comparison, the baseline that was measured in turn with it; null for a result by itself.
  against: v.optional(
    v.nullable(v.object({ git_commit: maybeText, duration_ms: number }, object)),
    null,
  ),
}, object);

const told = oneOf(["regression", "improvement"]);

const changeSchema = v.object({
  id: text,
  kind: oneOf(["step", "drift"]),
  // Neighbours of one environment; of drift, where it begins and up to where it is known to go on.
  before: resultSchema,
  after: resultSchema,
  // The result with which it could first be told.
  decided_by: resultSchema,
  change: number,
  interval: v.object({ lower: number, upper: number }, object),
  verdict: oneOf(["regression", "improvement", "not_slower", "unchanged", "inconclusive"]),
  severity,
  // The first verdict, which stays; `change` and `interval` are what is known now. Null where none is.
  told: v.optional(
    v.nullable(v.object({ by: resultSchema, change: number, verdict: told, severity }, object)),
    null,
  ),
  undone: flag,
  // A regression that is neither undone nor dismissed.
  open: flag,
  dismissal: v.nullable(v.object({ reason: text, timestamp: timestampSchema }, object)),
  // After the one of `before` up to that of `after`, newest first; null where git does not tell.
  commits: v.nullable(v.array(commit, list)),
}, object);

/** The schema of what `history list`, `show` and `check` print with `--format json`. */
export const historySchema = v.object({
  version: text,
  generator: text,
  store: text,
  environments: v.record(text, environmentSchema, object),
  // Null but for `list`.
  results: v.nullable(
    v.array(v.object({ ...result, environment: text, benchmarks: count }, object), list),
  ),
  benchmarks: v.array(
    v.object({
      ...identity,
      results: count,
      // Null but for `show`.
      points: v.nullable(v.array(pointSchema, list)),
      changes: v.array(changeSchema, list),
    }, object),
    list,
  ),
}, object);

/** What `history list`, `show` and `check` print with `--format json`. */
export type HistoryDocument = v.InferOutput<typeof historySchema>;
