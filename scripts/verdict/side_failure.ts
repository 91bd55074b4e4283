/**
 * Failures of one of two versions. The document has no field for the side, so its name comes first.
 *
 * @module
 */
import type { SideName } from "../result/duet.ts";
import type { FailureRecord } from "../result/schema.ts";
import type { ComparisonEntry } from "./comparison.ts";

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

/** What an end of a search cannot run. */
export interface FailureAtEnd {
  readonly end: "good" | "bad";
  readonly cause: string;
}

/** Returns which end of a search cannot run the benchmark of an entry; null if none has failed. */
export function failureAtEnd(
  { verdict, failures: [failure] }: Pick<ComparisonEntry, "verdict" | "failures">,
): FailureAtEnd | null {
  if (failure === undefined) return null;
  return verdict === "failed"
    ? { end: "bad", cause: causeOnSide("current", failure) }
    : { end: "good", cause: causeOnSide("baseline", failure) };
}

function nameFirst(side: SideName): string {
  return `${side}: `;
}
