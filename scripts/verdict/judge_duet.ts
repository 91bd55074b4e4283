/** Judges versions that were measured in turn, and decides when to stop measuring. @module */
import type { DuetRound } from "../result/duet.ts";
import type { Benchmark, DuetJudgement, Measured } from "./benchmark.ts";
import { type Case, type ErrorRates, judge, SINGLE_LOOK } from "./judge.ts";
import { estimatePaired, type PairedEstimate } from "./statistics/estimate.ts";
import { findModes } from "./statistics/modes.ts";
import { findOutliers } from "./statistics/outliers.ts";
import { studentTCdf } from "./statistics/student_t.ts";

/** Numbers of rounds after which the data is judged; the last one ends the measuring. */
export const LOOKS: readonly number[] = [6, 10, 16, 26, 40, 60, 90];

/**
 * Rounds that every benchmark gets, whatever its budget: four are needed to estimate the effect of
 * the order.
 */
export const FEWEST_ROUNDS = 4;

/** Error rates of one look: the total, divided evenly (Bonferroni). */
export const LOOK_RATES: ErrorRates = {
  family: SINGLE_LOOK.family / LOOKS.length,
  unchanged: SINGLE_LOOK.unchanged / LOOKS.length,
};

/** How many budgets of a benchmark its confirmation may take, because a build may fail by it. */
export const CONFIRMATION_BUDGETS = 3;

/**
 * Judges benchmarks together at one of the planned looks.
 *
 * @param cases Every benchmark of the comparison that has been measured.
 * @param shards The number of parts of the comparison: the family is all of them.
 * @param looks How many planned looks' error rates this one uses.
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
    // Two modes on the same side of the threshold do not matter.
    const matters = found !== null && Math.expm1(found.upper) > thresholds.threshold &&
      Math.expm1(found.lower) <= thresholds.threshold;
    if (!matters) return { ...judgement, modes: null, setAside };
    const modes = { lower: Math.expm1(found.lower), upper: Math.expm1(found.upper) };
    const undecided = { verdict: "inconclusive", severity: null, atLeast: null } as const;
    return { ...judgement, ...undecided, roundsNeeded: null, modes, setAside };
  });
}

/** Separates the rounds that are outliers. */
export function splitOutliers(one: Measured): { kept: Measured; setAside: number[] } {
  const { rounds, thresholds } = one;
  const ratios = rounds.map(({ logRatio }) => logRatio);
  const outliers = new Set(findOutliers(ratios, Math.log1p(thresholds.tolerance)));
  return {
    kept: { thresholds, rounds: rounds.filter((_, index) => !outliers.has(index)) },
    setAside: [...outliers].map((index) => Math.expm1(ratios[index]!)),
  };
}

/** The change by the rounds, without the effect of the order; null for fewer than two. */
export function estimateRounds(rounds: readonly DuetRound[]): PairedEstimate | null {
  return estimatePaired(rounds.map(({ logRatio, first }) => ({
    logRatio,
    condition: first === "baseline" ? 1 : -1,
  })));
}

/** The case that the rounds of a benchmark make. */
export function toCase({ rounds, thresholds }: Measured): Case {
  const estimate = estimateRounds(rounds);
  if (estimate === null) {
    // A single round says nothing about the spread, so the interval has no bounds.
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

/** The state of measuring a benchmark before it is decided. */
export type Standing = "open" | "spent" | "cut short";

/**
 * Decides benchmarks that are at one of the planned looks, or get no further round. For one between
 * looks, the others only count as its family: to judge them as well would be one look more than
 * their error rates are divided among.
 *
 * The last look at a benchmark whose budget is spent uses the error rates of the looks that it no
 * longer gets. The clock decides when that is, not its rounds, so all its looks together stay
 * within their rates. If someone cuts the measuring short, they may have seen the rounds, so that
 * does not apply.
 *
 * @param benchmarks Every benchmark of the comparison that has a round, decided or not.
 * @param standing Whether a benchmark gets a further round, and why not.
 * @param shards As for {@linkcode judgeDuet}.
 * @returns For each, the judgement that ends its measuring; null if it goes on or was decided
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
    // The number of rounds needed refers to another look.
    return now === "open" ? null : judgeAt(1)[index]!;
  });
}

/** The looks planned from so many rounds on, including the present one. */
export function looksFrom(rounds: number): number {
  return Math.max(1, LOOKS.filter((look) => look >= rounds).length);
}

/**
 * Whether the fresh rounds of a flagged benchmark suffice: they confirm the slowdown, or show that
 * there is none.
 */
export function endsConfirmation(one: Measured): boolean {
  if (!LOOKS.includes(one.rounds.length)) return false;
  if (isConfirmed(one)) return true;
  const { verdict } = judgeDuet([one])[0]!;
  return verdict === "unchanged" || verdict === "not_slower";
}

/**
 * Whether fresh rounds alone show that a change exceeds the tolerance, at the rate of a single
 * claim. With several looks, a change at the tolerance passes in about one of ten cases; the
 * flagging before keeps the family rate. A single look would leave many true slowdowns unconfirmed:
 * one odd round among six hides them, and cannot be recognised as an outlier yet.
 */
export function isConfirmed(one: Measured): boolean {
  const { estimate } = toCase(splitOutliers(one).kept);
  const { logRatio, standardError, degreesOfFreedom } = estimate!;
  const beyond = logRatio - Math.log1p(one.thresholds.tolerance);
  if (standardError === 0) return beyond > 0;
  return 1 - studentTCdf(beyond / standardError, degreesOfFreedom) <= SINGLE_LOOK.unchanged;
}
