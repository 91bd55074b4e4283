/** What a history keeps of a result document. @module */
import { type BenchmarkIdentity, identityKey, identityOf } from "../result/identity.ts";
import { digest } from "../result/digest.ts";
import { parseResultDocument } from "../result/parse.ts";
import type { BenchmarkResult, Environment, ResultDocument } from "../result/schema.ts";
import { mean, squaresAbout } from "../result/spread.ts";
import { stringifyResultDocument } from "../result/stringify.ts";
import { timestampInUtc } from "../result/timestamp.ts";
import { environmentKey } from "../verdict/environment.ts";

/** A result as a history has it. */
export interface HistoryEntry {
  /** Twelve hexadecimal digits of the SHA-256 of its text: the same result always has the same. */
  readonly id: string;
  /** When it was measured, ISO 8601 in UTC. */
  readonly timestamp: string;
  readonly commit: string | null;
  /** Key of its environment. */
  readonly environment: string;
  /** Without what changes from one result to the next: commit and run. */
  readonly environmentRecord: Environment;
  readonly points: readonly EntryPoint[];
  /** The whole document, in the form in which this program writes it. */
  readonly text: string;
}

/** What a result says of one benchmark. */
export interface EntryPoint {
  /** {@linkcode identityKey} of the benchmark. */
  readonly key: string;
  readonly benchmark: BenchmarkIdentity;
  /** Milliseconds a call. */
  readonly durationMs: number;
  /** Standard error of ln(duration), from the rounds; null for fewer than two. */
  readonly standardError: number | null;
  /** Rounds that it rests on; 0 where they are not recorded. */
  readonly rounds: number;
}

/** What a history keeps of a document; benchmarks that failed have no point. */
export function toEntry(document: ResultDocument): Promise<HistoryEntry> {
  // The same result has the same text, in whatever order its fields were.
  return readEntry(stringifyResultDocument(document), "the result");
}

/** @throws {Failure} If the text is no result document. */
export async function readEntry(text: string, source: string): Promise<HistoryEntry> {
  const document = parseResultDocument(text, source);
  const canonical = stringifyResultDocument(document);
  return {
    id: await digest(canonical),
    timestamp: timestampInUtc(document.timestamp)!,
    commit: document.environment.git_commit,
    environment: environmentKey(document.environment),
    environmentRecord: { ...document.environment, git_commit: null, git_dirty: null, ci: null },
    points: document.benchmarks.filter(({ duration_ms }) => duration_ms !== null).map(toPoint),
    text: canonical,
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
    standardError: standardErrorOf(rounds.map((round) => round.duration_ms)),
    rounds: rounds.length,
  };
}

/** Of the mean of the logarithms. */
function standardErrorOf(durationsMs: readonly number[]): number | null {
  const count = durationsMs.length;
  if (count < 2) return null;
  const logs = durationsMs.map(Math.log);
  return Math.sqrt(squaresAbout(mean(logs), logs) / (count - 1) / count);
}
