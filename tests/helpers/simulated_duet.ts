/**
 * Duets without a machine: slices drawn from a model, combined into rounds as measure_round.ts
 * does. @module
 */
import type { DuetRound } from "../../scripts/result/duet.ts";
import type { PairedRound } from "../../scripts/verdict/statistics/estimate.ts";
import { interquartileMean } from "../../scripts/result/spread.ts";
import type { Random } from "./draws.ts";

/** An even number. */
const PAIRS = 20;

/** The parts of the logarithm of a slice's time; 0 by default. */
export interface Weather {
  /** One slice: noise that no neighbour shares. */
  readonly slice?: (random: Random) => number;
  /** One process of one side, as the tier that V8 chose; both sides draw it. */
  readonly process?: (random: Random) => number;
  /** The machine's speed, AR(1) from slice to slice: its correlation and its innovation. */
  readonly drift?: { readonly correlation: number; readonly deviation: number };
  /** The side that starts first in the round, throughout the round. */
  readonly firstSide?: number;
  /** The first slice of each pair. */
  readonly firstSlice?: number;
}

/** Draws the rounds of one benchmark whose current version is slower by `logRatio`. */
export function simulateRounds(
  random: Random,
  weather: Weather,
  rounds: number,
  logRatio = 0,
): PairedRound[] {
  return Array.from({ length: rounds }, (_, round) => {
    const condition = round % 2 === 0 ? 1 : -1;
    return {
      condition,
      logRatio: logRatio + interquartileMean(simulatePairs(random, weather, condition)),
    };
  });
}

/**
 * Draws ln(current / baseline) of each pair of slices in one round of identical sides.
 *
 * @param condition 1 if the baseline starts first.
 */
export function simulatePairs(
  random: Random,
  weather: Weather,
  condition: 1 | -1,
): number[] {
  const { slice, process, drift, firstSide = 0, firstSlice = 0 } = weather;
  const first = firstSide + (process?.(random) ?? 0);
  const second = process?.(random) ?? 0;
  let speed = drift === undefined
    ? 0
    : drift.deviation / Math.sqrt(1 - drift.correlation ** 2) * random.normal();
  const elapsed = () => {
    if (drift !== undefined) speed = drift.correlation * speed + drift.deviation * random.normal();
    return speed + (slice?.(random) ?? 0);
  };
  const pairs: number[] = [];
  for (let pair = 0; pair < PAIRS; pair++) {
    const opener = elapsed() + firstSlice;
    const closer = elapsed();
    // The sides take turns to open a pair.
    const opened = pair % 2 === 0 ? opener - closer : closer - opener;
    pairs.push(-condition * (first - second + opened));
  }
  return pairs;
}

/** Converts log ratios to rounds of the document; the baseline starts every other one. */
export function toDuetRounds(logRatios: readonly number[]): DuetRound[] {
  return logRatios.map((logRatio, round) => ({
    logRatio,
    durationMs: { baseline: 1, current: Math.exp(logRatio) },
    floorMs: null,
    marks: false,
    heapBytes: { baseline: null, current: null },
    calls: 1000,
    first: round % 2 === 0 ? "baseline" : "current",
    core: 0,
  }));
}
