/** Entries of a history, made from documents. @module */
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

/** A result, or a comparison of two commits, as a history keeps it. */
export interface HistoryEntry {
  /** Twelve hexadecimal digits of the SHA-256 of its text, the same for the same document. */
  readonly id: string;
  /** When it was measured, ISO 8601 in UTC. */
  readonly timestamp: string;
  /** The commit; for a comparison, that of its current side. */
  readonly commit: string | null;
  /** The commit of a comparison's baseline; null for a result. */
  readonly baselineCommit: string | null;
  /** Key of its environment. */
  readonly environment: string;
  /** Its environment without the commit and the CI run, which change with every result. */
  readonly environmentRecord: Environment;
  readonly points: readonly EntryPoint[];
  /**
   * The whole document, as this program writes it. Comparisons lack the call trees of their
   * explanations, which take the most space.
   */
  readonly text: string;
}

/** The figures of one benchmark in a document. */
export interface EntryPoint {
  /** {@linkcode identityKey} of the benchmark. */
  readonly key: string;
  readonly benchmark: BenchmarkIdentity;
  /** Milliseconds per call. */
  readonly durationMs: number;
  /** Milliseconds per call of a comparison's baseline; null for a result. */
  readonly baselineMs: number | null;
  /**
   * Standard error of ln(durationMs / baselineMs), or of ln(durationMs) for a result, from the
   * rounds; null if there are fewer than two.
   */
  readonly standardError: number | null;
  /** Number of rounds; 0 if they are not recorded. */
  readonly rounds: number;
}

/**
 * Makes the entry of a document. Failed benchmarks have no point.
 *
 * @throws {Failure} If the document is a comparison, but not of two commits that were measured in
 * turn.
 */
export function toEntry(document: BenchmarkDocument): Promise<HistoryEntry> {
  // The text does not depend on the order of fields.
  return readEntry(
    stringifyJson(document),
    isComparison(document) ? "the comparison" : "the result",
  );
}

/**
 * @throws {Failure} Like {@linkcode toEntry}, and if the text is neither a result nor a comparison.
 */
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

/**
 * The path of an entry in a folder or on a branch. The time comes first, so that lists are in
 * order.
 */
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
