/** Facts about how a benchmark is written, as its calls show them. @module */

/** Facts that the calls of a benchmark show. Times are milliseconds. */
export interface BenchmarkFacts {
  /** Whether a plain function returned a promise, which nobody awaits. */
  readonly returnsPromise: boolean;
  /** The first call in a process. */
  readonly firstMs: number;
  /** A call once it is warm. */
  readonly callMs: number;
  /** The shortest warm call. */
  readonly leastMs: number;
  /** The shortest call of an empty function. */
  readonly emptyMs: number;
  /**
   * The shortest warm call at the beginning, in the middle and at the end; null if there were too
   * few calls.
   */
  readonly course: readonly [number, number, number] | null;
  /** Processor time of all threads during some calls; 0 if unknown. */
  readonly processorMs: number;
  /** Wall time of the same calls; 0 if unknown. */
  readonly wallMs: number;
  /** Bytes of heap a call; null if unknown, or if only a part of each call is timed. */
  readonly heapBytes: number | null;
  /**
   * Where its time goes, by a profile; null if none was taken, or if b.start() and b.end() limit
   * the timed part.
   */
  readonly parts: TimeParts | null;
}

/** Parts of a benchmark's time, as fractions. */
export interface TimeParts {
  /** In functions of the bench file itself, including what they call in the runtime. */
  readonly benchFile: number;
  /** In functions of other modules. */
  readonly elsewhere: number;
}
