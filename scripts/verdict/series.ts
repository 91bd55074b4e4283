/** A series of results of one benchmark, and the changes in it. @module */
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
  /** Commit that was measured; null if unknown. */
  readonly commit: string | null;
  /** Key of its environment; see `environmentKey`. */
  readonly environment: string;
  /** Mean of the rounds, milliseconds a call. */
  readonly durationMs: number;
  /**
   * Standard error of ln(duration), from the rounds; null for fewer than two. For a comparison,
   * that of ln(duration / duration of the baseline).
   */
  readonly standardError: number | null;
  /** Rounds behind it; 0 if not recorded. */
  readonly rounds: number;
  /** For a comparison, the baseline measured in turn with it; null for a result. */
  readonly against: Against | null;
}

/** The baseline of a comparison whose two sides were measured in turn on one machine. */
export interface Against {
  /** Commit that was measured; null if unknown. */
  readonly commit: string | null;
  /** Milliseconds a call. */
  readonly durationMs: number;
}

/** The first verdict on a lasting change. */
export interface Told {
  /** The result at which it was reported. */
  readonly by: SeriesPoint;
  /** after / before − 1, as estimated then. */
  readonly change: number;
  /** Its direction. */
  readonly verdict: "regression" | "improvement";
  /** Of a regression. */
  readonly severity: Severity | null;
}

/** A lasting change of a benchmark. */
export interface LastingChange {
  /** Stays the same while later results arrive; unique within the benchmark. */
  readonly id: string;
  /** The result at which it could first be reported. */
  readonly decidedBy: SeriesPoint;
  /** after / before − 1 of the levels, or along the trend, as far as known. */
  readonly change: number;
  /** Two-sided interval of the change at 95 %. */
  readonly interval: { readonly lower: number; readonly upper: number };
  /** As in a comparison. The verdict when it was reported, or else the present one. */
  readonly verdict: JudgedVerdict;
  /** Severity of a regression when it was reported; else null. */
  readonly severity: Severity | null;
  /** The first report, which stays; null if it is within the threshold or undecided. */
  readonly told: Told | null;
  /** Whether a later change has undone it. */
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

/** A gradual change, over several results. */
export interface Drift extends LastingChange {
  /** Result at which it began. */
  readonly from: SeriesPoint;
  /** Last result at which it is known to have continued. */
  readonly to: SeriesPoint;
}

/** A user's decision to dismiss a step or a drift. */
export interface Dismissal {
  readonly benchmark: BenchmarkIdentity;
  /** {@linkcode LastingChange.id}. */
  readonly step: string;
  readonly reason: string;
  /** ISO 8601 in UTC. */
  readonly timestamp: string;
}

/** What the other benchmarks did when one changed, as far as known when that was reported. */
export interface Company {
  /** Benchmarks with results on both sides of the change, the changed one included. */
  readonly of: number;
  /** How many of them became slower. */
  readonly rose: number;
  /** How many of them became faster. */
  readonly fell: number;
  /** The smallest and the largest change among those that moved the same way, including itself. */
  readonly range: { readonly lower: number; readonly upper: number };
  /**
   * The cause of the change. `code`: it came alone or almost alone. `machine`, which includes the
   * toolchain: half of the benchmarks changed, or a quarter, some faster and some slower.
   * `unknown`: a quarter changed the same way, or nearly all of a few.
   */
  readonly cause: Cause;
}

/** The cause of a change. */
export type Cause = "code" | "machine" | "unknown";

/** Further facts about a step or a drift. */
export interface Tracked {
  /** Null if it is not reported yet. */
  readonly company: Company | null;
  /** Differences of the environments before and after it, such as the version of Deno. */
  readonly differences: readonly EnvironmentDifference[];
  /** Null if nobody has dismissed it. */
  readonly dismissal: Dismissal | null;
  /**
   * Commits after the one before it, up to the last that has it, newest first; null if git does not
   * know them.
   */
  readonly commits: readonly CommitLine[] | null;
  /**
   * The entry of the comparison that is the first result after it; null if it has no explanation.
   */
  readonly explained: ComparisonEntry | null;
}

/** A step or a drift, with further facts. */
export type TrackedChange = (Step | Drift) & Tracked;

/** One benchmark over time. */
export interface Trend {
  readonly benchmark: BenchmarkIdentity;
  /** How many results there are. */
  readonly results: number;
  /** In the order of time; empty if not asked for. */
  readonly points: readonly SeriesPoint[];
  /** In the order of time. */
  readonly steps: readonly (Step & Tracked)[];
  readonly drifts: readonly (Drift & Tracked)[];
  /** How small a further change could be seen. */
  readonly sight: Sight;
  /** Results that only set the level of a new machine. */
  readonly learning: number;
}

/** Whether the code made it permanently slower, and nobody accepted that or undid it since. */
export function isOpen(change: TrackedChange): boolean {
  return isUnsettled(change) && causeOf(change) === "code";
}

/** Like {@linkcode isOpen}, if it is unclear whether the code or the machine is the cause. */
export function isUnclear(change: TrackedChange): boolean {
  return isUnsettled(change) && causeOf(change) === "unknown";
}

/**
 * Whether it is permanently slower, whatever the cause, and nobody accepted that or undid it since.
 */
export function isUnsettled({ verdict, dismissal, undone }: TrackedChange): boolean {
  return verdict === "regression" && dismissal === null && !undone;
}

/** The cause of a change; the code, unless something says otherwise. */
export function causeOf({ company }: Tracked): Cause {
  return company?.cause ?? "code";
}

/** Every step and drift of a trend, in the order in which they could be reported. */
export function changesOf({ steps, drifts }: Omit<Trend, "points">): TrackedChange[] {
  return [...steps, ...drifts].sort(byTimeOfDecision);
}

/** Orders changes by when they could be reported. */
export function byTimeOfDecision(a: LastingChange, b: LastingChange): number {
  return compareText(a.decidedBy.timestamp, b.decidedBy.timestamp) || compareText(a.id, b.id);
}

/** The result at which a change was, or could have been, reported. */
export function toldBy(
  { told, decidedBy }: Pick<LastingChange, "told" | "decidedBy">,
): SeriesPoint {
  return told?.by ?? decidedBy;
}

/** The first result that belongs to a change. Unlike the end of a drift, it never moves. */
export function firstOf(change: Step | Drift): SeriesPoint {
  return "after" in change ? change.after : change.from;
}

/** Orders changes by when they were, or could have been, reported. */
export function byTimeOfTelling(a: LastingChange, b: LastingChange): number {
  return compareText(toldBy(a).timestamp, toldBy(b).timestamp) || compareText(a.id, b.id);
}

/** The results between which a change happened: neighbours for a step. */
export function endsOf(change: Step | Drift): { before: SeriesPoint; after: SeriesPoint } {
  return "after" in change
    ? { before: change.before, after: change.after }
    : { before: change.from, after: change.to };
}
