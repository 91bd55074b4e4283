/** What a history keeps of a document. @module */
import { type BenchmarkIdentity, identityKey, identityOf } from "../result/identity.ts";
import { digest } from "../result/digest.ts";
import type { BenchmarkResult, Environment, ResultDocument } from "../result/schema.ts";
import { standardErrorOfMean } from "../result/spread.ts";
import { stringifyJson } from "../result/stringify.ts";
import { timestampInUtc } from "../result/timestamp.ts";
import type { Comparison } from "../verdict/comparison.ts";
import { checkDifference, differencesOf } from "../verdict/difference.ts";
import { environmentKey } from "../verdict/environment.ts";
import { type BenchmarkDocument, isComparison, parseDocument } from "../verdict/parse_document.ts";

/** A result, or a comparison of two commits, as a history has it. */
export interface HistoryEntry {
  /** Twelve hexadecimal digits of the SHA-256 of its text: the same document always has the same. */
  readonly id: string;
  /** When it was measured, ISO 8601 in UTC. */
  readonly timestamp: string;
  /** Of a comparison, that of its current side. */
  readonly commit: string | null;
  /** Of a comparison, the commit of its baseline; null for a result. */
  readonly baselineCommit: string | null;
  /** Key of its environment. */
  readonly environment: string;
  /** Without what changes from one result to the next: commit and run. */
  readonly environmentRecord: Environment;
  readonly points: readonly EntryPoint[];
  /**
   * The whole document, in the form in which this program writes it; of a comparison without the call
   * trees of what it explains, which take most of its room.
   */
  readonly text: string;
}

/** What a document says of one benchmark. */
export interface EntryPoint {
  /** {@linkcode identityKey} of the benchmark. */
  readonly key: string;
  readonly benchmark: BenchmarkIdentity;
  /** Milliseconds a call. */
  readonly durationMs: number;
  /** Of a comparison, milliseconds a call of its baseline; null for a result. */
  readonly baselineMs: number | null;
  /** Standard error of ln(durationMs / baselineMs), else of ln(durationMs), from the rounds; null for fewer than two. */
  readonly standardError: number | null;
  /** Rounds that it rests on; 0 where they are not recorded. */
  readonly rounds: number;
}

/**
 * What a history keeps of a document; benchmarks that failed have no point.
 *
 * @throws {Failure} If it is a comparison, but not of two commits that were measured in turn.
 */
export function toEntry(document: BenchmarkDocument): Promise<HistoryEntry> {
  // The same document has the same text, in whatever order its fields were.
  return readEntry(
    stringifyJson(document),
    isComparison(document) ? "the comparison" : "the result",
  );
}

/** @throws {Failure} As {@linkcode toEntry}, and if the text is neither a result nor a comparison. */
export async function readEntry(text: string, source: string): Promise<HistoryEntry> {
  const read = parseDocument(text, source);
  if (isComparison(read)) checkDifference(read, `Cannot read ${source}`);
  const document = isComparison(read) ? withoutTrees(read) : read;
  const canonical = stringifyJson(document);
  const { environment } = document;
  return {
    id: await digest(canonical),
    ...(isComparison(document) ? ofComparison(document) : ofResult(document)),
    environment: environmentKey(environment),
    environmentRecord: { ...environment, git_commit: null, git_dirty: null, ci: null },
    text: canonical,
  };
}

function withoutTrees(comparison: Comparison): Comparison {
  const entries = comparison.entries.map((entry) =>
    entry.explanation === null
      ? entry
      : { ...entry, explanation: { ...entry.explanation, frames: [] } }
  );
  return { ...comparison, entries };
}

type Description = Pick<HistoryEntry, "timestamp" | "commit" | "baselineCommit" | "points">;

function ofResult({ timestamp, environment, benchmarks }: ResultDocument): Description {
  return {
    timestamp: timestampInUtc(timestamp)!,
    commit: environment.git_commit,
    baselineCommit: null,
    points: benchmarks.filter(({ duration_ms }) => duration_ms !== null).map(toPoint),
  };
}

function ofComparison(comparison: Comparison): Description {
  const { current, baseline } = comparison;
  return {
    timestamp: timestampInUtc(current.timestamp)!,
    commit: current.git_commit,
    baselineCommit: baseline.git_commit,
    points: differencesOf(comparison).map((difference): EntryPoint => ({
      key: identityKey(difference.benchmark),
      ...difference,
    })),
  };
}

/** Where the documents of a folder or a branch lie; the time comes first, so that lists are in order. */
export function pathOf({ id, timestamp, commit }: HistoryEntry): string {
  const time = timestamp.replaceAll(/[:.]/g, "-");
  const parts = [time, ...(commit === null ? [] : [fileSafe(commit.slice(0, 12))]), id];
  return `results/${parts.join("_")}.json`;
}

function fileSafe(text: string): string {
  return text.replaceAll(/[^0-9A-Za-z-]/g, "-");
}

function toPoint(result: BenchmarkResult): EntryPoint {
  const { duration_ms, rounds } = result;
  const benchmark = identityOf(result);
  return {
    key: identityKey(benchmark),
    benchmark,
    durationMs: duration_ms!,
    baselineMs: null,
    standardError: standardErrorOfMean(rounds.map((round) => Math.log(round.duration_ms))),
    rounds: rounds.length,
  };
}
