/** Facts about commits. @module */

/** A commit, in the words of its author. */
export interface CommitLine {
  readonly hash: string;
  readonly author: string;
  /** ISO 8601. */
  readonly timestamp: string;
  readonly subject: string;
}

/** Commits by their hashes; null for one that git does not know. */
export type CommitLog = ReadonlyMap<string, CommitLine | null>;
