/** What was thrown, in one line. @module */

/** Longer than any message that one reads. */
const LONGEST = 1000;

/**
 * Says what was thrown, which may be anything.
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
    const line = describe(error).replaceAll(/\s*[\r\n\u2028\u2029]+\s*/g, " ").trim();
    return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
  } catch {
    // A getter or a function of the bench file's own threw.
    return "threw what cannot be described";
  }
}

/**
 * Says what was thrown, and the place in the user's code that threw it, if the stack tells.
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
    const place = typeof stack === "string" ? findPlace(stack.split("\n")) : null;
    return place === null ? line : `${line.replace(/\.$/, "")} at ${place}`;
  } catch {
    return line;
  }
}

/** The first place in these lines of a stack that is in a file of the user's. */
export function findPlace(lines: readonly string[]): string | null {
  for (const line of lines) {
    const found = /^\s+at .*?((?:file|https?):\/\/.*:\d+:\d+)\)?$/.exec(line);
    if (found !== null) return found[1]!;
  }
  return null;
}

function describe(error: unknown): string {
  if (error instanceof Error) {
    const name = String(error.name);
    const message = String(error.message);
    if (message.trim() === "") return `${name || "Error"} without a message`;
    return name === "" ? message : `${name}: ${message}`;
  }
  if (typeof error === "string") return `threw ${JSON.stringify(error)}`;
  if (typeof error === "function") return "threw a function";
  if (typeof error !== "object" || error === null) {
    return `threw ${String(error)}${typeof error === "bigint" ? "n" : ""}`;
  }
  const kind = error.constructor?.name ?? "";
  const text = JSON.stringify(error) ?? "{}";
  if (kind !== "" && kind !== "Object" && kind !== "Array") return `threw a ${kind}: ${text}`;
  return `threw ${text}`;
}
