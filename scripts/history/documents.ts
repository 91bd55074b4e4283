/** Where the documents of a history lie as files. @module */
import type { Failure } from "../result/failure.ts";

/** Files with a result or a dismissal in each, by paths such as `results/2026….json`. */
export interface Documents {
  /** What they are called in messages. */
  readonly name: string;
  /**
   * A version for each path: the name of the content, and after a blank what spares reading the file
   * the next time.
   *
   * @param known Versions of an earlier time.
   */
  list(known: ReadonlyMap<string, string>): Promise<Map<string, string>>;
  /** The texts of files that {@linkcode list} has told of, and why those cannot be read that cannot. */
  read(paths: readonly string[]): Promise<Map<string, string | Failure>>;
  /**
   * Writes files, all of them or none, and removes files.
   *
   * @returns Versions of what was written, each by the name of the content alone.
   * @throws {Failure} If not all could be; of what is removed it says how many were.
   */
  change(change: DocumentChange): Promise<ReadonlyMap<string, string>>;
}

/** What to do with files, and why, in a line. */
export interface DocumentChange {
  /** Texts by paths, all in the same folder. */
  readonly write?: ReadonlyMap<string, string>;
  readonly remove?: readonly string[];
  readonly message: string;
}

/** The name of the content in a version. */
export function contentOf(version: string): string {
  return version.split(" ")[0]!;
}

/** The folders that a history has. */
export const RESULTS = "results";
export const DISMISSALS = "dismissals";
