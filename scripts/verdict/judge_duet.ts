/** What to say of versions that were measured in turn, and when to stop measuring. @module */
import type { DuetRound } from "../result/duet.ts";
import type { Benchmark, DuetJudgement, Measured } from "./benchmark.ts";
import { type Case, type ErrorRates, judge, SINGLE_LOOK } from "./judge.ts";
import { estimatePaired, type PairedEstimate } from "./statistics/estimate.ts";
import { findModes } from "./statistics/modes.ts";
import { findOutliers } from "./statistics/outliers.ts";
import { studentTCdf } from "./statistics/student_t.ts";

/** Numbers of rounds after which the data is looked at; the last ends the measuring. */
export const LOOKS: readonly number[] = [6, 10, 16, 26, 40, 60, 90];

/** Rounds that every benchmark gets, whatever its budget: the effect of the order takes four. */
export const FEWEST_ROUNDS = 4;

/** Error rates of one look: what is allowed in all, divided evenly (Bonferroni). */
export const LOOK_RATES: ErrorRates = {
  family: SINGLE_LOOK.family / LOOKS.length,
  unchanged: SINGLE_LOOK.unchanged / LOOKS.length,
};

/** The budgets of a benchmark that confirming it may take, since a build may fail by it. */
export const CONFIRMATION_BUDGETS = 3;

/**
 * Judges benchmarks together at one of the planned looks.
 *
 * @param cases Every benchmark of the comparison that has been measured.
 * @param shards The parts that the comparison is made in, each by itself: the family is all of them.
 * @param looks The planned looks whose error rates this one takes.
 * @returns One judgement a case, in their order.
 */
export function judgeDuet(cases: readonly Measured[], shards = 1, looks = 1): DuetJudgement[] {
  const split = cases.map(splitOutliers);
  const rates = {
    family: LOOK_RATES.family * looks / shards,
    unchanged: LOOK_RATES.unchanged * looks,
  };
  const judgements = judge(split.map(({ kept }) => toCase(kept)), rates);
  return judgements.map((judgement, index): DuetJudgement => {
    const { kept: { rounds, thresholds }, setAside } = split[index]!;
    const found = findModes(
      rounds.map(({ logRatio }) => logRatio),
      Math.log1p(thresholds.tolerance),
    );
    // Two modes on the same side of the threshold leave nothing open.
    const matters = found !== null && Math.expm1(found.upper) > thresholds.threshold &&
      Math.expm1(found.lower) <= thresholds.threshold;
    if (!matters) return { ...judgement, modes: null, setAside };
    const modes = { lower: Math.expm1(found.lower), upper: Math.expm1(found.upper) };
    const undecided = { verdict: "inconclusive", severity: null, atLeast: null } as const;
    return { ...judgement, ...undecided, roundsNeeded: null, modes, setAside };
  });
}

/** The rounds without those that lie outside the others. */
export function splitOutliers(one: Measured): { kept: Measured; setAside: number[] } {
  const { rounds, thresholds } = one;
  const ratios = rounds.map(({ logRatio }) => logRatio);
  const outliers = new Set(findOutliers(ratios, Math.log1p(thresholds.tolerance)));
  return {
    kept: { thresholds, rounds: rounds.filter((_, index) => !outliers.has(index)) },
    setAside: [...outliers].map((index) => Math.expm1(ratios[index]!)),
  };
}

/** What rounds say of the change, the order of the sides apart; null for fewer than two. */
export function estimateRounds(rounds: readonly DuetRound[]): PairedEstimate | null {
  return estimatePaired(rounds.map(({ logRatio, first }) => ({
    logRatio,
    condition: first === "baseline" ? 1 : -1,
  })));
}

/** What the rounds of a benchmark say of its change. */
export function toCase({ rounds, thresholds }: Measured): Case {
  const estimate = estimateRounds(rounds);
  if (estimate === null) {
    // A single round says nothing of its spread: an interval without bounds.
    return {
      estimate: {
        logRatio: rounds[0]?.logRatio ?? 0,
        standardError: Infinity,
        degreesOfFreedom: 1,
        rounds: rounds.length,
      },
      change: 0,
      better: "lower",
      thresholds,
    };
  }
  return { estimate, change: Math.expm1(estimate.logRatio), better: "lower", thresholds };
}

/** How the measuring of a benchmark stands before it is decided. */
export type Standing = "open" | "spent" | "cut short";

/**
 * Decides what is at one of the planned looks, or gets no further round. Where that is between the
 * looks, the others only count as its family: looking at them as well would be one look more than
 * their error rates are divided among.
 *
 * The last look at a benchmark whose budget is spent takes the error rates of the looks that it no
 * longer gets. When that is depends on the clock, not on what its rounds say, so all its looks
 * together still keep to what is allowed. Whoever cuts the measuring short may have seen the rounds.
 *
 * @param benchmarks Every benchmark of the comparison that has a round, decided or not.
 * @param standing Whether a benchmark gets a further round, and why not.
 * @param shards As for {@linkcode judgeDuet}.
 * @returns For each the judgement that ends its measuring; null where it goes on, or was decided
 * before.
 */
export function decideDuet<Subject extends Measured & Pick<Benchmark, "open">>(
  benchmarks: readonly Subject[],
  standing: (benchmark: Subject) => Standing,
  shards = 1,
): (DuetJudgement | null)[] {
  const judgements = new Map<number, DuetJudgement[]>();
  const judgeAt = (looks: number) => {
    const known = judgements.get(looks) ?? judgeDuet(benchmarks, shards, looks);
    judgements.set(looks, known);
    return known;
  };
  return benchmarks.map((benchmark, index) => {
    const { open, rounds: { length } } = benchmark;
    const now = standing(benchmark);
    if (!open || (now === "open" && !LOOKS.includes(length))) return null;
    const judgement = judgeAt(now === "spent" ? looksFrom(length) : 1)[index]!;
    if (judgement.verdict !== "inconclusive") return judgement;
    // The rounds that it would need are those to another look.
    return now === "open" ? null : judgeAt(1)[index]!;
  });
}

/** The looks that are planned after so many rounds, the present one included. */
export function looksFrom(rounds: number): number {
  return Math.max(1, LOOKS.filter((look) => look >= rounds).length);
}

/**
 * Whether the rounds that a flagged benchmark was given afresh need no more: they confirm the
 * slowdown, or show that there is none.
 */
export function endsConfirmation(one: Measured): boolean {
  if (!LOOKS.includes(one.rounds.length)) return false;
  if (isConfirmed(one)) return true;
  const { verdict } = judgeDuet([one])[0]!;
  return verdict === "unchanged" || verdict === "not_slower";
}

/**
 * Whether rounds measured afresh show by themselves that a change exceeds the tolerance, at the rate of
 * a single claim. With several looks, what is at the tolerance passes in about one of ten; the family
 * rate is kept by what was flagged before. One look would leave many a true slowdown unconfirmed: one
 * odd round among six hides it, and cannot be told from the others yet.
 */
export function isConfirmed(one: Measured): boolean {
  const { estimate } = toCase(splitOutliers(one).kept);
  const { logRatio, standardError, degreesOfFreedom } = estimate!;
  const beyond = logRatio - Math.log1p(one.thresholds.tolerance);
  if (standardError === 0) return beyond > 0;
  return 1 - studentTCdf(beyond / standardError, degreesOfFreedom) <= SINGLE_LOOK.unchanged;
}
