/** Prepares a pairing for judging: makes a case, or says why there is none. @module */
import { notComparable, unknownDirection } from "../result/doubts/comparing.ts";
import { type Doubt, noted } from "../result/doubt.ts";
import { inNeither, runByNeither } from "../result/doubts/listing.ts";
import { hasOnlyFailed } from "../result/has_figures.ts";
import { type BenchmarkIdentity, formatIdentity } from "../result/identity.ts";
import type { BenchmarkResult } from "../result/schema.ts";
import { findBlame } from "./blame.ts";
import type { Verdict } from "./comparison.ts";
import type { Case } from "./judge.ts";
import { isUndirected, type Pairing } from "./pair_metrics.ts";
import { acrossSessions, ALLOWANCE, type SessionSpread } from "./sessions.ts";
import { estimateUnpaired } from "./statistics/estimate.ts";

/** A verdict on a pairing that does not depend on its rounds. */
export interface Settled {
  readonly verdict: Verdict;
  readonly doubt: Doubt | null;
}

/** A case, with the spread of sessions in its estimate; null if it has none. */
export interface Prepared {
  readonly toJudge: Case;
  readonly sessions: SessionSpread | null;
}

/**
 * Decides pairings that need no figures, and makes a case of the rest.
 *
 * @param sessionsOf How much results of a benchmark vary from one session to the next; {@linkcode
 * ALLOWANCE} stands in if unknown.
 */
export function prepareCase(
  pairing: Pairing,
  sessionsOf?: (benchmark: BenchmarkIdentity) => SessionSpread | null,
): Prepared & { settled: null } | { toJudge: null; sessions: null; settled: Settled } {
  const { baseline, current, metric, before, after, better, thresholds } = pairing;
  const settle = (verdict: Verdict, doubt: Doubt | null = null) => ({
    toJudge: null,
    sessions: null,
    settled: { verdict, doubt },
  });
  const setApart = (message: string) => settle("not_compared", notComparable(message));
  if (baseline === null) {
    return current!.failures.length > 0 ? settle("failed") : settle("added");
  }
  if (current === null) return settle("removed");
  const blame = findBlame({ baseline: causeOf(baseline), current: causeOf(current) });
  if (blame?.side === "both") {
    return settle("not_compared", inNeither(runByNeither(formatIdentity(current), blame.cause)));
  }
  if (blame?.side === "baseline") return setApart(`the baseline failed: ${blame.cause}`);
  if (current.failures.length > 0) return settle("failed");
  if (before === null || after === null) {
    const side = before === null ? "the baseline" : "the current result";
    return setApart(`${side} has no ${metric}`);
  }
  if (before.unit !== after.unit) {
    const [was, is] = [before, after].map(({ unit }) => unit || "no unit");
    return setApart(`the baseline is in ${was}, but the current result in ${is}`);
  }
  if (isUndirected(pairing)) return settle("not_compared", unknownDirection(metric));
  if (better === null) {
    return setApart(
      `${before.better} is better in the baseline, but ${after.better} in the current result`,
    );
  }
  if (before.resolution > 0 && Math.abs(after.value - before.value) <= before.resolution) {
    return settle("unchanged", noted("the heap figures do not clearly differ"));
  }
  const change = before.value === after.value ? 0 : after.value / before.value - 1;
  if (change !== 0 && (before.value < 0 || after.value < 0)) {
    return setApart("a value is below 0, so the change has no percentage");
  }
  if (before.value === 0 && change !== 0 && !isExact(pairing)) {
    return setApart("the baseline is zero");
  }
  if (before.value !== 0 && !Number.isFinite(change)) {
    return setApart("the change is too large for a number");
  }
  const hasSpread = !isExact(pairing) && !hasRoundOfNone(pairing);
  const ofRounds = hasSpread ? estimateUnpaired(before.rounds, after.rounds) : null;
  const isTime = metric === "duration" || metric === "throughput";
  const sessions = (isTime ? sessionsOf?.(current) : null) ?? ALLOWANCE;
  return {
    settled: null,
    toJudge: {
      estimate: ofRounds === null ? null : acrossSessions(ofRounds, sessions),
      change,
      better,
      thresholds,
    },
    sessions: ofRounds === null ? null : sessions,
  };
}

/** Why a version has no figures of a benchmark; null if it has some. */
function causeOf(benchmark: BenchmarkResult): string | null {
  return hasOnlyFailed(benchmark) ? benchmark.failures[0]!.message : null;
}

/** Whether both sides are counts that are the same for the same code. */
export function isExact({ before, after }: Pairing): boolean {
  return [before, after].every((figures) => figures?.exact ?? true);
}

/** Whether a round has no logarithm. */
export function hasRoundOfNone({ before, after }: Pairing): boolean {
  return [before, after].some((figures) => figures?.rounds.some((value) => value <= 0));
}
