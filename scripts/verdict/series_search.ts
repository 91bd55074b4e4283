/** The search for lasting changes of one benchmark, on whatever machines it was measured. @module */
import type { Changes } from "./judge_breaks.ts";
import { MachineLevels, type MachineState } from "./machines.ts";
import { Search } from "./search.ts";
import type { ResultTable, SearchState } from "./search_state.ts";
import { byTimeOfDecision, type SeriesPoint } from "./series.ts";
import type { Thresholds } from "./severity.ts";

/** What a search is resumed from, as plain JSON. */
export interface SeriesSearchState {
  readonly machines: MachineState;
  /** One after the other. */
  readonly searches: readonly SearchState[];
  readonly learning: number;
}

/** Takes the level of the machine out of each result, and searches what is left. */
export class SeriesSearch {
  readonly #machines: MachineLevels;
  /** One after the other: a new one begins where the levels of the machines do. */
  readonly #searches: Search[];
  #learning: number;

  /** @param kept What {@linkcode SeriesSearch.pack} has left, with its table. */
  constructor(kept?: { readonly state: SeriesSearchState; readonly table: ResultTable }) {
    this.#machines = kept === undefined
      ? new MachineLevels()
      : MachineLevels.resume(kept.state.machines);
    this.#searches = kept?.state.searches.map((state) => Search.resume(state, kept.table)) ??
      [new Search()];
    this.#learning = kept?.state.learning ?? 0;
  }

  /** Results that only set the level of a machine that was new. */
  get learning(): number {
    return this.#learning;
  }

  /** Values that the present search has had. */
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

  /** What the search can be resumed from. */
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
   * @returns The logarithm that is searched; null where it only sets the level of its machine.
   */
  add(point: SeriesPoint): number | null {
    const { value, variance, restart } = this.#machines.add(point);
    if (restart) this.#searches.push(new Search());
    if (value === null) this.#learning++;
    else this.#searches.at(-1)!.add(point, { value, variance });
    return value;
  }

  /** Every lasting change, in the order in which they could be told. */
  changes(thresholds: Thresholds): Changes {
    const found = this.#searches.map((search) => search.changes(thresholds));
    return {
      steps: found.flatMap(({ steps }) => steps).sort(byTimeOfDecision),
      drifts: found.flatMap(({ drifts }) => drifts).sort(byTimeOfDecision),
    };
  }
}
