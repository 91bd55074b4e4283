/** Searches results of one benchmark, from any machines, for lasting changes. @module */
import type { Changes } from "./judge_breaks.ts";
import { MachineLevels, type MachineState } from "./machines.ts";
import { Search } from "./search.ts";
import type { ResultTable, SearchState } from "./search_state.ts";
import { byTimeOfDecision, type SeriesPoint } from "./series.ts";
import type { Thresholds } from "./severity.ts";

/** The state from which a search is resumed, as plain JSON. */
export interface SeriesSearchState {
  readonly machines: MachineState;
  /** In sequence. */
  readonly searches: readonly SearchState[];
  readonly learning: number;
}

/** Subtracts the level of the machine from each result, and searches the rest. */
export class SeriesSearch {
  readonly #machines: MachineLevels;
  /** In sequence: a new one begins whenever the levels of the machines restart. */
  readonly #searches: Search[];
  #learning: number;

  /** @param kept The state from {@linkcode SeriesSearch.pack}, with its table. */
  constructor(kept?: { readonly state: SeriesSearchState; readonly table: ResultTable }) {
    this.#machines = kept === undefined
      ? new MachineLevels()
      : MachineLevels.resume(kept.state.machines);
    this.#searches = kept?.state.searches.map((state) => Search.resume(state, kept.table)) ??
      [new Search()];
    this.#learning = kept?.state.learning ?? 0;
  }

  /** Number of results that only set the level of a new machine. */
  get learning(): number {
    return this.#learning;
  }

  /** Number of values in the present search. */
  get count(): number {
    return this.#searches.at(-1)!.count;
  }

  /** Logarithms of the last values of the present level, on the first machine. */
  get level(): Float64Array {
    return this.#searches.at(-1)!.level;
  }

  /** Logarithms of the last values since the last restart, on the first machine. */
  get values(): Float64Array {
    return this.#searches.at(-1)!.values;
  }

  /** The state from which the search can be resumed. */
  pack(table: ResultTable): SeriesSearchState {
    return {
      machines: this.#machines.state,
      searches: this.#searches.map((search) => search.pack(table)),
      learning: this.#learning,
    };
  }

  /**
   * Takes the next result in the order of time.
   *
   * @returns The logarithm that is searched; null if the result only sets the level of its machine.
   */
  add(point: SeriesPoint): number | null {
    const { value, variance, restart } = this.#machines.add(point);
    if (restart) this.#searches.push(new Search());
    if (value === null) this.#learning++;
    else this.#searches.at(-1)!.add(point, { value, variance });
    return value;
  }

  /** Every lasting change, in the order in which they could be reported. */
  changes(thresholds: Thresholds): Changes {
    const found = this.#searches.map((search) => search.changes(thresholds));
    return {
      steps: found.flatMap(({ steps }) => steps).sort(byTimeOfDecision),
      drifts: found.flatMap(({ drifts }) => drifts).sort(byTimeOfDecision),
    };
  }
}
