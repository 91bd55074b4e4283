/** The search over a whole history, which goes on where the last one has stopped. @module */
import { digest } from "../result/digest.ts";
import type { BenchmarkIdentity } from "../result/identity.ts";
import { VERSION } from "../result/version.ts";
import {
  type Followed,
  SuiteFollower,
  type SuiteOptions,
  type SuiteState,
} from "../verdict/follow.ts";
import type { Thresholds } from "../verdict/severity.ts";
import type { HistoryStore, ResultLine } from "./store.ts";

/** What searched; the number changes with what is kept, and with how it comes about. */
export const SEARCH_KIND = `benchline ${VERSION} search 1`;

/** What a search has left for the next one. */
interface SavedSearch {
  /** How many results it has seen, and the digest of their ids. */
  readonly results: number;
  readonly digest: string;
  readonly suite: SuiteState;
}

/**
 * What each benchmark of a history has done, by what is new since the last time. Where results before
 * that have come or gone, or the thresholds are others, the search starts anew.
 */
export async function followHistory(
  store: HistoryStore,
  thresholdsOf: (benchmark: BenchmarkIdentity) => Thresholds,
): Promise<Followed[]> {
  const results = await store.results();
  const places = new Map(results.map(({ id }, place) => [id, place]));
  const options = { thresholdsOf, placeOf: (id: string) => places.get(id)! };
  const saved = await readSearch(store, results, options);
  const suite = saved?.suite ?? new SuiteFollower(options);
  const first = saved?.results ?? 0;
  if (first === results.length) return suite.describe();
  for (const benchmark of await store.benchmarks(first)) {
    for (const point of await store.series(benchmark, first)) {
      // What somebody else has added meanwhile has no place yet.
      if (places.has(point.result)) suite.add(benchmark, point);
    }
  }
  const followed = suite.describe();
  const search: SavedSearch = {
    results: results.length,
    digest: await digestOf(results),
    suite: suite.state,
  };
  await store.saveSearch(JSON.stringify(search));
  return followed;
}

/** Null where there is nothing to go on with. */
async function readSearch(
  store: HistoryStore,
  results: readonly ResultLine[],
  options: SuiteOptions,
): Promise<{ results: number; suite: SuiteFollower } | null> {
  const text = await store.savedSearch();
  if (text === null) return null;
  // Nobody else writes it, and it is sealed.
  const saved = JSON.parse(text) as SavedSearch;
  if (saved.digest !== await digestOf(results.slice(0, saved.results))) return null;
  const suite = SuiteFollower.resume(saved.suite, options);
  return suite === null ? null : { results: saved.results, suite };
}

function digestOf(results: readonly ResultLine[]): Promise<string> {
  return digest(results.map(({ id }) => id).join("\n"));
}
