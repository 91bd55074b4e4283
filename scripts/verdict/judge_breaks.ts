/** Judges changes of level by the given thresholds. @module */
import { judge, type Judgement } from "./judge.ts";
import {
  byTimeOfDecision,
  type Drift,
  type LastingChange,
  type SeriesPoint,
  type Step,
  type Told,
  toldBy,
} from "./series.ts";
import type { Thresholds } from "./severity.ts";
import type { Break } from "./statistics/breaks.ts";
import type { Estimate } from "./statistics/estimate.ts";

/** Standard errors by which a change must exceed the tolerance before it is reported. */
const CLEAR_ERRORS = 2;

/** Every lasting change of a series, in the order of time. */
export interface Changes {
  /** Changes from one result to the next. */
  readonly steps: readonly Step[];
  /** Gradual changes. */
  readonly drifts: readonly Drift[];
}

/** A break, with all that is needed to judge it by any thresholds. */
export interface FoundBreak extends Break {
  /** The result before a step; the one at which a drift begins. */
  readonly before: SeriesPoint;
  /** The first result of the new level. */
  readonly after: SeriesPoint;
  /** Logarithms of the levels around it, as far as known; for a drift, of the level before it. */
  levels: { before: number; after: number };
  /** The lowest and the highest estimate so far of the level after it. */
  reached: { lowest: number; highest: number };
  /** ln(duration) of the result after it, less the searched value. */
  readonly offset: number;
  /** Its size, as estimated with the result that decides it and with each of those soon after. */
  readonly growth: Growth[];
}

/** The size of a change, as estimated with one result. */
export interface Growth {
  readonly by: SeriesPoint;
  readonly estimate: Estimate;
}

/** Judges the breaks of a series as lasting changes. @param breaks In their order. */
export function judgeBreaks(breaks: readonly FoundBreak[], thresholds: Thresholds): Changes {
  const judging = new Judging(breaks, thresholds);
  const steps: Step[] = [];
  const drifts: Drift[] = [];
  for (const [at, { kind }] of breaks.entries()) {
    if (kind === "step") {
      const step = judging.judgeStep(at);
      if (step !== null) steps.push(step);
    } else if (breaks[at - 1]?.kind !== "drift") {
      const drift = judging.judgeDrift(at);
      if (drift !== null) drifts.push(drift);
    }
  }
  return { steps: steps.sort(byTimeOfDecision), drifts: drifts.sort(byTimeOfDecision) };
}

class Judging {
  readonly #breaks: readonly FoundBreak[];
  readonly #thresholds: Thresholds;
  /**
   * The lowest and the highest level ever estimated after each break or any later one. An undone
   * change stays undone while the level becomes more exact.
   */
  readonly #later: (readonly [lowest: number, highest: number])[] = [];

  constructor(breaks: readonly FoundBreak[], thresholds: Thresholds) {
    this.#breaks = breaks;
    this.#thresholds = thresholds;
    let [lowest, highest] = [Infinity, -Infinity];
    for (let at = breaks.length - 1; at >= 0; at--) {
      const { reached } = breaks[at]!;
      [lowest, highest] = [Math.min(lowest, reached.lowest), Math.max(highest, reached.highest)];
      this.#later[at] = [lowest, highest];
    }
  }

  /** Null if the levels differ by no more than the tolerance. */
  judgeStep(at: number): Step | null {
    const { before, after, levels, offset, growth } = this.#breaks[at]!;
    const change = this.#follow(growth);
    if (change === null || (change.told === null && this.#beginsDrift(at))) return null;
    return {
      ...change,
      id: after.result,
      undone: this.#isUndone(at, levels.before, levels.after),
      before,
      after,
      levels: {
        beforeMs: Math.exp(levels.before + offset),
        afterMs: Math.exp(levels.after + offset),
      },
    };
  }

  /** Whether a step turns out to be the start of a drift. */
  #beginsDrift(at: number): boolean {
    const next = this.#breaks[at + 1];
    return next?.kind === "drift" && next.from <= this.#breaks[at]!.index;
  }

  /** A continuing drift makes several breaks; the first one names it. */
  judgeDrift(at: number): Drift | null {
    const { before: from, levels: { before: level } } = this.#breaks[at]!;
    let final = at;
    const growth = [...this.#breaks[at]!.growth];
    let latest = 0;
    while (this.#breaks[final + 1]?.kind === "drift") {
      latest = growth.length;
      for (const one of this.#breaks[++final]!.growth) growth.push(one);
    }
    const change = this.#follow(growth);
    if (change === null) return null;
    const decided = growth.findIndex(({ by }) => by === toldBy(change));
    const { by: to, estimate } = growth[Math.max(latest, decided)]!;
    const { change: size, interval } = this.#judge(estimate);
    return {
      ...change,
      change: size,
      interval: interval!,
      id: `drift-${from.result}`,
      undone: this.#isUndone(final, level, level + estimate.logRatio),
      from,
      to,
    };
  }

  /**
   * Judges a change as results arrive. It is reported once it clearly exceeds the tolerance. The
   * first regression or improvement stays, whatever later estimates say.
   *
   * @returns Null if it is not reported.
   */
  #follow(growth: readonly Growth[]): Omit<LastingChange, "id" | "undone"> | null {
    const decided = growth.findIndex(({ estimate }) => this.#exceedsTolerance(estimate));
    if (decided < 0) return null;
    let told: Told | null = null;
    for (let at = decided; at < growth.length && told === null; at++) {
      const { by, estimate } = growth[at]!;
      const { verdict, severity, change } = this.#judge(estimate);
      if (verdict === "regression" || verdict === "improvement") {
        told = { by, change, verdict, severity };
      }
    }
    const latest = this.#judge(growth.at(-1)!.estimate);
    return {
      decidedBy: growth[decided]!.by,
      told,
      change: latest.change,
      interval: latest.interval!,
      verdict: told?.verdict ?? latest.verdict,
      severity: told?.severity ?? null,
    };
  }

  #judge(estimate: Estimate): Judgement {
    return judge([{
      estimate,
      change: Math.expm1(estimate.logRatio),
      better: "lower",
      thresholds: this.#thresholds,
    }])[0]!;
  }

  #exceedsTolerance({ logRatio, standardError }: Estimate): boolean {
    const limit = Math.log1p(this.#thresholds.tolerance);
    return Math.abs(logRatio) - CLEAR_ERRORS * standardError > limit;
  }

  /** Whether a later level is back at that before a change. */
  #isUndone(at: number, before: number, after: number): boolean {
    const back = Math.log1p(this.#thresholds.tolerance);
    const [lowest, highest] = this.#later[at + 1] ?? [Infinity, -Infinity];
    return after > before ? lowest <= before + back : highest >= before - back;
  }
}
