/** What a comparison of two versions, measured in turn, gives. @module */

/** The version compared with, and the one judged. */
export type SideName = "baseline" | "current";

/** What one round observed of one benchmark: two sides that took slices in turn. */
export interface DuetRound {
  /** ln(current / baseline): the interquartile mean over the pairs of slices. */
  readonly logRatio: number;
  /** Median milliseconds a call. */
  readonly durationMs: Readonly<Record<SideName, number>>;
  /**
   * Milliseconds that a call of a function that does nothing takes in the same processes; null where
   * the benchmark takes so much longer that it does not matter.
   */
  readonly floorMs: Readonly<Record<SideName, number>> | null;
  /** Whether b.start() and b.end() counted, as they do for calls that take more than 10 µs. */
  readonly marks: boolean;
  /** Heap bytes a call; null where V8 does not tell. */
  readonly heapBytes: Readonly<Record<SideName, number | null>>;
  /** Calls that counted, of the side with fewer. */
  readonly calls: number;
  /** The side that started first. */
  readonly first: SideName;
  /** The core that both were on; null where they were not pinned. */
  readonly core: number | null;
}
