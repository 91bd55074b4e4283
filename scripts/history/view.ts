/** Reads trends from a store for people to look at. @module */
import type { CommitLine } from "../result/commit.ts";
import { Failure } from "../result/failure.ts";
import { type BenchmarkIdentity, identityKey } from "../result/identity.ts";
import type { ComparisonEntry } from "../verdict/comparison.ts";
import { differencesOf } from "../verdict/environment.ts";
import { isComparison, parseDocument } from "../verdict/parse_document.ts";
import {
  type Company,
  type Dismissal,
  type Drift,
  endsOf,
  type Step,
  type Tracked,
  type Trend,
} from "../verdict/series.ts";
import type { Followed } from "../verdict/follow.ts";
import type { Thresholds } from "../verdict/severity.ts";
import { followHistory } from "./follow_history.ts";
import type { HistoryStore } from "./store.ts";

/** How to judge changes, and where to find commits. */
export interface ViewOptions {
  readonly thresholdsOf: (benchmark: BenchmarkIdentity) => Thresholds;
  /** The commits after one up to another, newest first; null if they are not known. */
  readonly commitsBetween: (before: string, after: string) => Promise<readonly CommitLine[] | null>;
  /** Whether to read the points, as by default; without them little is read. */
  readonly withPoints?: boolean;
}

/**
 * Reads the trends of benchmarks one by one, so that a long history is never in memory as a whole.
 *
 * @param benchmarks In the wanted order; null for all, sorted by file, group and name.
 */
export async function* readTrends(
  store: HistoryStore,
  benchmarks: readonly BenchmarkIdentity[] | null,
  { thresholdsOf, commitsBetween, withPoints = true }: ViewOptions,
): AsyncGenerator<Trend> {
  const dismissals = new Map(
    (await store.dismissals()).map((one) => [keyOf(one.benchmark, one.step), one]),
  );
  const followed = new Map(
    (await followHistory(store, thresholdsOf)).map((one) => [identityKey(one.benchmark), one]),
  );
  const wanted = benchmarks?.map(identityKey) ?? [...followed.keys()].sort();
  const explained = await readExplained(store, wanted.map((key) => followed.get(key)!));
  for (const key of wanted) {
    const { benchmark, steps, drifts, results, sight, learning } = followed.get(key)!;
    const track = async (
      change: Step | Drift,
      company: Company | null,
    ): Promise<Tracked> => {
      const { before, after } = endsOf(change);
      const entry = explained.get(explainedKey(after.result, benchmark));
      const isSame = Math.sign(entry?.change ?? 0) === Math.sign(change.change);
      return {
        company,
        differences: differencesOf(before.environment, after.environment),
        dismissal: dismissals.get(keyOf(benchmark, change.id)) ?? null,
        commits: before.commit === null || after.commit === null
          ? null
          : await commitsBetween(before.commit, after.commit),
        explained: entry !== undefined && isSame ? entry : null,
      };
    };
    yield {
      benchmark,
      results,
      points: withPoints ? await store.series(benchmark) : [],
      steps: await Promise.all(
        steps.map(async (step) => ({ ...step, ...await track(step, step.company) })),
      ),
      drifts: await Promise.all(
        drifts.map(async (drift) => ({ ...drift, ...await track(drift, drift.company) })),
      ),
      sight,
      learning,
    };
  }
}

/**
 * Reads how comparisons explain the changes that they measured, by {@linkcode explainedKey}. A
 * document that this version cannot read explains nothing.
 */
async function readExplained(
  store: HistoryStore,
  followed: Iterable<Followed>,
): Promise<Map<string, ComparisonEntry>> {
  const changes = [...followed].flatMap(({ steps, drifts }) => [...steps, ...drifts]);
  const results = new Set(
    changes.map((change) => endsOf(change).after).filter(({ against }) => against !== null)
      .map(({ result }) => result),
  );
  const explained = new Map<string, ComparisonEntry>();
  if (results.size === 0) return explained;
  for await (const { id, text } of store.documents(results)) {
    for (const entry of entriesOf(text, id)) {
      if (entry.explanation !== null) explained.set(explainedKey(id, entry), entry);
    }
  }
  return explained;
}

function entriesOf(text: string, id: string): readonly ComparisonEntry[] {
  try {
    const document = parseDocument(text, id);
    return isComparison(document) ? document.entries : [];
  } catch (error) {
    if (error instanceof Failure) return [];
    throw error;
  }
}

function explainedKey(result: string, benchmark: BenchmarkIdentity): string {
  return JSON.stringify([result, identityKey(benchmark)]);
}

function keyOf(benchmark: BenchmarkIdentity, step: Dismissal["step"]): string {
  return JSON.stringify([identityKey(benchmark), step]);
}
