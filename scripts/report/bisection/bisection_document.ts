/** What `bisect` has found, as a document. Changes are after / before − 1. @module */
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
export const BISECTION_VERSION = "1.0";

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
  slower: v.array(
    v.object({
      ...identity,
      ...change,
      culprits: v.array(culpritSchema, list),
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
