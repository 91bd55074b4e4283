/** Parts that the schemas of documents with verdicts share. @module */
import * as v from "../deps/valibot.ts";
import { timestampSchema } from "../result/timestamp.ts";
import { SEVERITIES } from "./severity.ts";

/** Words for a wanted object or list in messages. */
export const object = "an object";
export const list = "an array";

export const text = v.string("a string");
export const maybeText = v.nullable(text);
export const number = v.pipe(v.number("a number"), v.finite("a finite number"));
export const maybeNumber = v.nullable(number);
export const count = v.pipe(number, v.integer("a whole number"), v.minValue(0, "0 or more"));
export const flag = v.boolean("true or false");

/** One of several words. */
export function oneOf<const Words extends readonly string[]>(words: Words) {
  return v.picklist(words, `one of ${words.join(", ")}`);
}

/** Which values of a metric are better. */
export const direction = v.nullable(v.picklist(["lower", "higher"], '"lower" or "higher"'));

export const severity = v.nullable(oneOf(SEVERITIES));

/** File, group and name of a benchmark. */
export const identity = { file: maybeText, group: maybeText, name: text };

/** A commit as git knows it; null if it does not. */
export const commit = v.object({
  hash: text,
  author: maybeText,
  timestamp: v.nullable(timestampSchema),
  subject: maybeText,
}, object);
