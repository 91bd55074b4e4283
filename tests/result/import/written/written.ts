/** Random files as harnesses write them. @module */
import type { fc } from "../../../../scripts/deps/fast_check.ts";

/** What a file says about a benchmark. */
export interface WrittenBenchmark {
  readonly file: string | null;
  readonly group: string | null;
  readonly name: string;
  /** Milliseconds per call; null if the benchmark failed or has only metrics. */
  readonly duration_ms: number | null;
}

/** A file, and what an importer has to read from it. */
export interface WrittenFile {
  readonly text: string;
  /** In any order; durations are compared to nine digits. */
  readonly benchmarks: readonly WrittenBenchmark[];
}

/** A format and its files, of every version that the importer reads. */
export interface WrittenFormat {
  /** The name for `--from`. */
  readonly format: string;
  readonly files: fc.Arbitrary<WrittenFile>;
  /** A path that a file of the format may have. */
  readonly source: string;
}
