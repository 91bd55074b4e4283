/** One benchmark of two versions, from the listing to the verdict. @module */
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
  /** Calls that the benchmark asks for in one process; null where it leaves that open. */
  readonly n: number | null;
  /** Calls to warm up with that the benchmark asks for; null where it leaves that open. */
  readonly warmup: number | null;
}

/** The verdict of one look at one benchmark. */
export interface DuetJudgement extends Judgement {
  /** The two changes that the rounds alternate between, if they do; then nothing is decided. */
  readonly modes: { readonly lower: number; readonly upper: number } | null;
  /** The changes of single rounds that were set aside as outliers. */
  readonly setAside: readonly number[];
}

/**
 * One benchmark of two versions. It starts open; rounds, judgement, confirmation and failure are put
 * on it as they come, and what it says at the end is its verdict.
 */
export interface Benchmark {
  /** Which one it is. */
  readonly identity: BenchmarkIdentity;
  /** Line of the current version's file that registers it; null where it is not known. */
  readonly line: number | null;
  /** The limits that it is judged by. */
  readonly thresholds: Thresholds;
  /** Where each version has it; null where a version does not. */
  readonly places: Readonly<Record<SideName, BenchmarkPlace | null>>;
  /** Whether more rounds are wanted. */
  open: boolean;
  /** Why a version could not run it. */
  failure: { readonly side: SideName; readonly message: string } | null;
  /** Whether both versions are kept on one core. */
  pinned: boolean;
  /** What each round has shown, in their order. */
  readonly rounds: DuetRound[];
  /** Rounds in processes of its own, measured because a slowdown was seen. */
  readonly confirmation: DuetRound[];
  /** Wall time spent on its rounds, in milliseconds. */
  spentMs: number;
  /** What ended its measuring; null while it goes on, or where it never came to that. */
  judgement: DuetJudgement | null;
  /** Why it became slower or faster; null where that is not known, or was not asked. */
  explanation: Explanation | null;
  /** What to know of it. */
  readonly doubts: Doubt[];
}

/** What judging needs to know of a benchmark. */
export interface Measured {
  /** What each round has shown. */
  readonly rounds: readonly DuetRound[];
  /** The limits that it is judged by. */
  readonly thresholds: Thresholds;
}

/** A benchmark that both versions have, ready for rounds. */
export function canRun({ places, failure }: Pick<Benchmark, "places" | "failure">): boolean {
  return places.baseline !== null && places.current !== null && failure === null;
}
