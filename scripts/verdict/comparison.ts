/**
 * The comparison: what `compare` finds and every report renders.
 *
 * History of the schema:
 *
 * - 1.0: first version.
 * - 1.1: `environment`, `line`, `samples`, `shard`, `shards`.
 * - 2.0: verdicts `not_compared`, `not_measured` and `not_slower`; `doubts` of an entry and of the
 *   comparison, instead of `reason` and `warnings`. Comparisons of 1.1 are still read.
 * - 2.1: `metric` may be the name of any metric of a result; `better`, `exact` and `short_name` of an
 *   entry.
 * - 2.2: `session_deviation` of an entry; `gated` is false also where all benchmarks moved together.
 * - 2.3: `suite`, `affected`.
 * - 2.4: `explanation` of an entry.
 *
 * @module
 */
import type { Doubt } from "../result/doubt.ts";
import type { Direction, Environment, FailureRecord, ShardRecord } from "../result/schema.ts";
import type { Shard } from "../result/shard.ts";
import type { EnvironmentDifference } from "./environment.ts";
import type { Explanation } from "./explain/explanation.ts";
import type { Severity } from "./severity.ts";

/** The version of the comparison's schema. */
export const COMPARISON_VERSION = "2.4";

/** What can be compared of any result. */
export const METRICS: readonly Metric[] = ["duration", "throughput", "memory"];
/**
 * What can be compared: milliseconds a call, operations per second, MB of heap a call, or the name of a
 * metric that results record besides, such as `instructions`.
 */
export type Metric = "duration" | "throughput" | "memory" | (string & Record<never, never>);

/** Every verdict, in the order in which reports show them. */
export const VERDICTS = [
  "regression",
  "failed",
  "not_compared",
  "not_measured",
  "inconclusive",
  "improvement",
  "not_slower",
  "unchanged",
  "added",
  "removed",
] as const;
/** What is said of one benchmark in one metric. */
export type Verdict = typeof VERDICTS[number];

/** One benchmark in one metric. Changes are fractions, current / baseline − 1. */
export interface ComparisonEntry {
  /** Path of the bench file; null where it is not known. */
  file: string | null;
  /** Line of the file that registers it now, from 1; null where it is not known. */
  line: number | null;
  /** Group of the benchmark. */
  group: string | null;
  /** Name of the benchmark. */
  name: string;
  /** The name without what tells only how it was run, where it has that; else null. */
  short_name: string | null;
  /** What is compared. */
  metric: Metric;
  /** Unit of `baseline` and `current`; empty for what is only counted. */
  unit: string;
  /** Which values are better; null where it is not known. */
  better: Direction | null;
  /** Whether the values are counts that are the same for the same code, so that any change is one. */
  exact: boolean;
  /** What is said of the change. */
  verdict: Verdict;
  /** Of a regression. */
  severity: Severity | null;
  /** Value before; null where there is none. */
  baseline: number | null;
  /** Value now; null where there is none. */
  current: number | null;
  /** current / baseline − 1; null where a value is missing, or the baseline is 0 and the current one is not. */
  change: number | null;
  /** Where the change lies with probability `level`, which is 1 of what is exact; null where the spread is not known. */
  interval: { lower: number; upper: number; level: number } | null;
  /** The change that is exceeded with 99 % confidence; of a regression or an improvement. */
  at_least: number | null;
  /** Rounds that each side has of the benchmark, or of a metric that is recorded besides. */
  rounds: { baseline: number; current: number };
  /** What the rounds gave, in the order in which they were measured. */
  samples: Samples;
  /**
   * The deviation of ln(value) from one session to the next that the interval allows for besides what
   * rounds show; null where both sides were measured in turn, or there is no interval of rounds.
   */
  session_deviation: number | null;
  /** Of what is inconclusive: rounds a side that would probably settle it. */
  rounds_needed: number | null;
  /** Heap that a call allocates, where both sides were measured in turn; else null. */
  heap_bytes: { baseline: number | null; current: number | null } | null;
  /** Why it became slower or faster, where both sides were measured in turn and that was asked; else null. */
  explanation: Explanation | null;
  /** Limits that were applied, as fractions. */
  thresholds: { tolerance: number; threshold: number; moderate: number; severe: number };
  /** Why the verdict is what it is, where the figures do not say, and what to know of it. */
  doubts: Doubt[];
  /** Of what has failed, or was not compared since a version could not run it: why. */
  failures: FailureRecord[];
}

/** What each round gave of one benchmark in one metric. */
export interface Samples {
  /** Values before, in the unit of the entry; none for memory, which is measured once. */
  baseline: number[];
  /** Values now. */
  current: number[];
  /**
   * Changes, one a round, where each round measured both sides in turn; else null. They are more
   * exact than the values, since each compares neighbouring slices of a few milliseconds.
   */
  changes: number[] | null;
  /** How many of the rounds, at the end, were measured afresh to confirm what was flagged. */
  confirming: number;
}

/** Which result a side was. */
export interface ComparedSide {
  /** Name of the file. */
  source: string;
  /** When it was measured, ISO 8601 in UTC. */
  timestamp: string;
  /** Commit that was measured; null where it is not known. */
  git_commit: string | null;
}

/** How two versions were measured in turn. */
export interface Measurement {
  /** `pair` of processes, or a `single` process. */
  placement: "pair" | "single";
  /** Benchmarks, as `file:group/name`, that were left to several cores. */
  unpinned: string[];
  /** Whether the others were kept on one core. */
  pinned: boolean;
  /** Wall time of the whole, in seconds. */
  seconds: number;
}

/** Every verdict on the suite. */
export const SUITE_VERDICTS = [
  "regression",
  "not_compared",
  "not_measured",
  "inconclusive",
  "not_slower",
] as const satisfies readonly Verdict[];

/**
 * How the durations of all benchmarks changed together; where bench files were left out, those of
 * the affected ones. Changes are fractions.
 */
export interface Suite {
  /** Benchmarks that are in it: both sides have several rounds of them. */
  benchmarks: number;
  /** How many rounds of each count, those that it has whatever they show; null where all do. */
  first_rounds: number | null;
  /** The geometric mean of current / baseline, − 1; null where no benchmark is in it. */
  change: number | null;
  /** Where the change lies with probability `level`. */
  interval: { lower: number; upper: number; level: number } | null;
  /** What the change and its interval are of, for joining parts. */
  estimate: {
    /** The mean of ln(current / baseline). */
    log_ratio: number;
    /** Of `log_ratio`. */
    standard_error: number;
    /** For Student's t. */
    degrees_of_freedom: number;
  } | null;
  /** Whether nearly all moved together, so that the suite is not judged. */
  shifted: boolean;
  /** The slowdown of the suite above which it is a regression; null where none is. */
  threshold: number | null;
  /**
   * What is said of the suite; null without a threshold, and of a part of a suite. It is not
   * measured where some bench files were left out, and not slower where all of them were.
   */
  verdict: typeof SUITE_VERDICTS[number] | null;
  /** The change that is exceeded with 99 % confidence; of a regression. */
  at_least: number | null;
}

/** A bench file, and why it was measured or left out. */
export interface FileChoice {
  /** Its path. */
  file: string;
  /** One line. */
  reason: string;
}

/** Which bench files were measured, where only those were that a change can have affected. */
export interface Affected {
  /** Those that the change can have affected. */
  measured: FileChoice[];
  /** Those that run the same in both versions. */
  left_out: FileChoice[];
}

/** Two results compared. */
export interface Comparison {
  /** Version of the comparison's schema, `major.minor`. */
  version: string;
  /** Program that wrote it and its version. */
  generator: string;
  /** The result compared with. */
  baseline: ComparedSide;
  /** The result judged. */
  current: ComparedSide;
  /** Whether regressions count; false where environments differ or all benchmarks moved together. */
  gated: boolean;
  /** Where the current side was measured. */
  environment: Environment;
  /** Which part of the benchmarks this is; null for all of them. */
  shard: Shard | null;
  /** The parts that this was joined from. */
  shards: ShardRecord[];
  /** How both sides were measured in turn; null where two documents were compared. */
  measurement: Measurement | null;
  /** Which bench files were chosen by the change; null where all were measured, or nothing was. */
  affected: Affected | null;
  /** Decisive facts in which the environments differ. */
  environment_differences: EnvironmentDifference[];
  /** Sorted by verdict, what is worst first. */
  entries: ComparisonEntry[];
  /** How many entries have each verdict. */
  summary: Record<Verdict, number>;
  /** All benchmarks together; null where they are held against others of their group. */
  suite: Suite | null;
  /** What a reader should know before trusting the verdicts. */
  doubts: Doubt[];
}
