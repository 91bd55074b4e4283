/**
 * The document of a bisection. Changes are after / before − 1.
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
  // Several if the search cannot say which of them it is.
  commits: v.array(commit, list),
  ...change,
  verdict: oneOf(["regression", "inconclusive"]),
  severity,
  // Causes, most important first, a line each.
  causes: v.optional(v.array(text, list), []),
}, object);

const leftSchema = v.object({
  first: commit,
  last: commit,
  // Including the first and the last one.
  commits: count,
  // Null if only that of a longer range is known.
  change: maybeNumber,
  reason: oneOf(["not_searched", "not_shown", "not_measured"]),
  message: maybeText,
}, object);

/** The schema of the output of `bisect --format json`. */
export const bisectionSchema = v.object({
  version: text,
  generator: text,
  good: text,
  bad: text,
  // Commits after the good one, including the bad one.
  commits: count,
  // False if it was stopped before every benchmark was searched.
  finished: flag,
  // Why it was stopped.
  stopped: maybeText,
  slower: v.array(
    v.object({
      ...identity,
      ...change,
      culprits: v.array(culpritSchema, list),
      left: v.array(leftSchema, list),
      // The change without that of the culprits; below 0 if other commits undid a part of it.
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

/** The output of `bisect --format json`. */
export type BisectionDocument = v.InferOutput<typeof bisectionSchema>;
