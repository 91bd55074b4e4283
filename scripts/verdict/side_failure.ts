/**
 * Failures of one of two versions. The document has no field for the side, so its name comes first.
 *
 * @module
 */
import type { SideName } from "../result/duet.ts";
import type { FailureRecord } from "../result/schema.ts";

/**
 * The record of a version's failure to run a benchmark.
 *
 * @example There and back
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const failure = failureOfSide("current", "it threw");
 * assertEquals(failure.message, "current: it threw");
 * assertEquals(causeOnSide("current", failure), "it threw");
 * ```
 */
export function failureOfSide(side: SideName, cause: string): FailureRecord {
  return { round: null, message: `${nameFirst(side)}${cause}` };
}

/** The cause that {@linkcode failureOfSide} was given; the whole message of another failure. */
export function causeOnSide(side: SideName, { message }: FailureRecord): string {
  const name = nameFirst(side);
  // deno-lint-ignore habits/no-message-matching -- the document has no field for the side
  return message.startsWith(name) ? message.slice(name.length) : message;
}

function nameFirst(side: SideName): string {
  return `${side}: `;
}
