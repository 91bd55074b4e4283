/** What a series of results of one benchmark is, and what can change in it. @module */
import type { CommitLine } from "../result/commit.ts";
import type { BenchmarkIdentity } from "../result/identity.ts";
import { compareText } from "../result/text_order.ts";
import type { ComparisonEntry } from "./comparison.ts";
import type { EnvironmentDifference } from "./environment.ts";
import type { JudgedVerdict } from "./judge.ts";
import type { Severity } from "./severity.ts";
import type { Sight } from "./sight.ts";

/** One result of a benchmark. */
export interface SeriesPoint {
  /** Identity of the result document. */
  readonly result: string;
  /** When it was measured, ISO 8601 in UTC. */
  readonly timestamp: string;
  /** Commit that was measured; null where it is not known. */
  readonly commit: string | null;
  /** Key of where it was measured; see `environmentKey`. */
  readonly environment: string;
  /** Mean of the rounds, milliseconds a call. */
  readonly durationMs: number;
  /**
   * Standard error of ln(duration), from the rounds; null for fewer than two. Of a comparison, that of
   * ln(duration / duration of the baseline).
   */
  readonly standardError: number | null;
  /** Rounds that it rests on; 0 where they are not recorded. */
  readonly rounds: number;
  /** Of a comparison, what was measured in turn with it; null for a result by itself. */
  readonly against: Against | null;
}

/** The baseline of a comparison whose two sides were measured in turn on one machine. */
export interface Against {
  /** Commit that was measured; null where it is not known. */
  readonly commit: string | null;
  /** Milliseconds a call. */
  readonly durationMs: number;
}

/** The first verdict on a lasting change. */
export interface Told {
  /** The result with which it was told. */
  readonly by: SeriesPoint;
  /** after / before − 1, as it was estimated then. */
  readonly change: number;
  /** Which way it went. */
  readonly verdict: "regression" | "improvement";
  /** Of a regression. */
  readonly severity: Severity | null;
}

/** What is said of a lasting change of a benchmark. */
export interface LastingChange {
  /** Stays the same while later results arrive; unique within the benchmark. */
  readonly id: string;
  /** The result with which it could first be told. */
  readonly decidedBy: SeriesPoint;
  /** after / before − 1 of the levels, or along the trend, as far as it is known. */
  readonly change: number;
  /** Two-sided interval of the change at 95 %. */
  readonly interval: { readonly lower: number; readonly upper: number };
  /** As in a comparison: as it was told; of what has not been told yet, as it is now. */
  readonly verdict: JudgedVerdict;
  /** Of a regression, as it was told. */
  readonly severity: Severity | null;
  /** What was told first and stays; null for what is within the threshold, or undecided. */
  readonly told: Told | null;
  /** Whether a later change has taken it back. */
  readonly undone: boolean;
}

/** A change of level between two neighbouring results. */
export interface Step extends LastingChange {
  /** Last result before the change. */
  readonly before: SeriesPoint;
  /** First result after it. */
  readonly after: SeriesPoint;
  /** Milliseconds a call on either side, on the machine of the first result after it. */
  readonly levels: { readonly beforeMs: number; readonly afterMs: number };
}

/** A change that came little by little, over several results. */
export interface Drift extends LastingChange {
  /** Result at which it began. */
  readonly from: SeriesPoint;
  /** Last result up to which it is known to have gone on. */
  readonly to: SeriesPoint;
}

/** What somebody decided of a step or a drift. */
export interface Dismissal {
  readonly benchmark: BenchmarkIdentity;
  /** {@linkcode LastingChange.id}. */
  readonly step: string;
  readonly reason: string;
  /** ISO 8601 in UTC. */
  readonly timestamp: string;
}

/** What the other benchmarks did where one changed, as far as it was known when that was told. */
export interface Company {
  /** Benchmarks with results on both sides of the change, the changed one included. */
  readonly of: number;
  /** How many of them became slower. */
  readonly rose: number;
  /** How many of them became faster. */
  readonly fell: number;
  /** The least and the greatest change among those that went its way, itself included. */
  readonly range: { readonly lower: number; readonly upper: number };
  /**
   * What the change comes from: `code`, since it came alone or almost so; `machine`, or toolchain,
   * since half of the benchmarks changed, or a quarter, some faster and some slower; `unknown` where a
   * quarter changed the same way, or nearly all of a few.
   */
  readonly cause: Cause;
}

/** Where a change comes from. */
export type Cause = "code" | "machine" | "unknown";

/** What else is known of a step or a drift. */
export interface Tracked {
  /** Null for what has not been told. */
  readonly company: Company | null;
  /** In what the environments before and after it differ, such as the version of Deno. */
  readonly differences: readonly EnvironmentDifference[];
  /** Null where nobody has dismissed it. */
  readonly dismissal: Dismissal | null;
  /** After the commit before it up to the last that has it, newest first; null where git does not tell. */
  readonly commits: readonly CommitLine[] | null;
  /** What the comparison says that is the first result after it; null where that explains nothing. */
  readonly explained: ComparisonEntry | null;
}

/** A step or a drift with what else is known of it. */
export type TrackedChange = (Step | Drift) & Tracked;

/** One benchmark over time. */
export interface Trend {
  readonly benchmark: BenchmarkIdentity;
  /** How many results there are. */
  readonly results: number;
  /** In the order of time; none where they are not asked for. */
  readonly points: readonly SeriesPoint[];
  /** In the order of time. */
  readonly steps: readonly (Step & Tracked)[];
  readonly drifts: readonly (Drift & Tracked)[];
  /** How well a further change would be seen. */
  readonly sight: Sight;
  /** Results that only set the level of a machine that was new to the history. */
  readonly learning: number;
}

/** Slower for good by the code, and neither accepted by anybody nor taken back since. */
export function isOpen(change: TrackedChange): boolean {
  return isUnsettled(change) && causeOf(change) === "code";
}

/** As {@linkcode isOpen}, where it cannot be told whether the code or the machine is the cause. */
export function isUnclear(change: TrackedChange): boolean {
  return isUnsettled(change) && causeOf(change) === "unknown";
}

/** Slower for good, whatever the cause, and neither accepted by anybody nor taken back since. */
export function isUnsettled({ verdict, dismissal, undone }: TrackedChange): boolean {
  return verdict === "regression" && dismissal === null && !undone;
}

/** What a change comes from; the code, where nothing says otherwise. */
export function causeOf({ company }: Tracked): Cause {
  return company?.cause ?? "code";
}

/** Every step and drift of a trend, in the order in which they could be told. */
export function changesOf({ steps, drifts }: Omit<Trend, "points">): TrackedChange[] {
  return [...steps, ...drifts].sort(byTimeOfDecision);
}

/** Orders changes by when they could be told. */
export function byTimeOfDecision(a: LastingChange, b: LastingChange): number {
  return compareText(a.decidedBy.timestamp, b.decidedBy.timestamp) || compareText(a.id, b.id);
}

/** The result with which a change was told, or could be where it was not. */
export function toldBy(
  { told, decidedBy }: Pick<LastingChange, "told" | "decidedBy">,
): SeriesPoint {
  return told?.by ?? decidedBy;
}

/** The first result that belongs to a change: the end of a drift moves on, this stays. */
export function firstOf(change: Step | Drift): SeriesPoint {
  return "after" in change ? change.after : change.from;
}

/** Orders changes by when they were told, or could be. */
export function byTimeOfTelling(a: LastingChange, b: LastingChange): number {
  return compareText(toldBy(a).timestamp, toldBy(b).timestamp) || compareText(a.id, b.id);
}

/** The results between which it happened: neighbours for a step. */
export function endsOf(change: Step | Drift): { before: SeriesPoint; after: SeriesPoint } {
  return "after" in change
    ? { before: change.before, after: change.after }
    : { before: change.from, after: change.to };
}
