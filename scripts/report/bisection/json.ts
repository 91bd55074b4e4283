/** The commits that made benchmarks slower, as JSON. @module */
import type { CommitLog } from "../../result/commit.ts";
import { identityOf } from "../../result/identity.ts";
import { stringifyJson } from "../../result/stringify.ts";
import { normalizeTimestamp } from "../../result/timestamp.ts";
import { VERSION } from "../../result/version.ts";
import type { Bisection } from "../../verdict/bisection.ts";
import { BISECTION_VERSION, type BisectionDocument } from "./bisection_document.ts";
import { describeNote } from "../describe.ts";
import { describeCauses } from "../describe_causes.ts";

/** The commits between which `bisect` searched. */
export interface SearchedRange {
  readonly good: string;
  readonly bad: string;
  /** Commits after the good one, including the bad one. */
  readonly commits: number;
}

/** The document that `bisection_document.schema.json` describes, with a line break at the end. */
export function renderBisectionJson(
  { results, open, stopped }: Bisection,
  log: CommitLog,
  range: SearchedRange,
): string {
  const commitOf = (hash: string) => {
    const { author, timestamp, subject } = log.get(hash) ??
      { author: null, timestamp: null, subject: null };
    const time = timestamp === null ? null : normalizeTimestamp(timestamp);
    return { hash, author, timestamp: time, subject };
  };
  const document: BisectionDocument = {
    version: BISECTION_VERSION,
    generator: `benchline ${VERSION}`,
    ...range,
    finished: stopped === null,
    stopped,
    slower: results.map(({ identity, whole, culprits, left, rest, complete, skipped }) => ({
      ...identityOf(identity),
      change: whole.change,
      interval: whole.interval,
      culprits: culprits.map(({ commits, entry }) => ({
        commits: commits.map(commitOf),
        change: entry.change,
        interval: entry.interval,
        verdict: entry.verdict === "regression" ? "regression" : "inconclusive",
        severity: entry.severity,
        causes: describeCauses(entry),
      })),
      left: left.map(({ commits, change, reason, message }) => ({
        first: commitOf(commits[0]!),
        last: commitOf(commits.at(-1)!),
        commits: commits.length,
        change,
        reason,
        message,
      })),
      rest,
      complete,
      skipped: skipped.map(({ commit, reason }) => ({ commit: commitOf(commit), reason })),
    })),
    open: open.map((entry) => ({
      ...identityOf(entry),
      verdict: entry.verdict,
      reason: describeNote(entry),
    })),
  };
  return stringifyJson(document);
}
