/**
 * The level of each commit, on which a comparison with it builds.
 *
 * A chain of comparisons adds up the changes from one commit to the next. The errors of its ratios
 * would add up as well, and look like steps. So an unclear ratio leaves its commit at the level of
 * the baseline. Many small ratios in one direction do move the level, by their mean.
 *
 * @module
 */
import { median } from "../result/spread.ts";
import type { Against, SeriesPoint } from "./series.ts";
import { MAD_TO_DEVIATION } from "./statistics/noise.ts";

/** How many values with their commits, and baselines with their levels, are kept. */
const KEPT = 60;
/** How many values the level of a commit is taken from. */
const LEVEL_VALUES = 9;
/** Standard errors, or deviations, beyond chance. */
const CLEAR = 3;
/** The weight of the latest ratio in the mean of the latest ones. */
const LATEST_SHARE = 0.1;

/** The state of {@linkcode CommitLevels} as plain JSON of bounded size. */
export interface CommitState {
  /** The latest values, in order. */
  readonly values: readonly CommitValue[];
  /** Commits that were baselines, with their levels, the most recently used last. */
  readonly baselines: readonly (readonly [commit: string, level: number])[];
  readonly trend: Trend;
}

/** A value of a commit, on the level of the first machine. */
interface CommitValue {
  readonly value: number;
  /** For a comparison, the value without chance; null for a result. */
  readonly level: number | null;
  readonly commit: string | null;
}

/** The trend in the logarithms of ratios that are each unclear. */
interface Trend {
  readonly mean: number;
  readonly variance: number;
}

/** Takes results and comparisons in the order of time; all values are ln(ms). */
export class CommitLevels {
  #values: CommitValue[] = [];
  #baselines = new Map<string, number>();
  #trend: Trend = { mean: 0, variance: 0 };

  /** @param state An earlier state, perhaps read from JSON. */
  static resume({ values, baselines, trend }: CommitState): CommitLevels {
    const levels = new CommitLevels();
    levels.#values = [...values];
    levels.#baselines = new Map(baselines);
    levels.#trend = trend;
    return levels;
  }

  get state(): CommitState {
    return { values: [...this.#values], baselines: [...this.#baselines], trend: this.#trend };
  }

  addResult(value: number, commit: string | null): void {
    this.#keep({ value, level: null, commit });
  }

  /** @returns The level of the baseline, and the ratio on top of it. */
  addComparison(point: SeriesPoint, against: Against): number {
    const level = this.#levelOf(against);
    const logRatio = Math.log(point.durationMs) - Math.log(against.durationMs);
    const change = this.#changeIn(logRatio, point.standardError);
    const value = level + logRatio;
    this.#keep({ value, level: level + change, commit: point.commit });
    return value;
  }

  /** The part of a ratio that is not chance. */
  #changeIn(logRatio: number, standardError: number | null): number {
    if (standardError === null || Math.abs(logRatio) > CLEAR * standardError) return logRatio;
    const { mean, variance } = this.#trend;
    this.#trend = {
      mean: (1 - LATEST_SHARE) * mean + LATEST_SHARE * logRatio,
      variance: (1 - LATEST_SHARE) ** 2 * variance + (LATEST_SHARE * standardError) ** 2,
    };
    const isClear = Math.abs(this.#trend.mean) > CLEAR * Math.sqrt(this.#trend.variance);
    return isClear ? this.#trend.mean : 0;
  }

  /** The level of a baseline, which is the same in all comparisons with it. */
  #levelOf({ commit, durationMs }: Against): number {
    if (commit === null) return this.#estimateLevel(commit) ?? Math.log(durationMs);
    const level = this.#baselines.get(commit) ?? this.#estimateLevel(commit) ??
      Math.log(durationMs);
    this.#baselines.delete(commit);
    this.#baselines.set(commit, level);
    if (this.#baselines.size > KEPT) this.#baselines.delete(this.#baselines.keys().next().value!);
    return level;
  }

  /**
   * From the values of the commit, or the latest ones if it has none; null before the first value.
   */
  #estimateLevel(commit: string | null): number | null {
    const indexes = [...this.#values.keys()];
    const own = commit === null
      ? []
      : indexes.filter((index) => this.#values[index]!.commit === commit);
    const near = own.length > 0 ? own : indexes.slice(-LEVEL_VALUES);
    return near.length === 0 ? null : median(near.map((index) => this.#levelAt(index)));
  }

  /** For a result, the level of the values before it, unless it clearly differs from them. */
  #levelAt(index: number): number {
    const { value, level } = this.#values[index]!;
    if (level !== null || index < LEVEL_VALUES) return level ?? value;
    const before = this.#values.slice(index - LEVEL_VALUES, index).map((other) => other.value);
    const middle = median(before);
    const deviation = MAD_TO_DEVIATION * median(before.map((other) => Math.abs(other - middle)));
    return Math.abs(value - middle) > CLEAR * deviation ? value : middle;
  }

  #keep(value: CommitValue): void {
    this.#values.push(value);
    if (this.#values.length > KEPT) this.#values.shift();
  }
}
