/** Reads what a benchmark process reports. @module */
import * as v from "../deps/valibot.ts";
import { briefLine } from "../result/one_line.ts";
import { adviseOnRefusal } from "../result/permission.ts";
import type { InsideEvent } from "./inside/wire.ts";

const text = v.string();
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const orNull = <T extends v.GenericSchema>(schema: T) => v.nullable(schema);
const message = v.pipe(text, v.transform(adviseOnRefusal), v.transform(briefLine));

const eventSchema: v.GenericSchema<unknown, InsideEvent> = v.variant("kind", [
  v.object({ kind: v.literal("file"), origin: text, denoVersion: text, v8Version: text }),
  v.object({
    kind: v.literal("registered"),
    origin: text,
    ordinal: count,
    line: orNull(count),
    name: text,
    group: orNull(text),
    baseline: v.boolean(),
    only: v.boolean(),
    ignore: v.boolean(),
    n: orNull(count),
    warmup: orNull(count),
    permissions: v.boolean(),
    description: orNull(text),
    work: orNull(v.object({
      operations: orNull(v.number()),
      unit: orNull(text),
      bytes: orNull(v.number()),
      flops: orNull(v.number()),
    })),
  }),
  v.object({ kind: v.literal("loaded"), draws: count }),
  v.object({ kind: v.literal("begin"), ordinal: count }),
  v.object({ kind: v.literal("end"), ordinal: count }),
  v.object({ kind: v.literal("reply"), id: count, values: v.array(orNull(v.number())) }),
  v.object({ kind: v.literal("refusal"), id: count, message }),
  v.object({ kind: v.literal("error"), message }),
]);

/**
 * Reads an event.
 *
 * @returns Null if the text is not an event.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(parseEvent('{"kind":"begin","ordinal":3}'), { kind: "begin", ordinal: 3 });
 * assertEquals(parseEvent('{"kind":"begin"}'), null);
 * assertEquals(parseEvent("{"), null);
 * ```
 */
export function parseEvent(text: string): InsideEvent | null {
  try {
    const { success, output } = v.safeParse(eventSchema, JSON.parse(text));
    return success ? output : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
