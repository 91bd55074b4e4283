/**
 * Makes one series from results of different machines: the level of each is estimated and
 * subtracted.
 *
 * What a machine adds to ln(duration) is learned from its first results, as their distances to the
 * latest ones of known machines. Each machine is compared only with older ones, so no two follow
 * each other away from the level. The effect of a new version of Deno is not subtracted, because
 * users want to know about that step. If versions alternate, they count as separate machines.
 *
 * A change of the code that arrives with the first results of a new machine cannot be distinguished
 * from the machine, and is subtracted with its level.
 *
 * @module
 */
import { median } from "../result/spread.ts";
import { CommitLevels, type CommitState } from "./commit_levels.ts";
import { machineOf, versionOf } from "./environment.ts";
import type { SeriesPoint } from "./series.ts";

/** Distances after which a machine's level counts as known. */
const FIRST_DISTANCES = 3;
/** Distances after which it is fixed. */
const MOST_DISTANCES = 40;
/** The references of a result are among this many latest values, … */
const LATEST_VALUES = 12;
/** … at least this many of them if machines alternate. */
const FEWEST_REFERENCES = 4;
/** If, of so many results of a machine, … */
const SWITCH_RESULTS = 20;
/** … so many have another version than the one before, versions alternate. */
const SWITCHES = 4;
/** Machines with their own level; more share one. */
const MOST_MACHINES = 64;
/** A machine that has not appeared for so many results makes room for another. */
const FORGOTTEN_AFTER = 1000;

/** A value without the level of its machine. */
export interface Leveled {
  /** ln(ms) on the level of the first machine; null while the level of the machine is being learned. */
  readonly value: number | null;
  /** Variance of the value, as far as the result itself shows it; null if it does not. */
  readonly variance: number | null;
  /** Whether the levels before it say nothing about it; then a search must start again here. */
  readonly restart: boolean;
}

/** The state of {@linkcode MachineLevels} as plain JSON of bounded size. */
export interface MachineState {
  /** Results so far. */
  readonly results: number;
  /** Whether versions count as separate machines. */
  readonly byVersion: boolean;
  /** How many levels of machines have become known. */
  readonly ranks: number;
  readonly machines: readonly Readonly<Machine>[];
  /** The latest values, in order. */
  readonly latest: readonly LatestValue[];
  readonly commits: CommitState;
}

/** A machine, or all that share a level. */
interface Machine {
  readonly key: string;
  /** How many levels were known before its own; null while its level is being learned. */
  rank: number | null;
  offset: number;
  /** Distances of its results to those of older machines; null once its level is fixed. */
  distances: readonly number[] | null;
  /** Number of its last result. */
  seen: number;
  /** Version of its last result. */
  version: string;
  /** For its last results, a bit each: whether the version differed from the one before. */
  switches: number;
}

/** An environment, taken apart. */
interface Place {
  readonly hardware: string;
  readonly version: string;
}

/** A value on the level of the first machine. */
interface LatestValue {
  readonly value: number;
  /** Rank of the machine. */
  readonly rank: number;
}

/** The key of machines beyond {@linkcode MOST_MACHINES}. */
const OTHER_MACHINES = "other machines";
/** The rank of comparisons, which need no known machine. */
const COMPARISONS = -1;

/**
 * Subtracts the level of the machine from each result in turn.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * const levels = new MachineLevels();
 * let last = null;
 * for (let index = 0; index < 20; index++) {
 *   last = levels.add({
 *     result: `r${index}`,
 *     timestamp: new Date(index).toISOString(),
 *     commit: null,
 *     standardError: null,
 *     rounds: 0,
 *     against: null,
 *     environment: index % 2 === 0 ? "fast" : "slow",
 *     durationMs: index % 2 === 0 ? 10 : 13,
 *   });
 * }
 * assertAlmostEquals(Math.exp(last!.value!), 10);
 * ```
 */
export class MachineLevels {
  #results = 0;
  #byVersion = false;
  #ranks = 0;
  #machines = new Map<string, Machine>();
  #latest: LatestValue[] = [];
  #commits = new CommitLevels();
  /** Parsed environments, which are mostly the same few. */
  #places = new Map<string, Place>();

  /** @param state An earlier state, perhaps read from JSON. */
  static resume(state: MachineState): MachineLevels {
    const levels = new MachineLevels();
    levels.#results = state.results;
    levels.#byVersion = state.byVersion;
    levels.#ranks = state.ranks;
    levels.#machines = new Map(state.machines.map((machine) => [machine.key, { ...machine }]));
    levels.#latest = [...state.latest];
    levels.#commits = CommitLevels.resume(state.commits);
    return levels;
  }

  get state(): MachineState {
    return {
      results: this.#results,
      byVersion: this.#byVersion,
      ranks: this.#ranks,
      machines: [...this.#machines.values()].map((machine) => ({ ...machine })),
      latest: [...this.#latest],
      commits: this.#commits.state,
    };
  }

  /** Takes the next result in the order of time. Only results before it affect its value. */
  add(point: SeriesPoint): Leveled {
    this.#results++;
    const variance = point.standardError === null ? null : point.standardError ** 2;
    if (point.against !== null) {
      const value = this.#commits.addComparison(point, point.against);
      this.#keep({ value, rank: COMPARISONS });
      return { value, variance, restart: false };
    }
    const logarithm = Math.log(point.durationMs);
    const place = this.#readPlace(point.environment);
    const restart = this.#splitsVersions(place);
    const machine = this.#findMachine(place);
    machine.seen = this.#results;
    this.#learn(machine, logarithm);
    const { rank, offset } = machine;
    if (rank === null) return { value: null, variance, restart };
    const value = logarithm - offset;
    this.#commits.addResult(value, point.commit);
    this.#keep({ value, rank });
    return { value, variance, restart };
  }

  #readPlace(environment: string): Place {
    const known = this.#places.get(environment);
    if (known !== undefined) return known;
    const place = { hardware: machineOf(environment), version: versionOf(environment) };
    if (this.#places.size >= MOST_MACHINES) this.#places.clear();
    this.#places.set(environment, place);
    return place;
  }

  /** Starts to count versions as separate machines if they alternate on a machine. */
  #splitsVersions({ hardware, version }: Place): boolean {
    const machine = this.#machines.get(hardware);
    if (this.#byVersion || machine === undefined) return false;
    const switched = version === machine.version ? 0 : 1;
    machine.version = version;
    machine.switches = (machine.switches << 1 | switched) & (1 << SWITCH_RESULTS) - 1;
    if (countBits(machine.switches) < SWITCHES) return false;
    this.#byVersion = true;
    this.#machines.clear();
    this.#latest = [];
    this.#commits = new CommitLevels();
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
    const isFirst = this.#latest.length === 0;
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

  /** Removes the machine that has not appeared for the longest time, if that is long enough. */
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

  /**
   * The latest values of machines that were known before it. A few suffice, so that all are soon
   * after a step. The longer the machine runs alone, the more it needs, because they are then the
   * same ones each time.
   */
  #referencesFor({ rank }: Machine): number[] {
    const lastOther = this.#latest.findLastIndex((latest) => latest.rank !== rank);
    const inRow = this.#latest.length - 1 - lastOther;
    return this.#latest
      .filter((latest) => rank === null || latest.rank < rank)
      .slice(-FEWEST_REFERENCES - inRow)
      .map(({ value }) => value);
  }

  #keep(value: LatestValue): void {
    this.#latest.push(value);
    if (this.#latest.length > LATEST_VALUES) this.#latest.shift();
  }
}

function countBits(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}
