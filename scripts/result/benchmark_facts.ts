/** What calls of a benchmark show of how it is written. @module */

/** What calls of a benchmark show. Times are milliseconds. */
export interface BenchmarkFacts {
  /** Whether it is a plain function that returned a promise, which nobody waits for. */
  readonly returnsPromise: boolean;
  /** The first call in a process. */
  readonly firstMs: number;
  /** A call once it is warm. */
  readonly callMs: number;
  /** The shortest of such calls. */
  readonly leastMs: number;
  /** A call of a function that does nothing, the shortest. */
  readonly emptyMs: number;
  /**
   * The shortest call at the beginning, in the middle and at the end, once it is warm; null for too few
   * calls.
   */
  readonly course: readonly [number, number, number] | null;
  /** Processor time of all threads in some calls; 0 where that is not known. */
  readonly processorMs: number;
  /** Time by the clock of the same calls; 0 where that says nothing. */
  readonly wallMs: number;
  /** Bytes of heap a call; null where it is not known, or only a part of a call is timed. */
  readonly heapBytes: number | null;
  /** Parts of its time, by a profile; null where none was taken, or where b.start() and b.end() count. */
  readonly parts: TimeParts | null;
}

/** Parts of a benchmark's time, as fractions. */
export interface TimeParts {
  /** In functions of the bench file itself, with what they call of the runtime. */
  readonly benchFile: number;
  /** In functions of other modules. */
  readonly elsewhere: number;
}
