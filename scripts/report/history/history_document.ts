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
 * - 1.2: `against` of a point; `company` and `differences` of a change; `events`; `learning` and
 *   `sight` of a benchmark.
 * - 1.3: `causes` of a change.
 */
export const HISTORY_VERSION = "1.3";

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

// What the other benchmarks did, as far as it was known when the change was told; null for untold ones.
const companySchema = v.nullable(
  v.object({
    // Benchmarks with results on both sides of it, the changed one included, and how many of them
    // became slower and faster.
    of: count,
    rose: count,
    fell: count,
    // The least and the greatest change among those that went the same way.
    range: v.object({ lower: number, upper: number }, object),
    // `machine` stands for the toolchain, too; `unknown` where it may be the code or the machine.
    cause: oneOf(["code", "machine", "unknown"]),
  }, object),
);

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
  // A regression of the code that is neither undone nor dismissed.
  open: flag,
  company: v.optional(companySchema, null),
  // In what the environments of `before` and `after` differ.
  differences: v.optional(
    v.array(
      v.object({ field: text, baseline: maybeText, current: maybeText }, object),
      list,
    ),
    [],
  ),
  dismissal: v.nullable(v.object({ reason: text, timestamp: timestampSchema }, object)),
  // After the one of `before` up to that of `after`, newest first; null where git does not tell.
  commits: v.nullable(v.array(commit, list)),
  // What the comparison says accounts for it that is the first result after it, a line each.
  causes: v.optional(v.array(text, list), []),
}, object);

const eventSchema = v.object({
  // Takes the place of the id of a change in `history dismiss`.
  id: text,
  // Around the change that was told first.
  before: resultSchema,
  after: resultSchema,
  // That of the change that was told last.
  company: companySchema,
  // Ids of changes of the benchmarks below.
  changes: v.array(v.object({ ...identity, id: text }, object), list),
}, object);

/** How well a further change of a benchmark would be seen. */
const sightSchema = v.nullable(v.object({
  // Results since the last change, at most 60.
  results: count,
  // A lasting change by so much is told within 25 results in nine cases of ten; null where unknown.
  smallest: maybeNumber,
  // Milliseconds of the two levels between which results alternate; null where they do not.
  modes: v.nullable(v.object({ lower_ms: number, upper_ms: number }, object)),
}, object));

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
  // Changes that came together, or one that came alone, newest first. Null for `show`.
  events: v.optional(v.nullable(v.array(eventSchema, list)), null),
  benchmarks: v.array(
    v.object({
      ...identity,
      results: count,
      // Null but for `show`.
      points: v.nullable(v.array(pointSchema, list)),
      changes: v.array(changeSchema, list),
      // Results that only set the level of a machine that was new to the history.
      learning: v.optional(count, 0),
      sight: v.optional(sightSchema, null),
    }, object),
    list,
  ),
}, object);

/** What `history list`, `show` and `check` print with `--format json`. */
export type HistoryDocument = v.InferOutput<typeof historySchema>;
