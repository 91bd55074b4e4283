/**
 * Judges rounds under other thresholds than those for which they were measured.
 *
 * @module
 */
import type { Thresholds, Verdict } from "../../mod.ts";
import { firstSide } from "../../scripts/duet/rounds.ts";
import type { DuetRound } from "../../scripts/result/duet.ts";
import type { DuetJudgement } from "../../scripts/verdict/benchmark.ts";
import { decideDuet } from "../../scripts/verdict/judge_duet.ts";
import type { DuetVerdict } from "./record.ts";

/** The verdict that one benchmark would have had. */
export interface ReplayedVerdict {
  readonly name: string;
  readonly verdict: Verdict;
  readonly severity: DuetJudgement["severity"];
  readonly change: number | null;
}

/**
 * Judges the rounds of a trial again, look by look, as `compare --against` does while it measures.
 * A verdict depends only on the rounds up to it, so this is the verdict that would have been given.
 * A flagged benchmark counts as a regression, because it was not confirmed under these thresholds.
 */
export function replay(
  verdicts: readonly DuetVerdict[],
  thresholds: Thresholds,
): ReplayedVerdict[] {
  const tracks = verdicts.filter(({ verdict }) => verdict !== "failed").map((one) => ({
    name: one.name,
    all: one.changes.slice(0, one.changes.length - one.confirming).map(toRound),
    done: 0,
    judgement: null as DuetJudgement | null,
  }));
  for (let round = 1; tracks.some(({ judgement }) => judgement === null); round++) {
    const open = tracks.filter(({ judgement }) => judgement === null);
    for (const track of open) track.done = Math.min(round, track.all.length);
    const decided = decideDuet(
      tracks.map((track) => ({
        rounds: track.all.slice(0, track.done),
        thresholds,
        open: track.judgement === null,
        // The rounds themselves decided when measuring ended.
        standing: track.done === track.all.length ? "cut short" as const : "open" as const,
      })),
      ({ standing }) => standing,
    );
    for (const [index, track] of tracks.entries()) track.judgement ??= decided[index]!;
  }
  return tracks.map(({ name, judgement }) => {
    const { verdict, severity, change } = judgement!;
    return { name, verdict, severity, change };
  });
}

function toRound(change: number, index: number): DuetRound {
  return {
    logRatio: Math.log1p(change),
    durationMs: { baseline: 1, current: 1 + change },
    floorMs: null,
    marks: false,
    heapBytes: { baseline: null, current: null },
    calls: 1,
    first: firstSide(index),
    core: null,
  };
}
