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
  // Standard error of ln(duration) or, with a baseline, of ln(duration / duration of the baseline),
  // from the rounds.
  standard_error: maybeNumber,
  rounds: count,
  // For a comparison, the baseline that was measured in turn with it; null for a result.
  against: v.optional(
    v.nullable(v.object({ git_commit: maybeText, duration_ms: number }, object)),
    null,
  ),
}, object);

const told = oneOf(["regression", "improvement"]);

// What the other benchmarks did, as far as known when the change was reported; null if it is not
// reported.
const companySchema = v.nullable(
  v.object({
    // Benchmarks with results on both sides of it, including the changed one, and how many of them
    // became slower and faster.
    of: count,
    rose: count,
    fell: count,
    // The smallest and the largest change among those that moved the same way.
    range: v.object({ lower: number, upper: number }, object),
    // `machine` includes the toolchain; `unknown` means the code or the machine.
    cause: oneOf(["code", "machine", "unknown"]),
  }, object),
);

const changeSchema = v.object({
  id: text,
  kind: oneOf(["step", "drift"]),
  // Neighbours in one environment; for a drift, its start and its last known result.
  before: resultSchema,
  after: resultSchema,
  // The result at which it could first be reported.
  decided_by: resultSchema,
  change: number,
  interval: v.object({ lower: number, upper: number }, object),
  verdict: oneOf(["regression", "improvement", "not_slower", "unchanged", "inconclusive"]),
  severity,
  // The first verdict, which stays; `change` and `interval` are the present estimates. Null if
  // there is no verdict.
  told: v.optional(
    v.nullable(v.object({ by: resultSchema, change: number, verdict: told, severity }, object)),
    null,
  ),
  undone: flag,
  // A regression of the code that is neither undone nor dismissed.
  open: flag,
  company: v.optional(companySchema, null),
  // Differences of the environments of `before` and `after`.
  differences: v.optional(
    v.array(
      v.object({ field: text, baseline: maybeText, current: maybeText }, object),
      list,
    ),
    [],
  ),
  dismissal: v.nullable(v.object({ reason: text, timestamp: timestampSchema }, object)),
  // Commits after that of `before`, up to that of `after`, newest first; null if git does not know
  // them.
  commits: v.nullable(v.array(commit, list)),
  // Causes by the comparison that is the first result after it, a line each.
  causes: v.optional(v.array(text, list), []),
}, object);

const eventSchema = v.object({
  // Can be used in place of the id of a change in `history dismiss`.
  id: text,
  // The results around the change that was reported first.
  before: resultSchema,
  after: resultSchema,
  // The company of the change that was reported last.
  company: companySchema,
  // Ids of changes of the benchmarks below.
  changes: v.array(v.object({ ...identity, id: text }, object), list),
}, object);

/** How small a further change of a benchmark could be seen. */
const sightSchema = v.nullable(v.object({
  // Results since the last change, at most 60.
  results: count,
  // A lasting change of this size is reported within 25 results in nine cases of ten; null if
  // unknown.
  smallest: maybeNumber,
  // Milliseconds of the two levels between which results alternate; null if they do not.
  modes: v.nullable(v.object({ lower_ms: number, upper_ms: number }, object)),
}, object));

/** The schema of the output of `history list`, `show` and `check` with `--format json`. */
export const historySchema = v.object({
  version: text,
  generator: text,
  store: text,
  environments: v.record(text, environmentSchema, object),
  // Null except for `list`.
  results: v.nullable(
    v.array(v.object({ ...result, environment: text, benchmarks: count }, object), list),
  ),
  // Changes that came together, or one that came alone, newest first. Null for `show`.
  events: v.optional(v.nullable(v.array(eventSchema, list)), null),
  benchmarks: v.array(
    v.object({
      ...identity,
      results: count,
      // Null except for `show`.
      points: v.nullable(v.array(pointSchema, list)),
      changes: v.array(changeSchema, list),
      // Results that only set the level of a new machine.
      learning: v.optional(count, 0),
      sight: v.optional(sightSchema, null),
    }, object),
    list,
  ),
}, object);

/** The output of `history list`, `show` and `check` with `--format json`. */
export type HistoryDocument = v.InferOutput<typeof historySchema>;
