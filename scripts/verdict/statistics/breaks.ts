/**
 * Finds where the level of a growing series changes.
 *
 * After each value, the last 3 to 40 are compared with the level before them ({@linkcode
 * testSplit}). Decisions are final: the breaks of a series are the first breaks of every longer
 * one, because each follows only from the values up to then. If a level that continues in a sloping
 * line fits the values around a break clearly better than two levels, it is drift.
 *
 * A sequential two-sample test in the manner of Page (Continuous inspection schemes, Biometrika 41,
 * 1954) with restarts. `tests/verdict/simulation_changes_test.ts` has its rates.
 *
 * @module
 */
import { findDrift } from "./drift.ts";
import { addLevel, clip, NO_NOISE, noiseOf, type NoiseSums } from "./noise.ts";
import type { RecentValues } from "./recent_values.ts";
import {
  type Before,
  beforeOf,
  mayLieApart,
  MEDIAN_VARIANCE,
  type Past,
  pastOf,
  type Split,
  SPLIT_LIMITS,
  type SplitLimits,
  testSplit,
} from "./split.ts";

/**
 * A level is estimated from at most so many values, so that it follows changes too slow for a
 * break.
 */
const LEVEL_VALUES = 60;
/** At most so many of the last values are compared with the level. */
const LONGEST_TAIL = 40;
/** Fewer could all be outliers. */
const SHORTEST_TAIL = 3;
/** Fewer values make no level. */
const SHORTEST_LEVEL = 3;
/** Values before the tail among which the new level may begin as well. */
const SLACK = 5;
/** A new level begins at most so many values before the one at which it is reported. */
export const REACH = LONGEST_TAIL + SLACK;
/** Values that a tracker looks back on: up to the level before the earliest new one. */
export const LOOKED_BACK_ON = LEVEL_VALUES + REACH + 1;
/** Distances of earlier levels that are kept. */
const PAST_DISTANCES = 60;
/** Standard errors, by the known variances of the values, that a new level must differ by. */
const KNOWN_ERRORS = 3;

/** A change of level. */
export interface Break {
  readonly kind: "step" | "drift";
  /** First index of the new level. */
  readonly index: number;
  /** Index of the value at which it was reported. */
  readonly decidedBy: number;
  /** Where a drift begins; for a step, its index. */
  readonly from: number;
  /** The noise in the values before the index. */
  readonly past: NoiseSums;
}

interface Candidate extends Split {
  /** First index of the tail. */
  readonly index: number;
  readonly before: Before;
}

/** The state from which {@linkcode Tracker} resumes, in addition to the last values. */
export interface TrackerState {
  readonly start: number;
  readonly steadyFrom: number;
  readonly noise: NoiseSums;
  readonly past: readonly number[];
}

/** Reports the breaks of a growing series, each at the value that decides it. */
export class Tracker {
  readonly #recent: RecentValues;
  readonly #limits: SplitLimits;
  /** First index of the present level. */
  #start: number;
  /** Index of the last step; a drift continues across levels that are new for the tests. */
  #steadyFrom: number;
  /** Noise on earlier levels. */
  #noise: NoiseSums;
  /** Distances of the last values of earlier levels to their medians. */
  #distances: readonly number[];
  /** The same, sorted. */
  #past: Past;
  /** The last values in ascending order. */
  readonly #tail: number[] = [];
  /** The values before each index of the present level. */
  #before = new Map<number, Before>();

  /**
   * @param recent At least the last {@linkcode LOOKED_BACK_ON} values, which the caller adds.
   * @param state The state after the last of them.
   * @param limits The limits of a break.
   */
  constructor(
    recent: RecentValues,
    state: TrackerState = { start: 0, steadyFrom: 0, noise: NO_NOISE, past: [] },
    limits: SplitLimits = SPLIT_LIMITS,
  ) {
    this.#recent = recent;
    this.#limits = limits;
    this.#start = state.start;
    this.#steadyFrom = state.steadyFrom;
    this.#noise = state.noise;
    this.#distances = state.past;
    this.#past = pastOf(this.#distances);
  }

  /** First index of the present level. */
  get start(): number {
    return this.#start;
  }

  get state(): TrackerState {
    return {
      start: this.#start,
      steadyFrom: this.#steadyFrom,
      noise: this.#noise,
      past: [...this.#distances],
    };
  }

  /** Examines the value that was added last. */
  advance(): Break | null {
    const last = this.#recent.count - 1;
    const candidate = this.#findCandidate(last);
    if (candidate === null) return null;
    const index = this.#place(candidate, last);
    const { deviation } = candidate;
    const start = this.#steadyFrom;
    const drift = findDrift(this.#recent, { start, index, last, deviation });
    if (drift === null) this.#steadyFrom = index;
    this.#leave(index);
    const kind = drift === null ? "step" : "drift";
    return { kind, index, decidedBy: last, from: drift ?? index, past: this.#noise };
  }

  /** The clearest split. */
  #findCandidate(last: number): Candidate | null {
    this.#tail.length = 0;
    const longest = Math.min(LONGEST_TAIL, last - this.#start + 1 - SHORTEST_LEVEL);
    if (this.#before.size === 0) {
      // Going forwards, each is sorted from the one before it; the search below goes backwards.
      for (let count = longest; count >= SHORTEST_TAIL; count--) {
        this.#levelBefore(last - count + 1);
      }
    }
    let best: Candidate | null = null;
    for (let count = 1; count <= longest; count++) {
      const index = last - count + 1;
      insert(this.#tail, this.#recent.at(index));
      if (count < SHORTEST_TAIL) continue;
      const before = this.#levelBefore(index);
      if (!mayLieApart(before, this.#tail, count, this.#limits)) continue;
      const after = this.#recent.values(index, last + 1);
      const most = best?.logProbability ?? Infinity;
      const split = testSplit(before, after, this.#tail, most, this.#limits);
      if (split === null || split.logProbability >= most) continue;
      if (this.#isKnown(split, before, index, last)) best = { ...split, index, before };
    }
    return best;
  }

  #levelBefore(index: number): Before {
    let before = this.#before.get(index);
    if (before === undefined) {
      const first = Math.max(this.#start, index - LEVEL_VALUES);
      const values = this.#recent.values(first, index);
      before = beforeOf(values, this.#sort(values, index), this.#past);
      this.#before.set(index, before);
      this.#before.delete(index - REACH);
    }
    return before;
  }

  /** The values before an index, sorted, from those before the previous index if known. */
  #sort(values: Float64Array, index: number): readonly number[] {
    const former = this.#before.get(index - 1);
    if (former === undefined) return [...values.toSorted()];
    const sorted = former.sorted.slice();
    if (former.values.length === values.length) remove(sorted, former.values[0]!);
    insert(sorted, values.at(-1)!);
    return sorted;
  }

  /** Whether a distance exceeds the known errors of the values. */
  #isKnown({ distance }: Split, before: Before, index: number, last: number): boolean {
    const variance = (first: number, end: number) => {
      let sum = 0;
      for (let at = first; at < end; at++) sum += this.#recent.varianceAt(at);
      return MEDIAN_VARIANCE * sum / (end - first) ** 2;
    };
    const error = Math.sqrt(
      variance(index - before.values.length, index) + variance(index, last + 1),
    );
    return Math.abs(distance) >= KNOWN_ERRORS * error;
  }

  /**
   * The index from which values are nearer to the new level than to the old one: least absolute
   * deviations. The first two of them are, so that no outlier begins a level.
   */
  #place({ index, before, distance }: Candidate, last: number): number {
    const [old, fresh] = [before.median, before.median + distance];
    const isNew = (at: number) =>
      Math.abs(this.#recent.at(at) - fresh) < Math.abs(this.#recent.at(at) - old);
    const first = Math.max(this.#start + SHORTEST_LEVEL, last - REACH);
    let best = index;
    let [least, cost] = [Infinity, 0];
    for (let at = last; at >= first; at--) {
      cost += Math.abs(this.#recent.at(at) - fresh) - Math.abs(this.#recent.at(at) - old);
      if (at < last && cost < least && isNew(at) && isNew(at + 1)) [best, least] = [at, cost];
    }
    return best;
  }

  /** Switches to the level that begins at an index. */
  #leave(index: number): void {
    const { values, distances } = this.#levelBefore(index);
    const clipped = clip([...values], noiseOf(this.#noise)?.deviation ?? null);
    this.#noise = addLevel(this.#noise, clipped);
    this.#distances = [...this.#distances, ...distances].slice(-PAST_DISTANCES);
    this.#past = pastOf(this.#distances);
    this.#start = index;
    this.#before = new Map();
  }
}

/** Inserts a value into sorted values. */
function insert(sorted: number[], value: number): void {
  let at = sorted.length;
  sorted.push(value);
  while (at > 0 && sorted[at - 1]! > value) sorted[at] = sorted[--at]!;
  sorted[at] = value;
}

/** Removes one of sorted values. */
function remove(sorted: number[], value: number): void {
  for (let at = sorted.indexOf(value) + 1; at < sorted.length; at++) sorted[at - 1] = sorted[at]!;
  sorted.pop();
}
