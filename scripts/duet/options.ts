/** Options and events of the engine. @module */
import type { Doubt } from "../result/doubt.ts";
import type { SideName } from "../result/duet.ts";
import type { BenchmarkIdentity } from "../result/identity.ts";
import type { Journal } from "../result/journal.ts";
import type { Shard } from "../result/shard.ts";
import type { Benchmark } from "../verdict/benchmark.ts";
import { SIDE_NAMES } from "../verdict/blame.ts";
import type { ComparisonRecord } from "../verdict/comparison_journal.ts";
import { DEFAULT_THRESHOLDS, type Thresholds } from "../verdict/severity.ts";
import type { PlacementName } from "./placement.ts";

/** Seconds for one benchmark by default. */
export const DEFAULT_BUDGET_SECONDS = 10;

/** Every way to choose the bench files. */
export const BENCH_FROM = ["missing", "current", "own"] as const;
/** Whose bench files run. */
export type BenchFrom = typeof BENCH_FROM[number];

/** Every way to choose what is explained. */
export const EXPLAINED = ["none", "slower", "changed", "all"] as const;
/**
 * Which benchmarks are explained: none, those that became slower, also those that became faster, or
 * all that were judged.
 */
export type Explained = typeof EXPLAINED[number];

/** What each benchmark is compared with. */
export type Pairing = "versions" | "groups";

/** Which version a side runs, and how. */
export interface Version {
  /**
   * A branch, tag or commit; null for the working tree. For a baseline, the empty text stands for
   * the merge base with the default branch.
   */
  readonly ref: string | null;
  /** A version of Deno (from npm), or the path of one; the running one by default. */
  readonly deno?: string | null;
  /** Flags for V8, in addition to those for both sides. */
  readonly v8Flags?: readonly string[];
}

/** What decides which bench files a change can affect. */
export interface AffectedOptions {
  /**
   * Globs of the files that benchmarks read, and of the sources of programs that they start, from
   * the project's folder. Null if this is unknown: then every file counts that their permissions
   * let them read.
   */
  readonly data: readonly string[] | null;
}

/** What happens while two versions are measured. */
export type CompareEvent =
  /** A step before measuring. */
  | { readonly kind: "step"; readonly text: string }
  /** A doubt that a reader should know at once. */
  | { readonly kind: "doubt"; readonly doubt: Doubt }
  /** The benchmarks of both versions are known. */
  | { readonly kind: "listed"; readonly benchmarks: readonly Benchmark[] }
  /** A benchmark is about to be measured. */
  | {
    readonly kind: "round";
    readonly benchmark: Benchmark;
    /** From 1. */
    readonly round: number;
    /** Whether this is to confirm a slowdown. */
    readonly confirming: boolean;
    /** The number of open benchmarks, and of all that are measured. */
    readonly open: number;
    readonly total: number;
  }
  /** A benchmark is about to be profiled. */
  | { readonly kind: "explain"; readonly benchmark: Benchmark }
  /** A benchmark was profiled: the profiles that V8 wrote for one process of each version. */
  | {
    readonly kind: "profiles";
    readonly benchmark: Benchmark;
    readonly profiles: Readonly<Record<SideName, string>>;
  };

/** How to measure two versions in turn. Every option that is left out has a default. */
export interface CompareVersionsOptions {
  /** The project's folder; the working directory by default. */
  readonly root?: string;
  /** The version to compare with. */
  readonly baseline: Version;
  /** The working tree by default. */
  readonly current?: Version;
  /** Paths or globs as for `deno bench`; none to find the files as it does. */
  readonly files?: readonly string[];
  /** A part of the name or, between slashes, a regular expression; null for all. */
  readonly filter?: string | null;
  /** The part of the benchmarks to measure; null for all. */
  readonly shard?: Shard | null;
  /** The one benchmark to measure; null for all. */
  readonly only?: BenchmarkIdentity | null;
  /** The placement; null for the one that suits the machine. */
  readonly placement?: PlacementName | null;
  /**
   * What is compared: each benchmark of one version with the same one of the other version, or with
   * the one of its group that is registered with `baseline: true`. Versions by default.
   */
  readonly pairing?: Pairing;
  /** What messages call the two versions; `baseline` and `current` by default. */
  readonly called?: Readonly<Record<SideName, string>>;
  /**
   * Whose bench files run. By default, those of the current version run if the baseline has none.
   */
  readonly benchFrom?: BenchFrom;
  /** Measures only the bench files that the change can affect; null, the default, for all. */
  readonly affected?: AffectedOptions | null;
  /** A command that prepares a checkout, such as `npm ci`; null for none. */
  readonly setup?: string | null;
  /** Seconds for one benchmark; 10 by default. */
  readonly budgetSeconds?: number;
  /** Minutes for everything; 15 by default. */
  readonly timeoutMinutes?: number;
  /** Seconds for loading a file, and for one slice of a benchmark; 60 by default. */
  readonly benchTimeoutSeconds?: number;
  /** Flags for Deno, as for `deno bench`. */
  readonly flags?: readonly string[];
  /** The limits of a benchmark. By default, all benchmarks have the default limits. */
  readonly thresholdsOf?: (identity: BenchmarkIdentity) => Thresholds;
  /**
   * Which benchmarks are profiled in both versions after all are judged, to explain their changes;
   * none by default.
   */
  readonly explained?: Explained;
  /** The slowdown of the suite above which it is a regression, as a fraction; null, the default, for none. */
  readonly suiteThreshold?: number | null;
  /** Ends the measuring. The rounds so far are judged. */
  readonly signal?: AbortSignal;
  /** Called with each event. */
  readonly onEvent?: (event: CompareEvent) => void;
  /** Keeps finished rounds and has those of an earlier comparison; null, the default, for none. */
  readonly journal?: Journal<ComparisonRecord> | null;
}

/** The options with all defaults. */
export type FullOptions = Required<CompareVersionsOptions>;

/** Fills in the defaults. */
export function withDefaults(options: CompareVersionsOptions): FullOptions {
  return {
    root: Deno.cwd(),
    current: { ref: null },
    files: [],
    filter: null,
    shard: null,
    only: null,
    placement: null,
    pairing: "versions",
    called: SIDE_NAMES,
    benchFrom: "missing",
    affected: null,
    setup: null,
    budgetSeconds: DEFAULT_BUDGET_SECONDS,
    timeoutMinutes: 15,
    benchTimeoutSeconds: 60,
    flags: [],
    thresholdsOf: () => DEFAULT_THRESHOLDS,
    explained: "none",
    suiteThreshold: null,
    signal: new AbortController().signal,
    onEvent: () => {},
    journal: null,
    ...options,
  };
}
