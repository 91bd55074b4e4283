/** The contributions of single benchmarks to their suite. @module */
import type { SideName } from "../result/duet.ts";
import { mean, squaresAbout } from "../result/spread.ts";
import type { Benchmark } from "./benchmark.ts";
import { isAtFloor } from "./floor.ts";
import { estimateRounds, FEWEST_ROUNDS, LOOKS, splitOutliers } from "./judge_duet.ts";
import { type SessionSpread, varianceBeyondRounds } from "./sessions.ts";
import type { VarianceEstimate } from "./statistics/estimate.ts";
import type { MeasuredLogRatio, RoundErrors } from "./statistics/mean_log_ratio.ts";

/** Rounds that every benchmark measured in turn gets, whatever they show. */
export const FIRST_ROUNDS = LOOKS[0]!;

/**
 * The contribution of a benchmark whose versions were measured in turn.
 *
 * Only the first rounds count. Benchmarks that seem fast end sooner, so all rounds together would
 * make the suite look faster than it is. A benchmark that only measures the call says nothing about
 * the code, but would weigh as much as any other.
 *
 * @returns Null if it was not judged or says nothing.
 */
export function measuredInTurn(benchmark: Benchmark): MeasuredLogRatio | null {
  const { identity, pinned, rounds, thresholds, failure, judgement } = benchmark;
  if (failure !== null || judgement === null) return null;
  if (rounds.length < FEWEST_ROUNDS || isAtFloor(rounds)) return null;
  const first = rounds.slice(0, FIRST_ROUNDS);
  const { kept } = splitOutliers({ rounds: first, thresholds });
  const { logRatio, standardError, degreesOfFreedom, residuals } = estimateRounds(kept.rounds)!;
  const root = Math.sqrt(squaresAbout(0, residuals));
  return {
    logRatio,
    rounds: [{
      // Benchmarks of a file share the processes of a round, unless they use several cores.
      stratum: JSON.stringify([identity.file, pinned]),
      processes: kept.rounds.map((round) => first.indexOf(round)),
      errors: residuals.map((residual) => root === 0 ? 0 : residual / root * standardError),
      degreesOfFreedom,
    }],
    sessions: { variance: 0, error: 0 },
  };
}

/** A benchmark of two results. */
export interface ApartMeasured {
  /** Its file. */
  readonly file: string | null;
  /** ln(current / baseline). */
  readonly logRatio: number;
  /** The duration of each round: two or more a side, all above 0. */
  readonly durationsMs: Readonly<Record<SideName, readonly number[]>>;
  /** How much its results vary from one session to the next. */
  readonly sessions: SessionSpread;
}

/** The contribution of a benchmark of two results. */
export function measuredApart(
  { file, logRatio, durationsMs, sessions }: ApartMeasured,
): MeasuredLogRatio {
  const sides: readonly SideName[] = ["baseline", "current"];
  return {
    logRatio,
    rounds: sides.map((side) => errorsOf(side, durationsMs[side], file)),
    sessions: differenceOf(sessions),
  };
}

/** Benchmarks of a file share the process of a round; the sides have different processes. */
function errorsOf(
  side: SideName,
  durationsMs: readonly number[],
  file: string | null,
): RoundErrors {
  const logs = durationsMs.map(Math.log);
  const center = mean(logs);
  const degreesOfFreedom = logs.length - 1;
  const scale = (side === "current" ? 1 : -1) / Math.sqrt(logs.length * degreesOfFreedom);
  return {
    stratum: JSON.stringify([side, file]),
    processes: [...logs.keys()],
    errors: logs.map((log) => scale * (log - center)),
    degreesOfFreedom,
  };
}

/**
 * The variance between two sessions beyond their rounds, with the relative error of the whole
 * variance.
 */
function differenceOf(sessions: SessionSpread): VarianceEstimate {
  const variance = 2 * varianceBeyondRounds(sessions);
  return { variance, error: variance === 0 ? 0 : variance * sessions.error / sessions.variance };
}
