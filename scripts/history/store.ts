/** The interface of every store of results over time. @module */
import type { BenchmarkIdentity } from "../result/identity.ts";
import type { Environment } from "../result/schema.ts";
import type { Dismissal, SeriesPoint } from "../verdict/series.ts";
import type { HistoryEntry } from "./entry.ts";

/** A result without its figures. */
export interface ResultLine {
  /** {@linkcode HistoryEntry.id}. */
  readonly id: string;
  /** When it was measured, ISO 8601 in UTC. */
  readonly timestamp: string;
  readonly commit: string | null;
  /** Key of its environment. */
  readonly environment: string;
  /** The number of benchmarks with figures. */
  readonly benchmarks: number;
}

/**
 * Results of one project over time, in the order of measuring. Every change is made as a whole or
 * not at all.
 */
export interface HistoryStore {
  /** Its name in messages. */
  readonly name: string;
  /** A line for each file that could not be read so far, with the reason. */
  readonly warnings: readonly string[];
  /** The number of results that cannot be read. */
  readonly leftOut: number;
  /** Adds results, and leaves existing ones as they are. Returns the ids of the new ones. */
  add(entries: readonly HistoryEntry[]): Promise<string[]>;
  results(): Promise<ResultLine[]>;
  /**
   * Every measured benchmark, sorted by file, group and name.
   *
   * @param first Index of the first result that counts; 0 for all.
   */
  benchmarks(first?: number): Promise<BenchmarkIdentity[]>;
  /**
   * The series of a benchmark; empty if the benchmark is not known.
   *
   * @param first As for {@linkcode benchmarks}.
   */
  series(benchmark: BenchmarkIdentity, first?: number): Promise<SeriesPoint[]>;
  /** Environments by key. */
  environments(): Promise<Map<string, Environment>>;
  /**
   * Texts of the result documents.
   *
   * @param ids The results to read; all by default.
   */
  documents(
    ids?: ReadonlySet<string>,
  ): AsyncIterable<{ readonly id: string; readonly text: string }>;
  /** Removes results, and returns how many there were. */
  remove(ids: readonly string[]): Promise<number>;
  dismissals(): Promise<Dismissal[]>;
  /** Adds dismissals; each replaces an earlier one of the same step. */
  dismiss(dismissals: readonly Dismissal[]): Promise<void>;
  /** The state of the last search; null if none is kept. */
  savedSearch(): Promise<string | null>;
  /** Keeps the state of a search, if the store has a place for it. */
  saveSearch(text: string): Promise<void>;
  close(): Promise<void>;
}
