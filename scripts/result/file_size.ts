/** How much of a file is read. @module */
import { Failure } from "./failure.ts";

/**
 * Most bytes of a file that is read as a whole. What is made of one takes up to 25 times as much memory,
 * of which V8 has 4 GB at most.
 */
export const MOST_BYTES = 128_000_000;

/** What is larger and not one value of JSON is read as a log, of which most is far from results. */
export const SMALLEST_LOG = 16_000_000;

/** Most bytes of a log; one without an end, as of a device, is not read for ever. */
export const LARGEST_LOG = 4_000_000_000;

/**
 * What to throw of a log that is larger than {@linkcode LARGEST_LOG}, or has more near results than is
 * read of a file.
 *
 * @param action What failed, such as "Cannot read a.txt".
 */
export function tooLargeLog(action: string): Failure {
  return new Failure(
    `${action}: it has more than ${LARGEST_LOG / 1e9} GB, or more than ${
      MOST_BYTES / 1e6
    } MB near what may be results; split it, or keep only the results`,
  );
}

/**
 * What to throw of a file that is larger than {@linkcode MOST_BYTES}.
 *
 * @param action What failed, such as "Cannot read a.json".
 * @param bytes How large it is; null where only that it is larger is known.
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
