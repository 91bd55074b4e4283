/** Leaves out results of other harnesses that a history already has. @module */
import type { HistoryStore, ResultLine } from "../../history/store.ts";
import { identityKey } from "../../result/identity.ts";
import type { ResultDocument } from "../../result/schema.ts";
import { timestampInUtc } from "../../result/timestamp.ts";
import { environmentKey } from "../../verdict/environment.ts";
import {
  type BenchmarkDocument,
  isComparison,
  parseDocument,
} from "../../verdict/parse_document.ts";

/** Whether a document was converted from the output of another harness. */
export function isImported({ metadata }: ResultDocument): boolean {
  return Object.hasOwn(metadata, "imported");
}

/**
 * Removes documents that the history already has. A file with many results is added repeatedly as
 * it grows, and the ids of its results change with its path and the version of this program.
 */
export async function withoutKept(
  documents: readonly BenchmarkDocument[],
  store: HistoryStore,
): Promise<BenchmarkDocument[]> {
  const lines = await store.results();
  const known = new Set(lines.map(momentOf));
  const suspects = new Set(
    documents.filter(isCertain).map((document) => momentOf(lineOf(document)))
      .filter((moment) => known.has(moment)),
  );
  if (suspects.size === 0) return [...documents];
  const ids = new Set(lines.filter((line) => suspects.has(momentOf(line))).map(({ id }) => id));
  const kept = new Set<string>();
  for await (const { id, text } of store.documents(ids)) {
    const document = parseDocument(text, id);
    if (!isComparison(document)) kept.add(measurementOf(document));
  }
  return documents.filter((document) => !isCertain(document) || !kept.has(measurementOf(document)));
}

/** Without a commit, the time may be that of the file, which other results may share. */
function isCertain(document: BenchmarkDocument): document is ResultDocument {
  return !isComparison(document) && isImported(document) &&
    document.environment.git_commit !== null;
}

type Moment = Pick<ResultLine, "timestamp" | "commit" | "environment">;

function momentOf({ timestamp, commit, environment }: Moment): string {
  return JSON.stringify([timestamp, commit, environment]);
}

function lineOf({ timestamp, environment }: ResultDocument): Moment {
  return {
    timestamp: timestampInUtc(timestamp)!,
    commit: environment.git_commit,
    environment: environmentKey(environment),
  };
}

/** A key that is equal for results of the same measurement. */
function measurementOf(document: ResultDocument): string {
  const figures = document.benchmarks.map((benchmark) => [
    identityKey(benchmark),
    benchmark.duration_ms,
    benchmark.metrics.map(({ name, value }) => [name, value]),
  ]);
  return JSON.stringify([momentOf(lineOf(document)), figures]);
}
