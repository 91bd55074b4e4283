/** Describes thrown values in one line. @module */
import { Error, exec, slice, String, stringify, trim } from "./primordials.ts";

/** Longer than any message that somebody reads. */
const LONGEST = 1000;
/** Characters to read of a text that becomes one line. */
const MOST_LOOKED_AT = 10 * LONGEST;

/**
 * Describes a thrown value, which may be anything.
 *
 * @returns One line that is never empty.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(describeError(new RangeError("too long")), "RangeError: too long");
 * assertEquals(describeError(new Error("")), "Error without a message");
 * assertEquals(describeError("text"), 'threw "text"');
 * ```
 */
export function describeError(error: unknown): string {
  try {
    return shorten(describe(error));
  } catch {
    // A getter or a function of the bench file itself threw.
    return "threw what cannot be described";
  }
}

/**
 * Describes a thrown value, with the place in the user's code that threw it, if the stack has one.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const error = new Error("boom");
 * error.stack = "Error: boom\n    at f (file:///p/a_bench.ts:2:7)\n    at file:///p/a_bench.ts:9:1";
 * assertEquals(describeWithPlace(error), "Error: boom at file:///p/a_bench.ts:2:7");
 * ```
 */
export function describeWithPlace(error: unknown): string {
  const line = describeError(error);
  try {
    const stack = (error as { stack?: unknown } | null)?.stack;
    const place = typeof stack === "string" ? firstPlace(stack) : null;
    if (place === null) return line;
    const last = line.length - 1;
    return `${line[last] === "." ? slice(line, 0, last) : line} at ${place}`;
  } catch {
    return line;
  }
}

/** Returns the place that a line of a stack names, if that is in a file of the user; else null. */
export function placeIn(line: string): string | null {
  return exec(/^\s+at .*?((?:file|https?):\/\/.*:\d+:\d+)\)?$/, line)?.[1] ?? null;
}

function firstPlace(stack: string): string | null {
  let line = "";
  for (let index = 0; index <= stack.length && index < MOST_LOOKED_AT; index++) {
    if (index < stack.length && stack[index] !== "\n") {
      line += stack[index];
      continue;
    }
    const place = placeIn(line);
    if (place !== null) return place;
    line = "";
  }
  return null;
}

function describe(error: unknown): string {
  if (error instanceof Error) {
    const name = String(error.name);
    const message = String(error.message);
    if (trim(message) === "") return `${name || "Error"} without a message`;
    return name === "" ? message : `${name}: ${message}`;
  }
  if (typeof error === "string") return `threw ${stringify(error)}`;
  if (typeof error === "function") return "threw a function";
  if (typeof error !== "object" || error === null) {
    return `threw ${String(error)}${typeof error === "bigint" ? "n" : ""}`;
  }
  const kind: unknown = error.constructor?.name;
  const text = String(stringify(error) ?? "{}");
  if (typeof kind !== "string" || kind === "" || kind === "Object" || kind === "Array") {
    return `threw ${text}`;
  }
  return `threw a ${kind}: ${text}`;
}

/**
 * Returns a text of limited length, in which a space replaces each line break and the spaces around
 * it.
 */
function shorten(text: string): string {
  let line = "";
  let gap = "";
  let isBroken = false;
  let index = 0;
  for (; index < text.length && index < MOST_LOOKED_AT && line.length < LONGEST; index++) {
    const character = text[index]!;
    if (trim(character) === "") {
      gap += character;
      isBroken ||= exec(/[\r\n\u2028\u2029]/, character) !== null;
      continue;
    }
    if (line !== "") line += isBroken ? " " : gap;
    line += character;
    gap = "";
    isBroken = false;
  }
  return index < text.length && trim(slice(text, index, MOST_LOOKED_AT)) !== "" ? `${line}…` : line;
}
