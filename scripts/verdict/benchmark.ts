/** One benchmark of two versions, from its listing to its verdict. @module */
import type { Doubt } from "../result/doubt.ts";
import type { DuetRound, SideName } from "../result/duet.ts";
import type { BenchmarkIdentity } from "../result/identity.ts";
import type { Explanation } from "./explain/explanation.ts";
import type { Judgement } from "./judge.ts";
import type { Thresholds } from "./severity.ts";

/** Where a version has a benchmark. */
export interface BenchmarkPlace {
  /** Path of the file that registers it, within the checkout of that version. */
  readonly file: string;
  /** Order of registration within the file, from 0. */
  readonly ordinal: number;
  /** Calls in one process that the benchmark asks for; null if it does not say. */
  readonly n: number | null;
  /** Warm-up calls that the benchmark asks for; null if it does not say. */
  readonly warmup: number | null;
}

/** The verdict of one look at one benchmark. */
export interface DuetJudgement extends Judgement {
  /** The two changes that the rounds alternate between, if they do; then nothing is decided. */
  readonly modes: { readonly lower: number; readonly upper: number } | null;
  /** The changes of single rounds that were set aside as outliers. */
  readonly setAside: readonly number[];
}

/** Why a benchmark could not be run. */
export interface BenchmarkFailure {
  /** The version that could not run it. */
  readonly side: SideName | "both";
  /** The cause; for both versions, a sentence that names the file or the benchmark. */
  readonly message: string;
  /** What to do about it, if the message does not say. */
  readonly advice?: string | null;
}

/**
 * One benchmark of two versions. It starts open, and collects rounds, judgement, confirmation and
 * failure as they come; its final state gives the verdict.
 */
export interface Benchmark {
  /** Which one it is. */
  readonly identity: BenchmarkIdentity;
  /** Line of the current version's file that registers it; null if unknown. */
  readonly line: number | null;
  /** The limits that it is judged by. */
  readonly thresholds: Thresholds;
  /** Where each version has it; null for a version that does not. */
  readonly places: Readonly<Record<SideName, BenchmarkPlace | null>>;
  /** Whether more rounds are wanted. */
  open: boolean;
  /** Why a version, or both, could not run it. */
  failure: BenchmarkFailure | null;
  /** Whether both versions are pinned to one core. */
  pinned: boolean;
  /** Its rounds, in order. */
  readonly rounds: DuetRound[];
  /** Rounds in fresh processes, measured because a slowdown was seen. */
  readonly confirmation: DuetRound[];
  /** Wall time spent on its rounds, in milliseconds. */
  spentMs: number;
  /** The judgement that ended its measuring; null while it goes on, or if there was none. */
  judgement: DuetJudgement | null;
  /** Why it became slower or faster; null if unknown or not asked. */
  explanation: Explanation | null;
  /** What to know about it. */
  readonly doubts: Doubt[];
}

/** The parts of a benchmark that judging needs. */
export interface Measured {
  /** Its rounds. */
  readonly rounds: readonly DuetRound[];
  /** The limits that it is judged by. */
  readonly thresholds: Thresholds;
}

/** A benchmark that both versions have, ready for rounds. */
export function canRun({ places, failure }: Pick<Benchmark, "places" | "failure">): boolean {
  return places.baseline !== null && places.current !== null && failure === null;
}
