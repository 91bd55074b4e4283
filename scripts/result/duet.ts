/** What a comparison of two versions, measured in turn, gives. @module */

/** The version compared with, and the one judged. */
export type SideName = "baseline" | "current";

/** What one round observed of one benchmark: two sides that took slices in turn. */
export interface DuetRound {
  /** ln(current / baseline): the interquartile mean over the pairs of slices. */
  readonly logRatio: number;
  /** Median milliseconds a call. */
  readonly durationMs: Readonly<Record<SideName, number>>;
  /** Heap bytes a call; null where V8 does not tell. */
  readonly heapBytes: Readonly<Record<SideName, number | null>>;
  /** Calls that counted, of each side. */
  readonly calls: number;
  /** The side that started first. */
  readonly first: SideName;
  /** The core that both were on; null where they were not pinned. */
  readonly core: number | null;
}
