/** Follows a suite from one result to the next. @module */
import { type BenchmarkIdentity, identityKey } from "../result/identity.ts";
import { SeriesSearch, type SeriesSearchState } from "./series_search.ts";
import { type Course, type Move, Suite } from "./company.ts";
import { type ResultRow, ResultTable } from "./search_state.ts";
import { type Company, type Drift, firstOf, type SeriesPoint, type Step } from "./series.ts";
import type { Thresholds } from "./severity.ts";
import { type Sight, sightOf } from "./sight.ts";

/** The course of a benchmark. */
export interface Followed {
  readonly benchmark: BenchmarkIdentity;
  /** In the order in which they could be reported. */
  readonly steps: readonly (Step & Accompanied)[];
  readonly drifts: readonly (Drift & Accompanied)[];
  /** How many results there are. */
  readonly results: number;
  /** How small a further change could be seen. */
  readonly sight: Sight;
  /** Results that only set the level of a new machine. */
  readonly learning: number;
}

/** Further facts about a change. */
export interface Accompanied {
  /** Null for a change that is not reported yet. */
  readonly company: Company | null;
}

/** The state of a suite as plain JSON. Its size grows with the changes, not with the results. */
export interface SuiteState {
  readonly results: readonly ResultRow[];
  readonly benchmarks: readonly FollowerState[];
}

interface FollowerState {
  readonly benchmark: BenchmarkIdentity;
  readonly thresholds: Thresholds;
  readonly results: number;
  readonly search: SeriesSearchState;
  /** Places of the search's last values. */
  readonly places: readonly number[];
  readonly companies: readonly (readonly [id: string, company: Company])[];
}

/** Options for following a suite. */
export interface SuiteOptions {
  readonly thresholdsOf: (benchmark: BenchmarkIdentity) => Thresholds;
  /** Index of a result among all of the suite, in the order of time. */
  readonly placeOf: (result: string) => number;
}

/** The benchmarks of a suite. */
export class SuiteFollower {
  readonly #options: SuiteOptions;
  readonly #followers = new Map<string, Follower>();

  constructor(options: SuiteOptions) {
    this.#options = options;
  }

  /**
   * Continues where another one stopped.
   *
   * @param state An earlier state, perhaps read from JSON.
   * @returns Null if it was judged by other thresholds, which would have given other reports.
   */
  static resume({ results, benchmarks }: SuiteState, options: SuiteOptions): SuiteFollower | null {
    const suite = new SuiteFollower(options);
    const table = new ResultTable(results);
    for (const state of benchmarks) {
      const thresholds = options.thresholdsOf(state.benchmark);
      if (JSON.stringify(thresholds) !== JSON.stringify(state.thresholds)) return null;
      suite.#followers.set(
        identityKey(state.benchmark),
        new Follower(state.benchmark, thresholds, options.placeOf, { state, table }),
      );
    }
    return suite;
  }

  /** Takes the next result of a benchmark in the order of time. */
  add(benchmark: BenchmarkIdentity, point: SeriesPoint): void {
    const key = identityKey(benchmark);
    let follower = this.#followers.get(key);
    if (follower === undefined) {
      const { thresholdsOf, placeOf } = this.#options;
      follower = new Follower(benchmark, thresholdsOf(benchmark), placeOf);
      this.#followers.set(key, follower);
    }
    follower.add(point);
  }

  /** The course of every benchmark with the results so far. */
  describe(): Followed[] {
    const followers = [...this.#followers.values()];
    const suite = new Suite(followers.map(({ course }) => course));
    return followers.map((follower, index) =>
      follower.describe((move) => suite.companyOf(index, move))
    );
  }

  /** The state after {@linkcode describe}. */
  get state(): SuiteState {
    const table = new ResultTable();
    const benchmarks = [...this.#followers.values()].map((follower) => follower.pack(table));
    return { results: table.rows, benchmarks };
  }
}

/** One benchmark. */
class Follower {
  readonly #benchmark: BenchmarkIdentity;
  readonly #thresholds: Thresholds;
  readonly #search: SeriesSearch;
  readonly #places: number[];
  readonly #values: number[];
  readonly #companies: Map<string, Company>;
  #results: number;
  readonly #placeOf: SuiteOptions["placeOf"];

  constructor(
    benchmark: BenchmarkIdentity,
    thresholds: Thresholds,
    placeOf: SuiteOptions["placeOf"],
    kept?: { readonly state: FollowerState; readonly table: ResultTable },
  ) {
    this.#benchmark = benchmark;
    this.#thresholds = thresholds;
    this.#placeOf = placeOf;
    this.#search = new SeriesSearch(kept && { state: kept.state.search, table: kept.table });
    this.#places = [...kept?.state.places ?? []];
    this.#values = kept === undefined ? [] : [...this.#search.values].slice(-this.#places.length);
    this.#companies = new Map(kept?.state.companies);
    this.#results = kept?.state.results ?? 0;
  }

  get course(): Course {
    return {
      places: Float64Array.from(this.#places),
      values: Float64Array.from(this.#values),
      start: Math.max(0, this.#values.length - this.#search.count),
    };
  }

  pack(table: ResultTable): FollowerState {
    return {
      benchmark: this.#benchmark,
      thresholds: this.#thresholds,
      results: this.#results,
      search: this.#search.pack(table),
      places: this.#places.slice(-this.#search.values.length),
      companies: [...this.#companies],
    };
  }

  add(point: SeriesPoint): void {
    this.#results++;
    const value = this.#search.add(point);
    if (value === null) return;
    this.#places.push(this.#placeOf(point.result));
    this.#values.push(value);
  }

  describe(companyOf: (move: Move) => Company): Followed {
    const { steps, drifts } = this.#search.changes(this.#thresholds);
    return {
      benchmark: this.#benchmark,
      steps: steps.map((step) => ({ ...step, company: this.#companyOf(step, companyOf) })),
      drifts: drifts.map((drift) => ({ ...drift, company: this.#companyOf(drift, companyOf) })),
      results: this.#results,
      sight: sightOf([...this.#search.level]),
      learning: this.#search.learning,
    };
  }

  /** As it was when the change was reported; it never changes. */
  #companyOf(change: Step | Drift, companyOf: (move: Move) => Company): Company | null {
    const { id, told } = change;
    if (told === null) return null;
    const known = this.#companies.get(id);
    if (known !== undefined) return known;
    const first = firstOf(change);
    const found = companyOf({
      at: this.#placeOf(first.result),
      by: this.#placeOf(told.by.result),
      change: told.change,
    });
    // A comparison measures both sides on one machine and with one toolchain.
    const company: Company = first.against === null ? found : { ...found, cause: "code" };
    this.#companies.set(id, company);
    return company;
  }
}
