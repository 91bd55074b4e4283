/** Reads dismissals from files. @module */
import * as v from "../deps/valibot.ts";
import { parseJsonc } from "../result/jsonc.ts";
import { timestampSchema } from "../result/timestamp.ts";
import { validate } from "../result/validate.ts";
import type { Dismissal } from "../verdict/series.ts";

const text = v.string("a string");
const maybeText = v.nullable(text);

const dismissalSchema: v.GenericSchema<unknown, Dismissal> = v.object({
  benchmark: v.object({ file: maybeText, group: maybeText, name: text }, "an object"),
  step: text,
  reason: text,
  timestamp: timestampSchema,
}, "an object");

/** @throws {Failure} If the text is not a dismissal. */
export function parseDismissal(text: string, source: string): Dismissal {
  const action = `Cannot read ${source}`;
  return validate(dismissalSchema, parseJsonc(text, action), action);
}
