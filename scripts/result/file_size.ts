/** How much of a file is read. @module */
import { Failure } from "./failure.ts";

/**
 * The most bytes of a file that is read as a whole. Parsed, it takes up to 25 times as much memory,
 * and V8 has at most 4 GB.
 */
export const MOST_BYTES = 128_000_000;

/**
 * A larger file that is not a single JSON value is read as a log: most of it is far from any
 * results.
 */
export const SMALLEST_LOG = 16_000_000;

/** The most bytes of a log, so that an endless one, such as a device, is not read for ever. */
export const LARGEST_LOG = 4_000_000_000;

/**
 * The failure for a log that is larger than {@linkcode LARGEST_LOG}, or has more than {@linkcode
 * MOST_BYTES} near results.
 *
 * @param action The start of the message, such as "Cannot read a.txt".
 */
export function tooLargeLog(action: string): Failure {
  return new Failure(
    `${action}: it has more than ${LARGEST_LOG / 1e9} GB, or more than ${
      MOST_BYTES / 1e6
    } MB near what may be results; split it, or keep only the results`,
  );
}

/**
 * The failure for a file that is larger than {@linkcode MOST_BYTES}.
 *
 * @param action The start of the message, such as "Cannot read a.json".
 * @param bytes Its size; null if unknown.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(
 *   tooLarge("Cannot read a.json", 600_000_000).message,
 *   "Cannot read a.json: it has 600 MB, and at most 128 MB are read; split it, or keep only the results",
 * );
 * ```
 */
export function tooLarge(action: string, bytes: number | null): Failure {
  const most = `${MOST_BYTES / 1e6} MB`;
  const size = bytes === null ? `more than ${most}` : `${Math.ceil(bytes / 1e6)} MB`;
  return new Failure(
    `${action}: it has ${size}, and at most ${most} are read; split it, or keep only the results`,
  );
}
