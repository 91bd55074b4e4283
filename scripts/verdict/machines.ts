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
import { CommitLevels, type CommitState } from "./commit_levels.ts";
import { machineOf, versionOf } from "./environment.ts";
import type { SeriesPoint } from "./series.ts";

/** Distances from which a machine's level is taken to be known. */
const FIRST_DISTANCES = 3;
/** Distances after which it stays what it is. */
const MOST_DISTANCES = 40;
/** Among so many of the latest values are those that a result is held against, … */
const LATEST_VALUES = 12;
/** … so many of them where machines take turns. */
const FEWEST_REFERENCES = 4;
/** Of so many results of a machine … */
const SWITCH_RESULTS = 20;
/** … so many have another version than the one before, where versions take turns. */
const SWITCHES = 4;
/** Machines that are told apart; more share one level. */
const MOST_MACHINES = 64;
/** A machine that was not seen for so many results makes way for another. */
const FORGOTTEN_AFTER = 1000;

/** A value with the level of its machine taken out. */
export interface Leveled {
  /** ln(ms) on the level of the first machine; null while the level of the machine is being learned. */
  readonly value: number | null;
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
  readonly latest: readonly LatestValue[];
  readonly commits: CommitState;
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

/** A value on the level of the first machine. */
interface LatestValue {
  readonly value: number;
  /** Of the machine. */
  readonly rank: number;
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
  /** What has been read of environments, which mostly are the same few. */
  #places = new Map<string, Place>();

  /** @param state As it was, also through JSON. */
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

  /** Takes the next result in the order of time. What is said of it follows from those before it. */
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

  /**
   * The latest values of machines that were known before it: a few, so that a step is soon among them
   * all, and more of them the longer the machine goes on, as they are the same ones each time then.
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
