/** What the engine is asked for, and what it tells on its way. @module */
import type { Doubt } from "../result/doubt.ts";
import type { SideName } from "../result/duet.ts";
import type { BenchmarkIdentity } from "../result/identity.ts";
import type { Journal } from "../result/journal.ts";
import type { Shard } from "../result/shard.ts";
import type { Benchmark } from "../verdict/benchmark.ts";
import type { ComparisonRecord } from "../verdict/comparison_journal.ts";
import { DEFAULT_THRESHOLDS, type Thresholds } from "../verdict/severity.ts";
import type { PlacementName } from "./placement.ts";

/** Seconds for one benchmark, where nothing else is said. */
export const DEFAULT_BUDGET_SECONDS = 10;

/** Every way to choose the bench files. */
export const BENCH_FROM = ["missing", "current", "own"] as const;
/** Whose bench files run. */
export type BenchFrom = typeof BENCH_FROM[number];

/** Every way to choose what is explained. */
export const EXPLAINED = ["none", "slower", "changed", "all"] as const;
/** What is explained: nothing, what became slower, also what became faster, or all that was judged. */
export type Explained = typeof EXPLAINED[number];

/** What benchmarks are held against. */
export type Pairing = "versions" | "groups";

/** Which version a side runs, and how. */
export interface Version {
  /**
   * A branch, tag or commit; null for the working tree. Of a baseline an empty one stands for the
   * merge base with the default branch.
   */
  readonly ref: string | null;
  /** A version of Deno (from npm), or the path of one; the same as this by default. */
  readonly deno?: string | null;
  /** Flags for V8, besides those for both sides. */
  readonly v8Flags?: readonly string[];
}

/** What decides which bench files a change can have affected. */
export interface AffectedOptions {
  /**
   * Globs of the files that benchmarks read and of the sources of programs that they start, from the
   * project's folder. Null where that is not known: then a change of any file that their permissions
   * let them read counts.
   */
  readonly data: readonly string[] | null;
}

/** What happens while two versions are measured. */
export type CompareEvent =
  /** Something is being done before measuring. */
  | { readonly kind: "step"; readonly text: string }
  /** Something turned out that a reader should know at once. */
  | { readonly kind: "doubt"; readonly doubt: Doubt }
  /** The benchmarks of both versions are known. */
  | { readonly kind: "listed"; readonly benchmarks: readonly Benchmark[] }
  /** A benchmark is about to be measured. */
  | {
    readonly kind: "round";
    readonly benchmark: Benchmark;
    /** From 1. */
    readonly round: number;
    /** Whether this is to confirm a slowdown that was seen. */
    readonly confirming: boolean;
    /** Benchmarks still open, and all that are measured. */
    readonly open: number;
    readonly total: number;
  }
  /** A benchmark is about to be profiled. */
  | { readonly kind: "explain"; readonly benchmark: Benchmark }
  /** It was profiled: what V8 wrote for one process of either version. */
  | {
    readonly kind: "profiles";
    readonly benchmark: Benchmark;
    readonly profiles: Readonly<Record<SideName, string>>;
  };

/** How two versions are measured in turn; what is left out has a default. */
export interface CompareVersionsOptions {
  /** The project's folder; the working directory by default. */
  readonly root?: string;
  /** The version compared with. */
  readonly baseline: Version;
  /** The working tree by default. */
  readonly current?: Version;
  /** Paths or globs as `deno bench` takes them; none for what it finds by itself. */
  readonly files?: readonly string[];
  /** A part of the name or, between slashes, a regular expression; null for all. */
  readonly filter?: string | null;
  /** The part of the benchmarks to measure; null for all. */
  readonly shard?: Shard | null;
  /** The one benchmark to measure; null for all. */
  readonly only?: BenchmarkIdentity | null;
  /** Null for the one that suits the machine. */
  readonly placement?: PlacementName | null;
  /**
   * What is held against what: each benchmark of one version against the same one of the other, or
   * against the one of its group that is registered with `baseline: true`; versions by default.
   */
  readonly pairing?: Pairing;
  /** Whose bench files run; the current version's where the baseline has none, by default. */
  readonly benchFrom?: BenchFrom;
  /** Measures only the bench files that the change can have affected; null, the default, all. */
  readonly affected?: AffectedOptions | null;
  /** A command that prepares a checkout, such as `npm ci`; null for none. */
  readonly setup?: string | null;
  /** Seconds for one benchmark; 10 by default. */
  readonly budgetSeconds?: number;
  /** Minutes for everything; 15 by default. */
  readonly timeoutMinutes?: number;
  /** Seconds for loading a file, and for one slice of a benchmark; 60 by default. */
  readonly benchTimeoutSeconds?: number;
  /** Flags for Deno, as `deno bench` takes them. */
  readonly flags?: readonly string[];
  /** The limits of a benchmark; the defaults for all by default. */
  readonly thresholdsOf?: (identity: BenchmarkIdentity) => Thresholds;
  /** What is profiled in both versions once all is judged, to say why it changed; nothing by default. */
  readonly explained?: Explained;
  /** The slowdown of the suite above which it is a regression, as a fraction; null, the default, for none. */
  readonly suiteThreshold?: number | null;
  /** Ends the measuring; what is there by then is judged. */
  readonly signal?: AbortSignal;
  /** Called as things happen. */
  readonly onEvent?: (event: CompareEvent) => void;
  /** Keeps what is finished, and knows what was before; null, the default, for nowhere. */
  readonly journal?: Journal<ComparisonRecord> | null;
}

/** The same with every default filled in. */
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
