/** Searches a growing series for lasting changes. @module */
import { type Changes, type FoundBreak, judgeBreaks } from "./judge_breaks.ts";
import {
  packBreak,
  RECENT_POINTS,
  RECENT_VALUES,
  RESULTS_AFTER,
  RESULTS_BEFORE,
  type ResultTable,
  type SearchState,
  unpackBreak,
} from "./search_state.ts";
import type { SeriesPoint } from "./series.ts";
import type { Thresholds } from "./severity.ts";
import { type Break, Tracker } from "./statistics/breaks.ts";
import { GrowingLine } from "./statistics/drift.ts";
import type { Estimate } from "./statistics/estimate.ts";
import {
  estimateLevels,
  type Level,
  type Observation,
  type Side,
  sideOf,
} from "./statistics/levels.ts";
import { NO_NOISE, varianceInflation } from "./statistics/noise.ts";
import { RecentValues } from "./statistics/recent_values.ts";

/** A drift that may continue. */
interface OpenDrift {
  /** A line through every result since it began. */
  readonly line: GrowingLine;
  /** Correlation of neighbours before it. */
  readonly correlation: number;
}

/**
 * Searches results of one environment in sequence for lasting changes. Its state grows with the
 * changes, not with the results.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { ResultTable } from "./search_state.ts";
 * import { DEFAULT_THRESHOLDS } from "./severity.ts";
 * let search = new Search();
 * for (let day = 0; day < 20; day++) {
 *   search.add({
 *     result: `r${day}`,
 *     timestamp: new Date(day * 86_400_000).toISOString(),
 *     commit: null,
 *     environment: "ci",
 *     durationMs: (day < 12 ? 10 : 13) + 0.1 * (day * 7 % 5),
 *     standardError: null,
 *     rounds: 0,
 *     against: null,
 *   });
 *   const table = new ResultTable();
 *   const kept = JSON.stringify([search.pack(table), table.rows]);
 *   const [state, rows] = JSON.parse(kept);
 *   search = Search.resume(state, new ResultTable(rows));
 * }
 * const { steps } = search.changes(DEFAULT_THRESHOLDS);
 * assertEquals(steps.map(({ after }) => after.result), ["r12"]);
 * ```
 */
export class Search {
  #recent = new RecentValues(RECENT_VALUES);
  #tracker = new Tracker(this.#recent);
  /** The last points. */
  #points: SeriesPoint[] = [];
  #breaks: FoundBreak[] = [];
  /** Null if the last break is a step. */
  #drift: OpenDrift | null = null;
  /** The values before the last break; null until needed. */
  #before: Side | null = null;

  /**
   * Takes the next result.
   *
   * @param point In the order of time.
   * @param observation The value to search: ln(duration), unless something is subtracted from it.
   */
  add(point: SeriesPoint, observation: Observation = observe(point)): void {
    if (this.#points.length === 2 * RECENT_POINTS) this.#points = this.#points.slice(RECENT_POINTS);
    this.#points.push(point);
    this.#recent.add(observation);
    this.#drift?.line.add(observation.value);
    const found = this.#tracker.advance();
    if (found === null) this.#follow();
    else this.#begin(found);
  }

  /** Number of values so far. */
  get count(): number {
    return this.#recent.count;
  }

  /** The last values of the present level. */
  get level(): Float64Array {
    const { count } = this.#recent;
    return this.#recent.values(Math.max(this.#tracker.start, count - RESULTS_BEFORE), count);
  }

  /** Every lasting change, the same for the same results and thresholds. */
  changes(thresholds: Thresholds): Changes {
    return judgeBreaks(this.#breaks, thresholds);
  }

  /** Logarithms of the last values, whatever their level. */
  get values(): Float64Array {
    const { count } = this.#recent;
    return this.#recent.values(Math.max(0, count - RECENT_VALUES), count);
  }

  /**
   * The state from which the search can be resumed: plain JSON, which shares no objects with the
   * search.
   *
   * @param table Receives the results that the state refers to.
   */
  pack(table: ResultTable): SearchState {
    return {
      recent: this.#recent.state,
      tracker: this.#tracker.state,
      drift: this.#drift === null
        ? null
        : { line: this.#drift.line.state, correlation: this.#drift.correlation },
      points: this.#points.slice(-RECENT_POINTS).map((point) => table.pack(point)),
      breaks: this.#breaks.map((found) => packBreak(found, table)),
    };
  }

  /**
   * Continues where another search stopped.
   *
   * @param table Has the results that the state refers to.
   */
  static resume(state: SearchState, table: ResultTable): Search {
    const search = new Search();
    search.#recent = RecentValues.resume(RECENT_VALUES, state.recent);
    search.#tracker = new Tracker(search.#recent, state.tracker);
    search.#drift = state.drift === null
      ? null
      : { line: GrowingLine.resume(state.drift.line), correlation: state.drift.correlation };
    search.#points = state.points.map((point) => table.unpack(point));
    search.#breaks = state.breaks.map((packed) => unpackBreak(packed, table));
    return search;
  }

  /** Makes the size of the last change more exact. */
  #follow(): void {
    const last = this.#breaks.at(-1);
    if (last === undefined) return;
    const { kind, index, decidedBy } = last;
    const { count } = this.#recent;
    if (count <= index + RESULTS_AFTER) {
      const levels = this.#levelsUpTo(count);
      if (kind === "step") this.#describeStep(last, levels);
      else setLevels(last, last.levels.before, levels.after.mean);
    }
    if (kind === "drift" && count <= decidedBy + RESULTS_AFTER) this.#describeDrift(last);
  }

  #begin(found: Break): void {
    const former = this.#breaks.at(-1);
    if (former !== undefined && found.index < former.index + RESULTS_AFTER) {
      // Its level now ends where this one begins.
      const levels = this.#levelsUpTo(found.index);
      if (former.kind === "step") this.#describeStep(former, levels);
      else setLevels(former, former.levels.before, levels.after.mean);
    }
    const { kind, index, decidedBy, from } = found;
    const next: FoundBreak = {
      ...found,
      before: this.#pointAt(kind === "step" ? index - 1 : from),
      after: this.#pointAt(index),
      levels: { before: NaN, after: NaN },
      reached: { lowest: Infinity, highest: -Infinity },
      offset: Math.log(this.#pointAt(index).durationMs) - this.#recent.at(index),
      growth: [],
    };
    this.#breaks.push(next);
    this.#before = null;
    const levels = this.#levelsUpTo(decidedBy + 1);
    if (kind === "step") {
      this.#drift = null;
      this.#describeStep(next, levels);
      return;
    }
    setLevels(next, levels.before.mean, levels.after.mean);
    this.#drift ??= this.#beginDrift(from, levels.before.noise.correlation);
    this.#describeDrift(next);
  }

  #beginDrift(from: number, correlation: number): OpenDrift {
    const line = new GrowingLine();
    for (const value of this.#recent.values(from, this.#recent.count)) line.add(value);
    return { line, correlation };
  }

  #describeStep(step: FoundBreak, { before, after }: Levels): void {
    setLevels(step, before.mean, after.mean);
    const estimate = {
      logRatio: after.mean - before.mean,
      standardError: Math.sqrt(before.variance + after.variance),
      degreesOfFreedom: after.noise.degreesOfFreedom,
      rounds: before.count + after.count,
    };
    step.growth.push({ by: this.#points.at(-1)!, estimate });
  }

  #describeDrift(drift: FoundBreak): void {
    drift.growth.push({ by: this.#points.at(-1)!, estimate: estimateRise(this.#drift!) });
  }

  /** The levels around the last break, from the results before an index. */
  #levelsUpTo(end: number): Levels {
    const { index } = this.#breaks.at(-1)!;
    const { index: former, past } = this.#breaks.at(-2) ?? { index: 0, past: NO_NOISE };
    const start = Math.max(former, index - RESULTS_BEFORE);
    this.#before ??= sideOf(this.#recent.observations(start, index), past);
    const last = Math.min(end, index + RESULTS_AFTER);
    return estimateLevels(
      this.#before,
      sideOf(this.#recent.observations(index, last), past),
      past,
    )!;
  }

  #pointAt(index: number): SeriesPoint {
    return this.#points.at(index - this.#recent.count)!;
  }
}

/** The levels on both sides of a break. */
interface Levels {
  readonly before: Level;
  readonly after: Level;
}

/** Sets the levels around a break to their latest estimates. */
function setLevels(found: FoundBreak, before: number, after: number): void {
  const { lowest, highest } = found.reached;
  found.levels = { before, after };
  found.reached = { lowest: Math.min(lowest, after), highest: Math.max(highest, after) };
}

/** How far the line through a drift rises up to the last result. */
function estimateRise({ line, correlation }: OpenDrift): Estimate {
  const span = line.count - 1;
  const inflation = varianceInflation(line.count, correlation);
  return {
    logRatio: line.slope * span,
    standardError: Math.sqrt(line.slopeVariance * inflation) * span,
    degreesOfFreedom: Math.max(1, line.count - 2),
    rounds: line.count,
  };
}

function observe({ durationMs, standardError }: SeriesPoint): Observation {
  const variance = standardError === null ? null : standardError ** 2;
  return { value: Math.log(durationMs), variance };
}
