/**
 * One series of what different machines have measured: the level of each is estimated and taken out.
 *
 * What a machine adds to ln(duration) is learned where it is seen for the first time, from the
 * distances of its results to the latest ones of machines known before. Each is held against older
 * machines only, so that no two follow each other away from the level. A new version of Deno is not
 * taken out, since a step there is what somebody wants to know; where versions take turns, they are
 * machines of their own.
 *
 * A change of the code that comes with the first results of a new machine cannot be told from the
 * machine, and is taken out with it.
 *
 * @module
 */
import { median } from "../result/spread.ts";
import { machineOf, versionOf } from "./environment.ts";
import type { Against, SeriesPoint } from "./series.ts";

/** Distances from which a machine's level is taken to be known. */
const FIRST_DISTANCES = 3;
/** Distances after which it stays what it is. */
const MOST_DISTANCES = 40;
/** Among so many of the latest values … */
const RECENT_VALUES = 12;
/** … so many at most make the level that a result is held against. */
const REFERENCES = 5;
/** Of so many results of a machine … */
const SWITCH_RESULTS = 20;
/** … so many have another version than the one before, where versions take turns. */
const SWITCHES = 4;
/** Machines that are told apart; more share one level. */
const MOST_MACHINES = 64;
/** A machine that was not seen for so many results makes way for another. */
const FORGOTTEN_AFTER = 1000;
/** Values whose commits are kept, and baselines whose levels are. */
const KEPT_VALUES = 60;
/** Values from which the level of a commit is taken. */
const LEVEL_VALUES = 9;
/** Standard errors, or deviations, that are no chance. */
const CLEAR = 3;
/** What the latest ratio counts in the mean of the latest ones. */
const LATEST_SHARE = 0.1;
/** A median distance times this is the standard deviation of normal values. */
const MAD_TO_DEVIATION = 1.4826;

/** A value with the level of its machine taken out. */
export interface Leveled {
  /** ln(ms) on the level of the first machine; null while the level of the machine is being learned. */
  readonly value: number | null;
  /** What was taken out of ln(ms), as far as it is known. */
  readonly offset: number;
  /** Of the value, as far as it is known from within the result; null where it is not. */
  readonly variance: number | null;
  /** Whether the levels before it say nothing of it, so that a search has to start anew here. */
  readonly restart: boolean;
}

/** What {@linkcode MachineLevels} knows, as plain JSON of bounded size. */
export interface MachineState {
  /** Results so far. */
  readonly results: number;
  /** Whether versions are machines of their own. */
  readonly byVersion: boolean;
  /** How many levels of machines have become known. */
  readonly ranks: number;
  readonly machines: readonly Readonly<Machine>[];
  /** The latest values, in their order. */
  readonly recent: readonly Recent[];
  /** Commits that were baselines, with their levels, the one used last at the end. */
  readonly baselines: readonly (readonly [commit: string, level: number])[];
  readonly trend: Trend;
}

/** A machine, or all that share a level. */
interface Machine {
  readonly key: string;
  /** How many levels were known before its own; null while it is being learned. */
  rank: number | null;
  offset: number;
  /** Of its results to those of older machines; null once its level stays what it is. */
  distances: readonly number[] | null;
  /** Number of its last result. */
  seen: number;
  /** Of its last result. */
  version: string;
  /** Of its last results, whether each had another version than the one before: a bit each. */
  switches: number;
}

/** What an environment is. */
interface Place {
  readonly hardware: string;
  readonly version: string;
}

/** A value that has been leveled. */
interface Recent {
  readonly value: number;
  /** Of the commit of a comparison, without what is chance in the value; null of a result. */
  readonly level: number | null;
  readonly commit: string | null;
  /** Of the machine. */
  readonly rank: number;
}

/** Of the logarithms of ratios that are no clear change, each by itself. */
interface Trend {
  readonly mean: number;
  readonly variance: number;
}

/** The key of what does not fit among {@linkcode MOST_MACHINES}. */
const OTHER_MACHINES = "other machines";
/** The rank of comparisons, which need no machine to be known. */
const COMPARISONS = -1;

/**
 * Takes the level of the machine out of one result after the other.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * const levels = new MachineLevels();
 * let last = null;
 * for (let index = 0; index < 20; index++) {
 *   last = levels.add({
 *     ...{ result: `r${index}`, timestamp: new Date(index).toISOString(), commit: null },
 *     ...{ standardError: null, rounds: 0, against: null },
 *     environment: index % 2 === 0 ? "fast" : "slow",
 *     durationMs: index % 2 === 0 ? 10 : 13,
 *   });
 * }
 * assertAlmostEquals(Math.exp(last!.value!), 10);
 * assertAlmostEquals(Math.exp(last!.offset), 1.3);
 * ```
 */
export class MachineLevels {
  #results = 0;
  #byVersion = false;
  #ranks = 0;
  #machines = new Map<string, Machine>();
  #recent: Recent[] = [];
  #baselines = new Map<string, number>();
  #trend: Trend = { mean: 0, variance: 0 };
  /** What has been read of environments, which mostly are the same few. */
  #places = new Map<string, Place>();

  /** @param state As it was, also through JSON. */
  static resume(state: MachineState): MachineLevels {
    const levels = new MachineLevels();
    levels.#results = state.results;
    levels.#byVersion = state.byVersion;
    levels.#ranks = state.ranks;
    levels.#machines = new Map(state.machines.map((machine) => [machine.key, { ...machine }]));
    levels.#recent = [...state.recent];
    levels.#baselines = new Map(state.baselines);
    levels.#trend = state.trend;
    return levels;
  }

  get state(): MachineState {
    return {
      results: this.#results,
      byVersion: this.#byVersion,
      ranks: this.#ranks,
      machines: [...this.#machines.values()].map((machine) => ({ ...machine })),
      recent: [...this.#recent],
      baselines: [...this.#baselines],
      trend: this.#trend,
    };
  }

  /** Takes the next result in the order of time. What is said of it follows from those before it. */
  add(point: SeriesPoint): Leveled {
    this.#results++;
    const variance = point.standardError === null ? null : point.standardError ** 2;
    if (point.against !== null) {
      const value = this.#addComparison(point, point.against);
      return { value, offset: Math.log(point.durationMs) - value, variance, restart: false };
    }
    const logarithm = Math.log(point.durationMs);
    const place = this.#readPlace(point.environment);
    const restart = this.#splitsVersions(place);
    const machine = this.#findMachine(place);
    machine.seen = this.#results;
    this.#learn(machine, logarithm);
    const { rank, offset } = machine;
    if (rank === null) return { value: null, offset, variance, restart };
    const value = logarithm - offset;
    this.#keep({ value, level: null, commit: point.commit, rank });
    return { value, offset, variance, restart };
  }

  #readPlace(environment: string): Place {
    const known = this.#places.get(environment);
    if (known !== undefined) return known;
    const place = { hardware: machineOf(environment), version: versionOf(environment) };
    if (this.#places.size >= MOST_MACHINES) this.#places.clear();
    this.#places.set(environment, place);
    return place;
  }

  /** Goes over to versions as machines of their own, where they take turns on a machine. */
  #splitsVersions({ hardware, version }: Place): boolean {
    const machine = this.#machines.get(hardware);
    if (this.#byVersion || machine === undefined) return false;
    const switched = version === machine.version ? 0 : 1;
    machine.version = version;
    machine.switches = (machine.switches << 1 | switched) & (1 << SWITCH_RESULTS) - 1;
    if (countBits(machine.switches) < SWITCHES) return false;
    this.#byVersion = true;
    this.#machines.clear();
    this.#recent = [];
    this.#baselines.clear();
    return true;
  }

  #findMachine({ hardware, version }: Place): Machine {
    const key = this.#byVersion ? `${hardware} ${version}` : hardware;
    const known = this.#machines.get(key);
    if (known !== undefined) return known;
    if (this.#machines.size >= MOST_MACHINES && !this.#forgetMachine()) {
      return this.#machines.get(OTHER_MACHINES) ?? this.#addMachine(OTHER_MACHINES, version);
    }
    return this.#addMachine(key, version);
  }

  #addMachine(key: string, version: string): Machine {
    const isFirst = this.#recent.length === 0;
    const machine: Machine = {
      key,
      rank: isFirst ? this.#ranks++ : null,
      offset: 0,
      distances: isFirst ? null : [],
      seen: this.#results,
      version,
      switches: 0,
    };
    this.#machines.set(key, machine);
    return machine;
  }

  /** Removes the machine that was not seen for the longest time, if that is long. */
  #forgetMachine(): boolean {
    let oldest: Machine | null = null;
    for (const machine of this.#machines.values()) {
      if (machine.key !== OTHER_MACHINES && machine.seen < (oldest?.seen ?? Infinity)) {
        oldest = machine;
      }
    }
    if (oldest === null || this.#results - oldest.seen < FORGOTTEN_AFTER) return false;
    return this.#machines.delete(oldest.key);
  }

  #learn(machine: Machine, logarithm: number): void {
    if (machine.distances === null) return;
    const references = this.#referencesFor(machine);
    if (references.length === 0) return;
    machine.distances = [...machine.distances, logarithm - median(references)];
    machine.offset = median(machine.distances);
    if (machine.distances.length >= FIRST_DISTANCES) machine.rank ??= this.#ranks++;
    if (machine.distances.length >= MOST_DISTANCES) machine.distances = null;
  }

  /** The latest values of machines that were known before it. */
  #referencesFor({ rank }: Machine): number[] {
    return this.#recent.slice(-RECENT_VALUES)
      .filter((recent) => rank === null || recent.rank < rank)
      .slice(-REFERENCES)
      .map(({ value }) => value);
  }

  #addComparison(point: SeriesPoint, against: Against): number {
    const level = this.#levelOf(against);
    const logRatio = Math.log(point.durationMs / against.durationMs);
    const change = this.#settleRatio(logRatio, point.standardError);
    const value = level + logRatio;
    this.#keep({ value, level: level + change, commit: point.commit, rank: COMPARISONS });
    return value;
  }

  /**
   * What of a ratio is no chance: without this, the errors of a chain of comparisons would add up. Many
   * small ones in one direction are no chance, either.
   */
  #settleRatio(logRatio: number, standardError: number | null): number {
    if (standardError === null || Math.abs(logRatio) > CLEAR * standardError) return logRatio;
    const { mean, variance } = this.#trend;
    this.#trend = {
      mean: (1 - LATEST_SHARE) * mean + LATEST_SHARE * logRatio,
      variance: (1 - LATEST_SHARE) ** 2 * variance + (LATEST_SHARE * standardError) ** 2,
    };
    return Math.abs(this.#trend.mean) > CLEAR * Math.sqrt(this.#trend.variance)
      ? this.#trend.mean
      : 0;
  }

  /** The level of a baseline, which is the same in all comparisons with it. */
  #levelOf({ commit, durationMs }: Against): number {
    const level = this.#baselines.get(commit ?? "") ?? this.#estimateLevel(commit) ??
      Math.log(durationMs);
    if (commit === null) return level;
    this.#baselines.delete(commit);
    this.#baselines.set(commit, level);
    if (this.#baselines.size > KEPT_VALUES) {
      this.#baselines.delete(this.#baselines.keys().next().value!);
    }
    return level;
  }

  /** Null where there is no value yet. */
  #estimateLevel(commit: string | null): number | null {
    const indexes = [...this.#recent.keys()];
    const same = indexes.filter((index) => this.#recent[index]!.commit === commit);
    const near = same.length > 0 && commit !== null ? same : indexes.slice(-LEVEL_VALUES);
    return near.length === 0 ? null : median(near.map((index) => this.#levelAt(index)));
  }

  /** That of the values before, unless the value is clearly off them. */
  #levelAt(index: number): number {
    const { value, level } = this.#recent[index]!;
    if (level !== null || index < LEVEL_VALUES) return level ?? value;
    const before = this.#recent.slice(index - LEVEL_VALUES, index).map((recent) => recent.value);
    const middle = median(before);
    const deviation = MAD_TO_DEVIATION * median(before.map((other) => Math.abs(other - middle)));
    return Math.abs(value - middle) > CLEAR * deviation ? value : middle;
  }

  #keep(recent: Recent): void {
    this.#recent.push(recent);
    if (this.#recent.length > KEPT_VALUES) this.#recent.shift();
  }
}

function countBits(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}
