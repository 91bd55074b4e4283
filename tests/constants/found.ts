/** What constants of the verdicts are by a formula, or by a seeded simulation. @module */
import { greatest, least, median } from "../../scripts/result/spread.ts";
import { NORMAL_TAIL } from "../../scripts/verdict/explain/differences.ts";
import { SURE } from "../../scripts/verdict/common_shift.ts";
import { SPANS } from "../../scripts/verdict/sight.ts";
import { MOST_DEGREES_OF_FREEDOM } from "../../scripts/verdict/statistics/estimate.ts";
import {
  addLevel,
  clip,
  CLIPPED_VARIANCE,
  EFFICIENCY,
  MAD_TO_DEVIATION,
  NO_NOISE,
} from "../../scripts/verdict/statistics/noise.ts";
import { POWER, POWER_QUANTILE } from "../../scripts/verdict/statistics/power.ts";
import { studentTCdf, studentTQuantile } from "../../scripts/verdict/statistics/student_t.ts";
import { asymmetryOf, MOST_ASYMMETRIC } from "../../scripts/verdict/statistics/trimmed.ts";
import { type Random, seeded } from "../helpers/draws.ts";
import { leastSpans } from "./sight.ts";

/** The range in which a constant should be. */
export interface Found {
  readonly least: number;
  readonly most: number;
}

/** A constant, and where it comes from. */
export interface Constant {
  readonly name: string;
  /** What the program uses. */
  readonly used: number;
  /** What it is, in a line. */
  readonly meaning: string;
  /**
   * @param trials The more, the narrower what is found; a formula needs none.
   */
  readonly find: (trials: number) => Found;
}

function about(value: number, error: number): Found {
  return { least: value - error, most: value + error };
}

function normalQuantile(probability: number): number {
  return studentTQuantile(probability, MOST_DEGREES_OF_FREEDOM);
}

/** The variance of many normal values that are clipped. */
function varianceOfClipped(trials: number): Found {
  const random = seeded(1);
  const values = Array.from({ length: 100 * trials }, () => random.normal());
  const { squares, degreesOfFreedom } = addLevel(NO_NOISE, clip(values, null));
  return about(squares / degreesOfFreedom, 4 * Math.sqrt(2 / degreesOfFreedom));
}

/** Values of a level for which {@linkcode efficiencyOf} is taken. */
const LEVEL = 20;

/**
 * Degrees of freedom that variances of clipped values have, by how much they vary, as a share of those
 * of a level.
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

/** From the least deviation of the asymmetry to the greatest, over numbers of symmetric values. */
function usualAsymmetry(trials: number): Found {
  const random = seeded(3);
  const deviations = [16, 40, 90].map((count) => {
    const asymmetries = Array.from(
      { length: trials },
      () => asymmetryOf(Array.from({ length: count }, () => random.studentT(2))),
    );
    return Math.sqrt(asymmetries.reduce((sum, one) => sum + one ** 2, 0) / trials);
  });
  const error = 4 / Math.sqrt(2 * trials) * median(deviations);
  return { least: least(deviations) - error, most: greatest(deviations) + error };
}

/** Every constant whose origin can be reckoned again. */
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
    find: varianceOfClipped,
  },
  {
    name: "EFFICIENCY",
    used: EFFICIENCY,
    meaning: "degrees of freedom of 20 clipped values, from Student's t of ten to normal ones",
    find: (trials) => ({
      least: efficiencyOf((random) => random.studentT(10), trials),
      most: efficiencyOf((random) => random.normal(), trials),
    }),
  },
  {
    name: "MOST_ASYMMETRIC",
    used: MOST_ASYMMETRIC,
    meaning: "the deviation of the asymmetry of 16 to 90 symmetric values",
    find: usualAsymmetry,
  },
  {
    name: "SPANS",
    used: SPANS,
    meaning: "spans of a change that is told in nine of ten cases, at least",
    find: (trials) => ({ least: leastSpans(Math.ceil(trials / 2)), most: Infinity }),
  },
];
