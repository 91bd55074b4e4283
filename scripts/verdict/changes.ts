/** Where a benchmark became slower or faster for good. @module */
import { judge, type Judgement } from "./judge.ts";
import {
  byTimeOfDecision,
  type Drift,
  type LastingChange,
  type SeriesPoint,
  type Step,
  type Told,
} from "./series.ts";
import type { Thresholds } from "./severity.ts";
import type { Estimate } from "./statistics/estimate.ts";
import { type Break, findBreaks } from "./statistics/breaks.ts";
import { GrowingLine } from "./statistics/drift.ts";
import { estimateLevels, type Level, type Observation } from "./statistics/levels.ts";
import { NO_NOISE, varianceInflation } from "./statistics/noise.ts";

/** A level is taken from so many results next to the change, so that it stays what it was later on. */
const RESULTS_BEFORE = 60;
const RESULTS_AFTER = 24;
/** Standard errors by which a change has to exceed the tolerance before it is told. */
const CLEAR_ERRORS = 2;

/** Every lasting change of a series, in the order of time. */
export interface Changes {
  /** From one result to the next. */
  readonly steps: readonly Step[];
  /** Little by little. */
  readonly drifts: readonly Drift[];
}

/**
 * Finds the lasting changes of a benchmark, in each environment by itself.
 *
 * The same results always give the same changes, and results that are added later neither take away
 * nor move one. Its size becomes more exact with the next 24 results and stays what it is then. A
 * change within the tolerance is none.
 *
 * @param points In the order of time.
 * @example
 * ```ts
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 * import { DEFAULT_THRESHOLDS } from "./severity.ts";
 * const points = Array.from({ length: 20 }, (_, day) => ({
 *   ...{ result: `r${day}`, timestamp: new Date(day * 86_400_000).toISOString(), commit: null },
 *   ...{ environment: "ci", standardError: null, rounds: 0, against: null },
 *   durationMs: (day < 12 ? 10 : 13) + 0.1 * (day * 7 % 5),
 * }));
 * const { steps: [step] } = findChanges(points, DEFAULT_THRESHOLDS);
 * assertEquals([step!.after.result, step!.verdict, step!.severity], ["r12", "regression", "moderate"]);
 * assertAlmostEquals(step!.change, 0.3, 0.02);
 * ```
 */
export function findChanges(points: readonly SeriesPoint[], thresholds: Thresholds): Changes {
  return searchChanges(points)(thresholds);
}

/**
 * As {@linkcode findChanges}, for several thresholds: where the level changes does not depend on them.
 *
 * @param points In the order of time.
 */
export function searchChanges(
  points: readonly SeriesPoint[],
): (thresholds: Thresholds) => Changes {
  const environments = [...Map.groupBy(points, ({ environment }) => environment).values()]
    .map(searchEnvironment);
  return (thresholds) => {
    const found = environments.map((searched) => new Environment(searched, thresholds).find());
    return {
      steps: found.flatMap(({ steps }) => steps).sort(byTimeOfDecision),
      drifts: found.flatMap(({ drifts }) => drifts).sort(byTimeOfDecision),
    };
  };
}

/** The results of one environment, and where their level changes. */
interface Searched {
  readonly points: readonly SeriesPoint[];
  readonly observations: readonly Observation[];
  readonly breaks: readonly Break[];
}

function searchEnvironment(points: readonly SeriesPoint[]): Searched {
  const observations = points.map(observe);
  return { points, observations, breaks: findBreaks(observations) };
}

/** What a benchmark looks like in one environment. */
class Environment {
  readonly #points: readonly SeriesPoint[];
  readonly #observations: readonly Observation[];
  readonly #breaks: readonly Break[];
  readonly #thresholds: Thresholds;
  #later: readonly (readonly [lowest: number, highest: number])[] | null = null;

  constructor({ points, observations, breaks }: Searched, thresholds: Thresholds) {
    this.#points = points;
    this.#observations = observations;
    this.#breaks = breaks;
    this.#thresholds = thresholds;
  }

  find(): Changes {
    const steps: Step[] = [];
    const drifts: Drift[] = [];
    for (const [at, { kind }] of this.#breaks.entries()) {
      if (kind === "step") {
        const step = this.#describeStep(at);
        if (step !== null) steps.push(step);
      } else if (this.#breaks[at - 1]?.kind !== "drift") {
        const drift = this.#describeDrift(at);
        if (drift !== null) drifts.push(drift);
      }
    }
    return { steps, drifts };
  }

  /** Null where the levels differ by no more than the tolerance. */
  #describeStep(at: number): Step | null {
    const { index, decidedBy } = this.#breaks[at]!;
    const known = Math.min(
      this.#breaks[at + 1]?.decidedBy ?? this.#points.length,
      index + RESULTS_AFTER,
    );
    const change = this.#follow(range(decidedBy, Math.max(decidedBy + 1, known)), (last) => {
      const { before, after } = this.#levels(at, last);
      return {
        logRatio: after.mean - before.mean,
        standardError: Math.sqrt(before.variance + after.variance),
        degreesOfFreedom: Math.min(before.noise.degreesOfFreedom, after.noise.degreesOfFreedom),
        rounds: before.count + after.count,
      };
    });
    if (change === null || (change.told === null && this.#beginsDrift(at))) return null;
    const { before, after } = this.#levels(at, this.#lastOf(at));
    return {
      ...change,
      id: this.#points[index]!.result,
      undone: this.#isUndone(at, before.mean, after.mean),
      before: this.#points[index - 1]!,
      after: this.#points[index]!,
      levels: { beforeMs: Math.exp(before.mean), afterMs: Math.exp(after.mean) },
    };
  }

  /** Whether a step turns out to be where a drift has begun. */
  #beginsDrift(at: number): boolean {
    const next = this.#breaks[at + 1];
    return next?.kind === "drift" && next.from <= this.#breaks[at]!.index;
  }

  /** A drift that goes on makes several breaks; the first of them names it. */
  #describeDrift(at: number): Drift | null {
    const { from } = this.#breaks[at]!;
    let final = at;
    while (this.#breaks[final + 1]?.kind === "drift") final++;
    const { decidedBy: first } = this.#breaks[at]!;
    const { decidedBy: latest } = this.#breaks[final]!;
    const end = Math.min(
      this.#breaks[final + 1]?.decidedBy ?? this.#points.length,
      latest + RESULTS_AFTER,
    );
    const level = this.#levels(at, first).before;
    const estimateAt = this.#estimateDrift(from, level.noise.correlation);
    const change = this.#follow(range(first, Math.max(first + 1, end)), estimateAt);
    if (change === null) return null;
    const last = Math.max(latest, this.#points.indexOf(change.told?.by ?? change.decidedBy));
    const whole = this.#estimateDrift(from, level.noise.correlation)(last);
    const { change: size, interval } = this.#judge(whole);
    return {
      ...change,
      change: size,
      interval: interval!,
      id: `drift-${this.#points[from]!.result}`,
      undone: this.#isUndone(final, level.mean, level.mean + whole.logRatio),
      from: this.#points[from]!,
      to: this.#points[last]!,
    };
  }

  /**
   * How far a line through the results from an index rises up to another.
   *
   * @returns For one index after the other.
   */
  #estimateDrift(from: number, correlation: number): (last: number) => Estimate {
    const line = new GrowingLine();
    return (last) => {
      for (let at = from + line.count; at <= last; at++) line.add(this.#observations[at]!.value);
      const span = line.count - 1;
      const inflation = varianceInflation(line.count, correlation);
      return {
        logRatio: line.slope * span,
        standardError: Math.sqrt(line.slopeVariance * inflation) * span,
        degreesOfFreedom: Math.max(1, line.count - 2),
        rounds: line.count,
      };
    };
  }

  /**
   * What is said of a change as results arrive. It is told once it clearly exceeds the tolerance; the
   * first verdict on it that is one stays, whatever later estimates say.
   *
   * @param lasts Indexes of the results with which it is estimated anew.
   * @returns Null where it is not told.
   */
  #follow(
    lasts: readonly number[],
    estimateAt: (last: number) => Estimate,
  ): Omit<LastingChange, "id" | "undone"> | null {
    let decidedBy: SeriesPoint | null = null;
    let told: Told | null = null;
    let latest: Judgement | null = null;
    for (const [at, last] of lasts.entries()) {
      // What comes after the verdict only makes the size more exact.
      if (told !== null && at < lasts.length - 1) continue;
      const estimate = estimateAt(last);
      if (decidedBy === null && !this.#exceedsTolerance(estimate)) continue;
      decidedBy ??= this.#points[last]!;
      latest = this.#judge(estimate);
      const { verdict, severity, change } = latest;
      if (told === null && (verdict === "regression" || verdict === "improvement")) {
        told = { by: this.#points[last]!, change, verdict, severity };
      }
    }
    if (decidedBy === null || latest === null) return null;
    return {
      decidedBy,
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

  /** Whether a later level is back where it was before a change. */
  #isUndone(at: number, before: number, after: number): boolean {
    const back = Math.log1p(this.#thresholds.tolerance);
    const [lowest, highest] = this.#laterLevels()[at + 1] ?? [Infinity, -Infinity];
    return after > before ? lowest <= before + back : highest >= before - back;
  }

  /** The lowest and the highest level after each break or any later one. */
  #laterLevels(): readonly (readonly [lowest: number, highest: number])[] {
    if (this.#later !== null) return this.#later;
    const later: [lowest: number, highest: number][] = [];
    let [lowest, highest] = [Infinity, -Infinity];
    for (let at = this.#breaks.length - 1; at >= 0; at--) {
      const { mean } = this.#levels(at, this.#lastOf(at)).after;
      later[at] = [lowest, highest] = [Math.min(lowest, mean), Math.max(highest, mean)];
    }
    return this.#later = later;
  }

  /** Last result that says something of the level after a break. */
  #lastOf(at: number): number {
    const { index, decidedBy } = this.#breaks[at]!;
    const end = this.#breaks[at + 1]?.index ?? this.#points.length;
    return Math.max(Math.min(end, index + RESULTS_AFTER) - 1, Math.min(decidedBy, end - 1));
  }

  /** The levels around a break, as they are known with the result at `last`. */
  #levels(at: number, last: number): { before: Level; after: Level } {
    const { index } = this.#breaks[at]!;
    const start = Math.max(this.#breaks[at - 1]?.index ?? 0, index - RESULTS_BEFORE);
    const end = Math.min(last + 1, index + RESULTS_AFTER);
    return estimateLevels(
      this.#observations.slice(start, index),
      this.#observations.slice(index, end),
      this.#breaks[at - 1]?.past ?? NO_NOISE,
    )!;
  }
}

function range(first: number, end: number): number[] {
  return Array.from({ length: end - first }, (_, index) => first + index);
}

function observe({ durationMs, standardError }: SeriesPoint): Observation {
  const variance = standardError === null ? null : standardError ** 2;
  return { value: Math.log(durationMs), variance };
}
