/** Options of several commands that add what a file does not say. @module */
import { Failure } from "../result/failure.ts";
import type { Origin } from "../result/import/assemble.ts";
import { IMPORT_FORMATS } from "../result/import/names.ts";
import { quoteValue } from "../result/validate.ts";
import { readTime } from "./read_time.ts";

/** The format of the file to read. */
export const fromOption = {
  type: "choice",
  choices: IMPORT_FORMATS,
  value: "FORMAT",
  help: `the harness that wrote the file: ${IMPORT_FORMATS.join(", ")}`,
  defaultHelp: "detected from the content",
} as const;

/** When a result was measured, and at which commit. */
export const originOptions = {
  timestamp: {
    type: "text",
    value: "TIME",
    help: "when the result was measured, if it does not say so; for one result",
    defaultHelp: "the time of the file",
  },
  commit: {
    type: "text",
    value: "COMMIT",
    help: "the commit that was measured, if the result does not say so; for one result",
  },
} as const;

/**
 * Reads the time and the commit of a result from the options, null if they are not given.
 *
 * @throws {Failure} If the time cannot be read, or the commit is not hexadecimal.
 */
export function readOrigin(
  { timestamp, commit }: { readonly timestamp: string | null; readonly commit: string | null },
): Origin {
  if (commit !== null && !/^[0-9a-f]{7,64}$/i.test(commit)) {
    throw new Failure(
      `--commit must be the hash of a commit, as git rev-parse HEAD prints it, found ${
        quoteValue(commit)
      }`,
    );
  }
  return {
    timestamp: timestamp === null ? null : readTime(timestamp),
    commit: commit?.toLowerCase() ?? null,
  };
}

/** How to read files. */
export interface ReadOptions {
  /** Name of a format of another harness; null to detect it from the content. */
  readonly from: string | null;
  readonly origin: Origin;
}
