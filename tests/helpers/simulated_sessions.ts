/** Results of sessions that differ, like those of one machine at two times. @module */
import { compareDocuments, type CompareOptions } from "../../scripts/verdict/compare_documents.ts";
import type { Comparison } from "../../scripts/verdict/comparison.ts";
import { resolveThresholds } from "../../scripts/verdict/config.ts";
import { type Estimate, estimateUnpaired } from "../../scripts/verdict/statistics/estimate.ts";
import {
  acrossSessions,
  ALLOWANCE,
  type SessionSpread,
  spreadOfSessions,
} from "../../scripts/verdict/sessions.ts";
import { makeBenchmark, makeDocument } from "./documents.ts";
import type { Random } from "./draws.ts";

/** How results vary: standard deviations of the logarithm. */
export interface Scatter {
  /** Between sessions. */
  readonly sessions: number;
  /** Between rounds. */
  readonly rounds: number;
}

/** The source of how much sessions differ. */
export type Known = "history" | "allowance";

/** The number of rounds of a result. */
const ROUNDS = 5;
/** The number of results in a history. */
const RESULTS = 20;

/** The rounds of one session of a benchmark that takes so long. */
export function drawSession(random: Random, scatter: Scatter, level = 1): number[] {
  return drawLogarithms(random, scatter).map((log) => level * Math.exp(log));
}

/** The logarithms of such rounds of a benchmark that takes 1. */
function drawLogarithms(random: Random, { sessions, rounds }: Scatter): number[] {
  const session = sessions * random.normal();
  return Array.from({ length: ROUNDS }, () => session + rounds * random.normal());
}

/** How much sessions differ by a history, or by the allowance without one. */
export function drawSpread(random: Random, scatter: Scatter, known: Known): SessionSpread {
  if (known === "allowance") return ALLOWANCE;
  const results = Array.from({ length: RESULTS }, () => {
    const logs = drawLogarithms(random, scatter);
    const center = logs.reduce((sum, log) => sum + log, 0) / ROUNDS;
    const squares = logs.reduce((sum, log) => sum + (log - center) ** 2, 0);
    return {
      durationMs: Math.exp(center),
      standardError: Math.sqrt(squares / (ROUNDS - 1) / ROUNDS),
    };
  });
  return spreadOfSessions(results)!;
}

/**
 * Draws the estimate from two sessions of a benchmark that takes so many times as long in the
 * second.
 */
export function drawEstimate(
  random: Random,
  scatter: Scatter,
  known: Known,
  quotient = 1,
): Estimate {
  const [before, after] = [drawSession(random, scatter), drawSession(random, scatter, quotient)];
  return acrossSessions(estimateUnpaired(before, after)!, drawSpread(random, scatter, known));
}

/** Compares two results of benchmarks that take so many times as long in the second. */
export function compareSessions(
  random: Random,
  scatter: Scatter,
  known: Known,
  quotients: readonly number[],
  thresholds: Parameters<typeof resolveThresholds>[1] = {},
): Comparison {
  const measure = (levels: readonly number[]) =>
    makeDocument(
      levels.map((level, index) =>
        makeBenchmark(`b${index}`, { durationsMs: drawSession(random, scatter, level) })
      ),
    );
  const options: CompareOptions = {
    metrics: null,
    thresholdsOf: resolveThresholds({}, thresholds),
    ignoreEnvironment: false,
    sessionsOf: () => drawSpread(random, scatter, known),
  };
  return compareDocuments(
    { source: "baseline", document: measure(quotients.map(() => 1)) },
    { source: "current", document: measure(quotients) },
    options,
  );
}
