/** What a store has, as people look at it. @module */
import type { CommitLine } from "../result/commit.ts";
import { type BenchmarkIdentity, identityKey } from "../result/identity.ts";
import type { Comparison, ComparisonEntry } from "../verdict/comparison.ts";
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
import type { Thresholds } from "../verdict/severity.ts";
import { followHistory } from "./follow_history.ts";
import type { HistoryStore } from "./store.ts";

/** How to judge what is found, and where more is known of it. */
export interface ViewOptions {
  readonly thresholdsOf: (benchmark: BenchmarkIdentity) => Thresholds;
  /** After one commit up to another, newest first; null where it cannot be told. */
  readonly commitsBetween: (before: string, after: string) => Promise<readonly CommitLine[] | null>;
  /** Whether the points are wanted, as they are by default; without them little is read. */
  readonly withPoints?: boolean;
}

/**
 * Benchmarks over time, one after the other: a long history need not be in memory as a whole.
 *
 * @param benchmarks In the order wanted; null for all, by file, group and name.
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
  const comparisons = new Comparisons(store);
  const wanted = benchmarks?.map(identityKey) ?? [...followed.keys()].sort();
  for (const key of wanted) {
    const { benchmark, steps, drifts, results, sight, learning } = followed.get(key)!;
    const track = async (
      change: Step | Drift,
      company: Company | null,
    ): Promise<Tracked> => {
      const { before, after } = endsOf(change);
      return {
        company,
        differences: differencesOf(before.environment, after.environment),
        dismissal: dismissals.get(keyOf(benchmark, change.id)) ?? null,
        commits: before.commit === null || after.commit === null
          ? null
          : await commitsBetween(before.commit, after.commit),
        explained: await comparisons.explain(benchmark, change),
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

/** The comparisons of a store, each read once. */
class Comparisons {
  readonly #store: HistoryStore;
  readonly #read = new Map<string, Promise<Comparison | null>>();

  constructor(store: HistoryStore) {
    this.#store = store;
  }

  /** What a comparison says of a change that it has measured itself. */
  async explain(
    benchmark: BenchmarkIdentity,
    change: Step | Drift,
  ): Promise<ComparisonEntry | null> {
    const { after } = endsOf(change);
    if (after.against === null) return null;
    const read = this.#read.get(after.result) ?? this.#readDocument(after.result);
    this.#read.set(after.result, read);
    const key = identityKey(benchmark);
    const entry = (await read)?.entries.find((one) => identityKey(one) === key);
    const isSame = entry?.explanation != null &&
      Math.sign(entry.change ?? 0) === Math.sign(change.change);
    return isSame ? entry : null;
  }

  async #readDocument(result: string): Promise<Comparison | null> {
    for await (const { id, text } of this.#store.documents(new Set([result]))) {
      const document = parseDocument(text, id);
      return isComparison(document) ? document : null;
    }
    return null;
  }
}

function keyOf(benchmark: BenchmarkIdentity, step: Dismissal["step"]): string {
  return JSON.stringify([identityKey(benchmark), step]);
}
