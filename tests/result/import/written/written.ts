/** Files as harnesses write them, made at random. @module */
import type { fc } from "../../../../scripts/deps/fast_check.ts";

/** What a file says of a benchmark. */
export interface WrittenBenchmark {
  readonly file: string | null;
  readonly group: string | null;
  readonly name: string;
  /** Milliseconds a call; null where the benchmark failed or has nothing but metrics. */
  readonly duration_ms: number | null;
}

/** A file and what has to be read from it. */
export interface WrittenFile {
  readonly text: string;
  /** In any order; durations are equal to nine digits. */
  readonly benchmarks: readonly WrittenBenchmark[];
}

/** A format and the files of it, of every version that is read. */
export interface WrittenFormat {
  /** As `--from` takes it. */
  readonly format: string;
  readonly files: fc.Arbitrary<WrittenFile>;
  /** A path that a file of the format may have. */
  readonly source: string;
}
