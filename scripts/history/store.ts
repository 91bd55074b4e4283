/** What every store of results over time can do. @module */
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
  /** How many benchmarks it has figures of. */
  readonly benchmarks: number;
}

/**
 * Results of one project over time. What is asked for comes in the order in which it was measured.
 * Every change is made as a whole or not at all.
 */
export interface HistoryStore {
  /** What it is called in messages. */
  readonly name: string;
  /** What has been left out so far since it cannot be read, and why, a line each. */
  readonly warnings: readonly string[];
  /** How many results there are that cannot be read. */
  readonly leftOut: number;
  /** Adds results; those that are there already stay as they are. Returns the ids of the new ones. */
  add(entries: readonly HistoryEntry[]): Promise<string[]>;
  results(): Promise<ResultLine[]>;
  /**
   * Every benchmark that has been measured, by file, group and name.
   *
   * @param first Index of the first of the results that count; 0 for all.
   */
  benchmarks(first?: number): Promise<BenchmarkIdentity[]>;
  /**
   * Empty for a benchmark that is not known.
   *
   * @param first As for {@linkcode benchmarks}.
   */
  series(benchmark: BenchmarkIdentity, first?: number): Promise<SeriesPoint[]>;
  /** By key. */
  environments(): Promise<Map<string, Environment>>;
  /**
   * Texts of the result documents.
   *
   * @param ids Of which results; of all by default.
   */
  documents(
    ids?: ReadonlySet<string>,
  ): AsyncIterable<{ readonly id: string; readonly text: string }>;
  /** Removes results. Returns how many there were. */
  remove(ids: readonly string[]): Promise<number>;
  dismissals(): Promise<Dismissal[]>;
  /** A dismissal of the same step takes the place of an earlier one. */
  dismiss(dismissals: readonly Dismissal[]): Promise<void>;
  /** What the last search has left for the next one; null where nothing is kept. */
  savedSearch(): Promise<string | null>;
  /** Keeps what a search has left, where there is a place for it. */
  saveSearch(text: string): Promise<void>;
  close(): Promise<void>;
}
