/** The results of measuring two versions in turn. @module */

/** The version compared with, and the one judged. */
export type SideName = "baseline" | "current";

/** One round of one benchmark: two sides that took slices in turn. */
export interface DuetRound {
  /** ln(current / baseline): the interquartile mean over the pairs of slices. */
  readonly logRatio: number;
  /** Median milliseconds a call. */
  readonly durationMs: Readonly<Record<SideName, number>>;
  /**
   * Milliseconds that an empty call takes in the same processes; null if the benchmark takes so
   * much longer that it does not matter.
   */
  readonly floorMs: Readonly<Record<SideName, number>> | null;
  /**
   * Whether b.start() and b.end() limit the timed part, as they do for calls of more than 10 µs.
   */
  readonly marks: boolean;
  /** Heap bytes a call; null if V8 does not report them. */
  readonly heapBytes: Readonly<Record<SideName, number | null>>;
  /** Timed calls of the side with fewer. */
  readonly calls: number;
  /** The side that started first. */
  readonly first: SideName;
  /** The core that both were on; null if they were not pinned. */
  readonly core: number | null;
}
