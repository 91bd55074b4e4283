/** Recomputes the constants of the verdicts by a formula, or by a seeded simulation. @module */
import { mean } from "../../scripts/result/spread.ts";
import { NORMAL_TAIL } from "../../scripts/verdict/explain/differences.ts";
import { SURE } from "../../scripts/verdict/common_shift.ts";
import { SPANS } from "../../scripts/verdict/sight.ts";
import { MOST_DEGREES_OF_FREEDOM } from "../../scripts/verdict/statistics/estimate.ts";
import {
  addLevel,
  CLIP,
  clip,
  CLIPPED_VARIANCE,
  EFFICIENCY,
  MAD_TO_DEVIATION,
  NO_NOISE,
} from "../../scripts/verdict/statistics/noise.ts";
import { MEDIAN_VARIANCE, SPLIT_LIMITS } from "../../scripts/verdict/statistics/split.ts";
import { POWER, POWER_QUANTILE } from "../../scripts/verdict/statistics/power.ts";
import { studentTCdf, studentTQuantile } from "../../scripts/verdict/statistics/student_t.ts";
import { asymmetryOf, MOST_ASYMMETRIC } from "../../scripts/verdict/statistics/trimmed.ts";
import { type Random, seeded } from "../helpers/draws.ts";
import { rangeOf } from "./search.ts";
import { leastSpans } from "./sight.ts";

/** The range in which a constant should be. */
export interface Found {
  readonly least: number;
  readonly most: number;
}

/** A constant and its source. */
export interface Constant {
  readonly name: string;
  /** The value in the program. */
  readonly used: number;
  /** Its meaning, in one line. */
  readonly meaning: string;
  /** @param trials More trials make the result more precise; a formula needs none. */
  readonly find: (trials: number) => Found;
  /** Whether this takes minutes, and shows little with few trials. */
  readonly slow?: true;
}

/** The precision lost by stating a constant with one digit. */
const ROUNDING = 0.05;

function about(value: number, error: number): Found {
  return { least: value - error, most: value + error };
}

function normalQuantile(probability: number): number {
  return studentTQuantile(probability, MOST_DEGREES_OF_FREEDOM);
}

/** Returns the variance of normal values clipped at `reach` deviations: E min(x², c²). */
function varianceOfClipped(reach: number): number {
  const below = studentTCdf(reach, MOST_DEGREES_OF_FREEDOM);
  const density = normalDensity(reach);
  return (2 * below - 1) - 2 * reach * density + 2 * reach ** 2 * (1 - below);
}

function normalDensity(value: number): number {
  return Math.exp(-(value ** 2) / 2) / Math.sqrt(2 * Math.PI);
}

/** The number of values of a level for which {@linkcode efficiencyOf} is computed. */
const LEVEL = 20;

/**
 * Returns the degrees of freedom of variances of clipped values, computed from their variation, as
 * a share of those of a level.
 */
function efficiencyOf(draw: (random: Random) => number, trials: number): number {
  const random = seeded(2);
  const variances = Array.from({ length: trials }, () => {
    const values = Array.from({ length: LEVEL }, () => draw(random));
    return addLevel(NO_NOISE, clip(values, null)).squares / (LEVEL - 1);
  });
  const center = variances.reduce((sum, one) => sum + one) / trials;
  const squares = variances.reduce((sum, one) => sum + (one - center) ** 2, 0);
  return 2 * center ** 2 / (squares / (trials - 1)) / (LEVEL - 1);
}

/** Returns the deviation of the asymmetry of many symmetric values. */
function usualAsymmetry(trials: number): number {
  const random = seeded(3);
  const squares = Array.from(
    { length: trials },
    () => asymmetryOf(Array.from({ length: 90 }, () => random.studentT(2))) ** 2,
  );
  return Math.sqrt(mean(squares));
}

/** Every constant that can be recomputed. */
export const CONSTANTS: readonly Constant[] = [
  {
    name: "MAD_TO_DEVIATION",
    used: MAD_TO_DEVIATION,
    meaning: "the standard deviation of normal values in median deviations",
    find: () => about(1 / normalQuantile(0.75), 5e-5),
  },
  {
    name: "POWER_QUANTILE",
    used: POWER_QUANTILE,
    meaning: "the normal quantile of the power",
    find: () => about(normalQuantile(POWER), 1e-5),
  },
  {
    name: "NORMAL_TAIL",
    used: NORMAL_TAIL,
    meaning: "the share of normal values below three deviations",
    find: () => about(studentTCdf(3, MOST_DEGREES_OF_FREEDOM), 1e-5),
  },
  {
    name: "SURE",
    used: SURE,
    meaning: "the deviations that one normal value in a thousand exceeds, on either side",
    find: () => about(normalQuantile(1 - 1 / 2000), 0.05),
  },
  {
    name: "CLIPPED_VARIANCE",
    used: CLIPPED_VARIANCE,
    meaning: "the variance of clipped normal values",
    find: () => about(varianceOfClipped(CLIP), 5e-5),
  },
  {
    name: "EFFICIENCY",
    used: EFFICIENCY,
    meaning:
      "the degrees of freedom of 20 clipped values, averaged over normal ones and Student's t with ten",
    find: (trials) => {
      const heavy = efficiencyOf((random) => random.studentT(10), 100 * trials);
      const normal = efficiencyOf((random) => random.normal(), 100 * trials);
      return about((heavy + normal) / 2, ROUNDING);
    },
  },
  {
    name: "MOST_ASYMMETRIC",
    used: MOST_ASYMMETRIC,
    meaning: "the deviation of the asymmetry of 90 symmetric values",
    find: (trials) => about(usualAsymmetry(100 * trials), ROUNDING),
  },
  {
    name: "SPANS",
    used: SPANS,
    meaning: "the spans of a change that nine of ten series report, or up to half more",
    find: (trials) => {
      const enough = leastSpans(Math.ceil(trials / 2));
      return { least: enough, most: 1.5 * enough };
    },
  },
  {
    name: "MEDIAN_VARIANCE",
    used: MEDIAN_VARIANCE,
    meaning: "the variance of the median of normal values over that of their mean",
    find: () => about(1 / (4 * normalDensity(0) ** 2), 1e-12),
  },
  {
    name: "gapAlpha",
    used: SPLIT_LIMITS.gapAlpha,
    meaning:
      "the chance of a gap between six values and three, and less than that between five and three",
    find: () => ({ least: 1 / 84, most: 1 / 56 }),
  },
  {
    name: "rankAlpha",
    used: SPLIT_LIMITS.rankAlpha,
    meaning: "a chance at which steps are found and noise stays quiet, as promised",
    find: (trials) => rangeOf("rankAlpha", trials),
    slow: true,
  },
  {
    name: "farAlpha",
    used: SPLIT_LIMITS.farAlpha,
    meaning: "a chance of far values at which steps are found and noise stays quiet, as promised",
    find: (trials) => rangeOf("farAlpha", trials),
    slow: true,
  },
];
