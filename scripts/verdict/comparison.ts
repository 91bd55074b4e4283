/**
 * The comparison, which `compare` makes and every report renders.
 *
 * History of the schema:
 *
 * - 1.0: first version.
 * - 1.1: `environment`, `line`, `samples`, `shard`, `shards`.
 * - 2.0: verdicts `not_compared`, `not_measured` and `not_slower`; `doubts` of an entry and of the
 *   comparison, instead of `reason` and `warnings`. Comparisons of 1.1 can still be read.
 * - 2.1: `metric` may be the name of any metric of a result; `better`, `exact` and `short_name` of an
 *   entry.
 * - 2.2: `session_deviation` of an entry; `gated` is also false if all benchmarks moved together.
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

/** Metrics that every result may have. */
export const METRICS: readonly Metric[] = ["duration", "throughput", "memory"];
/**
 * A metric to compare: milliseconds a call, operations per second, MB of heap a call, or the name
 * of another metric that results record, such as `instructions`.
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
/** The verdict on one benchmark in one metric. */
export type Verdict = typeof VERDICTS[number];

/** One benchmark in one metric. Changes are fractions, current / baseline − 1. */
export interface ComparisonEntry {
  /** Path of the bench file; null if unknown. */
  file: string | null;
  /** Line of the file that registers it now, from 1; null if unknown. */
  line: number | null;
  /** Group of the benchmark. */
  group: string | null;
  /** Name of the benchmark. */
  name: string;
  /** The name without a part that only says how it was run; null if it has no such part. */
  short_name: string | null;
  /** The metric that is compared. */
  metric: Metric;
  /** Unit of `baseline` and `current`; empty for a plain count. */
  unit: string;
  /** Which values are better; null if unknown. */
  better: Direction | null;
  /**
   * Whether the values are counts that are the same for the same code, so that any difference is a
   * change.
   */
  exact: boolean;
  /** The verdict on the change. */
  verdict: Verdict;
  /** Severity of a regression; else null. */
  severity: Severity | null;
  /** Value before; null if there is none. */
  baseline: number | null;
  /** Value now; null if there is none. */
  current: number | null;
  /**
   * current / baseline − 1; null if a value is missing, or if the baseline is 0 and the current
   * value is not.
   */
  change: number | null;
  /**
   * Where the change lies with probability `level`, which is 1 for exact values; null if the spread
   * is unknown.
   */
  interval: { lower: number; upper: number; level: number } | null;
  /** The change that a regression or an improvement exceeds with 99 % confidence; else null. */
  at_least: number | null;
  /** Rounds of the benchmark, or of its recorded metric, on each side. */
  rounds: { baseline: number; current: number };
  /** The values of the rounds, in the order of measuring. */
  samples: Samples;
  /**
   * The deviation of ln(value) from one session to the next, which the interval allows for in
   * addition to the spread of rounds; null if both sides were measured in turn, or if rounds give
   * no interval.
   */
  session_deviation: number | null;
  /** Rounds a side that would probably settle an inconclusive benchmark; else null. */
  rounds_needed: number | null;
  /** Heap that a call allocates, if both sides were measured in turn; else null. */
  heap_bytes: { baseline: number | null; current: number | null } | null;
  /**
   * Why it became slower or faster, if both sides were measured in turn and an explanation was
   * asked for; else null.
   */
  explanation: Explanation | null;
  /** Limits that were applied, as fractions. */
  thresholds: { tolerance: number; threshold: number; moderate: number; severe: number };
  /** Why the verdict is what it is, if the figures do not say, and what else to know about it. */
  doubts: Doubt[];
  /** Why it failed, or why a version could not run it. */
  failures: FailureRecord[];
}

/** The values of each round of one benchmark in one metric. */
export interface Samples {
  /** Values before, in the unit of the entry; none for memory, which is measured once. */
  baseline: number[];
  /** Values now. */
  current: number[];
  /**
   * Changes, one a round, if each round measured both sides in turn; else null. They are more exact
   * than the values, because each compares neighbouring slices of a few milliseconds.
   */
  changes: number[] | null;
  /** How many of the last rounds were measured afresh to confirm a slowdown. */
  confirming: number;
}

/** The result on one side. */
export interface ComparedSide {
  /** Name of the file. */
  source: string;
  /** When it was measured, ISO 8601 in UTC. */
  timestamp: string;
  /** Commit that was measured; null if unknown. */
  git_commit: string | null;
}

/** How two versions were measured in turn. */
export interface Measurement {
  /** `pair` of processes, or a `single` process. */
  placement: "pair" | "single";
  /** Benchmarks, as `file:group/name`, that were not pinned. */
  unpinned: string[];
  /** Whether the others were pinned to one core. */
  pinned: boolean;
  /** Wall time of the whole comparison, in seconds. */
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
 * How the durations of all benchmarks changed together. If bench files were left out, those of the
 * affected ones. Changes are fractions.
 */
export interface Suite {
  /** How many benchmarks it includes: those with several rounds on both sides. */
  benchmarks: number;
  /**
   * How many rounds of each benchmark count: those that it has whatever they show; null if all
   * count.
   */
  first_rounds: number | null;
  /** The geometric mean of current / baseline, − 1; null if it includes no benchmark. */
  change: number | null;
  /** Where the change lies with probability `level`. */
  interval: { lower: number; upper: number; level: number } | null;
  /** The estimate behind the change and its interval, for joining parts. */
  estimate: {
    /** The mean of ln(current / baseline). */
    log_ratio: number;
    /** Standard error of `log_ratio`. */
    standard_error: number;
    /** For Student's t. */
    degrees_of_freedom: number;
  } | null;
  /** Whether nearly all benchmarks moved together; then the suite is not judged. */
  shifted: boolean;
  /** The slowdown of the suite above which it is a regression; null for none. */
  threshold: number | null;
  /**
   * The verdict on the suite; null without a threshold, and for a part of a suite. It is "not
   * measured" if some bench files were left out, and "not slower" if all of them were.
   */
  verdict: typeof SUITE_VERDICTS[number] | null;
  /** The change that a regression exceeds with 99 % confidence; else null. */
  at_least: number | null;
}

/** A bench file, and why it was measured or left out. */
export interface FileChoice {
  /** Its path. */
  file: string;
  /** One line. */
  reason: string;
}

/** Which bench files were measured, if only those were that a change can have affected. */
export interface Affected {
  /** Files that the change can have affected. */
  measured: FileChoice[];
  /** Files that run the same in both versions. */
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
  /** Whether regressions count; false if environments differ or all benchmarks moved together. */
  gated: boolean;
  /** Where the current side was measured. */
  environment: Environment;
  /** Which part of the benchmarks this is; null for all of them. */
  shard: Shard | null;
  /** The parts from which this was joined. */
  shards: ShardRecord[];
  /** How both sides were measured in turn; null if two documents were compared. */
  measurement: Measurement | null;
  /** Which bench files the change affects; null if all were measured, or none. */
  affected: Affected | null;
  /** Decisive facts in which the environments differ. */
  environment_differences: EnvironmentDifference[];
  /** Sorted by verdict, the worst first. */
  entries: ComparisonEntry[];
  /** How many entries have each verdict. */
  summary: Record<Verdict, number>;
  /** All benchmarks together; null if they are compared with others in their group. */
  suite: Suite | null;
  /** What a reader should know before trusting the verdicts. */
  doubts: Doubt[];
}
