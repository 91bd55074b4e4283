/**
 * The result document, which `run` writes and everything else reads.
 *
 * History of the schema. Fields can be added within a major version and readers ignore what they
 * do not know; a change that breaks a reader raises the major version and gets a loader for the
 * old one.
 *
 * - 1.0: first version.
 * - 1.1: `line`, `shard`, `shards`.
 * - 1.2: `environment.runtime`.
 * - 1.3: `baseline` of a benchmark.
 * - 1.4: `short_name` and `metrics` of a benchmark; `duration_ms` is null if only metrics were
 *   measured.
 *
 * @module
 */
import * as v from "../deps/valibot.ts";
import { MOST_SHARDS, type Shard } from "./shard.ts";
import { timestampSchema } from "./timestamp.ts";

/** The version of the schema that this code writes. */
export const SCHEMA_VERSION = "1.4";

/** Longest plausible duration, in milliseconds: a day. */
export const LONGEST_DURATION_MS = 86_400_000;
/** Shortest plausible duration, in milliseconds: a femtosecond. */
export const SHORTEST_DURATION_MS = 1e-12;

/** What one call of a benchmark does, as its file declares it. Counts per call, above 0. */
export interface WorkRecord {
  /** Operations in the unit named by `unit`; 1 if not declared. */
  operations: number | null;
  /** What `operations` counts, in the plural. */
  unit: string | null;
  /** Bytes read and written. */
  bytes: number | null;
  /** Floating-point operations. */
  flops: number | null;
}

/** The measurements of one benchmark in one process. Durations are milliseconds a call. */
export interface RoundResult {
  /** Mean over the calls of the process. */
  duration_ms: number;
  /** Shortest sample. */
  min_ms: number | null;
  /** Longest sample. */
  max_ms: number | null;
  /** 75th percentile of the samples. */
  p75_ms: number | null;
  /** 99th percentile of the samples. */
  p99_ms: number | null;
  /** Calls made. */
  iterations: number | null;
  /** Whether a sample is the mean of a batch of calls rather than one call. */
  batched: boolean | null;
}

/** Which values of a metric are better. */
export type Direction = "lower" | "higher";

/** A measurement other than the duration: a count, a size, a rate. */
export interface MetricResult {
  /** Such as `instructions` or `allocs/op`; unique within a benchmark. */
  name: string;
  /** Unit of the values; empty for a plain count. */
  unit: string;
  /** The measured value; the mean of the rounds if there are any. */
  value: number;
  /** Which values are better; null if unknown. */
  better: Direction | null;
  /** Whether it is a count that is always the same for the same code. */
  exact: boolean;
  /** The value from each process; empty if not recorded. */
  rounds: number[];
}

/** Why a benchmark, or one of its rounds, has no figures. */
export interface FailureRecord {
  /** The round, from 1; null if no round had begun. */
  round: number | null;
  /** One line on what happened. */
  message: string;
}

/** The figures of one benchmark. Durations are milliseconds a call; null is "not measured". */
export interface BenchmarkResult {
  /** Name as registered. */
  name: string;
  /**
   * The name without a part that only says how it was run, such as Go's `-8`; null if there is no
   * such part. Benchmarks are matched by it if their names differ.
   */
  short_name: string | null;
  /** Group as registered. */
  group: string | null;
  /** Path relative to the project, with forward slashes; absolute for a file outside. */
  file: string | null;
  /** Line of the file that registers it, from 1. */
  line: number | null;
  /** One sentence on what is measured. */
  description: string | null;
  /** Whether the others in its group are compared with it. */
  baseline: boolean;
  /** Mean of the rounds' means; null only if every round failed or only `metrics` were measured. */
  duration_ms: number | null;
  /** Shortest sample of all rounds. */
  min_ms: number | null;
  /** Longest sample of all rounds. */
  max_ms: number | null;
  /** Median of the samples of one process. */
  median_ms: number | null;
  /** Standard deviation of the samples within one process. */
  std_dev_ms: number | null;
  /** Mean of the rounds' 75th percentiles. */
  p75_ms: number | null;
  /** Mean of the rounds' 99th percentiles. */
  p99_ms: number | null;
  /** Operations per second. */
  throughput: number | null;
  /** What `throughput` counts, `"op/s"` unless the benchmark declares its work. */
  throughput_unit: string;
  /** JavaScript heap allocated by one call, in MB of 1,000,000 bytes. */
  memory_mb: number | null;
  /** Other measurements. */
  metrics: MetricResult[];
  /** Calls made, over all rounds. */
  iterations: number | null;
  /** What one call does, if the file declares it. */
  work: WorkRecord | null;
  /** The figures of each process; empty if the spread is not recorded. */
  rounds: RoundResult[];
  /** Why rounds are missing. */
  failures: FailureRecord[];
}

/** Where a continuous-integration run took place. */
export interface CiRecord {
  /** `github`, `gitlab` or `unknown`. */
  provider: string;
  /** Number of the run. */
  run: string | null;
  /** Branch, tag or pull request. */
  ref: string | null;
}

/**
 * The machine and the software. Raw values; null if the fact or the permission to read it is
 * missing.
 */
export interface Environment {
  /** `linux`, `darwin`, `windows`, … */
  os: string | null;
  /** Model name of the processor. */
  cpu: string | null;
  /** `x86_64`, `aarch64`, … */
  arch: string | null;
  /** Logical cores. */
  cpu_cores: number | null;
  /** Main memory in MB of 1,000,000 bytes. */
  memory_total_mb: number | null;
  /** The runtime of the benchmarks, such as `Node.js 24.1.0`, if it was not Deno. */
  runtime: string | null;
  /** Version of the Deno that ran the benchmarks. */
  deno_version: string | null;
  /** Version of its V8. */
  v8_version: string | null;
  /** Flags given to V8. */
  v8_flags: string[] | null;
  /** Commit checked out. */
  git_commit: string | null;
  /** Whether files differed from that commit. */
  git_dirty: boolean | null;
  /** Null outside continuous integration. */
  ci: CiRecord | null;
}

/** A part of a joined document. */
export interface ShardRecord {
  /** Which part it was; null for a whole document. */
  shard: Shard | null;
  /** When it was measured, ISO 8601 with `Z` or the distance to UTC. */
  timestamp: string;
  /** Where it was measured. */
  environment: Environment;
}

/** Benchmark results and the environment in which they were measured. */
export interface ResultDocument {
  /** Version of the schema, `major.minor`. */
  version: string;
  /** The program that wrote the document and its version. */
  generator: string | null;
  /** When the run began, ISO 8601 with `Z` or the distance to UTC. */
  timestamp: string;
  /** Where it was measured. */
  environment: Environment;
  /** One entry a benchmark; no identity occurs twice. */
  benchmarks: BenchmarkResult[];
  /** Whether the run ended before every round was done. */
  partial: boolean;
  /** Which part of the benchmarks this is; null for all of them. */
  shard: Shard | null;
  /** The parts from which this was joined. */
  shards: ShardRecord[];
  /** What a reader should know before trusting the figures. */
  warnings: string[];
  /** Free for the user. */
  metadata: Record<string, unknown>;
}

const text = v.string("a string");
const finite = v.pipe(v.number("a number"), v.finite("a finite number"));
const count = v.pipe(finite, v.integer("a whole number"), v.minValue(0, "0 or more"));
const amount = v.pipe(finite, v.gtValue(0, "a number above 0"));
const duration = v.pipe(
  finite,
  v.gtValue(0, "a number above 0"),
  v.minValue(SHORTEST_DURATION_MS, `at least ${SHORTEST_DURATION_MS} (a femtosecond, in ms)`),
  v.maxValue(LONGEST_DURATION_MS, `at most ${LONGEST_DURATION_MS} (a day, in ms)`),
);
const spread = v.pipe(
  finite,
  v.minValue(0, "0 or more"),
  v.maxValue(LONGEST_DURATION_MS, `at most ${LONGEST_DURATION_MS} (a day, in ms)`),
);

// deno-lint-ignore no-explicit-any
type Schema = v.BaseSchema<any, any, v.BaseIssue<unknown>>;

/** A field that may be absent or null, and is then null. */
function maybe<const S extends Schema>(
  schema: S,
): v.OptionalSchema<v.NullableSchema<S, undefined>, null> {
  return v.optional(v.nullable(schema), null);
}

const object = "an object";
const list = "an array";

const workSchema = v.object({
  operations: maybe(amount),
  unit: maybe(text),
  bytes: maybe(amount),
  flops: maybe(amount),
}, object);

const roundSchema = v.object({
  duration_ms: duration,
  min_ms: maybe(spread),
  max_ms: maybe(spread),
  p75_ms: maybe(spread),
  p99_ms: maybe(spread),
  iterations: maybe(count),
  batched: maybe(v.boolean("true or false")),
}, object);

/** The schema of {@linkcode FailureRecord}. */
export const failureSchema: v.GenericSchema<unknown, FailureRecord> = v.object({
  round: maybe(count),
  message: text,
}, object) as v.GenericSchema<unknown, FailureRecord>;

const metricSchema = v.object({
  name: text,
  unit: v.optional(text, ""),
  value: finite,
  better: maybe(v.picklist(["lower", "higher"], '"lower" or "higher"')),
  exact: v.optional(v.boolean("true or false"), false),
  rounds: v.optional(v.array(finite, list), []),
}, object);

const benchmarkSchema = v.object({
  name: text,
  short_name: maybe(text),
  group: maybe(text),
  file: maybe(text),
  line: maybe(v.pipe(count, v.minValue(1, "1 or more"))),
  description: maybe(text),
  baseline: v.optional(v.boolean("true or false"), false),
  duration_ms: v.nullable(duration),
  min_ms: maybe(spread),
  max_ms: maybe(spread),
  median_ms: maybe(spread),
  std_dev_ms: maybe(spread),
  p75_ms: maybe(spread),
  p99_ms: maybe(spread),
  throughput: maybe(amount),
  throughput_unit: v.optional(text, "op/s"),
  memory_mb: maybe(v.pipe(finite, v.minValue(0, "0 or more"))),
  metrics: v.optional(v.array(metricSchema, list), []),
  iterations: maybe(count),
  work: maybe(workSchema),
  rounds: v.optional(v.array(roundSchema, list), []),
  failures: v.optional(v.array(failureSchema, list), []),
}, object);

/** The schema of {@linkcode Environment}. */
export const environmentSchema: v.GenericSchema<unknown, Environment> = v.object({
  os: maybe(text),
  cpu: maybe(text),
  arch: maybe(text),
  cpu_cores: maybe(count),
  memory_total_mb: maybe(amount),
  runtime: maybe(text),
  deno_version: maybe(text),
  v8_version: maybe(text),
  v8_flags: maybe(v.array(text, list)),
  git_commit: maybe(text),
  git_dirty: maybe(v.boolean("true or false")),
  ci: maybe(v.object({ provider: text, run: maybe(text), ref: maybe(text) }, object)),
}, object) as v.GenericSchema<unknown, Environment>;

const position = v.pipe(
  count,
  v.minValue(1, "1 or more"),
  v.maxValue(MOST_SHARDS, `at most ${MOST_SHARDS}`),
);

/** The schema of an optional {@linkcode Shard}. */
export const shardSchema: v.GenericSchema<unknown, Shard | null> = maybe(
  v.object({ index: position, total: position }, object),
);

/** The schema of {@linkcode ResultDocument.shards}. */
export const shardsSchema: v.GenericSchema<unknown, ShardRecord[]> = v.optional(
  v.array(
    v.object(
      { shard: shardSchema, timestamp: timestampSchema, environment: environmentSchema },
      object,
    ),
    list,
  ),
  [],
) as v.GenericSchema<unknown, ShardRecord[]>;

/** The schema of {@linkcode ResultDocument}; missing optional fields are filled in. */
export const resultDocumentSchema: v.GenericSchema<unknown, ResultDocument> = v.object({
  version: text,
  generator: maybe(text),
  timestamp: timestampSchema,
  environment: environmentSchema,
  benchmarks: v.array(benchmarkSchema, list),
  partial: v.optional(v.boolean("true or false"), false),
  shard: shardSchema,
  shards: shardsSchema,
  warnings: v.optional(v.array(text, list), []),
  metadata: v.optional(v.record(v.string(), v.unknown(), object), {}),
}, object) as v.GenericSchema<unknown, ResultDocument>;
