/** The interface to the documents of a history as files. @module */
import type { Failure } from "../result/failure.ts";

/** Files with one result or dismissal each, by paths such as `results/2026….json`. */
export interface Documents {
  /** Their name in messages. */
  readonly name: string;
  /**
   * Returns a version for each path: a digest of the content and, after a space, an optional stamp
   * that saves reading the file next time.
   *
   * @param known Versions from an earlier call.
   */
  list(known: ReadonlyMap<string, string>): Promise<Map<string, string>>;
  /** Reads files that {@linkcode list} returned; a file that cannot be read gets its failure. */
  read(paths: readonly string[]): Promise<Map<string, string | Failure>>;
  /**
   * Writes all files or none, and removes files.
   *
   * @returns Versions of the written files, without stamps.
   * @throws {Failure} If not all files could be written or removed; the message says how many were
   * removed.
   */
  change(change: DocumentChange): Promise<ReadonlyMap<string, string>>;
}

/** A change of files, with the reason in one line. */
export interface DocumentChange {
  /** Texts by path, all in the same folder. */
  readonly write?: ReadonlyMap<string, string>;
  readonly remove?: readonly string[];
  readonly message: string;
}

/** The digest of the content in a version. */
export function contentOf(version: string): string {
  return version.split(" ")[0]!;
}

/** The folders of a history. */
export const RESULTS = "results";
export const DISMISSALS = "dismissals";
