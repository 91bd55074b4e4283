/** The search over a whole history, which continues where the last one stopped. @module */
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

/** Identifies the search. The number changes with the saved state and the method. */
export const SEARCH_KIND = `benchline ${VERSION} search 1`;

/** The state that a search leaves for the next one. */
interface SavedSearch {
  /** The number of results it has seen. `digest` is that of their ids. */
  readonly results: number;
  readonly digest: string;
  readonly suite: SuiteState;
}

/**
 * Finds the changes of each benchmark in a history. The search continues with the new results. It
 * starts over if earlier results were added or removed, or if the thresholds changed.
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
      // A result that another process added meanwhile has no place yet.
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

/** Reads the state of the last search; null if it cannot be continued. */
async function readSearch(
  store: HistoryStore,
  results: readonly ResultLine[],
  options: SuiteOptions,
): Promise<{ results: number; suite: SuiteFollower } | null> {
  const text = await store.savedSearch();
  if (text === null) return null;
  // Only this program writes it, and it is sealed.
  const saved = JSON.parse(text) as SavedSearch;
  if (saved.digest !== await digestOf(results.slice(0, saved.results))) return null;
  const suite = SuiteFollower.resume(saved.suite, options);
  return suite === null ? null : { results: saved.results, suite };
}

function digestOf(results: readonly ResultLine[]): Promise<string> {
  return digest(results.map(({ id }) => id).join("\n"));
}
