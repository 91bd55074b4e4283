/** The state of a search for lasting changes between two results, as JSON. @module */
import type { FoundBreak } from "./judge_breaks.ts";
import type { SeriesPoint } from "./series.ts";
import { REACH, type TrackerState } from "./statistics/breaks.ts";
import type { LineState } from "./statistics/drift.ts";
import type { RecentState } from "./statistics/recent_values.ts";

/**
 * A level is estimated from so many results next to the change, so that later results do not change
 * it.
 */
export const RESULTS_BEFORE = 60;
export const RESULTS_AFTER = 24;
/** Values needed to estimate the levels around the last break when the next one moves its end. */
export const RECENT_VALUES = RESULTS_BEFORE + RESULTS_AFTER + REACH + 1;
/** A drift begins at most so many results before the one at which it is reported. */
export const RECENT_POINTS = 2 * REACH + 2;

/** The state from which a search is resumed. Results are places in a {@linkcode ResultTable}. */
export interface SearchState {
  readonly recent: RecentState;
  readonly tracker: TrackerState;
  readonly drift: { readonly line: LineState; readonly correlation: number } | null;
  readonly points: readonly PackedPoint[];
  readonly breaks: readonly PackedBreak[];
}

/** Place of the result, duration, standard error, rounds, and duration of the baseline. */
type PackedPoint = readonly [
  place: number,
  durationMs: number,
  standardError: number | null,
  rounds: number,
  baselineMs: number | null,
];

interface PackedBreak extends Omit<FoundBreak, "before" | "after" | "growth"> {
  readonly before: PackedPoint;
  readonly after: PackedPoint;
  /** The point, and the estimate in the order of its fields. */
  readonly growth: readonly (readonly [PackedPoint, number, number, number, number])[];
}

/** A result, and the commit of its baseline if it is a comparison. */
export type ResultRow = readonly [
  result: string,
  timestamp: string,
  commit: string | null,
  environment: string,
  baselineCommit: string | null,
];

/** The results that states refer to, each once, because the benchmarks of a suite share them. */
export class ResultTable {
  readonly rows: ResultRow[];
  readonly #places: Map<string, number>;

  constructor(rows: readonly ResultRow[] = []) {
    this.rows = [...rows];
    this.#places = new Map(rows.map(([result], place) => [result, place]));
  }

  pack(point: SeriesPoint): PackedPoint {
    const { durationMs, standardError, rounds, against } = point;
    return [this.#placeOf(point), durationMs, standardError, rounds, against?.durationMs ?? null];
  }

  unpack([place, durationMs, standardError, rounds, baselineMs]: PackedPoint): SeriesPoint {
    const [result, timestamp, commit, environment, baselineCommit] = this.rows[place]!;
    return {
      result,
      timestamp,
      commit,
      environment,
      durationMs,
      standardError,
      rounds,
      against: baselineMs === null ? null : { commit: baselineCommit, durationMs: baselineMs },
    };
  }

  #placeOf({ result, timestamp, commit, environment, against }: SeriesPoint): number {
    const known = this.#places.get(result);
    if (known !== undefined) return known;
    const place = this.rows.push([result, timestamp, commit, environment, against?.commit ?? null]);
    this.#places.set(result, place - 1);
    return place - 1;
  }
}

/** Packs a break. */
export function packBreak(found: FoundBreak, table: ResultTable): PackedBreak {
  return {
    ...found,
    before: table.pack(found.before),
    after: table.pack(found.after),
    levels: { ...found.levels },
    reached: { ...found.reached },
    growth: found.growth.map(({ by, estimate }) => [
      table.pack(by),
      estimate.logRatio,
      estimate.standardError,
      estimate.degreesOfFreedom,
      estimate.rounds,
    ]),
  };
}

/** Unpacks a break from {@linkcode packBreak}. */
export function unpackBreak(packed: PackedBreak, table: ResultTable): FoundBreak {
  return {
    ...packed,
    before: table.unpack(packed.before),
    after: table.unpack(packed.after),
    levels: { ...packed.levels },
    reached: { ...packed.reached },
    growth: packed.growth.map(([by, logRatio, standardError, degreesOfFreedom, rounds]) => ({
      by: table.unpack(by),
      estimate: { logRatio, standardError, degreesOfFreedom, rounds },
    })),
  };
}
