/**
 * What `bisect` has found, as a document. Changes are after / before − 1.
 *
 * History of the schema:
 *
 * - 1.0: first version.
 * - 1.1: `stopped`; `left` and `rest` of a benchmark.
 * - 1.2: `causes` of a culprit.
 *
 * @module
 */
import * as v from "../../deps/valibot.ts";
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

/** The version of the schema that this code writes. */
export const BISECTION_VERSION = "1.2";

const change = {
  change: maybeNumber,
  interval: v.nullable(v.object({ lower: number, upper: number, level: number }, object)),
};

const culpritSchema = v.object({
  // Several where those between cannot be told apart.
  commits: v.array(commit, list),
  ...change,
  verdict: oneOf(["regression", "inconclusive"]),
  severity,
  // What accounts for it, most important first, a line each.
  causes: v.optional(v.array(text, list), []),
}, object);

const leftSchema = v.object({
  first: commit,
  last: commit,
  // The first and the last one included.
  commits: count,
  // Null where only that of a longer range is known.
  change: maybeNumber,
  reason: oneOf(["not_searched", "not_shown", "not_measured"]),
  message: maybeText,
}, object);

/** The schema of what `bisect --format json` prints. */
export const bisectionSchema = v.object({
  version: text,
  generator: text,
  good: text,
  bad: text,
  // After the good one, the bad one included.
  commits: count,
  // False where it was stopped before every benchmark was searched.
  finished: flag,
  // Why, where it was.
  stopped: maybeText,
  slower: v.array(
    v.object({
      ...identity,
      ...change,
      culprits: v.array(culpritSchema, list),
      left: v.array(leftSchema, list),
      // Of the change, what is not that of the culprits; below 0 where others took some of it back.
      rest: number,
      complete: flag,
      skipped: v.array(v.object({ commit, reason: text }, object), list),
    }, object),
    list,
  ),
  open: v.array(
    v.object({ ...identity, verdict: text, reason: maybeText }, object),
    list,
  ),
}, object);

/** What `bisect --format json` prints. */
export type BisectionDocument = v.InferOutput<typeof bisectionSchema>;
