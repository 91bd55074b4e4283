/** Where a benchmark became slower or faster for good. @module */
import { judge } from "./judge.ts";
import {
  byTimeOfDecision,
  type Drift,
  type LastingChange,
  type SeriesPoint,
  type Step,
} from "./series.ts";
import type { Thresholds } from "./severity.ts";
import type { Estimate } from "./statistics/estimate.ts";
import { type Break, findBreaks } from "./statistics/breaks.ts";
import { fitLine } from "./statistics/drift.ts";
import { estimateLevel, type Level, type Observation } from "./statistics/levels.ts";
import { NO_NOISE, type NoiseSums, varianceInflation } from "./statistics/noise.ts";

/** A level is taken from so many results next to the change, so that it stays what it was later on. */
const RESULTS_BEFORE = 60;
const RESULTS_AFTER = 24;

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
 *   ...{ environment: "ci", standardError: null, rounds: 0 },
 *   durationMs: (day < 12 ? 10 : 13) + 0.1 * (day * 7 % 5),
 * }));
 * const { steps: [step] } = findChanges(points, DEFAULT_THRESHOLDS);
 * assertEquals([step!.after.result, step!.verdict, step!.severity], ["r12", "regression", "moderate"]);
 * assertAlmostEquals(step!.change, 0.3, 0.02);
 * ```
 */
export function findChanges(points: readonly SeriesPoint[], thresholds: Thresholds): Changes {
  const environments = Map.groupBy(points, ({ environment }) => environment);
  const found = [...environments.values()].map((own) => new Environment(own, thresholds).find());
  return {
    steps: found.flatMap(({ steps }) => steps).sort(byTimeOfDecision),
    drifts: found.flatMap(({ drifts }) => drifts).sort(byTimeOfDecision),
  };
}

/** What a benchmark looks like in one environment. */
class Environment {
  readonly #points: readonly SeriesPoint[];
  readonly #thresholds: Thresholds;
  readonly #breaks: readonly Break[];

  constructor(points: readonly SeriesPoint[], thresholds: Thresholds) {
    this.#points = points;
    this.#thresholds = thresholds;
    this.#breaks = findBreaks(points.map(observe));
  }

  find(): Changes {
    const steps: Step[] = [];
    const drifts: Drift[] = [];
    for (const [at, one] of this.#breaks.entries()) {
      if (one.kind === "step") {
        const step = this.#describeStep(at);
        if (Math.abs(step.change) > this.#thresholds.tolerance) steps.push(step);
      } else if (this.#breaks[at - 1]?.kind !== "drift") {
        const drift = this.#describeDrift(at);
        if (Math.abs(drift.change) > this.#thresholds.tolerance) drifts.push(drift);
      }
    }
    return { steps, drifts };
  }

  #describeStep(at: number): Step {
    const { index, decidedBy } = this.#breaks[at]!;
    const before = this.#levelBefore(at);
    const after = this.#levelAfter(at);
    const estimate = {
      logRatio: after.mean - before.mean,
      standardError: Math.sqrt(before.variance + after.variance),
      degreesOfFreedom: Math.min(before.noise.degreesOfFreedom, after.noise.degreesOfFreedom),
      rounds: before.count + after.count,
    };
    return {
      ...this.#judge(this.#points[index]!.result, decidedBy, estimate),
      undone: this.#isUndone(at, before.mean, after.mean),
      before: this.#points[index - 1]!,
      after: this.#points[index]!,
      levels: { beforeMs: Math.exp(before.mean), afterMs: Math.exp(after.mean) },
    };
  }

  /** A drift that goes on makes several breaks; the first of them names it. */
  #describeDrift(at: number): Drift {
    const { from, decidedBy } = this.#breaks[at]!;
    let final = at;
    while (this.#breaks[final + 1]?.kind === "drift") final++;
    const last = this.#breaks[final]!.decidedBy;
    const values = this.#points.slice(from, last + 1).map((point) => observe(point).value);
    const line = fitLine(values, values.map((_, step) => step));
    const span = values.length - 1;
    const { noise, mean } = this.#levelBefore(at);
    const inflation = varianceInflation(values.length, noise.correlation);
    const estimate = {
      logRatio: line.slope * span,
      standardError: Math.sqrt(line.slopeVariance * inflation) * span,
      degreesOfFreedom: Math.max(1, values.length - 2),
      rounds: values.length,
    };
    return {
      ...this.#judge(`drift-${this.#points[from]!.result}`, decidedBy, estimate),
      undone: this.#isUndone(final, mean, mean + estimate.logRatio),
      from: this.#points[from]!,
      to: this.#points[last]!,
    };
  }

  #judge(id: string, decidedBy: number, estimate: Estimate): Omit<LastingChange, "undone"> {
    const { verdict, severity, change, interval } = judge([{
      ...{ estimate, change: Math.expm1(estimate.logRatio) },
      ...{ better: "lower", thresholds: this.#thresholds },
    }])[0]!;
    return {
      id,
      decidedBy: this.#points[decidedBy]!,
      ...{ change, interval: interval!, verdict, severity },
    };
  }

  /** Whether a later level is back where it was before a change. */
  #isUndone(at: number, before: number, after: number): boolean {
    const back = Math.log1p(this.#thresholds.tolerance);
    const isBack = (level: Level) =>
      after > before ? level.mean <= before + back : level.mean >= before - back;
    return this.#breaks.slice(at + 1).some((_, later) => isBack(this.#levelAfter(at + 1 + later)));
  }

  #levelBefore(at: number): Level {
    const start = this.#breaks[at - 1]?.index ?? 0;
    const end = this.#breaks[at]!.index;
    const past = this.#breaks[at - 1]?.past ?? NO_NOISE;
    return this.#level(Math.max(start, end - RESULTS_BEFORE), end, past);
  }

  #levelAfter(at: number): Level {
    const { index, past } = this.#breaks[at]!;
    const end = this.#breaks[at + 1]?.index ?? this.#points.length;
    return this.#level(index, Math.min(end, index + RESULTS_AFTER), past);
  }

  #level(start: number, end: number, past: NoiseSums): Level {
    return estimateLevel(this.#points.slice(start, end).map(observe), past)!;
  }
}

function observe({ durationMs, standardError }: SeriesPoint): Observation {
  const variance = standardError === null ? null : standardError ** 2;
  return { value: Math.log(durationMs), variance };
}
